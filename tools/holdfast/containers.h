/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_CONTAINERS_H
#define HOLDFAST_TOOL_CONTAINERS_H

#include <json-c/json.h>

#include "netlink.h"

/**
 * containers_get() - read all containers, with the names that people know
 * @channel: where; see records_get()
 * @containers: where to put an array, to be freed by the caller
 *
 * Names are remembered from one call to the next.
 *
 * Return: 0, or a negative errno that channel_complain() can explain.
 */
int containers_get(struct channel *channel, json_object **containers);

/**
 * containers_ask() - the same, for a command that reads nothing else
 *
 * Tells when the list may be incomplete.
 *
 * Return: EXIT_DONE, or what to exit with, after a message.
 */
int containers_ask(json_object **containers);

/**
 * containers_find() - the container of an event, as containers_get() has it
 * @channel: where to ask, if it was not seen before
 * @id: its number
 *
 * Return: what the next call may free; NULL if it is gone.
 */
json_object *containers_find(struct channel *channel, uint64_t id);

/* Return: "enforce", "complain" or "mixed", where its classes differ. */
const char *container_mode(json_object *container);

/* Write its namespaces with commas between; @size 64 is enough for all. */
void container_namespaces(json_object *container, char *text, size_t size);

#endif /* HOLDFAST_TOOL_CONTAINERS_H */
