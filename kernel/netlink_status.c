// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: status and hooks
 */

#include "audit.h"
#include "common.h"
#include "container.h"
#include "coverage.h"
#include "event.h"
#include "frontend.h"
#include "label.h"
#include "lifecycle.h"
#include "netlink.h"
#include "signature.h"

static int put_u64(struct sk_buff *skb, int type, u64 value)
{
	return holdfast_netlink_put_u64(skb, type, value);
}

static int put_policy(struct sk_buff *skb, const struct holdfast_active *active)
{
	return put_u64(skb, HOLDFAST_A_STATUS_POLICY_VERSION,
		       active->version) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_PROFILES,
			   active->nr_profiles) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_RULES, active->nr_rules) ?:
	       put_u64(skb, HOLDFAST_A_STATUS_POLICY_BYTES, active->bytes);
}

static int put_lifecycle(struct sk_buff *skb,
			 const struct holdfast_active *active)
{
	int err;

	err = put_u64(skb, HOLDFAST_A_STATUS_GENERATION, active->generation) ?:
	      nla_put_u32(skb, HOLDFAST_A_STATUS_ORIGIN, active->origin) ?:
	      put_u64(skb, HOLDFAST_A_STATUS_ACTIVE_SINCE, active->since);
	if (!err && active->has_former)
		err = put_u64(skb, HOLDFAST_A_STATUS_FORMER_VERSION,
			      active->former_version);
	if (!err && active->confirm_left)
		err = nla_put_u32(skb, HOLDFAST_A_STATUS_CONFIRM_LEFT,
				  active->confirm_left);
	if (!err && active->locked)
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_LOCKED);
	if (!err && active->has_shadow)
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_SHADOW) ?:
		      put_u64(skb, HOLDFAST_A_STATUS_SHADOW_VERSION,
			      active->shadow_version);
	return err;
}

static int put_counters(struct sk_buff *skb)
{
	static const struct {
		int attr;
		enum holdfast_counter counter;
	} table[] = {
		{ HOLDFAST_A_STATUS_DENIALS, HOLDFAST_COUNT_DENIALS },
		{ HOLDFAST_A_STATUS_COMPLAINTS, HOLDFAST_COUNT_COMPLAINTS },
		{ HOLDFAST_A_STATUS_QUIET, HOLDFAST_COUNT_QUIET },
		{ HOLDFAST_A_STATUS_NO_MEMORY, HOLDFAST_COUNT_NO_MEMORY },
		{ HOLDFAST_A_STATUS_KILLED, HOLDFAST_COUNT_KILLED },
	};
	int err = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(table) && !err; i++)
		err = holdfast_netlink_put_u64(skb, table[i].attr,
					       holdfast_counted(table[i].counter));
	return err;
}

static int put_events(struct sk_buff *skb)
{
	struct holdfast_ring_counts counts;
	const u64 *lost = counts.lost;

	holdfast_event_number();
	holdfast_ring_count(&counts);
	return holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_EVENTS,
					counts.events) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_EVENTS_LOST,
					lost[HOLDFAST_FATE_OVERRUN] +
					lost[HOLDFAST_FATE_SOCKET] +
					lost[HOLDFAST_FATE_MEMORY]) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_REFUSALS,
					counts.refusals) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_COALESCED,
					counts.coalesced) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_DELIVERED,
					counts.delivered) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_WAITING,
					counts.waiting) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_LOST_OVERRUN,
					lost[HOLDFAST_FATE_OVERRUN]) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_LOST_SOCKET,
					lost[HOLDFAST_FATE_SOCKET]) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_LOST_MEMORY,
					lost[HOLDFAST_FATE_MEMORY]) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_RING_SIZE, counts.size);
}

static int put_audit(struct sk_buff *skb)
{
	int err = 0;

	if (READ_ONCE(holdfast_audit))
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_AUDIT);
	return err ?: holdfast_netlink_put_u64(skb, HOLDFAST_A_STATUS_AUDIT_LOST,
					       holdfast_audit_lost());
}

static int put_sizes(struct sk_buff *skb)
{
	struct holdfast_container_counts counts;

	holdfast_container_count(&counts);
	return nla_put_u32(skb, HOLDFAST_A_STATUS_CONTAINERS,
			   counts.containers) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_NAMESPACES,
			   counts.namespaces) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_TASKS,
			   holdfast_label_count());
}

static int put_classes(struct sk_buff *skb)
{
	int err = 0;
	int i;

	for (i = 0; i < HOLDFAST_NR_CLASSES && !err; i++)
		err = nla_put_u32(skb, HOLDFAST_A_STATUS_CLASS_ENFORCED, i);
	return err;
}

static int put_signature(struct sk_buff *skb,
			 const struct holdfast_active *active)
{
	int err = 0;

	if (active->is_signed)
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_SIGNED);
	if (!err && holdfast_signature_demanded())
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_SIGNATURE_REQUIRED);
	if (!err && active->closed)
		err = nla_put_flag(skb, HOLDFAST_A_STATUS_KEYRING_CLOSED);
	return err;
}

static int put_status(struct sk_buff *skb)
{
	struct holdfast_active active;

	holdfast_lifecycle_read(&active);
	return nla_put_string(skb, HOLDFAST_A_STATUS_VERSION,
			      HOLDFAST_VERSION) ?:
	       nla_put_u32(skb, HOLDFAST_A_STATUS_FORM,
			   holdfast_frontend_form()) ?:
	       put_policy(skb, &active) ?:
	       put_sizes(skb) ?:
	       put_counters(skb) ?:
	       put_events(skb) ?:
	       put_audit(skb) ?:
	       put_classes(skb) ?:
	       put_lifecycle(skb, &active) ?:
	       put_signature(skb, &active);
}

/**
 * holdfast_nl_status_get_doit - answer status-get
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ENOMEM or -EMSGSIZE.
 */
int holdfast_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct sk_buff *reply;
	void *header;
	int err;

	err = holdfast_netlink_permit(skb);
	if (err)
		return err;
	reply = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!reply)
		return -ENOMEM;
	header = genlmsg_put_reply(reply, info, &holdfast_nl_family, 0,
				   HOLDFAST_CMD_STATUS_GET);
	err = header ? put_status(reply) : -EMSGSIZE;
	if (err) {
		nlmsg_free(reply);
		return err;
	}
	genlmsg_end(reply, header);
	return genlmsg_reply(reply, info);
}

static int put_operations(struct sk_buff *skb, const char *body)
{
	int err = 0;
	int op;

	for (op = 0; op < HOLDFAST_NR_OPS && !err; op++)
		if (holdfast_hook_asks(body, op))
			err = nla_put_u32(skb, HOLDFAST_A_HOOK_OP, op);
	return err;
}

static int put_hook(struct sk_buff *skb, const struct holdfast_hook_info *hook)
{
	int err = 0;

	if (hook->mediates)
		err = nla_put_u32(skb, HOLDFAST_A_HOOK_CLASS, hook->class);
	return err ?: nla_put_string(skb, HOLDFAST_A_HOOK_NAME, hook->name) ?:
	       nla_put_u32(skb, HOLDFAST_A_HOOK_STATE, hook->state) ?:
	       nla_put_string(skb, HOLDFAST_A_HOOK_PURPOSE, hook->purpose) ?:
	       put_operations(skb, hook->body);
}

/**
 * holdfast_nl_hook_get_dumpit - answer hook-get
 * @skb: Gets the hooks.
 * @cb: State: args[0] is the index of the next one.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, or -EPERM.
 */
int holdfast_nl_hook_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	struct holdfast_hook_info hook;
	int err;

	err = holdfast_netlink_permit(cb->skb);
	if (err)
		return err;
	while (holdfast_frontend_hook(cb->args[0], &hook)) {
		void *header = holdfast_netlink_begin(skb, cb,
						      HOLDFAST_CMD_HOOK_GET);

		if (!header)
			break;
		if (put_hook(skb, &hook)) {
			genlmsg_cancel(skb, header);
			break;
		}
		genlmsg_end(skb, header);
		cb->args[0]++;
	}
	return skb->len;
}
