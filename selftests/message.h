/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages to Holdfast's netlink family, put together attribute by attribute,
 * so that any of them can be wrong.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <linux/genetlink.h>
#include <linux/holdfast.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The kernel did not answer in time; no errno is that large. */
#define MESSAGE_SILENCE	(-4096)

/**
 * struct message - a request
 *
 * @data: the whole of it
 * @len: bytes
 * @room: bytes that @data has
 */
struct message {
	char *data;
	size_t len;
	size_t room;
};

/**
 * struct answer - all that came back
 *
 * @err: what the last message says, 0 or negative
 * @reason: the kernel's words for it, or an empty text
 * @offset: where in the request the kernel points at, or 0
 * @interrupted: a part of a dump says that things changed meanwhile
 * @datagrams: reads
 * @count: messages with content
 * @data: each one's length (4 bytes) and attributes, one behind the other
 * @len: of @data
 */
struct answer {
	int err;
	char reason[256];
	uint32_t offset;
	bool interrupted;
	int datagrams;
	int count;
	char *data;
	size_t len;
};

int message_family(uint32_t *group);
int message_other_family(const char *name);
int message_socket(void);

void message_begin(struct message *msg, uint16_t type, uint8_t cmd,
		   uint16_t flags);
void message_init(struct message *msg, uint8_t cmd, uint16_t flags);
void message_free(struct message *msg);
struct nlmsghdr *message_header(struct message *msg);
void message_put_bytes(struct message *msg, const void *data, size_t len);
size_t message_put(struct message *msg, uint16_t type, const void *data,
		   size_t len);
size_t message_put_u32(struct message *msg, uint16_t type, uint32_t value);
size_t message_put_u64(struct message *msg, uint16_t type, uint64_t value);
size_t message_put_text(struct message *msg, uint16_t type, const char *text);
struct nlattr *message_attr(struct message *msg, size_t offset);
size_t message_nest(struct message *msg, uint16_t type);
void message_nest_end(struct message *msg, size_t nest);

int message_send(int fd, struct message *msg);
int message_read(int fd, struct answer *answer);
int message_finish(int fd, struct answer *answer);
int message_talk(int fd, struct message *msg, struct answer *answer);
void answer_init(struct answer *answer);
void answer_free(struct answer *answer);
const struct nlattr *answer_find(const struct answer *answer,
				 int index, uint16_t type);

int message_simple(int fd, uint8_t cmd, uint16_t flags);
int message_status(uint16_t attr, uint64_t *value);
int message_generation(int fd, uint8_t cmd, uint64_t generation);

/**
 * struct snapshot - the active policy, as the kernel gives it
 *
 * @generation: its generation
 * @version: its version
 * @profiles: answer to profile-get
 * @rules: answer to rule-get
 */
struct snapshot {
	uint64_t generation;
	uint64_t version;
	struct answer profiles;
	struct answer rules;
};

int snapshot_take(struct snapshot *snapshot);
bool snapshot_same(const struct snapshot *one, const struct snapshot *two);
int snapshot_restore(const struct snapshot *snapshot);
void snapshot_free(struct snapshot *snapshot);

#endif /* MESSAGE_H */
