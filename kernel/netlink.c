// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the generic-netlink family: who may, what there is
 */

#include <linux/capability.h>
#include <linux/module.h>
#include <linux/netlink.h>
#include <linux/notifier.h>
#include <net/net_namespace.h>

#include "common.h"
#include "mediate.h"
#include "netlink.h"
#include "netlink_policy.h"

/* For requests that take no attribute: any is refused. */
static const struct nla_policy none_nl_policy[] = {
	[1] = { .type = NLA_REJECT },
};

static const struct genl_ops ops[] = {
	{
		.cmd = HOLDFAST_CMD_STATUS_GET,
		.doit = holdfast_nl_status_get_doit,
		.policy = none_nl_policy,
		.maxattr = ARRAY_SIZE(none_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_HOOK_GET,
		.dumpit = holdfast_nl_hook_get_dumpit,
		.policy = none_nl_policy,
		.maxattr = ARRAY_SIZE(none_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_BEGIN,
		.doit = holdfast_nl_policy_begin_doit,
		.policy = holdfast_policy_begin_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_begin_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_PROFILE_ADD,
		.doit = holdfast_nl_profile_add_doit,
		.policy = holdfast_profile_add_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_profile_add_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_RULE_ADD,
		.doit = holdfast_nl_rule_add_doit,
		.policy = holdfast_rule_add_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_rule_add_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_COMMIT,
		.doit = holdfast_nl_policy_commit_doit,
		.policy = holdfast_policy_commit_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_commit_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_CONFIRM,
		.doit = holdfast_nl_policy_confirm_doit,
		.policy = holdfast_policy_confirm_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_confirm_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_ROLLBACK,
		.doit = holdfast_nl_policy_rollback_doit,
		.policy = holdfast_policy_rollback_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_rollback_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_LOCK,
		.doit = holdfast_nl_lock_doit,
		.policy = holdfast_lock_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_lock_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_PROMOTE,
		.doit = holdfast_nl_policy_promote_doit,
		.policy = holdfast_policy_promote_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_promote_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_POLICY_UNSHADOW,
		.doit = holdfast_nl_policy_unshadow_doit,
		.policy = holdfast_policy_unshadow_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_policy_unshadow_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_STATS_GET,
		.dumpit = holdfast_nl_stats_get_dumpit,
		.policy = holdfast_stats_get_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_stats_get_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_KEY_ADD,
		.doit = holdfast_nl_key_add_doit,
		.policy = holdfast_key_add_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_key_add_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_PROFILE_GET,
		.start = holdfast_nl_profile_get_start,
		.dumpit = holdfast_nl_profile_get_dumpit,
		.policy = holdfast_profile_get_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_profile_get_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_RULE_GET,
		.dumpit = holdfast_nl_rule_get_dumpit,
		.policy = holdfast_rule_get_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_rule_get_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_CONTAINER_GET,
		.start = holdfast_nl_container_get_start,
		.dumpit = holdfast_nl_container_get_dumpit,
		.policy = none_nl_policy,
		.maxattr = ARRAY_SIZE(none_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_CONTAINER_ASSIGN,
		.doit = holdfast_nl_container_assign_doit,
		.policy = holdfast_container_assign_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_container_assign_nl_policy) - 1,
	},
	{
		.cmd = HOLDFAST_CMD_EVENT_GET,
		.start = holdfast_nl_event_get_start,
		.dumpit = holdfast_nl_event_get_dumpit,
		.policy = holdfast_event_get_nl_policy,
		.maxattr = ARRAY_SIZE(holdfast_event_get_nl_policy) - 1,
	},
};

static const struct genl_multicast_group groups[] = {
	{ .name = HOLDFAST_MCGRP_EVENTS },
};

struct genl_family holdfast_nl_family __ro_after_init = {
	.name = HOLDFAST_GENL_NAME,
	.version = HOLDFAST_GENL_VERSION,
	.module = THIS_MODULE,
	.ops = ops,
	.n_ops = ARRAY_SIZE(ops),
	.resv_start_op = __HOLDFAST_CMD_MAX,
	.mcgrps = groups,
	.n_mcgrps = ARRAY_SIZE(groups),
};

/**
 * holdfast_netlink_permit - check who asks
 * @skb: The request.
 *
 * Checked on every part of a dump too: its reader may be another task than
 * the one that asked.
 *
 * Context: In the task that asks or reads.
 * Return: 0, or -EPERM for a labelled task and for one without CAP_MAC_ADMIN
 * in the initial user namespace.
 */
int holdfast_netlink_permit(const struct sk_buff *skb)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_STRING,
		.string = "request",
	};
	int err;

	rcu_read_lock();
	err = holdfast_mediate_op(HOLDFAST_OP_SELF_CONTROL, &object);
	rcu_read_unlock();
	if (!err && !netlink_capable(skb, CAP_MAC_ADMIN))
		err = -EPERM;
	return err;
}

static int check_unique(const struct nlattr *attrs, int len, u64 repeatable,
			struct netlink_ext_ack *extack)
{
	const struct nlattr *attr;
	u64 seen = 0;
	int rest;

	nla_for_each_attr(attr, attrs, len, rest) {
		u64 bit = 1ULL << nla_type(attr);

		if (seen & bit & ~repeatable) {
			NL_SET_ERR_MSG_ATTR(extack, attr,
					    "attribute given twice");
			return -EINVAL;
		}
		seen |= bit;
	}
	return 0;
}

/**
 * holdfast_netlink_unique - refuse attributes that are given twice
 * @nlh: The request, validated.
 * @repeatable: Set of attributes that may be, bit N for N.
 * @extack: Gets the message.
 *
 * Context: Any.
 * Return: 0, or -EINVAL with a message.
 */
int holdfast_netlink_unique(const struct nlmsghdr *nlh, u64 repeatable,
			    struct netlink_ext_ack *extack)
{
	return check_unique(nlmsg_attrdata(nlh, GENL_HDRLEN),
			    nlmsg_attrlen(nlh, GENL_HDRLEN), repeatable,
			    extack);
}

/**
 * holdfast_netlink_unique_nested - the same inside an attribute
 * @nest: The attribute, validated; nothing in it may be repeated.
 * @extack: Gets the message.
 *
 * Context: Any.
 * Return: 0, or -EINVAL with a message.
 */
int holdfast_netlink_unique_nested(const struct nlattr *nest,
				   struct netlink_ext_ack *extack)
{
	return check_unique(nla_data(nest), nla_len(nest), 0, extack);
}

/**
 * holdfast_netlink_put_u64 - add a 64-bit attribute
 * @skb: The message.
 * @type: The attribute.
 * @value: Its value.
 *
 * Context: Any.
 * Return: 0 or -EMSGSIZE.
 */
int holdfast_netlink_put_u64(struct sk_buff *skb, int type, u64 value)
{
	return nla_put(skb, type, sizeof(value), &value);
}

/**
 * holdfast_netlink_put_set - add an attribute for each member of a set
 * @skb: The message.
 * @type: The attribute.
 * @set: Bit N for the value N.
 *
 * Context: Any.
 * Return: 0 or -EMSGSIZE.
 */
int holdfast_netlink_put_set(struct sk_buff *skb, int type, u64 set)
{
	int err = 0;
	u32 i;

	for (i = 0; i < 64 && !err; i++)
		if (set >> i & 1)
			err = nla_put_u32(skb, type, i);
	return err;
}

/**
 * holdfast_netlink_begin - begin one message of a dump
 * @skb: The dump.
 * @cb: Its state.
 * @cmd: The command that it answers.
 *
 * Context: Any.
 * Return: The message's header, or NULL when there is no room.
 */
void *holdfast_netlink_begin(struct sk_buff *skb, struct netlink_callback *cb,
			     u8 cmd)
{
	return genlmsg_put(skb, NETLINK_CB(cb->skb).portid, cb->nlh->nlmsg_seq,
			   &holdfast_nl_family, NLM_F_MULTI, cmd);
}

/**
 * holdfast_netlink_is_group - ask whether a group is ours
 * @group: Number of a generic-netlink group.
 *
 * Context: Any.
 * Return: True when it is.
 */
bool holdfast_netlink_is_group(int group)
{
	int first = holdfast_nl_family.mcgrp_offset;

	return first && group >= first && group < first + ARRAY_SIZE(groups);
}

/* A socket is closed: what it had begun is over. */
static int on_release(struct notifier_block *block, unsigned long action,
		      void *data)
{
	const struct netlink_notify *notify = data;

	if (action == NETLINK_URELEASE &&
	    notify->protocol == NETLINK_GENERIC &&
	    net_eq(notify->net, &init_net))
		holdfast_netlink_abort(notify->portid);
	return NOTIFY_DONE;
}

static struct notifier_block release_block = { .notifier_call = on_release };

/**
 * holdfast_netlink_init - register the family
 *
 * Context: May sleep.
 * Return: 0 or a negative errno.
 */
int holdfast_netlink_init(void)
{
	int err;

	err = netlink_register_notifier(&release_block);
	if (err)
		return err;
	err = genl_register_family(&holdfast_nl_family);
	if (err)
		netlink_unregister_notifier(&release_block);
	return err;
}

/**
 * holdfast_netlink_exit - take the family away
 *
 * Context: May sleep; no event is sent any more.
 */
void holdfast_netlink_exit(void)
{
	genl_unregister_family(&holdfast_nl_family);
	netlink_unregister_notifier(&release_block);
	holdfast_netlink_abort(0);
}
