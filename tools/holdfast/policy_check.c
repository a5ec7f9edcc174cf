// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "policy.h"
#include "util.h"

static const char *word_of_profile(const struct vocabulary *vocabulary,
				   unsigned int index);

/* The profiles of a policy, as words that a rule can use. */
struct profile_vocabulary {
	struct vocabulary vocabulary;
	const struct policy *policy;
};

static const char *word_of_profile(const struct vocabulary *vocabulary,
				   unsigned int index)
{
	const struct profile_vocabulary *profiles = (const void *)vocabulary;

	return profiles->policy->profiles[index].name;
}

static void check_profile(const struct policy *policy,
			  const struct rule *rule, struct source *source)
{
	struct profile_vocabulary profiles = {
		.vocabulary = {
			.what = "profile", .count = policy->profile_count,
			.word = word_of_profile,
		},
		.policy = policy,
	};
	const char *near;

	if (!rule->profile || policy_profile_find(policy, rule->profile))
		return;
	near = vocabulary_nearest(&profiles.vocabulary, rule->profile);
	source_error(source, &rule->profile_loc,
		     "unknown profile '%s', expected one of this file%s%s%s",
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
	if (!earlier->cgroup)
		return true;
	return later->cgroup && !strcmp(earlier->cgroup, later->cgroup);
}

static void check_reach(const struct policy *policy, unsigned int index,
			struct source *source)
{
	const struct rule *rule = &policy->rules[index];
	unsigned int i;

	for (i = 0; i < index; i++) {
		if (!covers(&policy->rules[i], rule))
			continue;
		source_warn(source, &rule->loc,
			    "this rule never matches: the one on line %u matches all that it does",
			    source_line(source, &policy->rules[i].loc));
		return;
	}
	if (rule->profile && !rule->namespaces && !rule->rootfs &&
	    !rule->cgroup)
		source_warn(source, &rule->loc,
			    "this rule matches the host's own programs too, expected 'rootfs', 'namespaces' or 'cgroup' before 'use'");
}

void policy_check(const struct policy *policy, struct source *source)
{
	struct loc end = { source->len, source->len };
	bool holds = false;
	unsigned int i;

	for (i = 0; i < policy->rule_count; i++) {
		check_profile(policy, &policy->rules[i], source);
		check_reach(policy, i, source);
		holds |= !!policy->rules[i].profile;
	}
	if (!holds)
		source_warn(source, &end,
			    "no rule uses a profile: nothing would be held, expected 'use' in a 'container' block");
}
