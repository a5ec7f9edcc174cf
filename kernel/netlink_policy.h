/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - what attributes the netlink family accepts (netlink_gen.c)
 */

#ifndef _HOLDFAST_NETLINK_POLICY_H
#define _HOLDFAST_NETLINK_POLICY_H

#include <net/netlink.h>
#include <uapi/linux/holdfast.h>

extern const struct nla_policy
	holdfast_cap_scope_nl_policy[HOLDFAST_A_CAP_SCOPE_SCOPES + 1];
extern const struct nla_policy
	holdfast_device_nl_policy[HOLDFAST_A_DEVICE_MINOR_LAST + 1];
extern const struct nla_policy
	holdfast_policy_begin_nl_policy[HOLDFAST_A_TRANSACTION_POLICY_VERSION + 1];
extern const struct nla_policy
	holdfast_profile_add_nl_policy[HOLDFAST_A_PROFILE_USER_NS_DEPTH + 1];
extern const struct nla_policy
	holdfast_rule_add_nl_policy[HOLDFAST_A_RULE_TRANSITION + 1];
extern const struct nla_policy
	holdfast_policy_commit_nl_policy[HOLDFAST_A_TRANSACTION_SIGNATURE + 1];
extern const struct nla_policy
	holdfast_policy_confirm_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1];
extern const struct nla_policy
	holdfast_policy_rollback_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1];
extern const struct nla_policy
	holdfast_lock_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1];
extern const struct nla_policy
	holdfast_policy_promote_nl_policy[HOLDFAST_A_TRANSACTION_CONFIRM + 1];
extern const struct nla_policy
	holdfast_policy_unshadow_nl_policy[HOLDFAST_A_TRANSACTION_GENERATION + 1];
extern const struct nla_policy
	holdfast_stats_get_nl_policy[HOLDFAST_A_STATS_SHADOW + 1];
extern const struct nla_policy
	holdfast_key_add_nl_policy[HOLDFAST_A_KEY_CERTIFICATE + 1];
extern const struct nla_policy
	holdfast_profile_get_nl_policy[HOLDFAST_A_PROFILE_SHADOW + 1];
extern const struct nla_policy
	holdfast_rule_get_nl_policy[HOLDFAST_A_RULE_SHADOW + 1];
extern const struct nla_policy
	holdfast_container_assign_nl_policy[HOLDFAST_A_CONTAINER_PID + 1];
extern const struct nla_policy
	holdfast_event_get_nl_policy[HOLDFAST_A_EVENT_SINCE + 1];

#endif /* _HOLDFAST_NETLINK_POLICY_H */
