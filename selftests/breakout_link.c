// SPDX-License-Identifier: GPL-2.0-only
/*
 * Network devices in the host's network namespace, by its PID, a descriptor, or
 * the number that the kernel gives it in a namespace that it shares a cable with.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "breakout.h"

#define DEVICE		"breakout0"
#define CABLE		"breakout1"

/* A request for a device, and what is said of one. */
struct link_request {
	struct nlmsghdr nlh;
	struct ifinfomsg ifi;
	char attrs[4096];
};

static struct rtattr *put(struct link_request *req, int type, const void *data,
			  int len)
{
	struct rtattr *attr = (void *)((char *)req +
				       NLMSG_ALIGN(req->nlh.nlmsg_len));

	attr->rta_type = type;
	attr->rta_len = RTA_LENGTH(len);
	if (len)
		memcpy(RTA_DATA(attr), data, len);
	req->nlh.nlmsg_len = NLMSG_ALIGN(req->nlh.nlmsg_len) +
			     RTA_ALIGN(attr->rta_len);
	return attr;
}

/* What was put since belongs into it. */
static void end(const struct link_request *req, struct rtattr *attr)
{
	attr->rta_len = (const char *)req + req->nlh.nlmsg_len - (char *)attr;
}

static void put_kind(struct link_request *req, const char *kind)
{
	struct rtattr *info = put(req, IFLA_LINKINFO, NULL, 0);

	put(req, IFLA_INFO_KIND, kind, strlen(kind) + 1);
	end(req, info);
}

static void link_init(struct link_request *req, int type, int flags,
		      const char *name)
{
	memset(req, 0, sizeof(*req));
	req->nlh.nlmsg_len = NLMSG_LENGTH(sizeof(req->ifi));
	req->nlh.nlmsg_type = type;
	req->nlh.nlmsg_flags = NLM_F_REQUEST | flags;
	put(req, IFLA_IFNAME, name, strlen(name) + 1);
}

/* The answer takes the place of the request. */
static int link_talk(struct link_request *req)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	const struct nlmsgerr *error = (const void *)&req->ifi;
	int len;

	if (req->nlh.nlmsg_type != RTM_GETLINK)
		req->nlh.nlmsg_flags |= NLM_F_ACK;
	if (fd < 0 || send(fd, req, req->nlh.nlmsg_len, 0) < 0)
		return -1;
	len = recv(fd, req, sizeof(*req), 0);
	close(fd);
	if (len < 0)
		return -1;
	errno = req->nlh.nlmsg_type == NLMSG_ERROR ? -error->error : 0;
	return errno ? -1 : 0;
}

static bool link_on_host(void)
{
	static char text[65536];

	breakout_read("/proc/1/net/dev", text, sizeof(text));
	return strstr(text, DEVICE);
}

static enum breakout_outcome judge(bool there)
{
	if (!there)
		return breakout_untried("the device is not there");
	return breakout_escaped("made a network device on the host");
}

static enum breakout_outcome make(int by, unsigned int value, int ns)
{
	struct link_request req;
	bool there;

	link_init(&req, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, DEVICE);
	put(&req, by, &value, sizeof(value));
	put_kind(&req, LOST_MODULE);
	if (link_talk(&req))
		return breakout_failed("netlink");
	there = link_on_host();
	setns(ns < 0 ? open("/proc/1/ns/net", O_RDONLY | O_CLOEXEC) : ns,
	      CLONE_NEWNET);
	link_init(&req, RTM_DELLINK, 0, DEVICE);
	link_talk(&req);
	return judge(there);
}

/* Not to go there, but to put a device there: it takes a PID only. */
static enum breakout_outcome link_pid(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return make(IFLA_NET_NS_PID, 1, -1);
}

/* The same by a descriptor, which a host process hands over. */
static enum breakout_outcome link_fd(const struct breakout_attempt *attempt)
{
	int fd = breakout_receive(breakout_ns_index("net"));

	(void)attempt;
	if (fd < 0)
		return breakout_failed("recvmsg");
	return make(IFLA_NET_NS_FD, fd, fd);
}

/**
 * breakout_cable() - give a process one end of a cable to one's own namespace
 * @pid: the process
 *
 * Return: 0, or -1 and errno.
 */
int breakout_cable(pid_t pid)
{
	struct rtattr *info, *data, *peer;
	const struct ifinfomsg none = { };
	struct link_request req;
	unsigned int to = pid;

	link_init(&req, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, CABLE);
	info = put(&req, IFLA_LINKINFO, NULL, 0);
	put(&req, IFLA_INFO_KIND, "veth", sizeof("veth"));
	data = put(&req, IFLA_INFO_DATA, NULL, 0);
	peer = put(&req, VETH_INFO_PEER, &none, sizeof(none));
	put(&req, IFLA_IFNAME, CABLE, sizeof(CABLE));
	put(&req, IFLA_NET_NS_PID, &to, sizeof(to));
	end(&req, peer);
	end(&req, data);
	end(&req, info);
	return link_talk(&req);
}

/* The namespace at the other end of the cable, by its number here. */
static bool other_end(unsigned int *id)
{
	struct link_request req;
	const struct rtattr *attr;
	int len;

	link_init(&req, RTM_GETLINK, 0, CABLE);
	if (link_talk(&req))
		return false;
	len = IFLA_PAYLOAD(&req.nlh);
	for (attr = IFLA_RTA(&req.ifi); RTA_OK(attr, len);
	     attr = RTA_NEXT(attr, len))
		if (attr->rta_type == IFLA_LINK_NETNSID) {
			memcpy(id, RTA_DATA(attr), sizeof(*id));
			return true;
		}
	return false;
}

static int at_other_end(int type, int flags, unsigned int id)
{
	struct link_request req;

	link_init(&req, type, flags, DEVICE);
	put(&req, IFLA_TARGET_NETNSID, &id, sizeof(id));
	if (type == RTM_NEWLINK)
		put_kind(&req, LOST_MODULE);
	return link_talk(&req);
}

/*
 * Most containers have a cable to the host, whose namespace has a number for
 * them. Refused, who asks sees a number that is nobody's.
 */
static enum breakout_outcome link_id(const struct breakout_attempt *attempt)
{
	unsigned int id;
	bool there;

	(void)attempt;
	if (unshare(CLONE_NEWNET))
		return breakout_failed("unshare");
	if (breakout_receive(DOOR_CABLE) < 0)
		return breakout_untried("no cable");
	if (!other_end(&id))
		return breakout_untried("the other end has no number");
	if (at_other_end(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, id))
		return errno == EINVAL ? breakout_refused("netlink") :
					 breakout_failed("netlink");
	there = !at_other_end(RTM_GETLINK, 0, id);
	at_other_end(RTM_DELLINK, 0, id);
	return judge(there);
}

const struct breakout_attempt breakout_link[] = {
	{ "link-host", "make a device in the host's network namespace",
	  link_pid },
	{ "link-host-fd", "the same by a descriptor of that namespace",
	  link_fd },
	{ "link-host-id", "the same by its number at the end of a cable",
	  link_id },
	{ }
};
