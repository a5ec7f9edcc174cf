/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_EVENT_H
#define HOLDFAST_TOOL_EVENT_H

#include <netlink/attr.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * event_print() - write an event as a line
 * @head: its first attribute
 * @len: bytes of all
 * @json: for programs; else for people
 */
void event_print(struct nlattr *head, int len, bool json);

/**
 * event_print_gap() - say that events are missing here
 * @count: how many
 * @lost: this reader was to see them; else they are older than the ring
 * @json: for programs; else for people, on standard error
 */
void event_print_gap(uint64_t count, bool lost, bool json);

#endif /* HOLDFAST_TOOL_EVENT_H */
