// SPDX-License-Identifier: GPL-2.0-only
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>

#include "policy_netlink.h"
#include "schema.h"
#include "util.h"

#define U32_SIZE	((size_t)nla_total_size(sizeof(uint32_t)))
#define U64_SIZE	((size_t)nla_total_size(sizeof(uint64_t)))

static size_t text_size(const char *text)
{
	return text ? (size_t)nla_total_size((int)strlen(text) + 1) : 0;
}

size_t profile_size(const struct profile *profile)
{
	size_t device = NLA_HDRLEN + NLA_HDRLEN + 3 * U32_SIZE;
	size_t scope = NLA_HDRLEN + 2 * NLA_HDRLEN + U32_SIZE + U64_SIZE;
	size_t size = text_size(profile->name) + 3 * U64_SIZE + 2 * U32_SIZE;
	unsigned int i, list;

	for (list = 0; list < LIST_COUNT; list++)
		for (i = 0; i < profile->lists[list].count; i++)
			size += text_size(profile->lists[list].glob[i]);
	return size + (CLASS_COUNT + OP_COUNT) * U32_SIZE +
	       2 * CAP_COUNT * scope + profile->device_count * device;
}

size_t rule_size(const struct rule *rule)
{
	return 3 * U32_SIZE + 3 * NLA_HDRLEN + text_size(rule->cgroup) +
	       text_size(rule->profile);
}

static int put_scope(struct nl_msg *msg, unsigned int cap, bool own,
		     const struct cap_scope *scope)
{
	struct nlattr *nest;
	int err;

	nest = nla_nest_start(msg, HOLDFAST_A_PROFILE_CAP_SCOPE | NLA_F_NESTED);
	if (!nest)
		return -1;
	err = nla_put_u32(msg, HOLDFAST_A_CAP_SCOPE_CAP, cap);
	if (!err && own)
		err = nla_put_flag(msg, HOLDFAST_A_CAP_SCOPE_OWN);
	if (!err && scope->only)
		err = nla_put_flag(msg, HOLDFAST_A_CAP_SCOPE_ONLY);
	if (!err)
		err = nla_put_u64(msg, HOLDFAST_A_CAP_SCOPE_SCOPES,
				  scope->scopes);
	nla_nest_end(msg, nest);
	return err;
}

static int put_device(struct nl_msg *msg, const struct device_range *range)
{
	struct nlattr *nest;
	int err = 0;

	nest = nla_nest_start(msg, HOLDFAST_A_PROFILE_DEVICE | NLA_F_NESTED);
	if (!nest)
		return -1;
	if (range->block)
		err = nla_put_flag(msg, HOLDFAST_A_DEVICE_BLOCK);
	if (!err)
		err = nla_put_u32(msg, HOLDFAST_A_DEVICE_MAJOR, range->major);
	if (!err)
		err = nla_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_FIRST,
				  range->first);
	if (!err)
		err = nla_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_LAST,
				  range->last);
	nla_nest_end(msg, nest);
	return err;
}

static const int list_attrs[LIST_COUNT] = {
	[LIST_FS_TYPE] = HOLDFAST_A_PROFILE_FS_TYPE,
	[LIST_ALIAS] = HOLDFAST_A_PROFILE_ALIAS,
	[LIST_SOCKET] = HOLDFAST_A_PROFILE_SOCKET,
};

static int put_globs(struct nl_msg *msg, const struct profile *profile)
{
	unsigned int i, list;
	int err = 0;

	for (list = 0; list < LIST_COUNT; list++)
		for (i = 0; !err && i < profile->lists[list].count; i++)
			err = nla_put_string(msg, list_attrs[list],
					     profile->lists[list].glob[i]);
	return err;
}

static int put_scopes(struct nl_msg *msg, const struct profile *profile,
		      bool own)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < CAP_COUNT; i++)
		if (profile->scopes[own][i].set)
			err = put_scope(msg, i, own, &profile->scopes[own][i]);
	return err;
}

static int put_limits(struct nl_msg *msg, const struct profile *profile)
{
	int err = 0;

	if (profile->user_count)
		err = nla_put_u32(msg, HOLDFAST_A_PROFILE_USER_NS_COUNT,
				  profile->user_count);
	if (!err && profile->user_depth)
		err = nla_put_u32(msg, HOLDFAST_A_PROFILE_USER_NS_DEPTH,
				  profile->user_depth);
	return err;
}

static int put_lists(struct nl_msg *msg, const struct profile *profile)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < CLASS_COUNT; i++)
		if (profile->complain & BIT_ULL(i))
			err = nla_put_u32(msg, HOLDFAST_A_PROFILE_COMPLAIN, i);
	for (i = 0; !err && i < OP_COUNT; i++)
		if (profile->allow & BIT_ULL(i))
			err = nla_put_u32(msg, HOLDFAST_A_PROFILE_ALLOW, i);
	if (!err)
		err = put_globs(msg, profile);
	if (!err)
		err = put_scopes(msg, profile, false);
	if (!err)
		err = put_scopes(msg, profile, true);
	for (i = 0; !err && i < profile->device_count; i++)
		err = put_device(msg, &profile->devices[i]);
	return err;
}

int profile_put(struct nl_msg *msg, const struct profile *profile)
{
	int err;

	err = nla_put_string(msg, HOLDFAST_A_PROFILE_NAME, profile->name);
	if (!err)
		err = nla_put_u64(msg, HOLDFAST_A_PROFILE_CAP_HOST,
				  profile->cap_host);
	if (!err)
		err = nla_put_u64(msg, HOLDFAST_A_PROFILE_CAP_OWN,
				  profile->cap_own);
	if (!err)
		err = nla_put_u64(msg, HOLDFAST_A_PROFILE_FAMILIES,
				  profile->families);
	if (!err)
		err = put_limits(msg, profile);
	if (!err)
		err = put_lists(msg, profile);
	return err ? -1 : 0;
}

static int put_users(struct nl_msg *msg, const struct rule *rule)
{
	int err;

	err = nla_put_u32(msg, HOLDFAST_A_RULE_USER_FIRST, rule->user_first);
	return err ? err : nla_put_u32(msg, HOLDFAST_A_RULE_USER_LAST,
				       rule->user_last);
}

int rule_put(struct nl_msg *msg, const struct rule *rule)
{
	int err = 0;

	if (rule->namespaces)
		err = nla_put_u32(msg, HOLDFAST_A_RULE_NAMESPACES,
				  rule->namespaces);
	if (!err && rule->rootfs)
		err = nla_put_flag(msg, HOLDFAST_A_RULE_ROOTFS);
	if (!err && rule->cgroup)
		err = nla_put_string(msg, HOLDFAST_A_RULE_CGROUP, rule->cgroup);
	if (!err && rule->user)
		err = put_users(msg, rule);
	if (!err && rule->profile)
		err = nla_put_string(msg, HOLDFAST_A_RULE_PROFILE,
				     rule->profile);
	if (!err && rule->assigned)
		err = nla_put_flag(msg, HOLDFAST_A_RULE_ASSIGNED);
	if (!err && rule->transition)
		err = nla_put_flag(msg, HOLDFAST_A_RULE_TRANSITION);
	return err ? -1 : 0;
}

static void read_allow(struct profile *profile, struct nlattr *attr)
{
	uint64_t op = attr_number(attr);

	if (op < OP_COUNT)
		profile->allow |= BIT_ULL(op);
	else
		profile->unknown++;
}

static void read_scope(struct profile *profile, struct nlattr *attr)
{
	struct nlattr *table[HOLDFAST_A_CAP_SCOPE_MAX + 1];
	struct cap_scope *scope;
	uint64_t cap;

	attrs_index(table, HOLDFAST_A_CAP_SCOPE_MAX, nla_data(attr),
		    nla_len(attr));
	cap = attr_number(table[HOLDFAST_A_CAP_SCOPE_CAP]);
	if (cap >= CAP_COUNT) {
		profile->unknown++;
		return;
	}
	scope = &profile->scopes[!!table[HOLDFAST_A_CAP_SCOPE_OWN]][cap];
	scope->set = true;
	scope->only = table[HOLDFAST_A_CAP_SCOPE_ONLY];
	scope->scopes = attr_number(table[HOLDFAST_A_CAP_SCOPE_SCOPES]);
	if (scope->scopes >> SCOPE_COUNT)
		profile->unknown++;
	scope->scopes &= BIT_ULL(SCOPE_COUNT) - 1;
}

static void read_device(struct profile *profile, struct nlattr *attr)
{
	struct nlattr *table[HOLDFAST_A_DEVICE_MAX + 1];
	struct device_range range;

	attrs_index(table, HOLDFAST_A_DEVICE_MAX, nla_data(attr),
		    nla_len(attr));
	range.block = table[HOLDFAST_A_DEVICE_BLOCK];
	range.major = (uint32_t)attr_number(table[HOLDFAST_A_DEVICE_MAJOR]);
	range.first =
		(uint32_t)attr_number(table[HOLDFAST_A_DEVICE_MINOR_FIRST]);
	range.last = (uint32_t)attr_number(table[HOLDFAST_A_DEVICE_MINOR_LAST]);
	if (range.last > DEVICE_MINOR_MAX)
		range.last = DEVICE_MINOR_MAX;
	profile_device_add(profile, &range);
}

static void read_glob(struct profile *profile, enum glob_list list,
		      struct nlattr *attr)
{
	char *text = attr_text(attr);

	profile_glob_add(profile, list, text);
	free(text);
}

static void read_families(struct profile *profile, struct nlattr *attr)
{
	profile->families = attr_number(attr);
	if (profile->families >> FAMILY_COUNT)
		profile->unknown++;
}

static void read_attr(struct profile *profile, struct nlattr *attr)
{
	switch (nla_type(attr)) {
	case HOLDFAST_A_PROFILE_NAME:
		free(profile->name);
		profile->name = attr_text(attr);
		break;
	case HOLDFAST_A_PROFILE_COMPLAIN:
		if (attr_number(attr) < CLASS_COUNT)
			profile->complain |= BIT_ULL(attr_number(attr));
		else
			profile->unknown++;
		break;
	case HOLDFAST_A_PROFILE_ALLOW:
		read_allow(profile, attr);
		break;
	case HOLDFAST_A_PROFILE_FS_TYPE:
		read_glob(profile, LIST_FS_TYPE, attr);
		break;
	case HOLDFAST_A_PROFILE_ALIAS:
		read_glob(profile, LIST_ALIAS, attr);
		break;
	case HOLDFAST_A_PROFILE_SOCKET:
		read_glob(profile, LIST_SOCKET, attr);
		break;
	case HOLDFAST_A_PROFILE_FAMILIES:
		read_families(profile, attr);
		break;
	case HOLDFAST_A_PROFILE_USER_NS_COUNT:
		profile->user_count = (uint32_t)attr_number(attr);
		break;
	case HOLDFAST_A_PROFILE_USER_NS_DEPTH:
		profile->user_depth = (uint32_t)attr_number(attr);
		break;
	case HOLDFAST_A_PROFILE_CAP_HOST:
		profile->cap_host = attr_number(attr);
		break;
	case HOLDFAST_A_PROFILE_CAP_OWN:
		profile->cap_own = attr_number(attr);
		break;
	case HOLDFAST_A_PROFILE_CAP_SCOPE:
		read_scope(profile, attr);
		break;
	case HOLDFAST_A_PROFILE_DEVICE:
		read_device(profile, attr);
		break;
	}
}

void policy_add_profile(struct policy *policy, struct nlattr *head, int len)
{
	struct profile *profile = policy_profile_add(policy, "");
	struct nlattr *attr;
	int rest;

	nla_for_each_attr(attr, head, len, rest)
		read_attr(profile, attr);
	profile_normalise(profile);
}

void policy_add_rule(struct policy *policy, struct nlattr *head, int len)
{
	struct nlattr *table[HOLDFAST_A_RULE_MAX + 1];
	struct rule *rule = policy_rule_add(policy);

	attrs_index(table, HOLDFAST_A_RULE_MAX, head, len);
	rule->namespaces =
		(uint32_t)attr_number(table[HOLDFAST_A_RULE_NAMESPACES]);
	rule->rootfs = table[HOLDFAST_A_RULE_ROOTFS];
	rule->cgroup = attr_text(table[HOLDFAST_A_RULE_CGROUP]);
	rule->user = table[HOLDFAST_A_RULE_USER_FIRST];
	rule->user_first =
		(uint32_t)attr_number(table[HOLDFAST_A_RULE_USER_FIRST]);
	rule->user_last =
		(uint32_t)attr_number(table[HOLDFAST_A_RULE_USER_LAST]);
	rule->profile = attr_text(table[HOLDFAST_A_RULE_PROFILE]);
	rule->assigned = table[HOLDFAST_A_RULE_ASSIGNED];
	rule->transition = table[HOLDFAST_A_RULE_TRANSITION];
}
