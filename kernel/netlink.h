/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the generic-netlink family
 *
 * One file for each kind of object; netlink_gen.c is generated from
 * Documentation/netlink/specs/holdfast.yaml.
 */

#ifndef _HOLDFAST_NETLINK_H
#define _HOLDFAST_NETLINK_H

#include <net/genetlink.h>

#include "ring.h"

struct holdfast_change;

extern struct genl_family holdfast_nl_family;

int holdfast_netlink_init(void);
void holdfast_netlink_exit(void);
bool holdfast_netlink_is_group(int group);

int holdfast_netlink_permit(const struct sk_buff *skb);
int holdfast_netlink_unique(const struct nlmsghdr *nlh, u64 repeatable,
			    struct netlink_ext_ack *extack);
int holdfast_netlink_unique_nested(const struct nlattr *nest,
				   struct netlink_ext_ack *extack);
int holdfast_netlink_put_u64(struct sk_buff *skb, int type, u64 value);
int holdfast_netlink_put_set(struct sk_buff *skb, int type, u64 set);
void *holdfast_netlink_begin(struct sk_buff *skb, struct netlink_callback *cb,
			     u8 cmd);

/* netlink_status.c */
int holdfast_nl_status_get_doit(struct sk_buff *skb, struct genl_info *info);
int holdfast_nl_hook_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);

/* netlink_policy.c */
int holdfast_nl_policy_begin_doit(struct sk_buff *skb, struct genl_info *info);
int holdfast_nl_profile_add_doit(struct sk_buff *skb, struct genl_info *info);
int holdfast_nl_rule_add_doit(struct sk_buff *skb, struct genl_info *info);
int holdfast_nl_policy_commit_doit(struct sk_buff *skb,
				   struct genl_info *info);
int holdfast_nl_profile_get_start(struct netlink_callback *cb);
int holdfast_nl_profile_get_dumpit(struct sk_buff *skb,
				   struct netlink_callback *cb);
int holdfast_nl_rule_get_dumpit(struct sk_buff *skb,
				struct netlink_callback *cb);
void holdfast_netlink_abort(u32 portid);

/* netlink_stats.c */
int holdfast_nl_stats_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
/* netlink_lifecycle.c */
void holdfast_netlink_change(const struct genl_info *info,
			     struct holdfast_change *change);
void holdfast_netlink_terms(const struct genl_info *info,
			    struct holdfast_change *change);
int holdfast_netlink_refuse(const struct genl_info *info,
			    const struct holdfast_change *change, int err);
int holdfast_netlink_do_change(struct sk_buff *skb, struct genl_info *info,
			       int (*run)(struct genl_info *info,
					  struct holdfast_change *change));
int holdfast_nl_policy_confirm_doit(struct sk_buff *skb,
				    struct genl_info *info);
int holdfast_nl_policy_rollback_doit(struct sk_buff *skb,
				     struct genl_info *info);
int holdfast_nl_policy_promote_doit(struct sk_buff *skb,
				    struct genl_info *info);
int holdfast_nl_policy_unshadow_doit(struct sk_buff *skb,
				     struct genl_info *info);
int holdfast_nl_key_add_doit(struct sk_buff *skb, struct genl_info *info);
int holdfast_nl_lock_doit(struct sk_buff *skb, struct genl_info *info);

/* netlink_container.c */
int holdfast_nl_container_get_start(struct netlink_callback *cb);
int holdfast_nl_container_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb);
int holdfast_nl_container_assign_doit(struct sk_buff *skb,
				      struct genl_info *info);

/* netlink_event.c */
int holdfast_nl_event_get_start(struct netlink_callback *cb);
int holdfast_nl_event_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
enum holdfast_fate holdfast_netlink_send(const struct holdfast_event *event);

#endif /* _HOLDFAST_NETLINK_H */
