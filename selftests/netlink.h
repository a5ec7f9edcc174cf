/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast's netlink family, spoken by hand: a fault of the tool must not
 * hide in its own test.
 */
#ifndef NETLINK_H
#define NETLINK_H

#include <linux/holdfast.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * struct netlink_event - the part of an event that tests look at
 *
 * @seq: sequence number
 * @container: that refused
 * @container_seq: sequence number in that
 * @count: refusals in it
 * @refusals: refusals up to its end
 * @last: boot time of the last occurrence, nanoseconds
 * @class: enum holdfast_class
 * @op: enum holdfast_op
 * @err: what the task got
 * @pid: process, as the host sees it
 * @object: what it was about
 */
struct netlink_event {
	uint64_t seq;
	uint64_t container;
	uint64_t container_seq;
	uint32_t count;
	uint64_t refusals;
	uint64_t last;
	uint32_t class;
	uint32_t op;
	uint32_t err;
	uint32_t pid;
	char object[256];
};

/**
 * struct netlink_raw - a request as it should not be
 *
 * @cmd: of the family
 * @flags: of the message
 * @attrs: what stands for the attributes
 * @len: of that
 * @claimed: length that the message claims to have, 0 for the true one
 */
struct netlink_raw {
	uint8_t cmd;
	uint16_t flags;
	const void *attrs;
	size_t len;
	uint32_t claimed;
};

bool netlink_present(void);
int netlink_open(void);
int netlink_send_raw(int fd, const struct netlink_raw *raw, char *text,
		     size_t size);
int netlink_events(uint64_t since, struct netlink_event *events, size_t max);
int netlink_events_behind(uint64_t seq, struct netlink_event *events,
			  size_t max);
int netlink_receive(int fd, struct netlink_event *event);
int netlink_status(uint16_t attr, uint64_t *value);
bool netlink_module(void);
int netlink_simple(uint8_t cmd, uint16_t flags);
int netlink_listen(void);
int netlink_wait(int fd, int timeout);

#endif /* NETLINK_H */
