// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	Documentation/netlink/specs/holdfast.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_policy.h"

#include <uapi/linux/holdfast.h>

/* Common nested types */
const struct nla_policy holdfast_cap_scope_nl_policy[HOLDFAST_A_CAP_SCOPE_SCOPES + 1] = {
	[HOLDFAST_A_CAP_SCOPE_CAP] = { .type = NLA_U32, },
	[HOLDFAST_A_CAP_SCOPE_OWN] = { .type = NLA_FLAG, },
	[HOLDFAST_A_CAP_SCOPE_ONLY] = { .type = NLA_FLAG, },
	[HOLDFAST_A_CAP_SCOPE_SCOPES] = { .type = NLA_U64, },
};

const struct nla_policy holdfast_device_nl_policy[HOLDFAST_A_DEVICE_MINOR_LAST + 1] = {
	[HOLDFAST_A_DEVICE_BLOCK] = { .type = NLA_FLAG, },
	[HOLDFAST_A_DEVICE_MAJOR] = { .type = NLA_U32, },
	[HOLDFAST_A_DEVICE_MINOR_FIRST] = { .type = NLA_U32, },
	[HOLDFAST_A_DEVICE_MINOR_LAST] = { .type = NLA_U32, },
};

/* HOLDFAST_CMD_POLICY_BEGIN - do */
const struct nla_policy holdfast_policy_begin_nl_policy[HOLDFAST_A_TRANSACTION_POLICY_VERSION + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
	[HOLDFAST_A_TRANSACTION_POLICY_VERSION] = { .type = NLA_U64, },
};

/* HOLDFAST_CMD_PROFILE_ADD - do */
const struct nla_policy holdfast_profile_add_nl_policy[HOLDFAST_A_PROFILE_USER_NS_DEPTH + 1] = {
	[HOLDFAST_A_PROFILE_NAME] = { .type = NLA_NUL_STRING, .len = HOLDFAST_NAME_MAX, },
	[HOLDFAST_A_PROFILE_COMPLAIN] = NLA_POLICY_MAX(NLA_U32, 14),
	[HOLDFAST_A_PROFILE_ALLOW] = NLA_POLICY_MAX(NLA_U32, 62),
	[HOLDFAST_A_PROFILE_FS_TYPE] = { .type = NLA_STRING, .len = HOLDFAST_FS_TYPE_MAX, },
	[HOLDFAST_A_PROFILE_CAP_HOST] = { .type = NLA_U64, },
	[HOLDFAST_A_PROFILE_CAP_OWN] = { .type = NLA_U64, },
	[HOLDFAST_A_PROFILE_CAP_SCOPE] = NLA_POLICY_NESTED(holdfast_cap_scope_nl_policy),
	[HOLDFAST_A_PROFILE_DEVICE] = NLA_POLICY_NESTED(holdfast_device_nl_policy),
	[HOLDFAST_A_PROFILE_ALIAS] = { .type = NLA_STRING, .len = HOLDFAST_ALIAS_MAX, },
	[HOLDFAST_A_PROFILE_SOCKET] = { .type = NLA_STRING, .len = HOLDFAST_SOCKET_MAX, },
	[HOLDFAST_A_PROFILE_FAMILIES] = { .type = NLA_U64, },
	[HOLDFAST_A_PROFILE_USER_NS_COUNT] = { .type = NLA_U32, },
	[HOLDFAST_A_PROFILE_USER_NS_DEPTH] = { .type = NLA_U32, },
};

/* HOLDFAST_CMD_RULE_ADD - do */
const struct nla_policy holdfast_rule_add_nl_policy[HOLDFAST_A_RULE_TRANSITION + 1] = {
	[HOLDFAST_A_RULE_NAMESPACES] = { .type = NLA_U32, },
	[HOLDFAST_A_RULE_ROOTFS] = { .type = NLA_FLAG, },
	[HOLDFAST_A_RULE_CGROUP] = { .type = NLA_NUL_STRING, .len = HOLDFAST_GLOB_MAX, },
	[HOLDFAST_A_RULE_USER_FIRST] = { .type = NLA_U32, },
	[HOLDFAST_A_RULE_USER_LAST] = { .type = NLA_U32, },
	[HOLDFAST_A_RULE_PROFILE] = { .type = NLA_NUL_STRING, .len = HOLDFAST_NAME_MAX, },
	[HOLDFAST_A_RULE_ASSIGNED] = { .type = NLA_FLAG, },
	[HOLDFAST_A_RULE_TRANSITION] = { .type = NLA_FLAG, },
};

/* HOLDFAST_CMD_POLICY_COMMIT - do */
const struct nla_policy holdfast_policy_commit_nl_policy[HOLDFAST_A_TRANSACTION_SIGNATURE + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
	[HOLDFAST_A_TRANSACTION_FORCE] = { .type = NLA_FLAG, },
	[HOLDFAST_A_TRANSACTION_CONFIRM] = NLA_POLICY_RANGE(NLA_U32, 1, HOLDFAST_CONFIRM_MAX),
	[HOLDFAST_A_TRANSACTION_SHADOW] = { .type = NLA_FLAG, },
	[HOLDFAST_A_TRANSACTION_SIGNATURE] = { .type = NLA_BINARY, },
};

/* HOLDFAST_CMD_POLICY_CONFIRM - do */
const struct nla_policy holdfast_policy_confirm_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
};

/* HOLDFAST_CMD_POLICY_ROLLBACK - do */
const struct nla_policy holdfast_policy_rollback_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
};

/* HOLDFAST_CMD_LOCK - do */
const struct nla_policy holdfast_lock_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
};

/* HOLDFAST_CMD_POLICY_PROMOTE - do */
const struct nla_policy holdfast_policy_promote_nl_policy[HOLDFAST_A_TRANSACTION_CONFIRM + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
	[HOLDFAST_A_TRANSACTION_FORCE] = { .type = NLA_FLAG, },
	[HOLDFAST_A_TRANSACTION_CONFIRM] = NLA_POLICY_RANGE(NLA_U32, 1, HOLDFAST_CONFIRM_MAX),
};

/* HOLDFAST_CMD_POLICY_UNSHADOW - do */
const struct nla_policy holdfast_policy_unshadow_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = { .type = NLA_U64, },
};

/* HOLDFAST_CMD_STATS_GET - dump */
const struct nla_policy holdfast_stats_get_nl_policy[HOLDFAST_A_STATS_SHADOW + 1] = {
	[HOLDFAST_A_STATS_SHADOW] = { .type = NLA_FLAG, },
};

/* HOLDFAST_CMD_KEY_ADD - do */
const struct nla_policy holdfast_key_add_nl_policy[HOLDFAST_A_KEY_CERTIFICATE + 1] = {
	[HOLDFAST_A_KEY_CERTIFICATE] = { .type = NLA_BINARY, },
};

/* HOLDFAST_CMD_PROFILE_GET - dump */
const struct nla_policy holdfast_profile_get_nl_policy[HOLDFAST_A_PROFILE_SHADOW + 1] = {
	[HOLDFAST_A_PROFILE_SHADOW] = { .type = NLA_FLAG, },
};

/* HOLDFAST_CMD_RULE_GET - dump */
const struct nla_policy holdfast_rule_get_nl_policy[HOLDFAST_A_RULE_SHADOW + 1] = {
	[HOLDFAST_A_RULE_SHADOW] = { .type = NLA_FLAG, },
};

/* HOLDFAST_CMD_CONTAINER_ASSIGN - do */
const struct nla_policy holdfast_container_assign_nl_policy[HOLDFAST_A_CONTAINER_PID + 1] = {
	[HOLDFAST_A_CONTAINER_PROFILE] = { .type = NLA_NUL_STRING, .len = HOLDFAST_NAME_MAX, },
	[HOLDFAST_A_CONTAINER_PID] = { .type = NLA_U32, },
};

/* HOLDFAST_CMD_EVENT_GET - dump */
const struct nla_policy holdfast_event_get_nl_policy[HOLDFAST_A_EVENT_SINCE + 1] = {
	[HOLDFAST_A_EVENT_SINCE] = { .type = NLA_U64, },
};

