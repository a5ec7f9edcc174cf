// SPDX-License-Identifier: GPL-2.0-only
/*
 * Generic netlink with nothing but the UAPI headers.
 */
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink.h"

struct request {
	struct nlmsghdr nlh;
	struct genlmsghdr genl;
	char attrs[256];
};

/* What is done with each message of an answer. */
struct taker {
	void (*take)(const struct genlmsghdr *genl, size_t len, void *data);
	void *data;
};

static const struct nlattr *first(const struct genlmsghdr *genl)
{
	return (const struct nlattr *)(genl + 1);
}

static const struct nlattr *next(const struct nlattr *attr, size_t *len)
{
	size_t size = NLA_ALIGN(attr->nla_len);

	*len = *len > size ? *len - size : 0;
	return (const struct nlattr *)((const char *)attr + size);
}

static bool valid(const struct nlattr *attr, size_t len)
{
	return len >= NLA_HDRLEN && attr->nla_len >= NLA_HDRLEN &&
	       attr->nla_len <= len;
}

static void copy(void *to, size_t size, const struct nlattr *attr)
{
	size_t len = attr->nla_len - NLA_HDRLEN;

	memcpy(to, attr + 1, len < size ? len : size);
}

static void request_init(struct request *req, uint16_t family, uint8_t cmd,
			 uint16_t flags)
{
	memset(req, 0, sizeof(*req));
	req->nlh.nlmsg_len = NLMSG_LENGTH(GENL_HDRLEN);
	req->nlh.nlmsg_type = family;
	req->nlh.nlmsg_flags = NLM_F_REQUEST | flags;
	req->genl.cmd = cmd;
	req->genl.version = 1;
}

static void request_put(struct request *req, uint16_t type, const void *data,
			size_t len)
{
	struct nlattr *attr = (void *)((char *)req +
				       NLMSG_ALIGN(req->nlh.nlmsg_len));

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	memcpy(attr + 1, data, len);
	req->nlh.nlmsg_len = NLMSG_ALIGN(req->nlh.nlmsg_len) +
			     NLA_ALIGN(attr->nla_len);
}

/* One datagram. Return: 1 when there is more to come, else 0 or -errno. */
static int answer(int fd, const struct taker *taker)
{
	static char buf[65536] __attribute__((aligned(4)));
	struct nlmsghdr *nlh = (void *)buf;
	int len = recv(fd, buf, sizeof(buf), 0), more = 0;

	if (len < 0)
		return -errno;
	for (; NLMSG_OK(nlh, len); nlh = NLMSG_NEXT(nlh, len)) {
		if (nlh->nlmsg_type == NLMSG_DONE)
			return *(int *)NLMSG_DATA(nlh);
		if (nlh->nlmsg_type == NLMSG_ERROR)
			return ((struct nlmsgerr *)NLMSG_DATA(nlh))->error;
		/* the acknowledgement or the end of the dump follows */
		more = 1;
		if (taker)
			taker->take(NLMSG_DATA(nlh), nlh->nlmsg_len -
				    NLMSG_LENGTH(GENL_HDRLEN), taker->data);
	}
	return more;
}

static int talk(struct request *req, const struct taker *taker)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	int ret = 1;

	if (fd < 0)
		return -errno;
	if (send(fd, req, req->nlh.nlmsg_len, 0) < 0)
		ret = -errno;
	while (ret > 0)
		ret = answer(fd, taker);
	close(fd);
	return ret;
}

struct family {
	uint16_t id;
	uint32_t group;
};

/* There is one group only, 'events'. */
static void take_groups(const struct nlattr *groups, uint32_t *group)
{
	const struct nlattr *entry = groups + 1, *attr;
	size_t len = groups->nla_len - NLA_HDRLEN, inner;

	for (; valid(entry, len); entry = next(entry, &len)) {
		attr = entry + 1;
		inner = entry->nla_len - NLA_HDRLEN;
		for (; valid(attr, inner); attr = next(attr, &inner))
			if (attr->nla_type == CTRL_ATTR_MCAST_GRP_ID)
				copy(group, sizeof(*group), attr);
	}
}

static void take_family(const struct genlmsghdr *genl, size_t len, void *data)
{
	const struct nlattr *attr = first(genl);
	struct family *family = data;

	for (; valid(attr, len); attr = next(attr, &len)) {
		if (attr->nla_type == CTRL_ATTR_FAMILY_ID)
			copy(&family->id, sizeof(family->id), attr);
		if ((attr->nla_type & NLA_TYPE_MASK) == CTRL_ATTR_MCAST_GROUPS)
			take_groups(attr, &family->group);
	}
}

static int family_find(struct family *family)
{
	struct request req;
	struct taker taker = { take_family, family };

	memset(family, 0, sizeof(*family));
	request_init(&req, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, NLM_F_ACK);
	request_put(&req, CTRL_ATTR_FAMILY_NAME, HOLDFAST_GENL_NAME,
		    sizeof(HOLDFAST_GENL_NAME));
	return talk(&req, &taker);
}

/* Return: the family's number, or a negative errno. */
static int family(void)
{
	struct family family;
	int err = family_find(&family);

	return err ? err : family.id;
}

/**
 * netlink_listen() - join the group of events
 *
 * Return: a socket, or a negative errno.
 */
int netlink_listen(void)
{
	struct sockaddr_nl own = { .nl_family = AF_NETLINK };
	struct family family;
	int fd, err = family_find(&family);

	if (err)
		return err;
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	if (fd < 0)
		return -errno;
	/* without a number of its own it would pass for the kernel's socket */
	if (bind(fd, (struct sockaddr *)&own, sizeof(own)) ||
	    setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
		       &family.group, sizeof(family.group))) {
		err = -errno;
		close(fd);
		return err;
	}
	return fd;
}

/**
 * netlink_present() - whether Holdfast is there
 *
 * Return: true when its family is.
 */
bool netlink_present(void)
{
	return family() > 0;
}

/**
 * netlink_simple() - a request without attributes
 * @cmd: enum of the family's commands
 * @flags: NLM_F_DUMP or none
 *
 * Return: 0 or a negative errno.
 */
int netlink_simple(uint8_t cmd, uint16_t flags)
{
	struct request req;
	int id = family();

	if (id < 0)
		return id;
	request_init(&req, id, cmd, NLM_F_ACK | flags);
	return talk(&req, NULL);
}

/**
 * netlink_open() - a socket on which refusals come with their reason
 *
 * Return: it, or a negative errno.
 */
int netlink_open(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC);
	int on = 1;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &on, sizeof(on));
	return fd;
}

/* The reason stands behind the head of the message that was refused. */
static void take_reason(const struct nlmsghdr *nlh, char *text, size_t size)
{
	const struct nlmsgerr *error = NLMSG_DATA(nlh);
	const struct nlattr *attr = (const void *)(error + 1);
	size_t len = nlh->nlmsg_len - NLMSG_LENGTH(sizeof(*error));

	if (!(nlh->nlmsg_flags & NLM_F_CAPPED)) {
		size_t echoed = NLMSG_ALIGN(error->msg.nlmsg_len) -
				NLMSG_HDRLEN;

		if (echoed > len)
			return;
		attr = (const void *)((const char *)attr + echoed);
		len -= echoed;
	}
	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS))
		return;
	for (; valid(attr, len); attr = next(attr, &len))
		if (attr->nla_type == NLMSGERR_ATTR_MSG)
			copy(text, size - 1, attr);
}

/**
 * netlink_send_raw() - send a request as it should not be
 * @fd: from netlink_open()
 * @raw: the request
 * @text: gets the kernel's reason, if it gives one
 * @size: of @text
 *
 * Return: what the kernel answers, 0 or a negative errno.
 */
int netlink_send_raw(int fd, const struct netlink_raw *raw, char *text,
		     size_t size)
{
	static char buf[65536] __attribute__((aligned(4)));
	struct nlmsghdr *nlh = (void *)buf;
	struct request *req = (void *)buf;
	int len;

	memset(text, 0, size);
	request_init(req, family(), raw->cmd, NLM_F_ACK | raw->flags);
	memcpy(req->attrs, raw->attrs, raw->len);
	len = req->nlh.nlmsg_len + raw->len;
	req->nlh.nlmsg_len = raw->claimed ? raw->claimed : (uint32_t)len;
	if (send(fd, buf, len, 0) < 0)
		return -errno;
	do {
		len = recv(fd, buf, sizeof(buf), 0);
		if (len < 0)
			return -errno;
		if (!NLMSG_OK(nlh, len))
			return -EPROTO;
	} while (nlh->nlmsg_type != NLMSG_ERROR &&
		 nlh->nlmsg_type != NLMSG_DONE);
	if (nlh->nlmsg_type == NLMSG_DONE)
		return *(int *)NLMSG_DATA(nlh);
	take_reason(nlh, text, size);
	return ((struct nlmsgerr *)NLMSG_DATA(nlh))->error;
}

struct status_query {
	uint16_t attr;
	uint64_t *value;
};

static void take_status(const struct genlmsghdr *genl, size_t len, void *data)
{
	const struct nlattr *attr = first(genl);
	struct status_query *query = data;

	for (; valid(attr, len); attr = next(attr, &len))
		if (attr->nla_type == query->attr)
			copy(query->value, sizeof(*query->value), attr);
}

/**
 * netlink_status() - one number of the status
 * @attr: HOLDFAST_A_STATUS_*
 * @value: gets it
 *
 * Return: 0 or a negative errno.
 */
int netlink_status(uint16_t attr, uint64_t *value)
{
	struct status_query query = { attr, value };
	struct taker taker = { take_status, &query };
	struct request req;
	int id = family();

	if (id < 0)
		return id;
	*value = 0;
	request_init(&req, id, HOLDFAST_CMD_STATUS_GET, NLM_F_ACK);
	return talk(&req, &taker);
}

/**
 * netlink_module() - whether Holdfast is there as a module
 *
 * Return: true when it is; false also where it is built in.
 */
bool netlink_module(void)
{
	uint64_t form;

	return !netlink_status(HOLDFAST_A_STATUS_FORM, &form) &&
	       form == HOLDFAST_FORM_MODULE;
}

struct events_query {
	uint64_t since;
	struct netlink_event *events;
	size_t max;
	size_t count;
};

static void take_attr(struct netlink_event *event, const struct nlattr *attr)
{
	switch (attr->nla_type) {
	case HOLDFAST_A_EVENT_SEQ:
		copy(&event->seq, sizeof(event->seq), attr);
		break;
	case HOLDFAST_A_EVENT_CONTAINER:
		copy(&event->container, sizeof(event->container), attr);
		break;
	case HOLDFAST_A_EVENT_CONTAINER_SEQ:
		copy(&event->container_seq, sizeof(event->container_seq), attr);
		break;
	case HOLDFAST_A_EVENT_COUNT:
		copy(&event->count, sizeof(event->count), attr);
		break;
	case HOLDFAST_A_EVENT_REFUSALS:
		copy(&event->refusals, sizeof(event->refusals), attr);
		break;
	case HOLDFAST_A_EVENT_LAST:
		copy(&event->last, sizeof(event->last), attr);
		break;
	case HOLDFAST_A_EVENT_CLASS:
		copy(&event->class, sizeof(event->class), attr);
		break;
	case HOLDFAST_A_EVENT_OP:
		copy(&event->op, sizeof(event->op), attr);
		break;
	case HOLDFAST_A_EVENT_ERRNO:
		copy(&event->err, sizeof(event->err), attr);
		break;
	case HOLDFAST_A_EVENT_PID:
		copy(&event->pid, sizeof(event->pid), attr);
		break;
	case HOLDFAST_A_EVENT_OBJECT:
		copy(event->object, sizeof(event->object) - 1, attr);
		break;
	}
}

static void take_event(const struct genlmsghdr *genl, size_t len, void *data)
{
	const struct nlattr *attr = first(genl);
	struct events_query *query = data;
	struct netlink_event event = { };

	for (; valid(attr, len); attr = next(attr, &len))
		take_attr(&event, attr);
	if (event.last >= query->since && query->count < query->max)
		query->events[query->count++] = event;
}

/**
 * netlink_receive() - the next event of those that wait
 * @fd: from netlink_listen()
 * @event: gets it
 *
 * Return: 0, -EAGAIN when there is none, -ENOBUFS when some did not fit, or
 * another negative errno.
 */
int netlink_receive(int fd, struct netlink_event *event)
{
	static char buf[65536] __attribute__((aligned(4)));
	struct events_query query = { 0, event, 1, 0 };
	struct nlmsghdr *nlh = (void *)buf;
	int len = recv(fd, buf, sizeof(buf), MSG_DONTWAIT);

	if (len < 0)
		return -errno;
	if (!NLMSG_OK(nlh, len) ||
	    ((struct genlmsghdr *)NLMSG_DATA(nlh))->cmd !=
	    HOLDFAST_CMD_EVENT_NTF)
		return -EPROTO;
	take_event(NLMSG_DATA(nlh),
		   nlh->nlmsg_len - NLMSG_LENGTH(GENL_HDRLEN), &query);
	return 0;
}

/**
 * netlink_wait() - wait for an event
 * @fd: from netlink_listen()
 * @timeout: in milliseconds
 *
 * Return: the operation of the first one, or a negative errno.
 */
int netlink_wait(int fd, int timeout)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	struct netlink_event event = { };
	int err;

	if (poll(&poll_fd, 1, timeout) != 1)
		return -ETIMEDOUT;
	err = netlink_receive(fd, &event);
	return err ? err : (int)event.op;
}

static int dump_events(uint64_t seq, struct events_query *query)
{
	struct taker taker = { take_event, query };
	struct request req;
	int id = family(), err;

	if (id < 0)
		return id;
	request_init(&req, id, HOLDFAST_CMD_EVENT_GET, NLM_F_DUMP);
	if (seq)
		request_put(&req, HOLDFAST_A_EVENT_SINCE, &seq, sizeof(seq));
	err = talk(&req, &taker);
	return err ? err : (int)query->count;
}

/**
 * netlink_events() - the events that happened from a time on
 * @since: boot time in nanoseconds
 * @events: gets them
 * @max: how many fit
 *
 * Return: how many there are, or a negative errno.
 */
int netlink_events(uint64_t since, struct netlink_event *events, size_t max)
{
	return dump_events(0, &(struct events_query){ since, events, max, 0 });
}

/**
 * netlink_events_behind() - the events that the ring has
 * @seq: only those with a number above it
 * @events: gets them
 * @max: how many fit
 *
 * Return: how many there are, or a negative errno.
 */
int netlink_events_behind(uint64_t seq, struct netlink_event *events,
			  size_t max)
{
	return dump_events(seq, &(struct events_query){ 0, events, max, 0 });
}
