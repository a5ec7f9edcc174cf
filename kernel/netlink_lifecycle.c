// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: promote, confirm, roll back, lock
 */

#include "common.h"
#include "lifecycle.h"
#include "netlink.h"

/**
 * holdfast_netlink_change - read what all changes of policy have in common
 * @info: The request.
 * @change: Gets it; the rest is zeroed.
 *
 * Context: Any.
 */
void holdfast_netlink_change(const struct genl_info *info,
			     struct holdfast_change *change)
{
	const struct nlattr *attr =
		info->attrs[HOLDFAST_A_TRANSACTION_GENERATION];

	*change = (struct holdfast_change){
		.has_expected = attr,
		.expected = attr ? nla_get_u64(attr) : 0,
	};
}

/**
 * holdfast_netlink_terms - read on what terms a policy shall become active
 * @info: A request that can have such terms.
 * @change: Gets them.
 *
 * Context: Any.
 */
void holdfast_netlink_terms(const struct genl_info *info,
			    struct holdfast_change *change)
{
	const struct nlattr *confirm =
		info->attrs[HOLDFAST_A_TRANSACTION_CONFIRM];

	change->force = nla_get_flag(info->attrs[HOLDFAST_A_TRANSACTION_FORCE]);
	change->confirm = confirm ? nla_get_u32(confirm) : 0;
}

/**
 * holdfast_netlink_refuse - tell why a change is refused
 * @info: The request.
 * @change: The change.
 * @err: A negative errno.
 *
 * Context: Any.
 * Return: @err.
 */
int holdfast_netlink_refuse(const struct genl_info *info,
			    const struct holdfast_change *change, int err)
{
	if (!info->extack || !change->reason)
		return err;
	info->extack->_msg = change->reason;
	if (change->unexpected)
		NL_SET_BAD_ATTR(info->extack,
				info->attrs[HOLDFAST_A_TRANSACTION_GENERATION]);
	return err;
}

/*
 * The reply is made ready first, with room for what is to be told: once the
 * policy has changed it cannot fail.
 */
static struct sk_buff *make_reply(struct genl_info *info,
				  struct nlattr **generation,
				  struct nlattr **version)
{
	struct sk_buff *reply = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	void *header;

	if (!reply)
		return NULL;
	header = genlmsg_put_reply(reply, info, &holdfast_nl_family, 0,
				   info->genlhdr->cmd);
	*generation = header ?
		nla_reserve(reply, HOLDFAST_A_TRANSACTION_GENERATION,
			    sizeof(u64)) : NULL;
	*version = header ?
		nla_reserve(reply, HOLDFAST_A_TRANSACTION_POLICY_VERSION,
			    sizeof(u64)) : NULL;
	if (*generation && *version) {
		genlmsg_end(reply, header);
		return reply;
	}
	nlmsg_free(reply);
	return NULL;
}

/**
 * holdfast_netlink_do_change - answer a request that changes the policy
 * @skb: The request.
 * @info: The same, parsed.
 * @run: Makes the change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -EINVAL, -ENOMEM, or what @run says.
 */
int holdfast_netlink_do_change(struct sk_buff *skb, struct genl_info *info,
			       int (*run)(struct genl_info *info,
					  struct holdfast_change *change))
{
	struct nlattr *generation, *version;
	struct holdfast_change change;
	struct sk_buff *reply;
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	reply = make_reply(info, &generation, &version);
	if (!reply)
		return -ENOMEM;
	holdfast_netlink_change(info, &change);
	err = run(info, &change);
	if (err) {
		nlmsg_free(reply);
		return holdfast_netlink_refuse(info, &change, err);
	}
	memcpy(nla_data(generation), &change.generation, sizeof(u64));
	memcpy(nla_data(version), &change.version, sizeof(u64));
	return genlmsg_reply(reply, info);
}

static int promote(struct genl_info *info, struct holdfast_change *change)
{
	holdfast_netlink_terms(info, change);
	return holdfast_lifecycle_promote(change);
}

/**
 * holdfast_nl_policy_promote_doit - answer policy-promote
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ENOENT, -ESTALE, -EBUSY, -EINVAL or
 * -ENOMEM.
 */
int holdfast_nl_policy_promote_doit(struct sk_buff *skb,
				    struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, promote);
}

static int unshadow(struct genl_info *info, struct holdfast_change *change)
{
	return holdfast_lifecycle_unshadow(change);
}

/**
 * holdfast_nl_policy_unshadow_doit - answer policy-unshadow
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ENOENT, -ESTALE, -EINVAL or -ENOMEM.
 */
int holdfast_nl_policy_unshadow_doit(struct sk_buff *skb,
				     struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, unshadow);
}

static int confirm(struct genl_info *info, struct holdfast_change *change)
{
	return holdfast_lifecycle_confirm(change);
}

/**
 * holdfast_nl_policy_confirm_doit - answer policy-confirm
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ESTALE, -ENOENT, -ETIME, -EINVAL or
 * -ENOMEM.
 */
int holdfast_nl_policy_confirm_doit(struct sk_buff *skb, struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, confirm);
}

static int rollback(struct genl_info *info, struct holdfast_change *change)
{
	return holdfast_lifecycle_rollback(change);
}

/**
 * holdfast_nl_policy_rollback_doit - answer policy-rollback
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ESTALE, -ENOENT, -EINVAL or -ENOMEM.
 */
int holdfast_nl_policy_rollback_doit(struct sk_buff *skb,
				     struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, rollback);
}

static int lock(struct genl_info *info, struct holdfast_change *change)
{
	return holdfast_lifecycle_lock(change);
}

/**
 * holdfast_nl_lock_doit - answer lock
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ESTALE, -EBUSY, -ENODEV, -EINVAL or -ENOMEM.
 */
int holdfast_nl_lock_doit(struct sk_buff *skb, struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, lock);
}

/**
 * holdfast_nl_key_add_doit - answer key-add
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked or closed, too), -EINVAL, or what the keyring
 * says.
 */
int holdfast_nl_key_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[HOLDFAST_A_KEY_CERTIFICATE];
	struct holdfast_change change = {};
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	if (!attr) {
		NL_SET_ERR_MSG(info->extack, "there is no certificate");
		return -EINVAL;
	}
	err = holdfast_lifecycle_trust(nla_data(attr), nla_len(attr), &change);
	return err ? holdfast_netlink_refuse(info, &change, err) : 0;
}
