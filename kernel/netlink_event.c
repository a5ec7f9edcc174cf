// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: events
 */

#include "common.h"
#include "event.h"
#include "netlink.h"

static int put_object(struct sk_buff *skb, const char *object)
{
	return *object ? nla_put_string(skb, HOLDFAST_A_EVENT_OBJECT, object) :
			 0;
}

static int put_event(struct sk_buff *skb, const struct holdfast_event *event)
{
	return holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_SEQ,
					event->seq) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_TIME,
					event->time) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_LAST,
					event->last) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_COUNT, event->count) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_EVENT_CONTAINER,
					event->container) ?:
	       nla_put_string(skb, HOLDFAST_A_EVENT_PROFILE, event->profile) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_CLASS,
			   holdfast_op_class(event->op)) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_OP, event->op) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_MODE, event->mode) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_ERRNO, event->error) ?:
	       put_object(skb, event->object) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_PID, event->pid) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_TID, event->tid) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_UID, event->uid) ?:
	       nla_put_string(skb, HOLDFAST_A_EVENT_COMM, event->comm) ?:
	       nla_put_u32(skb, HOLDFAST_A_EVENT_SCOPE, event->scope);
}

/**
 * holdfast_netlink_send - send an event to the listeners
 * @event: The event.
 *
 * Context: May sleep.
 * Return: True when at least one listener got it.
 */
bool holdfast_netlink_send(const struct holdfast_event *event)
{
	struct sk_buff *skb;
	void *header;

	if (!genl_has_listeners(&holdfast_nl_family, &init_net, 0))
		return false;
	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return false;
	header = genlmsg_put(skb, 0, 0, &holdfast_nl_family, 0,
			     HOLDFAST_CMD_EVENT_NTF);
	if (!header || put_event(skb, event)) {
		nlmsg_free(skb);
		return false;
	}
	genlmsg_end(skb, header);
	return !genlmsg_multicast(&holdfast_nl_family, skb, 0, 0, GFP_KERNEL);
}

static u64 last_seen(const struct netlink_callback *cb)
{
	const struct nlattr *since =
		nlmsg_find_attr(cb->nlh, GENL_HDRLEN, HOLDFAST_A_EVENT_SINCE);
	u64 seq = since ? nla_get_u64(since) : 0;

	return max_t(u64, seq, cb->args[0]);
}

/**
 * holdfast_nl_event_get_dumpit - answer event-get
 * @skb: Gets the events.
 * @cb: State: args[0] is the sequence number of the last one given.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, -EPERM or -EINVAL.
 */
int holdfast_nl_event_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb)
{
	struct holdfast_event event;
	int err;

	err = holdfast_netlink_permit(cb->skb) ?:
	      holdfast_netlink_unique(cb->nlh, 0, cb->extack);
	if (err)
		return err;
	while (holdfast_event_next(last_seen(cb), &event)) {
		void *header = holdfast_netlink_begin(skb, cb,
						      HOLDFAST_CMD_EVENT_GET);

		if (!header)
			break;
		if (put_event(skb, &event)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0] = event.seq;
		holdfast_event_was_read(event.seq);
	}
	return skb->len;
}
