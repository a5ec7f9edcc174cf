// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "compile.h"
#include "kernel/policy.h"
#include "policy.h"
#include "util.h"

static void check_profile(const struct policy *policy,
			  const struct rule *rule, struct sources *sources)
{
	const char *near;

	if (!rule->profile || policy_profile_find(policy, rule->profile))
		return;
	near = policy_profile_nearest(policy, rule->profile);
	source_error(sources, &rule->profile_loc,
		     "unknown profile '%s', expected one of this policy%s%s%s",
		     rule->profile, near ? "; did you mean '" : "",
		     near ? near : "", near ? "'?" : "");
}

/* Whether the earlier rule matches all that the later one does. */
static bool covers(const struct rule *earlier, const struct rule *later)
{
	if (earlier->namespaces & ~later->namespaces)
		return false;
	if (earlier->rootfs && !later->rootfs)
		return false;
	if (earlier->assigned && !later->assigned)
		return false;
	if (earlier->user && !(later->user &&
			       earlier->user_first <= later->user_first &&
			       later->user_last <= earlier->user_last))
		return false;
	if (!earlier->cgroup)
		return true;
	return later->cgroup && !strcmp(earlier->cgroup, later->cgroup);
}

static void check_reach(const struct policy *policy, unsigned int index,
			struct sources *sources)
{
	const struct rule *rule = &policy->rules[index];
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (!covers(&policy->rules[i], rule))
			continue;
		source_warn(sources, &rule->loc,
			    "this rule never matches: the one on %s matches all that it does",
			    source_place(&policy->rules[i].loc, &rule->loc));
		return;
	}
	if (rule->profile && !rule->namespaces && !rule->rootfs &&
	    !rule->cgroup && !rule->user)
		source_warn(sources, &rule->loc,
			    "this rule matches the host's own programs too, expected 'rootfs', 'namespaces', 'user' or 'cgroup' before 'use'");
}

/* Behind all that was named, if not by others that were. */
static struct loc end_of(const struct sources *sources)
{
	unsigned int i = sources->count - 1;

	while (i && sources->files[i]->from.source)
		i--;
	return (struct loc){
		sources->files[i], sources->files[i]->len,
		sources->files[i]->len,
	};
}

/* What the kernel would say, as far as it can be known without asking. */
static void check_compiled(const struct policy *policy,
			   struct sources *sources)
{
	struct holdfast_policy *compiled;
	struct refusal refusal;

	compiled = policy_compile(policy, &refusal);
	if (!compiled)
		source_error(sources, &refusal.loc,
			     "the kernel would refuse this: %s",
			     refusal.reason);
	holdfast_policy_free(compiled);
}

void policy_check(const struct policy *policy, struct sources *sources)
{
	struct loc end = end_of(sources);
	bool holds = false;
	unsigned int i;

	for (i = 0; i < policy->rule_count; i++) {
		check_profile(policy, &policy->rules[i], sources);
		check_reach(policy, i, sources);
		holds |= policy->rules[i].profile || policy->rules[i].assigned;
	}
	if (!holds)
		source_warn(sources, &end,
			    "no rule uses a profile: nothing would be held, expected 'use' in a 'container' block");
	if (!sources->errors)
		check_compiled(policy, sources);
}
