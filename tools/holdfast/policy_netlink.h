/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_POLICY_NETLINK_H
#define HOLDFAST_TOOL_POLICY_NETLINK_H

#include <netlink/msg.h>

#include "policy.h"

/* Bytes of attributes that the put functions need at most. */
size_t profile_size(const struct profile *profile);
size_t rule_size(const struct rule *rule);

/**
 * profile_put() - write a profile as the attributes of a message
 * @msg: the message, of at least profile_size() bytes
 * @profile: the profile
 *
 * Return: 0, or -1 if it does not fit.
 */
int profile_put(struct nl_msg *msg, const struct profile *profile);
int rule_put(struct nl_msg *msg, const struct rule *rule);

/**
 * policy_add_profile() - read a profile from the attributes of a message
 * @policy: where to add it, normalised
 * @head: the first attribute
 * @len: bytes of all
 */
void policy_add_profile(struct policy *policy, struct nlattr *head, int len);
void policy_add_rule(struct policy *policy, struct nlattr *head, int len);

#endif /* HOLDFAST_TOOL_POLICY_NETLINK_H */
