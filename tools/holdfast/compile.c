// SPDX-License-Identifier: GPL-2.0-only
#include <assert.h>
#include <errno.h>
#include <stdio.h>

#include "compile.h"
#include "kernel/policy.h"
#include "policy.h"
#include "util.h"

static_assert((int)LIST_FS_TYPE == (int)HOLDFAST_LIST_FS_TYPE &&
	      (int)LIST_ALIAS == (int)HOLDFAST_LIST_ALIAS &&
	      (int)LIST_SOCKET == (int)HOLDFAST_LIST_SOCKET &&
	      (int)LIST_COUNT == (int)HOLDFAST_NR_LISTS,
	      "the kernel's lists");

static struct holdfast_cap_scope *
fill_scopes(struct holdfast_cap_scope *to, const struct profile *from, bool own)
{
	const struct cap_scope *scopes = from->scopes[own];
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++)
		if (scopes[cap].set)
			*to++ = (struct holdfast_cap_scope){
				cap, own, scopes[cap].only, scopes[cap].scopes,
			};
	return to;
}

/* Return: 0, or -ENOMEM. */
static int fill_lists(struct holdfast_profile *to, const struct profile *from)
{
	unsigned int i, list;
	int err = 0;

	fill_scopes(fill_scopes(to->scopes, from, false), from, true);
	for (list = 0; list < LIST_COUNT; list++) {
		const struct globs *globs = &from->lists[list];

		for (i = 0; !err && i < globs->count; i++)
			err = holdfast_profile_set_glob(to, list, i,
							globs->glob[i]);
	}
	for (i = 0; i < from->device_count; i++)
		to->devices[i] = (struct holdfast_device_range){
			from->devices[i].block, from->devices[i].major,
			from->devices[i].first, from->devices[i].last,
		};
	return err;
}

static struct holdfast_profile *
compile_profile(const struct profile *from,
		const struct holdfast_profile_size *size)
{
	struct holdfast_profile *to = holdfast_profile_alloc(size);

	if (!to || fill_lists(to, from)) {
		holdfast_profile_free(to);
		return NULL;
	}
	snprintf(to->name, sizeof(to->name), "%s", from->name);
	to->complain = (u32)from->complain;
	to->allow = from->allow;
	to->cap_host = from->cap_host;
	to->cap_own = from->cap_own;
	to->families = from->families;
	to->user_ns_count = from->user_count;
	to->user_ns_depth = from->user_depth;
	return to;
}

static_assert(HOLDFAST_MAX_PROFILES == 1000 && HOLDFAST_MAX_RULES == 10000,
	      "the limits as the message below has them");

static const char *error_reason(int err)
{
	switch (err) {
	case -EEXIST:
		return "this name is taken";
	case -E2BIG:
		return "more than 1000 profiles, or than 10000 rules";
	case -ENOMEM:
		return "out of memory";
	default:
		return "it makes no sense";
	}
}

static const char *add_profile(struct holdfast_policy *to,
			       const struct profile *from)
{
	struct holdfast_profile_size size = {
		.scopes = profile_scope_count(from),
		.devices = from->device_count,
	};
	struct holdfast_profile *profile;
	unsigned int list;
	const char *reason;
	int err;

	for (list = 0; list < LIST_COUNT; list++)
		size.globs[list] = from->lists[list].count;
	reason = holdfast_profile_size_verify(&size);
	if (reason)
		return reason;
	profile = compile_profile(from, &size);
	if (!profile)
		return error_reason(-ENOMEM);
	reason = holdfast_profile_verify(profile);
	err = reason ? 0 : holdfast_policy_add_profile(to, profile);
	if (err)
		reason = error_reason(err);
	if (reason)
		holdfast_profile_free(profile);
	return reason;
}

static const char *add_rule(struct holdfast_policy *to,
			    const struct rule *from)
{
	const struct holdfast_rule rule = {
		.namespaces = from->namespaces,
		.rootfs = from->rootfs,
		.cgroup = from->cgroup,
		.user = from->user,
		.user_first = from->user_first,
		.user_last = from->user_last,
		.assigned = from->assigned,
		.transition = from->transition,
		.profile = from->profile ?
			holdfast_policy_find(to, from->profile) : NULL,
	};
	int err;

	if (from->profile && !rule.profile)
		return "no such profile";
	err = holdfast_policy_add_rule(to, &rule);
	return err ? error_reason(err) : NULL;
}

struct holdfast_policy *policy_compile(const struct policy *policy,
				       struct refusal *refusal)
{
	struct holdfast_policy *to = holdfast_policy_alloc();
	unsigned int i;

	*refusal = (struct refusal){ to ? NULL : error_reason(-ENOMEM),
				     { 0 } };
	for (i = 0; !refusal->reason && i < policy->profile_count; i++) {
		refusal->loc = policy->profiles[i].loc;
		refusal->reason = add_profile(to, &policy->profiles[i]);
	}
	for (i = 0; !refusal->reason && i < policy->rule_count; i++) {
		refusal->loc = policy->rules[i].loc;
		refusal->reason = add_rule(to, &policy->rules[i]);
	}
	if (!refusal->reason)
		return to;
	holdfast_policy_free(to);
	return NULL;
}
