// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: the policy, changed in one transaction or not at all
 */

#include <linux/mutex.h>

#include "common.h"
#include "compiled.h"
#include "container.h"
#include "lifecycle.h"
#include "netlink.h"
#include "netlink_policy.h"
#include "signature.h"

/* The one open transaction; @policy is NULL when there is none. */
static DEFINE_MUTEX(transaction_lock);
static struct holdfast_policy *policy;
static struct holdfast_compiled compiled;
static u32 owner;

static void close_transaction(void)
{
	lockdep_assert_held(&transaction_lock);
	holdfast_policy_free(policy);
	holdfast_compiled_free(&compiled);
	policy = NULL;
}

/**
 * holdfast_netlink_abort - end a transaction that will not be committed
 * @portid: The socket that is gone, or 0 for any.
 *
 * Context: May sleep.
 */
void holdfast_netlink_abort(u32 portid)
{
	mutex_lock(&transaction_lock);
	if (!portid || portid == owner)
		close_transaction();
	mutex_unlock(&transaction_lock);
}

static int begin(struct genl_info *info)
{
	const struct nlattr *version =
		info->attrs[HOLDFAST_A_TRANSACTION_POLICY_VERSION];
	struct holdfast_change change;
	int err;

	lockdep_assert_held(&transaction_lock);
	holdfast_netlink_change(info, &change);
	err = holdfast_lifecycle_begin(&change);
	if (err)
		return holdfast_netlink_refuse(info, &change, err);
	if (policy) {
		NL_SET_ERR_MSG(info->extack, "a transaction is open already");
		return -EBUSY;
	}
	policy = holdfast_policy_alloc();
	if (!policy)
		return -ENOMEM;
	policy->version = version ? nla_get_u64(version) : 0;
	owner = info->snd_portid;
	err = holdfast_compiled_init(&compiled, policy->version);
	if (err)
		close_transaction();
	return err;
}

/**
 * holdfast_nl_policy_begin_doit - answer policy-begin
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ESTALE, -EBUSY, -EINVAL or -ENOMEM.
 */
int holdfast_nl_policy_begin_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	mutex_lock(&transaction_lock);
	err = begin(info);
	mutex_unlock(&transaction_lock);
	return err;
}

static int check_owner(const struct genl_info *info)
{
	lockdep_assert_held(&transaction_lock);
	if (policy && owner == info->snd_portid)
		return 0;
	NL_SET_ERR_MSG(info->extack, "no transaction begun on this socket");
	return -ENOTCONN;
}

/* Adds what the request says, and its bytes to those that are signed. */
static int add(struct genl_info *info, int (*add_part)(struct genl_info *info))
{
	const u32 len = nlmsg_attrlen(info->nlhdr, GENL_HDRLEN);
	int err;

	lockdep_assert_held(&transaction_lock);
	err = check_owner(info) ?: holdfast_compiled_reserve(&compiled, len) ?:
	      add_part(info);
	if (!err)
		holdfast_compiled_add(&compiled, info->genlhdr->cmd,
				      nlmsg_attrdata(info->nlhdr, GENL_HDRLEN),
				      len);
	return err;
}

static u32 count_attrs(const struct genl_info *info, int type)
{
	const struct nlattr *attr;
	u32 count = 0;
	int rest;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rest)
		if (nla_type(attr) == type)
			count++;
	return count;
}

static int parse_scope(const struct nlattr *attr,
		       struct holdfast_cap_scope *scope,
		       struct netlink_ext_ack *extack)
{
	struct nlattr *tb[HOLDFAST_A_CAP_SCOPE_MAX + 1];
	int err;

	err = nla_parse_nested(tb, HOLDFAST_A_CAP_SCOPE_MAX, attr,
			       holdfast_cap_scope_nl_policy, extack) ?:
	      holdfast_netlink_unique_nested(attr, extack);
	if (err)
		return err;
	if (!tb[HOLDFAST_A_CAP_SCOPE_CAP] || !tb[HOLDFAST_A_CAP_SCOPE_SCOPES]) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a scope needs a capability and a set");
		return -EINVAL;
	}
	scope->cap = nla_get_u32(tb[HOLDFAST_A_CAP_SCOPE_CAP]);
	scope->own = nla_get_flag(tb[HOLDFAST_A_CAP_SCOPE_OWN]);
	scope->only = nla_get_flag(tb[HOLDFAST_A_CAP_SCOPE_ONLY]);
	scope->scopes = nla_get_u64(tb[HOLDFAST_A_CAP_SCOPE_SCOPES]);
	return 0;
}

static int parse_device(const struct nlattr *attr,
			struct holdfast_device_range *range,
			struct netlink_ext_ack *extack)
{
	struct nlattr *tb[HOLDFAST_A_DEVICE_MAX + 1];
	int err;

	err = nla_parse_nested(tb, HOLDFAST_A_DEVICE_MAX, attr,
			       holdfast_device_nl_policy, extack) ?:
	      holdfast_netlink_unique_nested(attr, extack);
	if (err)
		return err;
	if (!tb[HOLDFAST_A_DEVICE_MAJOR] ||
	    !tb[HOLDFAST_A_DEVICE_MINOR_FIRST] ||
	    !tb[HOLDFAST_A_DEVICE_MINOR_LAST]) {
		NL_SET_ERR_MSG_ATTR(extack, attr,
				    "a device needs major and minor numbers");
		return -EINVAL;
	}
	range->block = nla_get_flag(tb[HOLDFAST_A_DEVICE_BLOCK]);
	range->major = nla_get_u32(tb[HOLDFAST_A_DEVICE_MAJOR]);
	range->minor_first = nla_get_u32(tb[HOLDFAST_A_DEVICE_MINOR_FIRST]);
	range->minor_last = nla_get_u32(tb[HOLDFAST_A_DEVICE_MINOR_LAST]);
	return 0;
}

/* The attribute of each list. */
static const int list_attrs[HOLDFAST_NR_LISTS] = {
	[HOLDFAST_LIST_FS_TYPE] = HOLDFAST_A_PROFILE_FS_TYPE,
	[HOLDFAST_LIST_ALIAS] = HOLDFAST_A_PROFILE_ALIAS,
	[HOLDFAST_LIST_SOCKET] = HOLDFAST_A_PROFILE_SOCKET,
};

static int parse_globs(struct genl_info *info, struct holdfast_profile *profile,
		       enum holdfast_list list)
{
	char glob[HOLDFAST_SOCKET_MAX + 1]; /* the longest of them */
	struct nlattr *attr;
	u32 index = 0;
	int err = 0;
	int rest;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rest) {
		if (nla_type(attr) != list_attrs[list])
			continue;
		nla_strscpy(glob, attr, sizeof(glob));
		err = holdfast_profile_set_glob(profile, list, index++, glob);
		if (err)
			break;
	}
	return err;
}

/* Other attributes that may stand there several times. */
static int parse_lists(struct genl_info *info, struct holdfast_profile *profile)
{
	u32 scope = 0, device = 0;
	struct nlattr *attr;
	int err = 0;
	int rest;

	nlmsg_for_each_attr(attr, info->nlhdr, GENL_HDRLEN, rest) {
		switch (nla_type(attr)) {
		case HOLDFAST_A_PROFILE_COMPLAIN:
			profile->complain |= 1U << nla_get_u32(attr);
			break;
		case HOLDFAST_A_PROFILE_ALLOW:
			profile->allow |= 1ULL << nla_get_u32(attr);
			break;
		case HOLDFAST_A_PROFILE_CAP_SCOPE:
			err = parse_scope(attr, &profile->scopes[scope++],
					  info->extack);
			break;
		case HOLDFAST_A_PROFILE_DEVICE:
			err = parse_device(attr, &profile->devices[device++],
					   info->extack);
			break;
		}
		if (err)
			return err;
	}
	return 0;
}

static u64 get_u64(const struct nlattr *attr)
{
	return attr ? nla_get_u64(attr) : 0;
}

static u32 get_u32(const struct nlattr *attr)
{
	return attr ? nla_get_u32(attr) : 0;
}

static int parse_profile(struct genl_info *info,
			 struct holdfast_profile *profile)
{
	struct nlattr **attrs = info->attrs;
	const char *wrong;
	int i, err;

	if (!attrs[HOLDFAST_A_PROFILE_NAME]) {
		NL_SET_ERR_MSG(info->extack, "a profile needs a name");
		return -EINVAL;
	}
	nla_strscpy(profile->name, attrs[HOLDFAST_A_PROFILE_NAME],
		    sizeof(profile->name));
	profile->cap_host = get_u64(attrs[HOLDFAST_A_PROFILE_CAP_HOST]);
	profile->cap_own = get_u64(attrs[HOLDFAST_A_PROFILE_CAP_OWN]);
	profile->families = get_u64(attrs[HOLDFAST_A_PROFILE_FAMILIES]);
	profile->user_ns_count =
		get_u32(attrs[HOLDFAST_A_PROFILE_USER_NS_COUNT]);
	profile->user_ns_depth =
		get_u32(attrs[HOLDFAST_A_PROFILE_USER_NS_DEPTH]);
	err = parse_lists(info, profile);
	for (i = 0; i < HOLDFAST_NR_LISTS && !err; i++)
		err = parse_globs(info, profile, i);
	if (err)
		return err;
	wrong = holdfast_profile_verify(profile);
	if (wrong && info->extack)
		info->extack->_msg = wrong;
	return wrong ? -EINVAL : 0;
}

static int add_profile(struct genl_info *info)
{
	struct holdfast_profile_size size = {
		.scopes = count_attrs(info, HOLDFAST_A_PROFILE_CAP_SCOPE),
		.devices = count_attrs(info, HOLDFAST_A_PROFILE_DEVICE),
	};
	struct holdfast_profile *profile;
	const char *wrong;
	int i, err;

	lockdep_assert_held(&transaction_lock);
	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		size.globs[i] = count_attrs(info, list_attrs[i]);
	/* lists that are too long must not be allocated in the first place */
	wrong = holdfast_profile_size_verify(&size);
	if (wrong) {
		if (info->extack)
			info->extack->_msg = wrong;
		return -EINVAL;
	}
	profile = holdfast_profile_alloc(&size);
	if (!profile)
		return -ENOMEM;
	err = parse_profile(info, profile);
	if (!err) {
		err = holdfast_policy_add_profile(policy, profile);
		if (err == -EEXIST)
			NL_SET_ERR_MSG_ATTR(info->extack,
					    info->attrs[HOLDFAST_A_PROFILE_NAME],
					    "two profiles of one name");
		if (err == -E2BIG)
			NL_SET_ERR_MSG(info->extack, "too many profiles");
	}
	if (err)
		holdfast_profile_free(profile);
	return err;
}

/**
 * holdfast_nl_profile_add_doit - answer profile-add
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ENOTCONN, -EINVAL, -EEXIST, -E2BIG or -ENOMEM.
 */
int holdfast_nl_profile_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	const u64 repeatable = BIT_ULL(HOLDFAST_A_PROFILE_COMPLAIN) |
			       BIT_ULL(HOLDFAST_A_PROFILE_ALLOW) |
			       BIT_ULL(HOLDFAST_A_PROFILE_FS_TYPE) |
			       BIT_ULL(HOLDFAST_A_PROFILE_ALIAS) |
			       BIT_ULL(HOLDFAST_A_PROFILE_SOCKET) |
			       BIT_ULL(HOLDFAST_A_PROFILE_CAP_SCOPE) |
			       BIT_ULL(HOLDFAST_A_PROFILE_DEVICE);
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, repeatable, info->extack);
	if (err)
		return err;
	mutex_lock(&transaction_lock);
	err = add(info, add_profile);
	mutex_unlock(&transaction_lock);
	return err;
}

static int add_rule(struct genl_info *info)
{
	struct nlattr *profile = info->attrs[HOLDFAST_A_RULE_PROFILE];
	struct nlattr *namespaces = info->attrs[HOLDFAST_A_RULE_NAMESPACES];
	struct nlattr *cgroup = info->attrs[HOLDFAST_A_RULE_CGROUP];
	struct nlattr *first = info->attrs[HOLDFAST_A_RULE_USER_FIRST];
	struct nlattr *last = info->attrs[HOLDFAST_A_RULE_USER_LAST];
	struct holdfast_rule rule = {
		.namespaces = namespaces ? nla_get_u32(namespaces) : 0,
		.rootfs = nla_get_flag(info->attrs[HOLDFAST_A_RULE_ROOTFS]),
		.cgroup = cgroup ? nla_data(cgroup) : NULL,
		.user = first,
		.user_first = first ? nla_get_u32(first) : 0,
		.user_last = last ? nla_get_u32(last) : 0,
		.assigned = nla_get_flag(info->attrs[HOLDFAST_A_RULE_ASSIGNED]),
		.transition =
			nla_get_flag(info->attrs[HOLDFAST_A_RULE_TRANSITION]),
	};
	const char *wrong;
	int err;

	lockdep_assert_held(&transaction_lock);
	if (!first != !last) {
		NL_SET_ERR_MSG(info->extack,
			       "a range of users needs both its ends");
		return -EINVAL;
	}
	if (profile) {
		rule.profile = holdfast_policy_find(policy, nla_data(profile));
		if (!rule.profile) {
			NL_SET_ERR_MSG_ATTR(info->extack, profile,
					    "no such profile");
			return -ENOENT;
		}
	}
	wrong = holdfast_rule_verify(&rule);
	if (wrong) {
		if (info->extack)
			info->extack->_msg = wrong;
		return -EINVAL;
	}
	err = holdfast_policy_add_rule(policy, &rule);
	if (err == -E2BIG)
		NL_SET_ERR_MSG(info->extack, "too many rules");
	return err;
}

/**
 * holdfast_nl_rule_add_doit - answer rule-add
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ENOTCONN, -EINVAL, -ENOENT, -E2BIG or -ENOMEM.
 */
int holdfast_nl_rule_add_doit(struct sk_buff *skb, struct genl_info *info)
{
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	mutex_lock(&transaction_lock);
	err = add(info, add_rule);
	mutex_unlock(&transaction_lock);
	return err;
}

/* Sets whether the policy is signed; what is added later needs another look. */
static int check_policy_signature(struct genl_info *info,
				  struct holdfast_change *change)
{
	const struct nlattr *attr =
		info->attrs[HOLDFAST_A_TRANSACTION_SIGNATURE];
	int err;

	lockdep_assert_held(&transaction_lock);
	policy->verified = false;
	if (!attr && !holdfast_signature_demanded())
		return 0;
	if (!attr) {
		change->reason = "policies must be signed here";
		return -EKEYREJECTED;
	}
	if (!compiled.data) {
		change->reason = "the policy is too large to be signed";
		return -E2BIG;
	}
	err = holdfast_signature_check(compiled.data, compiled.len,
				       nla_data(attr), nla_len(attr),
				       &change->reason);
	policy->verified = !err;
	return err;
}

static int commit(struct genl_info *info, struct holdfast_change *change)
{
	int err;

	lockdep_assert_held(&transaction_lock);
	err = check_owner(info) ?: holdfast_lifecycle_begin(change) ?:
	      check_policy_signature(info, change);
	if (err)
		return err;
	holdfast_netlink_terms(info, change);
	change->shadow =
		nla_get_flag(info->attrs[HOLDFAST_A_TRANSACTION_SHADOW]);
	err = holdfast_lifecycle_commit(&policy, change);
	if (!policy)
		close_transaction();
	return err;
}

static int locked_commit(struct genl_info *info, struct holdfast_change *change)
{
	int err;

	mutex_lock(&transaction_lock);
	err = commit(info, change);
	mutex_unlock(&transaction_lock);
	return err;
}

/**
 * holdfast_nl_policy_commit_doit - answer policy-commit
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM (locked, too), -ENOTCONN, -ESTALE, -EBUSY, -EKEYREJECTED,
 * -ENOKEY, -E2BIG, -EINVAL or -ENOMEM.
 */
int holdfast_nl_policy_commit_doit(struct sk_buff *skb, struct genl_info *info)
{
	return holdfast_netlink_do_change(skb, info, locked_commit);
}

static int put_scopes(struct sk_buff *skb,
		      const struct holdfast_profile *profile)
{
	u32 i;

	for (i = 0; i < profile->nr_scopes; i++) {
		const struct holdfast_cap_scope *scope = &profile->scopes[i];
		struct nlattr *nest = nla_nest_start(skb,
				HOLDFAST_A_PROFILE_CAP_SCOPE);

		if (!nest ||
		    nla_put_u32(skb, HOLDFAST_A_CAP_SCOPE_CAP, scope->cap) ||
		    (scope->own &&
		     nla_put_flag(skb, HOLDFAST_A_CAP_SCOPE_OWN)) ||
		    (scope->only &&
		     nla_put_flag(skb, HOLDFAST_A_CAP_SCOPE_ONLY)) ||
		    holdfast_netlink_put_u64(skb, HOLDFAST_A_CAP_SCOPE_SCOPES,
					     scope->scopes))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_devices(struct sk_buff *skb,
		       const struct holdfast_profile *profile)
{
	u32 i;

	for (i = 0; i < profile->nr_devices; i++) {
		const struct holdfast_device_range *range =
			&profile->devices[i];
		struct nlattr *nest = nla_nest_start(skb,
						     HOLDFAST_A_PROFILE_DEVICE);

		if (!nest ||
		    (range->block &&
		     nla_put_flag(skb, HOLDFAST_A_DEVICE_BLOCK)) ||
		    nla_put_u32(skb, HOLDFAST_A_DEVICE_MAJOR, range->major) ||
		    nla_put_u32(skb, HOLDFAST_A_DEVICE_MINOR_FIRST,
				range->minor_first) ||
		    nla_put_u32(skb, HOLDFAST_A_DEVICE_MINOR_LAST,
				range->minor_last))
			return -EMSGSIZE;
		nla_nest_end(skb, nest);
	}
	return 0;
}

static int put_globs(struct sk_buff *skb,
		     const struct holdfast_profile *profile)
{
	int err = 0;
	u32 i, n;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		for (n = 0; n < profile->lists[i].nr && !err; n++)
			err = nla_put_string(skb, list_attrs[i],
					     profile->lists[i].glob[n]);
	return err;
}

static int put_profile(struct sk_buff *skb,
		       const struct holdfast_profile *profile)
{
	return nla_put_string(skb, HOLDFAST_A_PROFILE_NAME, profile->name) ?:
	       holdfast_netlink_put_set(skb, HOLDFAST_A_PROFILE_COMPLAIN,
					profile->complain) ?:
	       holdfast_netlink_put_set(skb, HOLDFAST_A_PROFILE_ALLOW,
					profile->allow) ?:
	       put_globs(skb, profile) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_PROFILE_CAP_HOST,
					profile->cap_host) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_PROFILE_CAP_OWN,
					profile->cap_own) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_PROFILE_FAMILIES,
					profile->families) ?:
	       nla_put_u32(skb, HOLDFAST_A_PROFILE_USER_NS_COUNT,
			   profile->user_ns_count) ?:
	       nla_put_u32(skb, HOLDFAST_A_PROFILE_USER_NS_DEPTH,
			   profile->user_ns_depth) ?:
	       put_scopes(skb, profile) ?:
	       put_devices(skb, profile);
}

static int put_rule(struct sk_buff *skb, const struct holdfast_rule *rule,
		    u32 index)
{
	int err;

	err = nla_put_u32(skb, HOLDFAST_A_RULE_INDEX, index) ?:
	      nla_put_u32(skb, HOLDFAST_A_RULE_NAMESPACES, rule->namespaces);
	if (!err && rule->rootfs)
		err = nla_put_flag(skb, HOLDFAST_A_RULE_ROOTFS);
	if (!err && rule->cgroup)
		err = nla_put_string(skb, HOLDFAST_A_RULE_CGROUP, rule->cgroup);
	if (!err && rule->user)
		err = nla_put_u32(skb, HOLDFAST_A_RULE_USER_FIRST,
				  rule->user_first) ?:
		      nla_put_u32(skb, HOLDFAST_A_RULE_USER_LAST,
				  rule->user_last);
	if (!err && rule->profile)
		err = nla_put_string(skb, HOLDFAST_A_RULE_PROFILE,
				     rule->profile->name);
	if (!err && rule->assigned)
		err = nla_put_flag(skb, HOLDFAST_A_RULE_ASSIGNED);
	if (!err && rule->transition)
		err = nla_put_flag(skb, HOLDFAST_A_RULE_TRANSITION);
	return err;
}

static bool asks_shadow(const struct netlink_callback *cb, int attr)
{
	return nlmsg_find_attr(cb->nlh, GENL_HDRLEN, attr);
}

static int put_shadow(struct sk_buff *skb, const struct netlink_callback *cb,
		      int attr)
{
	return asks_shadow(cb, attr) ? nla_put_flag(skb, attr) : 0;
}

/* The policy that a dump is about; NULL for a shadow that is not there. */
static const struct holdfast_policy *
asked_of(const struct netlink_callback *cb, u8 cmd)
{
	return asks_shadow(cb, cmd == HOLDFAST_CMD_PROFILE_GET ?
				       HOLDFAST_A_PROFILE_SHADOW :
				       HOLDFAST_A_RULE_SHADOW) ?
		       holdfast_container_shadow() :
		       holdfast_container_policy();
}

/* One profile or rule; -ENOENT behind the last, -EMSGSIZE when it is full. */
static int dump_one(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd,
		    const struct holdfast_policy *policy)
{
	const u32 i = cb->args[0];
	void *header;
	int err;

	/* first: a policy that has no more of them is another one, too */
	cb->seq = (u32)READ_ONCE(policy->generation);
	if (i >= (cmd == HOLDFAST_CMD_PROFILE_GET ? policy->nr_profiles :
						   policy->nr_rules))
		return -ENOENT;
	header = holdfast_netlink_begin(skb, cb, cmd);
	if (!header)
		return -EMSGSIZE;
	genl_dump_check_consistent(cb, header);
	if (cmd == HOLDFAST_CMD_PROFILE_GET)
		err = put_shadow(skb, cb, HOLDFAST_A_PROFILE_SHADOW) ?:
		      put_profile(skb, policy->profiles[i]);
	else
		err = put_shadow(skb, cb, HOLDFAST_A_RULE_SHADOW) ?:
		      put_rule(skb, &policy->rules[i], i);
	if (err)
		genlmsg_cancel(skb, header);
	else
		genlmsg_end(skb, header);
	return err;
}

static int dump(struct sk_buff *skb, struct netlink_callback *cb, u8 cmd)
{
	const struct holdfast_policy *policy;
	int err;

	err = holdfast_netlink_permit(cb->skb) ?:
	      holdfast_netlink_unique(cb->nlh, 0, cb->extack);
	if (err)
		return err;
	rcu_read_lock();
	policy = asked_of(cb, cmd);
	while (!err && policy) {
		err = dump_one(skb, cb, cmd, policy);
		if (!err)
			cb->args[0]++;
	}
	rcu_read_unlock();
	if (!policy) {
		NL_SET_ERR_MSG(cb->extack, "there is no shadow");
		return -ENOENT;
	}
	return err == -EMSGSIZE && !skb->len ? err : skb->len;
}

/* At least as much as put_profile() needs, with the headers. */
static u32 message_size(const struct holdfast_profile *profile)
{
	const u32 number = nla_total_size(sizeof(u32));
	const u32 number64 = nla_total_size(sizeof(u64));
	const u32 flag = nla_total_size(0);
	u32 size = NLMSG_ALIGN(nlmsg_msg_size(GENL_HDRLEN)) + flag +
		   nla_total_size(sizeof(profile->name)) + 3 * number64 +
		   (2 + HOLDFAST_NR_CLASSES + HOLDFAST_NR_OPS) * number +
		   profile->nr_scopes *
			   nla_total_size(2 * flag + number + number64) +
		   profile->nr_devices * nla_total_size(flag + 3 * number);
	u32 i, n;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		for (n = 0; n < profile->lists[i].nr; n++)
			size += nla_total_size(strlen(profile->lists[i].glob[n]) +
					       1);
	return size;
}

/**
 * holdfast_nl_profile_get_start - begin to answer profile-get
 * @cb: The request.
 *
 * Sees to it that the largest profile fits into one message.
 *
 * Context: May sleep.
 * Return: 0.
 */
int holdfast_nl_profile_get_start(struct netlink_callback *cb)
{
	const struct holdfast_policy *policy;
	u32 i, size = 0;

	rcu_read_lock();
	policy = asked_of(cb, HOLDFAST_CMD_PROFILE_GET);
	for (i = 0; policy && i < policy->nr_profiles; i++)
		size = max(size, message_size(policy->profiles[i]));
	rcu_read_unlock();
	cb->min_dump_alloc = size;
	return 0;
}

/**
 * holdfast_nl_profile_get_dumpit - answer profile-get
 * @skb: Gets the profiles of the active policy.
 * @cb: State: args[0] is the index of the next one. A reader is told
 *	(NLM_F_DUMP_INTR) when the policy changed in between.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, -EPERM, -EINVAL, -ENOENT or -EMSGSIZE.
 */
int holdfast_nl_profile_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb)
{
	return dump(skb, cb, HOLDFAST_CMD_PROFILE_GET);
}

/**
 * holdfast_nl_rule_get_dumpit - answer rule-get
 * @skb: Gets the container rules of the active policy.
 * @cb: State: args[0] is the index of the next one. A reader is told
 *	(NLM_F_DUMP_INTR) when the policy changed in between.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, -EPERM, -EINVAL or -ENOENT.
 */
int holdfast_nl_rule_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb)
{
	return dump(skb, cb, HOLDFAST_CMD_RULE_GET);
}
