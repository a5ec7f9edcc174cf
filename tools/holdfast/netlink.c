// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "names.h"
#include "netlink.h"
#include "schema.h"
#include "util.h"

/* Room for a burst of events while the reader is busy writing. */
#define RECEIVE_BYTES	(4 << 20)

/* The kernel's dumps grow with the buffer they are read into, up to this. */
#define MESSAGE_BYTES	32768

#define NOT_HOST							\
	"refused: only the host may control Holdfast, and needs CAP_MAC_ADMIN"

#define MODULE_FOLDER	"/sys/module/" HOLDFAST_GENL_NAME

/* Is it built in, which only modules are not, and none of the active LSMs? */
static bool is_inactive(void)
{
	char list[1024] = "", *rest = list, *name;
	bool inactive = true;
	FILE *file;

	if (!access(MODULE_FOLDER "/initstate", F_OK))
		return false;
	file = fopen("/sys/kernel/security/lsm", "re");
	if (!file)
		return false;
	if (!fgets(list, sizeof(list), file))
		inactive = false;
	fclose(file);
	while ((name = strsep(&rest, ",\n")))
		if (!strcmp(name, HOLDFAST_GENL_NAME))
			inactive = false;
	return inactive;
}

/* The family lives in the host's network namespace only. */
static int no_family(void)
{
	if (access(MODULE_FOLDER, F_OK)) {
		complain("the kernel module is not loaded (try: modprobe holdfast)");
		return EXIT_NO_MODULE;
	}
	if (is_inactive()) {
		complain("Holdfast is built in but not active: see lsm= and holdfast= on the kernel's command line");
		return EXIT_NO_MODULE;
	}
	complain(NOT_HOST);
	return EXIT_REFUSED;
}

static void forget(struct channel *channel)
{
	free(channel->reason);
	free(channel->attr);
	channel->reason = NULL;
	channel->attr = NULL;
	channel->err = 0;
	channel->done = false;
	channel->interrupted = false;
}

static const struct attr_set *request_schema(const struct channel *channel)
{
	struct nlmsghdr *hdr = nlmsg_hdr(channel->request);

	return schema_of_command(genlmsg_hdr(hdr)->cmd);
}

/* The kernel counts from the start of the request. */
static void learn_attr(struct channel *channel, size_t offset)
{
	const struct attr_set *set = request_schema(channel);
	struct genlmsghdr *genl;

	if (!set || offset < NLMSG_HDRLEN + GENL_HDRLEN)
		return;
	genl = genlmsg_hdr(nlmsg_hdr(channel->request));
	channel->attr = attr_path(set, genlmsg_attrdata(genl, 0),
				  genlmsg_attrlen(genl, 0),
				  offset - NLMSG_HDRLEN - GENL_HDRLEN);
}

static void learn_missing(struct channel *channel, uint64_t type)
{
	const struct attr_set *set = request_schema(channel);

	if (channel->attr || !set || !type || type > set->max)
		return;
	if (asprintf(&channel->attr, "missing %s", set->attrs[type].name) < 0)
		channel->attr = NULL;
}

/* Read what the kernel says about a refusal besides its number. */
static void learn_extack(struct channel *channel, struct nlattr *head, int len)
{
	struct nlattr *table[NLMSGERR_ATTR_MAX + 1];

	attrs_index(table, NLMSGERR_ATTR_MAX, head, len);
	if (table[NLMSGERR_ATTR_MSG])
		channel->reason = attr_printable(table[NLMSGERR_ATTR_MSG]);
	if (table[NLMSGERR_ATTR_OFFS])
		learn_attr(channel, attr_number(table[NLMSGERR_ATTR_OFFS]));
	if (table[NLMSGERR_ATTR_MISS_TYPE])
		learn_missing(channel,
			      attr_number(table[NLMSGERR_ATTR_MISS_TYPE]));
}

static int on_error(struct sockaddr_nl *from, struct nlmsgerr *error,
		    void *arg)
{
	struct nlmsghdr *hdr = (void *)((char *)error - NLMSG_HDRLEN);
	size_t used = sizeof(*error);
	struct channel *channel = arg;

	(void)from;
	channel->err = error->error;
	channel->done = true;
	/* Without NLM_F_CAPPED the request is repeated behind the error. */
	if (!(hdr->nlmsg_flags & NLM_F_CAPPED))
		used += NLMSG_ALIGN(error->msg.nlmsg_len) - NLMSG_HDRLEN;
	if ((hdr->nlmsg_flags & NLM_F_ACK_TLVS) &&
	    hdr->nlmsg_len > NLMSG_HDRLEN + used)
		learn_extack(channel, (void *)((char *)error + used),
			     (int)(hdr->nlmsg_len - NLMSG_HDRLEN - used));
	return NL_STOP;
}

static int on_ack(struct nl_msg *msg, void *arg)
{
	struct channel *channel = arg;

	(void)msg;
	channel->done = true;
	return NL_STOP;
}

/* A dump that fails in its midst tells so in its last message. */
static int on_finish(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct channel *channel = arg;
	int err;

	channel->done = true;
	if (nlmsg_datalen(hdr) < (int)sizeof(err))
		return NL_STOP;
	memcpy(&err, nlmsg_data(hdr), sizeof(err));
	if (err >= 0)
		return NL_STOP;
	channel->err = err;
	if (hdr->nlmsg_flags & NLM_F_ACK_TLVS)
		learn_extack(channel,
			     nlmsg_attrdata(hdr, (int)NLMSG_ALIGN(sizeof(err))),
			     nlmsg_attrlen(hdr, (int)NLMSG_ALIGN(sizeof(err))));
	return NL_STOP;
}

static int on_interrupted(struct nl_msg *msg, void *arg)
{
	struct channel *channel = arg;

	(void)msg;
	channel->interrupted = true;
	return NL_OK;
}

static int on_valid(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct channel *channel = arg;
	struct genlmsghdr *genl;

	if (hdr->nlmsg_type != channel->family || !genlmsg_valid_hdr(hdr, 0))
		return NL_SKIP;
	genl = genlmsg_hdr(hdr);
	if (channel->handler.handle)
		channel->handler.handle(genl->cmd, genlmsg_attrdata(genl, 0),
					genlmsg_attrlen(genl, 0),
					channel->handler.arg);
	return NL_OK;
}

static void set_callbacks(struct channel *channel)
{
	struct nl_cb *cb = nl_socket_get_cb(channel->sock);

	nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_valid, channel);
	nl_cb_set(cb, NL_CB_FINISH, NL_CB_CUSTOM, on_finish, channel);
	nl_cb_set(cb, NL_CB_ACK, NL_CB_CUSTOM, on_ack, channel);
	nl_cb_set(cb, NL_CB_DUMP_INTR, NL_CB_CUSTOM, on_interrupted, channel);
	nl_cb_err(cb, NL_CB_CUSTOM, on_error, channel);
	nl_cb_put(cb);
}

/* Old kernels lack one or the other; each is a convenience. */
static void set_options(struct channel *channel)
{
	int fd = nl_socket_get_fd(channel->sock), one = 1;

	setsockopt(fd, SOL_NETLINK, NETLINK_EXT_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_CAP_ACK, &one, sizeof(one));
	setsockopt(fd, SOL_NETLINK, NETLINK_GET_STRICT_CHK, &one, sizeof(one));
	nl_socket_set_msg_buf_size(channel->sock, MESSAGE_BYTES);
	nl_socket_enable_msg_peek(channel->sock);
}

int channel_open(struct channel *channel)
{
	int ret;

	*channel = (struct channel){ .sock = nl_socket_alloc() };
	if (!channel->sock) {
		complain("out of memory");
		return EXIT_REFUSED;
	}
	ret = genl_connect(channel->sock);
	if (ret) {
		complain("cannot open a netlink socket: %s", nl_geterror(ret));
		channel_close(channel);
		return EXIT_REFUSED;
	}
	set_options(channel);
	channel->family = genl_ctrl_resolve(channel->sock, HOLDFAST_GENL_NAME);
	if (channel->family == -NLE_PERM) {
		channel->err = -EPERM;
		ret = channel_complain(channel);
		channel_close(channel);
		return ret;
	}
	if (channel->family < 0) {
		channel_close(channel);
		return no_family();
	}
	set_callbacks(channel);
	return EXIT_DONE;
}

void channel_close(struct channel *channel)
{
	forget(channel);
	nl_socket_free(channel->sock);
	channel->sock = NULL;
}

struct nl_msg *channel_message(struct channel *channel, unsigned int cmd,
			       int flags, size_t size)
{
	struct nl_msg *msg;

	msg = nlmsg_alloc_size(NLMSG_HDRLEN + GENL_HDRLEN + size + 64);
	if (!msg || !genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ,
				 channel->family, 0, flags, (uint8_t)cmd,
				 HOLDFAST_GENL_VERSION)) {
		complain("out of memory");
		exit(EXIT_REFUSED);
	}
	return msg;
}

static int from_libnl(int ret)
{
	switch (-ret) {
	case NLE_NOMEM:		/* what libnl makes of ENOBUFS */
		return -ENOBUFS;
	case NLE_AGAIN:
		return -EAGAIN;
	case NLE_INTR:
		return -EINTR;
	case NLE_PERM:
		return -EPERM;
	case NLE_MSGSIZE:
	case NLE_MSG_TRUNC:
		return -EMSGSIZE;
	default:
		return -EIO;
	}
}

int channel_ask(struct channel *channel, struct nl_msg *msg,
		void (*handle)(unsigned int cmd, struct nlattr *head, int len,
			       void *arg),
		void *arg)
{
	int ret;

	forget(channel);
	channel->handler.handle = handle;
	channel->handler.arg = arg;
	channel->request = msg;
	ret = nl_send_auto(channel->sock, msg);
	while (ret >= 0 && !channel->done)
		ret = nl_recvmsgs_default(channel->sock);
	if (!channel->done && ret < 0)
		channel->err = from_libnl(ret);
	channel->request = NULL;
	nlmsg_free(msg);
	return channel->err;
}

char *channel_reason(const struct channel *channel)
{
	static const char not_host[] =
		NOT_HOST;
	const char *number = strerror(-channel->err);
	char *text;
	int ret;

	if (channel->err == -EPERM && !channel->reason)
		return xstrdup(not_host);
	ret = asprintf(&text, "%s%s%s%s%s%s", channel->reason ?: number,
		       channel->attr ? " (attribute " : "",
		       channel->attr ?: "", channel->attr ? ")" : "",
		       channel->reason ? ": " : "",
		       channel->reason ? number : "");
	return ret < 0 ? xstrdup(number) : text;
}

int channel_complain(const struct channel *channel)
{
	char *reason;

	/* The module went away after its family was found. */
	if (channel->err == -ENOENT && !channel->reason)
		return no_family();
	reason = channel_reason(channel);
	complain("%s", reason);
	free(reason);
	return EXIT_REFUSED;
}

/* The control family's groups tell when a family is removed. */
static int on_notification(struct nl_msg *msg, void *arg)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	struct nlattr *table[CTRL_ATTR_MAX + 1];
	struct channel *channel = arg;
	struct genlmsghdr *genl;

	if (hdr->nlmsg_type != GENL_ID_CTRL)
		return on_valid(msg, arg);
	if (!genlmsg_valid_hdr(hdr, 0))
		return NL_SKIP;
	genl = genlmsg_hdr(hdr);
	attrs_index(table, CTRL_ATTR_MAX, genlmsg_attrdata(genl, 0),
		    genlmsg_attrlen(genl, 0));
	if (genl->cmd == CTRL_CMD_DELFAMILY &&
	    attr_number(table[CTRL_ATTR_FAMILY_ID]) ==
	    (uint64_t)channel->family)
		channel->gone = true;
	return NL_OK;
}

int channel_subscribe(struct channel *channel)
{
	int group, notify, ret, bytes = RECEIVE_BYTES;

	group = genl_ctrl_resolve_grp(channel->sock, HOLDFAST_GENL_NAME,
				      HOLDFAST_MCGRP_EVENTS);
	notify = genl_ctrl_resolve_grp(channel->sock, "nlctrl", "notify");
	if (group < 0) {
		complain("the kernel's Holdfast has no events to follow");
		return EXIT_REFUSED;
	}
	nl_socket_set_buffer_size(channel->sock, RECEIVE_BYTES, 0);
	setsockopt(nl_socket_get_fd(channel->sock), SOL_SOCKET, SO_RCVBUFFORCE,
		   &bytes, sizeof(bytes));
	nl_socket_set_nonblocking(channel->sock);
	nl_socket_disable_seq_check(channel->sock);
	nl_socket_modify_cb(channel->sock, NL_CB_VALID, NL_CB_CUSTOM,
			    on_notification, channel);
	if (notify >= 0)
		nl_socket_add_membership(channel->sock, notify);
	ret = nl_socket_add_membership(channel->sock, group);
	if (!ret)
		return EXIT_DONE;
	channel->err = from_libnl(ret);
	return channel_complain(channel);
}

int channel_receive(struct channel *channel,
		    void (*handle)(unsigned int cmd, struct nlattr *head,
				   int len, void *arg),
		    void *arg)
{
	int ret;

	channel->handler.handle = handle;
	channel->handler.arg = arg;
	ret = nl_recvmsgs_default(channel->sock);
	if (ret < 0)
		return from_libnl(ret);
	return channel->gone ? -ENODEV : 0;
}

int channel_wait(struct channel *channel)
{
	struct pollfd fd = {
		.fd = nl_socket_get_fd(channel->sock), .events = POLLIN,
	};

	return poll(&fd, 1, -1) < 0 ? -errno : 0;
}
