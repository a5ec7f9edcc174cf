// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the compiled policy: build, verify, match, free
 */

#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/glob.h>
#include <linux/mm.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "policy.h"

/* Every namespace flag a rule can name. */
#define NS_FLAGS                                                              \
	(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWNET |           \
	 CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP | CLONE_NEWTIME)

/* Every operation that a profile can allow. */
#define ALL_OPS (BIT_ULL(HOLDFAST_OP_STATE_FORGED) - 1)

const struct holdfast_profile holdfast_unconfined = {
	.name = "unconfined",
	.allow = ALL_OPS,
};

/* Longest glob of each list, in bytes. */
static const u32 glob_max[HOLDFAST_NR_LISTS] = {
	[HOLDFAST_LIST_FS_TYPE] = HOLDFAST_FS_TYPE_MAX,
	[HOLDFAST_LIST_ALIAS] = HOLDFAST_ALIAS_MAX,
	[HOLDFAST_LIST_SOCKET] = HOLDFAST_SOCKET_MAX,
};

/* For a person to read. */
static const char *const too_many[HOLDFAST_NR_LISTS] = {
	[HOLDFAST_LIST_FS_TYPE] = "too many filesystem types",
	[HOLDFAST_LIST_ALIAS] = "too many aliases of modules",
	[HOLDFAST_LIST_SOCKET] = "too many paths of sockets",
};

/**
 * holdfast_profile_size_verify - check the sizes before anything is allocated
 * @size: Of the lists of a profile that is to be.
 *
 * Context: Any.
 * Return: NULL when they are good, else what is wrong, for a person to read.
 */
const char *
holdfast_profile_size_verify(const struct holdfast_profile_size *size)
{
	u32 i;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		if (size->globs[i] > HOLDFAST_MAX_GLOBS)
			return too_many[i];
	if (size->scopes > 2 * (CAP_LAST_CAP + 1))
		return "a capability has two scopes";
	if (size->devices > HOLDFAST_MAX_DEVICES)
		return "too many devices";
	return NULL;
}

static bool alloc_lists(struct holdfast_profile *profile,
			const struct holdfast_profile_size *size)
{
	u32 i;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++) {
		struct holdfast_globs *list = &profile->lists[i];

		list->glob = kcalloc(size->globs[i], sizeof(*list->glob),
				     GFP_KERNEL);
		if (!list->glob)
			return false;
		list->nr = size->globs[i];
	}
	profile->scopes = kcalloc(size->scopes, sizeof(*profile->scopes),
				  GFP_KERNEL);
	profile->devices = kcalloc(size->devices, sizeof(*profile->devices),
				   GFP_KERNEL);
	profile->stats = alloc_percpu(struct holdfast_profile_stats);
	return profile->scopes && profile->devices && profile->stats;
}

/**
 * holdfast_profile_alloc - make an empty profile
 * @size: Room for lists.
 *
 * The lists are zeroed and counted as full; the caller writes each entry.
 *
 * Context: May sleep.
 * Return: The profile, or NULL when memory ran out.
 */
struct holdfast_profile *
holdfast_profile_alloc(const struct holdfast_profile_size *size)
{
	struct holdfast_profile *profile;

	profile = kzalloc(sizeof(*profile), GFP_KERNEL);
	if (!profile)
		return NULL;
	if (!alloc_lists(profile, size)) {
		holdfast_profile_free(profile);
		return NULL;
	}
	profile->nr_scopes = size->scopes;
	profile->nr_devices = size->devices;
	return profile;
}

/**
 * holdfast_profile_set_glob - write an entry of a list
 * @profile: A profile that is being built.
 * @list: The list.
 * @index: Of the entry, which is not written yet.
 * @glob: Is copied.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int holdfast_profile_set_glob(struct holdfast_profile *profile,
			      enum holdfast_list list, u32 index,
			      const char *glob)
{
	char *copy = kstrdup(glob, GFP_KERNEL);

	profile->lists[list].glob[index] = copy;
	return copy ? 0 : -ENOMEM;
}

/**
 * holdfast_profile_free - free a profile
 * @profile: The profile, or NULL.
 *
 * Context: Any.
 */
void holdfast_profile_free(struct holdfast_profile *profile)
{
	u32 i, n;

	if (!profile)
		return;
	for (i = 0; i < HOLDFAST_NR_LISTS; i++) {
		struct holdfast_globs *list = &profile->lists[i];

		for (n = 0; n < list->nr; n++)
			kfree(list->glob[n]);
		kfree(list->glob);
	}
	free_percpu(profile->stats);
	kfree(profile->devices);
	kfree(profile->scopes);
	kfree(profile);
}

static const char *verify_scopes(const struct holdfast_profile *profile)
{
	u64 seen[2] = {};
	u32 i;

	for (i = 0; i < profile->nr_scopes; i++) {
		const struct holdfast_cap_scope *scope = &profile->scopes[i];
		const u64 set = scope->own ? profile->cap_own :
					     profile->cap_host;

		if (scope->cap > CAP_LAST_CAP)
			return "no such capability";
		if (seen[scope->own] & (1ULL << scope->cap))
			return "a capability has two scopes";
		seen[scope->own] |= 1ULL << scope->cap;
		if (!scope->scopes || scope->scopes >> HOLDFAST_NR_SCOPES)
			return "no such system-call scope";
		if (!(set & (1ULL << scope->cap)))
			return "a scope narrows a capability that is not in the set";
	}
	return NULL;
}

static const char *verify_globs(const struct holdfast_profile *profile)
{
	u32 i, n;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++) {
		const struct holdfast_globs *list = &profile->lists[i];

		for (n = 0; n < list->nr; n++) {
			if (!list->glob[n][0])
				return "a member of a list is empty";
			if (strlen(list->glob[n]) > glob_max[i])
				return "a member of a list is too long";
		}
	}
	return NULL;
}

static const char *verify_devices(const struct holdfast_profile *profile)
{
	u32 i;

	for (i = 0; i < profile->nr_devices; i++) {
		const struct holdfast_device_range *range =
			&profile->devices[i];

		if (range->major > HOLDFAST_MAX_MAJOR ||
		    range->minor_last > HOLDFAST_MAX_MINOR)
			return "no such device number";
		if (range->minor_first > range->minor_last)
			return "the first minor number is above the last";
	}
	return NULL;
}

/**
 * holdfast_profile_verify - check all that a profile says
 * @profile: A complete profile.
 *
 * Context: Any.
 * Return: NULL when it is sound, else what is wrong, for a person to read.
 */
const char *holdfast_profile_verify(const struct holdfast_profile *profile)
{
	const u64 caps = GENMASK_ULL(CAP_LAST_CAP, 0);

	if (!profile->name[0])
		return "a profile needs a name";
	if (!strcmp(profile->name, holdfast_unconfined.name))
		return "no profile can be called unconfined";
	if (profile->complain >> HOLDFAST_CLASS_STATE)
		return "no such class, or none that can complain";
	if (profile->allow & ~ALL_OPS)
		return "no such operation, or none that can be allowed";
	if ((profile->cap_host | profile->cap_own) & ~caps)
		return "no such capability";
	return verify_globs(profile) ?: verify_devices(profile) ?:
	       verify_scopes(profile);
}

/**
 * holdfast_policy_alloc - make an empty policy
 *
 * Context: May sleep.
 * Return: The policy, or NULL when memory ran out.
 */
struct holdfast_policy *holdfast_policy_alloc(void)
{
	struct holdfast_policy *policy;

	policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	if (policy)
		policy->bytes = sizeof(*policy);
	return policy;
}

/* Makes room for one more entry; doubles, so adding stays linear. */
static void *grow(void *array, u32 nr, u32 *max, size_t size)
{
	u32 room = *max ? *max * 2 : 8;
	void *larger;

	if (nr < *max)
		return array;
	larger = kvcalloc(room, size, GFP_KERNEL);
	if (!larger)
		return NULL;
	if (array)
		memcpy(larger, array, nr * size);
	kvfree(array);
	*max = room;
	return larger;
}

static size_t profile_bytes(const struct holdfast_profile *profile)
{
	size_t bytes = sizeof(*profile) +
		       sizeof(*profile->stats) * num_possible_cpus() +
		       profile->nr_scopes * sizeof(*profile->scopes) +
		       profile->nr_devices * sizeof(*profile->devices);
	u32 i, n;

	for (i = 0; i < HOLDFAST_NR_LISTS; i++)
		for (n = 0; n < profile->lists[i].nr; n++)
			bytes += sizeof(char *) +
				 strlen(profile->lists[i].glob[n]) + 1;
	return bytes;
}

/**
 * holdfast_policy_add_profile - add a profile
 * @policy: A policy that is being built.
 * @profile: A verified profile; the policy owns it on success.
 *
 * Context: May sleep.
 * Return: 0, -EEXIST for a name that is taken, -E2BIG for too many, -ENOMEM.
 */
int holdfast_policy_add_profile(struct holdfast_policy *policy,
				struct holdfast_profile *profile)
{
	struct holdfast_profile **profiles;

	if (holdfast_policy_find(policy, profile->name))
		return -EEXIST;
	if (policy->nr_profiles >= HOLDFAST_MAX_PROFILES)
		return -E2BIG;
	profiles = grow(policy->profiles, policy->nr_profiles,
			&policy->max_profiles, sizeof(*profiles));
	if (!profiles)
		return -ENOMEM;
	policy->profiles = profiles;
	policy->profiles[policy->nr_profiles++] = profile;
	policy->bytes += sizeof(profile) + profile_bytes(profile);
	return 0;
}

/**
 * holdfast_rule_verify - check all that a rule says
 * @rule: The rule.
 *
 * Context: Any.
 * Return: NULL when it is sound, else what is wrong, for a person to read.
 */
const char *holdfast_rule_verify(const struct holdfast_rule *rule)
{
	if (rule->namespaces & ~NS_FLAGS)
		return "no such namespace";
	if (rule->user && rule->user_first > rule->user_last)
		return "the first user is above the last";
	if (rule->assigned && rule->profile)
		return "a profile beside the assigned one";
	return NULL;
}

/**
 * holdfast_policy_add_rule - add a rule behind the others
 * @policy: A policy that is being built.
 * @rule: The rule; its profile must be one of @policy's. It is copied.
 *
 * Context: May sleep.
 * Return: 0, -EINVAL for a rule that makes no sense, -E2BIG for too many,
 * -ENOMEM.
 */
int holdfast_policy_add_rule(struct holdfast_policy *policy,
			     const struct holdfast_rule *rule)
{
	struct holdfast_rule *rules;
	char *cgroup = NULL;

	if (holdfast_rule_verify(rule))
		return -EINVAL;
	if (policy->nr_rules >= HOLDFAST_MAX_RULES)
		return -E2BIG;
	rules = grow(policy->rules, policy->nr_rules, &policy->max_rules,
		     sizeof(*rules));
	if (!rules)
		return -ENOMEM;
	policy->rules = rules;
	if (rule->cgroup) {
		cgroup = kstrdup(rule->cgroup, GFP_KERNEL);
		if (!cgroup)
			return -ENOMEM;
		policy->bytes += strlen(cgroup) + 1;
	}
	rules = &policy->rules[policy->nr_rules++];
	*rules = *rule;
	rules->cgroup = cgroup;
	rules->matches = 0;
	policy->assigns |= rule->assigned;
	policy->transitions |= rule->transition;
	policy->bytes += sizeof(*rules);
	return 0;
}

/**
 * holdfast_policy_find - look a profile up by name
 * @policy: The policy.
 * @name: The profile's name.
 *
 * Context: Any.
 * Return: The profile, or NULL.
 */
const struct holdfast_profile *
holdfast_policy_find(const struct holdfast_policy *policy, const char *name)
{
	u32 i;

	for (i = 0; i < policy->nr_profiles; i++)
		if (!strcmp(policy->profiles[i]->name, name))
			return policy->profiles[i];
	return NULL;
}

static bool rule_matches(const struct holdfast_policy *policy,
			 const struct holdfast_rule *rule,
			 const struct holdfast_traits *traits)
{
	if (rule->namespaces & ~traits->namespaces)
		return false;
	if (rule->rootfs && !traits->rootfs)
		return false;
	if (rule->user &&
	    (traits->user < rule->user_first || traits->user > rule->user_last))
		return false;
	if (rule->assigned && !(traits->assigned &&
				holdfast_policy_find(policy, traits->assigned)))
		return false;
	if (!rule->cgroup)
		return true;
	return traits->cgroup && glob_match(rule->cgroup, traits->cgroup);
}

/**
 * holdfast_policy_match - find the first rule that matches
 * @policy: The policy.
 * @traits: What the task is like.
 *
 * Context: Any.
 * Return: The rule, or NULL when none matches.
 */
struct holdfast_rule *
holdfast_policy_match(const struct holdfast_policy *policy,
		      const struct holdfast_traits *traits)
{
	u32 i;

	for (i = 0; i < policy->nr_rules; i++)
		if (rule_matches(policy, &policy->rules[i], traits))
			return &policy->rules[i];
	return NULL;
}

/**
 * holdfast_policy_choose - say which profile a rule gives
 * @policy: The policy.
 * @rule: One of its rules.
 * @traits: What matched it.
 *
 * Context: Any.
 * Return: The profile, or NULL for unconfined.
 */
const struct holdfast_profile *
holdfast_policy_choose(const struct holdfast_policy *policy,
		       const struct holdfast_rule *rule,
		       const struct holdfast_traits *traits)
{
	return rule->assigned ? holdfast_policy_find(policy, traits->assigned) :
				rule->profile;
}

/**
 * holdfast_policy_free - free a policy and its profiles
 * @policy: The policy, or NULL; nobody else may still read it.
 *
 * Context: May sleep.
 */
void holdfast_policy_free(struct holdfast_policy *policy)
{
	u32 i;

	if (!policy)
		return;
	for (i = 0; i < policy->nr_rules; i++)
		kfree(policy->rules[i].cgroup);
	for (i = 0; i < policy->nr_profiles; i++)
		holdfast_profile_free(policy->profiles[i]);
	kvfree(policy->rules);
	kvfree(policy->profiles);
	kfree(policy);
}
