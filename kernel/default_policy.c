// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the policy that is compiled in
 *
 * What it says is in tools/holdfast/policy/default.holdfast, of which
 * tools/build/generate makes the tables here.
 */

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "default_policy.h"
#include "policy.h"

/* What the tables are written with. */
#define OP(name) BIT_ULL(HOLDFAST_OP_##name)
#define CAP(name) BIT_ULL(CAP_##name)
#define ALL_CAPS GENMASK_ULL(CAP_LAST_CAP, 0)
#define SCOPE(name) BIT_ULL(HOLDFAST_SCOPE_##name)

#include "default_policy_gen.h"

static int copy_lists(struct holdfast_profile *to,
		      const struct holdfast_profile *from)
{
	int err = 0;
	int i, n;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++) {
		char **globs = from->lists[i].glob;

		for (n = 0; n < from->lists[i].nr && !err; n++)
			err = holdfast_profile_set_glob(to, i, n, globs[n]);
	}
	return err;
}

static struct holdfast_profile *
build_profile(const struct holdfast_profile *from)
{
	struct holdfast_profile_size size = {
		.scopes = from->nr_scopes,
		.devices = from->nr_devices,
	};
	struct holdfast_profile *to;
	int i;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		size.globs[i] = from->lists[i].nr;
	to = holdfast_profile_alloc(&size);
	if (!to || copy_lists(to, from)) {
		holdfast_profile_free(to);
		return NULL;
	}
	memcpy(to->name, from->name, sizeof(to->name));
	to->complain = from->complain;
	to->allow = from->allow;
	to->cap_host = from->cap_host;
	to->cap_own = from->cap_own;
	to->families = from->families;
	to->user_ns_count = from->user_ns_count;
	to->user_ns_depth = from->user_ns_depth;
	memcpy(to->scopes, from->scopes,
	       from->nr_scopes * sizeof(*to->scopes));
	memcpy(to->devices, from->devices,
	       from->nr_devices * sizeof(*to->devices));
	return to;
}

static int add_profile(struct holdfast_policy *policy,
		       const struct holdfast_profile *from)
{
	struct holdfast_profile *profile = build_profile(from);
	int err;

	if (!profile)
		return -ENOMEM;
	err = WARN_ON(holdfast_profile_verify(profile)) ? -EINVAL :
		      holdfast_policy_add_profile(policy, profile);
	if (err)
		holdfast_profile_free(profile);
	return err;
}

static int add_rule(struct holdfast_policy *policy,
		    const struct holdfast_rule *from)
{
	struct holdfast_rule rule = *from;

	if (rule.profile)
		rule.profile = holdfast_policy_find(policy, from->profile->name);
	return holdfast_policy_add_rule(policy, &rule);
}

/**
 * holdfast_default_policy - build the policy that is compiled in
 *
 * Context: May sleep.
 * Return: The policy, or NULL when memory ran out.
 */
struct holdfast_policy *holdfast_default_policy(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	int i, err = policy ? 0 : -ENOMEM;

	for (i = 0; i < ARRAY_SIZE(default_profiles) && !err; i++)
		err = add_profile(policy, &default_profiles[i]);
	for (i = 0; i < ARRAY_SIZE(default_rules) && !err; i++)
		err = add_rule(policy, &default_rules[i]);
	if (!err)
		return policy;
	holdfast_policy_free(policy);
	return NULL;
}
