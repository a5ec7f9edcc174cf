/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_EVENT_H
#define HOLDFAST_TOOL_EVENT_H

#include <json-c/json.h>
#include <netlink/attr.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * event_to_json() - an event as JSON
 * @head: its first attribute
 * @len: bytes of all
 * @container: what runtime_describe() was given, or NULL
 *
 * Return: an object, to be freed by the caller.
 */
json_object *event_to_json(struct nlattr *head, int len,
			   json_object *container);

/**
 * event_print() - write an event as a line
 * @head: its first attribute
 * @len: bytes of all
 * @container: what runtime_describe() was given, or NULL
 * @json: for programs; else for people
 */
void event_print(struct nlattr *head, int len, json_object *container,
		 bool json);

/**
 * struct gap - what is missing
 * @events: numbers that were skipped
 * @refusals: refusals in them, 0 when that is not known
 */
struct gap {
	uint64_t events;
	uint64_t refusals;
};

/**
 * event_print_gap() - say that events are missing here
 * @gap: how many
 * @lost: this reader was to see them; else they are older than the ring
 * @json: for programs; else for people, on standard error
 */
void event_print_gap(const struct gap *gap, bool lost, bool json);

#endif /* HOLDFAST_TOOL_EVENT_H */
