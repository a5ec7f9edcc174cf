/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast's netlink family, spoken by hand: a fault of the tool must not
 * hide in its own test.
 */
#ifndef NETLINK_H
#define NETLINK_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>
#include <linux/holdfast.h>

/**
 * struct netlink_event - the part of an event that tests look at
 *
 * @seq: sequence number
 * @last: boot time of the last occurrence, nanoseconds
 * @class: enum holdfast_class
 * @op: enum holdfast_op
 * @err: what the task got
 * @pid: process, as the host sees it
 * @object: what it was about
 */
struct netlink_event {
	uint64_t seq;
	uint64_t last;
	uint32_t class;
	uint32_t op;
	uint32_t err;
	uint32_t pid;
	char object[256];
};

bool netlink_present(void);
int netlink_events(uint64_t since, struct netlink_event *events, size_t max);
int netlink_status(uint16_t attr, uint64_t *value);
int netlink_simple(uint8_t cmd, uint16_t flags);
int netlink_listen(void);

#endif /* NETLINK_H */
