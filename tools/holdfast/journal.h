/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_JOURNAL_H
#define HOLDFAST_TOOL_JOURNAL_H

#include <json-c/json.h>

/**
 * journal_open() - get ready to write to systemd's journal
 *
 * Return: EXIT_DONE, or EXIT_REFUSED after a message, without libsystemd.
 */
int journal_open(void);

/**
 * journal_send() - write an event
 * @event: as 'events --json' has it; each member becomes a field HOLDFAST_NAME
 *
 * Return: 0, or a negative errno.
 */
int journal_send(json_object *event);

#endif /* HOLDFAST_TOOL_JOURNAL_H */
