// SPDX-License-Identifier: GPL-2.0-only
/*
 * Messages to Holdfast's netlink family, put together attribute by attribute.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "message.h"
#include "netlink.h"

static void *must(void *memory)
{
	if (memory)
		return memory;
	perror("message");
	exit(1);
}

/* Room for @len more bytes, zeroed and aligned, at the end. */
static void *extend(struct message *msg, size_t len)
{
	size_t from = msg->len, to = from + NLMSG_ALIGN(len);

	if (to > msg->room) {
		msg->room = 2 * to + 256;
		msg->data = must(realloc(msg->data, msg->room));
	}
	memset(msg->data + from, 0, to - from);
	msg->len = to;
	message_header(msg)->nlmsg_len = to;
	return msg->data + from;
}

/**
 * message_begin() - begin a request to any family
 * @msg: the request
 * @type: the family's number
 * @cmd: one of its commands
 * @flags: NLM_F_DUMP or none
 */
void message_begin(struct message *msg, uint16_t type, uint8_t cmd,
		   uint16_t flags)
{
	struct genlmsghdr genl = { .cmd = cmd, .version = 1 };

	memset(msg, 0, sizeof(*msg));
	extend(msg, NLMSG_HDRLEN);
	message_header(msg)->nlmsg_type = type;
	message_header(msg)->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | flags;
	message_put_bytes(msg, &genl, sizeof(genl));
}

/**
 * message_header() - the header, to be changed
 * @msg: the request
 *
 * Return: its header, until more is put into it.
 */
struct nlmsghdr *message_header(struct message *msg)
{
	return (struct nlmsghdr *)msg->data;
}

/**
 * message_put_bytes() - append bytes that are no attribute
 * @msg: the request
 * @data: they
 * @len: how many
 */
void message_put_bytes(struct message *msg, const void *data, size_t len)
{
	memcpy(extend(msg, len), data, len);
}

/**
 * message_put() - append an attribute
 * @msg: the request
 * @type: of the attribute, with flags
 * @data: its content; NULL for zeros
 * @len: of that
 *
 * Return: for message_attr().
 */
size_t message_put(struct message *msg, uint16_t type, const void *data,
		   size_t len)
{
	size_t offset = msg->len;
	struct nlattr *attr = extend(msg, NLA_HDRLEN + len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	if (data)
		memcpy(attr + 1, data, len);
	return offset;
}

/**
 * message_put_u32() - append a number
 * @msg: the request
 * @type: of the attribute
 * @value: the number
 *
 * Return: for message_attr().
 */
size_t message_put_u32(struct message *msg, uint16_t type, uint32_t value)
{
	return message_put(msg, type, &value, sizeof(value));
}

/**
 * message_put_u64() - append a long number
 * @msg: the request
 * @type: of the attribute
 * @value: the number
 *
 * Return: for message_attr().
 */
size_t message_put_u64(struct message *msg, uint16_t type, uint64_t value)
{
	return message_put(msg, type, &value, sizeof(value));
}

/**
 * message_put_text() - append a text with its NUL
 * @msg: the request
 * @type: of the attribute
 * @text: the text
 *
 * Return: for message_attr().
 */
size_t message_put_text(struct message *msg, uint16_t type, const char *text)
{
	return message_put(msg, type, text, strlen(text) + 1);
}

/**
 * message_attr() - an attribute, to be changed
 * @msg: the request
 * @offset: from message_put()
 *
 * Return: the attribute, until more is put into @msg.
 */
struct nlattr *message_attr(struct message *msg, size_t offset)
{
	return (struct nlattr *)(msg->data + offset);
}

/**
 * message_nest() - begin an attribute of attributes
 * @msg: the request
 * @type: of the attribute
 *
 * Return: for message_nest_end().
 */
size_t message_nest(struct message *msg, uint16_t type)
{
	return message_put(msg, type | NLA_F_NESTED, NULL, 0);
}

/**
 * message_nest_end() - end it
 * @msg: the request
 * @nest: from message_nest()
 */
void message_nest_end(struct message *msg, size_t nest)
{
	message_attr(msg, nest)->nla_len = msg->len - nest;
}

/**
 * message_free() - free a request
 * @msg: the request
 */
void message_free(struct message *msg)
{
	free(msg->data);
	memset(msg, 0, sizeof(*msg));
}

/**
 * message_socket() - open a socket
 *
 * It gets the reasons of refusals, and waits for an answer five seconds.
 *
 * Return: the socket, or a negative errno.
 */
int message_socket(void)
{
	struct timeval patience = { .tv_sec = 5 };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	int on = 1;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	/* a refusal need not repeat the request, however long that was */
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	return fd;
}

/**
 * message_send() - send a request
 * @fd: the socket
 * @msg: the request
 *
 * Return: 0 or a negative errno.
 */
int message_send(int fd, struct message *msg)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };

	if (sendto(fd, msg->data, msg->len, 0, (void *)&kernel,
		   sizeof(kernel)) < 0)
		return -errno;
	return 0;
}

/**
 * answer_init() - begin an answer
 * @answer: the answer
 */
void answer_init(struct answer *answer)
{
	memset(answer, 0, sizeof(*answer));
}

/**
 * answer_free() - free an answer
 * @answer: the answer
 */
void answer_free(struct answer *answer)
{
	free(answer->data);
	answer_init(answer);
}

static void take_content(struct answer *answer, const struct nlmsghdr *nlh)
{
	uint32_t len = nlh->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN);

	answer->data = must(realloc(answer->data,
				    answer->len + sizeof(len) + len));
	memcpy(answer->data + answer->len, &len, sizeof(len));
	memcpy(answer->data + answer->len + sizeof(len),
	       (char *)NLMSG_DATA(nlh) + GENL_HDRLEN, len);
	answer->len += sizeof(len) + len;
	answer->count++;
}

/* The attributes behind the error number and what is echoed of the request. */
static void take_reason(struct answer *answer, const struct nlmsghdr *nlh,
			size_t offset)
{
	while (offset + NLA_HDRLEN <= nlh->nlmsg_len) {
		const struct nlattr *attr =
			(const void *)((const char *)nlh + offset);
		size_t len = attr->nla_len - NLA_HDRLEN;

		if (attr->nla_len < NLA_HDRLEN)
			return;
		if (attr->nla_type == NLMSGERR_ATTR_MSG)
			memcpy(answer->reason, attr + 1,
			       len < 255 ? len : 255);
		if (attr->nla_type == NLMSGERR_ATTR_OFFS)
			memcpy(&answer->offset, attr + 1, sizeof(uint32_t));
		offset += NLA_ALIGN(attr->nla_len);
	}
}

static void take_end(struct answer *answer, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *error = NLMSG_DATA(nlh);
	size_t offset = NLMSG_LENGTH(sizeof(int));

	answer->err = error->error;
	if (nlh->nlmsg_type == NLMSG_ERROR) {
		offset = NLMSG_LENGTH(sizeof(*error));
		if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
			offset += NLMSG_ALIGN(error->msg.nlmsg_len) -
				  NLMSG_HDRLEN;
	}
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS)
		take_reason(answer, nlh, offset);
}

/**
 * message_read() - read one datagram
 * @fd: the socket
 * @answer: gets what is in it
 *
 * Return: 1 when there is more to come, 0 at the end, or a negative errno when
 * reading fails.
 */
int message_read(int fd, struct answer *answer)
{
	const size_t size = 1 << 18;
	char *buf = must(malloc(size));
	struct nlmsghdr *nlh = (void *)buf;
	int len = recv(fd, buf, size, 0), ret = 1;

	if (len < 0)
		ret = errno == EAGAIN ? MESSAGE_SILENCE : -errno;
	answer->datagrams++;
	for (; ret == 1 && NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		answer->interrupted |= !!(nlh->nlmsg_flags & NLM_F_DUMP_INTR);
		if (nlh->nlmsg_type >= NLMSG_MIN_TYPE) {
			take_content(answer, nlh);
			continue;
		}
		take_end(answer, nlh);
		ret = 0;
	}
	free(buf);
	return ret;
}

/**
 * message_finish() - read to the end
 * @fd: the socket
 * @answer: gets all of it, behind what it has
 *
 * Return: what the kernel says at the end, or why nothing can be read.
 */
int message_finish(int fd, struct answer *answer)
{
	int ret;

	do
		ret = message_read(fd, answer);
	while (ret == 1);
	return ret ? ret : answer->err;
}

/**
 * message_talk() - send a request and read the answer
 * @fd: the socket
 * @msg: the request; freed
 * @answer: gets the answer; NULL when that is of no interest
 *
 * Return: see message_finish().
 */
int message_talk(int fd, struct message *msg, struct answer *answer)
{
	struct answer unread;
	int err;

	answer_init(answer ? answer : &unread);
	err = message_send(fd, msg);
	message_free(msg);
	if (!err)
		err = message_finish(fd, answer ? answer : &unread);
	if (!answer)
		answer_free(&unread);
	return err;
}

/**
 * answer_find() - find an attribute in an answer
 * @answer: the answer
 * @index: in which of its messages, from 0
 * @type: of the attribute
 *
 * Return: the first such attribute, or NULL.
 */
const struct nlattr *answer_find(const struct answer *answer,
				 int index, uint16_t type)
{
	const char *at = answer->data;
	const struct nlattr *attr;
	uint32_t len, offset;

	if (index >= answer->count)
		return NULL;
	for (memcpy(&len, at, sizeof(len)); index--;
	     memcpy(&len, at, sizeof(len)))
		at += sizeof(len) + len;
	for (offset = 0; offset < len; offset += NLA_ALIGN(attr->nla_len)) {
		attr = (const void *)(at + sizeof(len) + offset);
		if (attr->nla_len < NLA_HDRLEN)
			return NULL;
		if ((attr->nla_type & NLA_TYPE_MASK) == type)
			return attr;
	}
	return NULL;
}

/* The one group's number is three attributes deep. */
static void find_group(const struct nlattr *groups, uint32_t *group)
{
	const char *end = (const char *)groups + groups->nla_len;
	/* behind its own header comes that of the first entry */
	const char *at = (const char *)(groups + 2);
	const struct nlattr *attr;

	for (; at + NLA_HDRLEN <= end; at += NLA_ALIGN(attr->nla_len)) {
		attr = (const void *)at;
		if (attr->nla_len < NLA_HDRLEN)
			return;
		if (attr->nla_type == CTRL_ATTR_MCAST_GRP_ID)
			memcpy(group, attr + 1, sizeof(*group));
	}
}

static int find_family(const char *name, uint32_t *group)
{
	const struct nlattr *attr;
	struct answer answer;
	struct message msg;
	uint16_t id = 0;
	int fd = message_socket(), err;

	if (fd < 0)
		return fd;
	message_begin(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 0);
	message_put_text(&msg, CTRL_ATTR_FAMILY_NAME, name);
	err = message_talk(fd, &msg, &answer);
	attr = answer_find(&answer, 0, CTRL_ATTR_FAMILY_ID);
	if (attr)
		memcpy(&id, attr + 1, sizeof(id));
	attr = answer_find(&answer, 0, CTRL_ATTR_MCAST_GROUPS);
	if (attr && group)
		find_group(attr, group);
	answer_free(&answer);
	close(fd);
	return err ? err : id;
}

/**
 * message_family() - find the family
 * @group: gets the number of its group of events; may be NULL
 *
 * Return: its number, or a negative errno.
 */
int message_family(uint32_t *group)
{
	return find_family(HOLDFAST_GENL_NAME, group);
}

/**
 * message_other_family() - find another family
 * @name: it
 *
 * Return: its number, or a negative errno.
 */
int message_other_family(const char *name)
{
	return find_family(name, NULL);
}

/**
 * message_init() - begin a request
 * @msg: the request
 * @cmd: HOLDFAST_CMD_*
 * @flags: NLM_F_DUMP or none
 */
void message_init(struct message *msg, uint8_t cmd, uint16_t flags)
{
	static int id;

	if (id <= 0)
		id = message_family(NULL);
	message_begin(msg, id > 0 ? id : 0, cmd, flags);
}

/**
 * message_simple() - a request without attributes
 * @fd: the socket
 * @cmd: HOLDFAST_CMD_*
 * @flags: NLM_F_DUMP or none
 *
 * Return: what the kernel says, 0 or negative.
 */
int message_simple(int fd, uint8_t cmd, uint16_t flags)
{
	struct message msg;

	message_init(&msg, cmd, flags);
	return message_talk(fd, &msg, NULL);
}

/**
 * message_generation() - begin or commit if this policy is the active one
 * @fd: the socket
 * @cmd: HOLDFAST_CMD_POLICY_BEGIN or HOLDFAST_CMD_POLICY_COMMIT
 * @generation: of that policy
 *
 * Return: what the kernel says, 0 or negative.
 */
int message_generation(int fd, uint8_t cmd, uint64_t generation)
{
	struct message msg;

	message_init(&msg, cmd, 0);
	message_put_u64(&msg, HOLDFAST_A_TRANSACTION_GENERATION, generation);
	return message_talk(fd, &msg, NULL);
}

/**
 * message_status() - one attribute of the status
 * @attr: HOLDFAST_A_STATUS_*
 * @value: gets its number, 0 for a flag
 *
 * Return: 0, -ENODATA when it is not there, or another negative errno.
 */
int message_status(uint16_t attr, uint64_t *value)
{
	const struct nlattr *found;
	struct answer answer;
	struct message msg;
	int fd = message_socket(), err;

	if (fd < 0)
		return fd;
	*value = 0;
	message_init(&msg, HOLDFAST_CMD_STATUS_GET, 0);
	err = message_talk(fd, &msg, &answer);
	found = answer_find(&answer, 0, attr);
	if (found)
		memcpy(value, found + 1, found->nla_len - NLA_HDRLEN);
	answer_free(&answer);
	close(fd);
	return err ? err : found ? 0 : -ENODATA;
}

static int dump(int fd, uint8_t cmd, struct answer *answer)
{
	struct message msg;

	message_init(&msg, cmd, NLM_F_DUMP);
	return message_talk(fd, &msg, answer);
}

/**
 * snapshot_take() - read the active policy
 * @snapshot: gets it
 *
 * Return: 0 or a negative errno.
 */
int snapshot_take(struct snapshot *snapshot)
{
	int fd = message_socket(), err;

	memset(snapshot, 0, sizeof(*snapshot));
	if (fd < 0)
		return fd;
	err = netlink_status(HOLDFAST_A_STATUS_GENERATION,
			     &snapshot->generation);
	if (!err)
		err = netlink_status(HOLDFAST_A_STATUS_POLICY_VERSION,
				     &snapshot->version);
	if (!err)
		err = dump(fd, HOLDFAST_CMD_PROFILE_GET, &snapshot->profiles);
	if (!err)
		err = dump(fd, HOLDFAST_CMD_RULE_GET, &snapshot->rules);
	close(fd);
	return err;
}

static bool same(const struct answer *one, const struct answer *two)
{
	return one->len == two->len &&
	       (!one->len || !memcmp(one->data, two->data, one->len));
}

/**
 * snapshot_same() - compare two, byte for byte
 * @one: the one
 * @two: the other
 *
 * Return: true when they have the same profiles and rules; whether they have
 * the same generation is for the caller to say.
 */
bool snapshot_same(const struct snapshot *one, const struct snapshot *two)
{
	return same(&one->profiles, &two->profiles) &&
	       same(&one->rules, &two->rules);
}

/* Sends each message of an answer back; what it begins with may be left out. */
static int replay(int fd, const struct answer *answer, uint8_t cmd,
		  uint32_t skipped)
{
	const char *at = answer->data;
	uint32_t len;
	int i, err = 0;

	for (i = 0; i < answer->count && !err; i++) {
		struct message msg;

		memcpy(&len, at, sizeof(len));
		at += sizeof(len);
		message_init(&msg, cmd, 0);
		message_put_bytes(&msg, at + skipped, len - skipped);
		err = message_talk(fd, &msg, NULL);
		at += len;
	}
	return err;
}

/**
 * snapshot_restore() - make a former policy the active one again
 * @snapshot: the policy
 *
 * Return: 0 or a negative errno.
 */
int snapshot_restore(const struct snapshot *snapshot)
{
	/* a rule begins with its index, which is not for the kernel to read */
	const uint32_t index = NLA_ALIGN(NLA_HDRLEN + sizeof(uint32_t));
	int fd = message_socket(), err;
	struct message msg;

	if (fd < 0)
		return fd;
	message_init(&msg, HOLDFAST_CMD_POLICY_BEGIN, 0);
	message_put_u64(&msg, HOLDFAST_A_TRANSACTION_POLICY_VERSION,
			snapshot->version);
	err = message_talk(fd, &msg, NULL);
	if (!err)
		err = replay(fd, &snapshot->profiles, HOLDFAST_CMD_PROFILE_ADD,
			     0);
	if (!err)
		err = replay(fd, &snapshot->rules, HOLDFAST_CMD_RULE_ADD, index);
	message_init(&msg, HOLDFAST_CMD_POLICY_COMMIT, 0);
	message_put(&msg, HOLDFAST_A_TRANSACTION_FORCE, NULL, 0);
	if (!err)
		err = message_talk(fd, &msg, NULL);
	else
		message_free(&msg);
	close(fd);
	return err;
}

/**
 * snapshot_free() - free a snapshot
 * @snapshot: the snapshot
 */
void snapshot_free(struct snapshot *snapshot)
{
	answer_free(&snapshot->profiles);
	answer_free(&snapshot->rules);
}
