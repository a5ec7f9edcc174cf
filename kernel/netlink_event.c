// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: events
 */

#include "common.h"
#include "event.h"
#include "netlink.h"

static int put_text(struct sk_buff *skb, int type, const char *text)
{
	return *text ? nla_put_string(skb, type, text) : 0;
}

static int put_numbers(struct sk_buff *skb, const struct holdfast_event *event)
{
	return holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_SEQ,
					event->seq) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_CONTAINER_SEQ,
					event->container_seq) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_REFUSALS,
					event->refusals) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_TIME,
					event->time) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_LAST,
					event->last) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_COUNT, event->count);
}

static int put_matter(struct sk_buff *skb, const struct holdfast_matter *matter)
{
	int err;

	err = holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_CONTAINER,
				       matter->container) ?:
	      holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_GENERATION,
				       matter->generation) ?:
	      nla_put_u32(skb, HOLDFAST_A_EVENT_CLASS,
			  holdfast_op_class(matter->op)) ?:
	      nla_put_u32(skb, HOLDFAST_A_EVENT_OP, matter->op) ?:
	      nla_put_u32(skb, HOLDFAST_A_EVENT_MODE, matter->mode) ?:
	      put_text(skb, HOLDFAST_A_EVENT_OBJECT, matter->object) ?:
	      nla_put_u32(skb, HOLDFAST_A_EVENT_SCOPE, matter->scope);
	if (err || matter->syscall < 0)
		return err;
	return nla_put_u32(skb, HOLDFAST_A_EVENT_SYSCALL, matter->syscall) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_ARCH, matter->arch);
}

/* In the order of the facts. */
static const int namespace_attrs[] = {
	HOLDFAST_A_NAMESPACES_MNT, HOLDFAST_A_NAMESPACES_PID,
	HOLDFAST_A_NAMESPACES_USER, HOLDFAST_A_NAMESPACES_NET,
	HOLDFAST_A_NAMESPACES_UTS, HOLDFAST_A_NAMESPACES_IPC,
	HOLDFAST_A_NAMESPACES_CGROUP, HOLDFAST_A_NAMESPACES_TIME,
};

static int put_namespaces(struct sk_buff *skb, const u32 *inums)
{
	struct nlattr *nest;
	int err = 0;
	int i;

	nest = nla_nest_start(skb, HOLDFAST_A_EVENT_NAMESPACES);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < ARRAY_SIZE(namespace_attrs) && !err; i++)
		if (inums[i])
			err = nla_put_u32(skb, namespace_attrs[i], inums[i]);
	nla_nest_end(skb, nest);
	return err;
}

static int put_task(struct sk_buff *skb, const struct holdfast_event *event)
{
	return nla_put_u32(skb, HOLDFAST_A_EVENT_PID, event->pid) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_TID, event->tid) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_UID, event->uid) ?:
	       nla_put_string(skb, HOLDFAST_A_EVENT_COMM, event->comm) ?:
	       put_text(skb, HOLDFAST_A_EVENT_EXE, event->exe) ?:
	       put_text(skb, HOLDFAST_A_EVENT_CGROUP, event->cgroup) ?:
	       put_namespaces(skb, event->namespaces);
}

static int put_optional(struct sk_buff *skb, const struct holdfast_event *event)
{
	int err = 0;

	if (event->inner != event->matter.container)
		err = holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_INNER,
					       event->inner);
	if (!err && event->rule != HOLDFAST_NO_RULE)
		err = nla_put_u32(skb, HOLDFAST_A_EVENT_RULE, event->rule);
	if (!err && event->other_processes)
		err = nla_put_flag(skb, HOLDFAST_A_EVENT_OTHER_PROCESSES);
	if (!err && event->other_objects)
		err = nla_put_flag(skb, HOLDFAST_A_EVENT_OTHER_OBJECTS);
	return err;
}

static int put_event(struct sk_buff *skb, const struct holdfast_event *event)
{
	return put_numbers(skb, event) ?:
	       nla_put_string(skb, HOLDFAST_A_EVENT_PROFILE, event->profile) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_ERRNO, event->error) ?:
	       put_matter(skb, &event->matter) ?:
	       put_task(skb, event) ?:
	       put_optional(skb, event);
}

static bool listened_to(void)
{
	return genl_has_listeners(&holdfast_nl_family, &init_net, 0);
}

/**
 * holdfast_netlink_send - send an event to the listeners
 * @event: The event.
 *
 * Context: May sleep.
 * Return: What came of it.
 */
enum holdfast_fate holdfast_netlink_send(const struct holdfast_event *event)
{
	struct sk_buff *skb;
	void *header;

	if (!listened_to())
		return HOLDFAST_FATE_OVERRUN;
	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return HOLDFAST_FATE_MEMORY;
	header = genlmsg_put(skb, 0, 0, &holdfast_nl_family, 0,
			     HOLDFAST_CMD_EVENT_NTF);
	if (WARN_ON_ONCE(!header || put_event(skb, event))) {
		nlmsg_free(skb);
		return HOLDFAST_FATE_MEMORY;
	}
	genlmsg_end(skb, header);
	if (!genlmsg_multicast(&holdfast_nl_family, skb, 0, 0, GFP_KERNEL))
		return HOLDFAST_FATE_DELIVERED;
	/* the last of them may have gone away meanwhile */
	return listened_to() ? HOLDFAST_FATE_SOCKET : HOLDFAST_FATE_OVERRUN;
}

/**
 * holdfast_nl_event_get_start - begin to answer event-get
 * @cb: State: args[0] is the number of the last event given, args[1] that of
 *	the last one to give: who writes faster than somebody reads does not
 *	keep him here.
 *
 * What is wrong with the request is told later: Linux 6.1 takes no message here.
 *
 * Context: May sleep.
 * Return: 0 or -EPERM.
 */
int holdfast_nl_event_get_start(struct netlink_callback *cb)
{
	const struct nlattr *since =
		nlmsg_find_attr(cb->nlh, GENL_HDRLEN, HOLDFAST_A_EVENT_SINCE);
	int err;

	err = holdfast_netlink_permit(cb->skb);
	if (err)
		return err;
	holdfast_event_number();
	cb->args[0] = since ? nla_get_u64(since) : 0;
	cb->args[1] = holdfast_ring_newest();
	return 0;
}

/* One event; false when there is no room for it, or no more to give. */
static bool dump_next(struct sk_buff *skb, struct netlink_callback *cb)
{
	static struct holdfast_event event;
	void *header;

	if (!holdfast_ring_next(cb->args[0], &event))
		return false;
	header = event.seq <= cb->args[1] ?
		holdfast_netlink_begin(skb, cb, HOLDFAST_CMD_EVENT_GET) : NULL;
	if (!header || put_event(skb, &event)) {
		if (header)
			genlmsg_cancel(skb, header);
		holdfast_ring_settle(&event, event.fate);
		return false;
	}
	genlmsg_end(skb, header);
	cb->args[0] = event.seq;
	holdfast_ring_settle(&event, HOLDFAST_FATE_DELIVERED);
	return true;
}

/**
 * holdfast_nl_event_get_dumpit - answer event-get
 * @skb: Gets the events.
 * @cb: State, see holdfast_nl_event_get_start().
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, -EPERM or -EINVAL.
 */
int holdfast_nl_event_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	int err;

	err = holdfast_netlink_permit(cb->skb) ?:
	      holdfast_netlink_unique(cb->nlh, 0, cb->extack);
	if (err)
		return err;
	holdfast_event_begin_reading();
	while (dump_next(skb, cb))
		;
	holdfast_event_end_reading();
	return skb->len;
}
