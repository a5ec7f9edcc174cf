// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy: what is sound, what is too much, which rule matches, and what
 * becomes of it when memory runs out.
 */
#include <linux/bits.h>
#include <linux/glob.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "alloc.h"
#include "policy.h"
#include "profile.h"
#include "random.h"
#include "tap.h"

#define NS_FLAGS (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER |		\
		  CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC |		\
		  CLONE_NEWCGROUP | CLONE_NEWTIME)

/* What spoils a sound profile, and what is said of it; NULL: it stays sound. */
struct spoiler {
	const char *what;
	void (*spoil)(struct holdfast_profile *profile);
	const char *said;
};

/* Gives the last filesystem type another name, of that many bytes. */
static void replace(struct holdfast_profile *profile, size_t len)
{
	char name[64];

	memset(name, 'x', len);
	name[len] = '\0';
	kfree(profile->lists[HOLDFAST_LIST_FS_TYPE].glob[1]);
	holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE, 1, name);
}

#define SPOIL(NAME, STATEMENT)						\
	static void NAME(struct holdfast_profile *profile)		\
	{								\
		STATEMENT;						\
	}

SPOIL(nothing, (void)profile)
SPOIL(no_name, profile->name[0] = '\0')
SPOIL(long_name, memset(profile->name, 'n', HOLDFAST_NAME_MAX))
SPOIL(taken_name, strcpy(profile->name, "unconfined"))
SPOIL(complain, profile->complain = BIT_ULL(HOLDFAST_CLASS_STATE) - 1)
SPOIL(state_complain, profile->complain = BIT_ULL(HOLDFAST_CLASS_STATE))
SPOIL(self_complain, profile->complain = BIT_ULL(HOLDFAST_CLASS_SELF))
SPOIL(wild_complain, profile->complain = BIT_ULL(31))
SPOIL(all_ops, profile->allow = BIT_ULL(HOLDFAST_OP_STATE_FORGED) - 1)
SPOIL(forged, profile->allow = BIT_ULL(HOLDFAST_OP_STATE_FORGED))
SPOIL(control, profile->allow = BIT_ULL(HOLDFAST_OP_SELF_CONTROL))
SPOIL(op, profile->allow = BIT_ULL(HOLDFAST_NR_OPS))
SPOIL(last_op, profile->allow = BIT_ULL(63))
SPOIL(all_own, profile->cap_own = GENMASK_ULL(CAP_LAST_CAP, 0))
SPOIL(host_cap, profile->cap_host |= BIT_ULL(CAP_LAST_CAP + 1))
SPOIL(own_cap, profile->cap_own |= BIT_ULL(CAP_LAST_CAP + 1))
SPOIL(last_cap, profile->cap_own |= BIT_ULL(63))
SPOIL(no_fs_type, profile->lists[HOLDFAST_LIST_FS_TYPE].glob[1][0] = '\0')
SPOIL(long_fs_type, replace(profile, HOLDFAST_FS_TYPE_MAX))
SPOIL(longer_fs_type, replace(profile, HOLDFAST_FS_TYPE_MAX + 1))
SPOIL(both_scopes, (profile->scopes[1].cap = profile->scopes[0].cap,
		    profile->scopes[1].own = true, profile->cap_own = 1))
SPOIL(idle_own_scope, profile->scopes[1].own = true)
SPOIL(major_ok, profile->devices[1].major = HOLDFAST_MAX_MAJOR)
SPOIL(major, profile->devices[1].major = HOLDFAST_MAX_MAJOR + 1)
SPOIL(minor_ok, profile->devices[1].minor_last = HOLDFAST_MAX_MINOR)
SPOIL(minor, profile->devices[1].minor_last = HOLDFAST_MAX_MINOR + 1)
SPOIL(minors, profile->devices[1].minor_first = 4)
SPOIL(same_minors, profile->devices[1].minor_first = 3)
SPOIL(scope_cap_ok, profile->scopes[1].cap = CAP_LAST_CAP)
SPOIL(scope_cap, profile->scopes[1].cap = CAP_LAST_CAP + 1)
SPOIL(scope_wild_cap, profile->scopes[1].cap = 64)
SPOIL(two_scopes, profile->scopes[1].cap = profile->scopes[0].cap)
SPOIL(no_scope, profile->scopes[1].scopes = 0)
SPOIL(all_scopes, profile->scopes[1].scopes =
	GENMASK_ULL(HOLDFAST_NR_SCOPES - 1, 0))
SPOIL(scope, profile->scopes[1].scopes |= BIT_ULL(HOLDFAST_NR_SCOPES))
SPOIL(last_scope, profile->scopes[1].scopes |= BIT_ULL(63))
SPOIL(idle_scope, profile->cap_host &= ~BIT_ULL(1))

#define NO_CLASS "no such class, or none that can complain"
#define NO_OP "no such operation, or none that can be allowed"

static const struct spoiler spoilers[] = {
	{ "nothing", nothing, NULL },
	{ "no name", no_name, "a profile needs a name" },
	{ "the longest name", long_name, NULL },
	{ "a name that has a meaning", taken_name,
	  "no profile can be called unconfined" },
	{ "all classes complain", complain, NULL },
	{ "forged state complains", state_complain, NO_CLASS },
	{ "control of Holdfast complains", self_complain, NO_CLASS },
	{ "an unknown class complains", wild_complain, NO_CLASS },
	{ "every operation that can be allowed", all_ops, NULL },
	{ "forged state", forged, NO_OP },
	{ "control of Holdfast", control, NO_OP },
	{ "an unknown operation", op, NO_OP },
	{ "operation 63", last_op, NO_OP },
	{ "every capability", all_own, NULL },
	{ "an unknown capability, host", host_cap, "no such capability" },
	{ "an unknown capability, own", own_cap, "no such capability" },
	{ "capability 63", last_cap, "no such capability" },
	{ "an empty filesystem type", no_fs_type,
	  "a member of a list is empty" },
	{ "the longest filesystem type", long_fs_type, NULL },
	{ "a longer filesystem type", longer_fs_type,
	  "a member of a list is too long" },
	{ "the last major number", major_ok, NULL },
	{ "a larger major number", major, "no such device number" },
	{ "the last minor number", minor_ok, NULL },
	{ "a larger minor number", minor, "no such device number" },
	{ "minor numbers the wrong way round", minors,
	  "the first minor number is above the last" },
	{ "a single minor number", same_minors, NULL },
	{ "a scope of the last capability", scope_cap_ok, NULL },
	{ "a scope of an unknown capability", scope_cap, "no such capability" },
	{ "a scope of capability 64", scope_wild_cap, "no such capability" },
	{ "two scopes of a capability", two_scopes,
	  "a capability has two scopes" },
	{ "a scope of a capability in each set", both_scopes, NULL },
	{ "an empty scope", no_scope, "no such system-call scope" },
	{ "every scope", all_scopes, NULL },
	{ "an unknown scope", scope, "no such system-call scope" },
	{ "scope 63", last_scope, "no such system-call scope" },
	{ "a scope of a capability it has for the host only", idle_own_scope,
	  "a scope narrows a capability that is not in the set" },
	{ "a scope of a capability it lacks", idle_scope,
	  "a scope narrows a capability that is not in the set" },
};

static bool says(const struct holdfast_profile *profile, const char *expected)
{
	const char *said = holdfast_profile_verify(profile);

	if (said == expected || (said && expected && !strcmp(said, expected)))
		return true;
	printf("# '%s', expected '%s'\n", said ?: "", expected ?: "");
	return false;
}

static void test_verify(void)
{
	struct holdfast_profile *profile;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(spoilers); i++) {
		profile = profile_sample(2, 2, 2);
		spoilers[i].spoil(profile);
		tap(says(profile, spoilers[i].said), "a profile with %s is %s",
		    spoilers[i].what, spoilers[i].said ? "refused" : "sound");
		holdfast_profile_free(profile);
	}
}

static void test_long_lists(void)
{
	static const struct {
		struct holdfast_profile_size size;
		const char *said;
	} profiles[] = {
		{ { }, NULL },
		{ { { HOLDFAST_MAX_GLOBS, HOLDFAST_MAX_GLOBS, HOLDFAST_MAX_GLOBS },
		    2 * (CAP_LAST_CAP + 1), HOLDFAST_MAX_DEVICES }, NULL },
		{ { .globs[HOLDFAST_LIST_FS_TYPE] = HOLDFAST_MAX_GLOBS + 1 },
		  "too many filesystem types" },
		{ { .globs[HOLDFAST_LIST_ALIAS] = HOLDFAST_MAX_GLOBS + 1 },
		  "too many aliases of modules" },
		{ { .globs[HOLDFAST_LIST_SOCKET] = HOLDFAST_MAX_GLOBS + 1 },
		  "too many paths of sockets" },
		{ { .devices = HOLDFAST_MAX_DEVICES + 1 }, "too many devices" },
		{ { .scopes = 2 * (CAP_LAST_CAP + 1) + 1 },
		  "a capability has two scopes" },
	};
	const char *said;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++) {
		said = holdfast_profile_size_verify(&profiles[i].size);
		tap(!said == !profiles[i].said &&
		    (!said || !strcmp(said, profiles[i].said)),
		    "lists of size %zu: %s", i, profiles[i].said ?: "sound");
	}
}

static struct holdfast_profile *numbered(u32 number)
{
	char name[32];

	snprintf(name, sizeof(name), "profile-%u", number);
	return profile_named(name);
}

static bool holds_profiles(const struct holdfast_policy *policy)
{
	char name[32];
	u32 i;

	for (i = 0; i < policy->nr_profiles; i++) {
		snprintf(name, sizeof(name), "profile-%u", i);
		if (strcmp(policy->profiles[i]->name, name) ||
		    holdfast_policy_find(policy, name) != policy->profiles[i])
			return false;
	}
	return true;
}

static void test_profiles(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_profile *profile, *first;
	size_t bytes = policy->bytes;
	bool good = true;
	u32 i;

	first = numbered(0);
	good &= !holdfast_policy_add_profile(policy, first);
	for (i = 1; i < HOLDFAST_MAX_PROFILES; i++) {
		good &= !holdfast_policy_add_profile(policy, numbered(i));
		good &= policy->bytes >= bytes + sizeof(*profile);
		bytes = policy->bytes;
	}
	tap(good && policy->nr_profiles == HOLDFAST_MAX_PROFILES,
	    "%u profiles", HOLDFAST_MAX_PROFILES);
	tap(holds_profiles(policy), "they are found, in their order");
	tap(policy->profiles[0] == first, "growing moves no profile");

	profile = numbered(HOLDFAST_MAX_PROFILES);
	tap(holdfast_policy_add_profile(policy, profile) == -E2BIG &&
	    policy->nr_profiles == HOLDFAST_MAX_PROFILES &&
	    policy->bytes == bytes, "no more than that");
	strcpy(profile->name, "profile-7");
	tap(holdfast_policy_add_profile(policy, profile) == -EEXIST &&
	    policy->bytes == bytes, "no two of one name");
	tap(!holdfast_policy_find(policy, "profile") &&
	    !holdfast_policy_find(policy, "") &&
	    !holdfast_policy_find(policy, "profile-1000"),
	    "no profile by another name");
	holdfast_profile_free(profile);
	holdfast_policy_free(policy);
}

static void test_rules(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_profile *profile = profile_named("one");
	char cgroup[32];
	struct holdfast_rule rule = { .profile = profile, .cgroup = cgroup };
	bool good;
	u32 i;

	good = !holdfast_policy_add_profile(policy, profile);
	for (i = 0; i < HOLDFAST_MAX_RULES; i++) {
		snprintf(cgroup, sizeof(cgroup), "/%u", i);
		good &= !holdfast_policy_add_rule(policy, &rule);
	}
	tap(good && policy->nr_rules == HOLDFAST_MAX_RULES, "%u rules",
	    HOLDFAST_MAX_RULES);
	for (i = 0; i < HOLDFAST_MAX_RULES; i++) {
		snprintf(cgroup, sizeof(cgroup), "/%u", i);
		good &= !strcmp(policy->rules[i].cgroup, cgroup) &&
			policy->rules[i].cgroup != cgroup &&
			policy->rules[i].profile == profile;
	}
	tap(good, "they keep their order, and a copy of their glob");
	tap(holdfast_policy_add_rule(policy, &rule) == -E2BIG &&
	    policy->nr_rules == HOLDFAST_MAX_RULES, "no more than that");
	holdfast_policy_free(policy);
}

static void test_flags(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_rule rule = { };
	bool good = true;
	u32 bit;

	for (bit = 0; bit < 32; bit++) {
		rule.namespaces = 1U << bit;
		good &= holdfast_policy_add_rule(policy, &rule) ==
			(rule.namespaces & NS_FLAGS ? 0 : -EINVAL);
	}
	rule.namespaces = NS_FLAGS;
	good &= !holdfast_policy_add_rule(policy, &rule);
	rule.namespaces = NS_FLAGS | CLONE_VM;
	good &= holdfast_policy_add_rule(policy, &rule) == -EINVAL;
	tap(good && policy->nr_rules == 9, "namespaces are CLONE_NEW* flags");
	holdfast_policy_free(policy);
}

/* Adds a rule, with a profile of its own for the match to be told by. */
static void add(struct holdfast_policy *policy, u32 namespaces, bool rootfs,
		char *cgroup)
{
	struct holdfast_profile *profile = numbered(policy->nr_profiles);
	const struct holdfast_rule rule = {
		.namespaces = namespaces,
		.rootfs = rootfs,
		.cgroup = cgroup,
		.profile = profile,
	};

	if (holdfast_policy_add_profile(policy, profile) ||
	    holdfast_policy_add_rule(policy, &rule))
		tap(false, "no rule can be added");
}

/* Return: the index of the rule that matches, or -1. */
static int match(struct holdfast_policy *policy, u32 namespaces,
		 bool rootfs, const char *cgroup)
{
	const struct holdfast_traits traits = {
		.namespaces = namespaces,
		.rootfs = rootfs,
		.cgroup = cgroup,
	};
	const struct holdfast_rule *rule =
		holdfast_policy_match(policy, &traits);

	return rule ? (int)(rule - policy->rules) : -1;
}

static void test_match(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();

	tap(match(policy, NS_FLAGS, true, "/") == -1, "no rule, no match");
	add(policy, CLONE_NEWNS | CLONE_NEWPID, true, "/snap.*");
	add(policy, CLONE_NEWNS | CLONE_NEWPID, true, NULL);
	add(policy, CLONE_NEWNS, false, NULL);
	add(policy, 0, true, NULL);
	tap(match(policy, NS_FLAGS, true, "/snap.x") == 0, "the first wins");
	tap(match(policy, NS_FLAGS, true, "/other") == 1,
	    "the next where the glob does not match");
	tap(match(policy, NS_FLAGS, true, NULL) == 1,
	    "a glob never matches an unknown path");
	tap(match(policy, CLONE_NEWNS | CLONE_NEWPID, false, "/snap.x") == 2,
	    "a root directory of the host");
	tap(match(policy, CLONE_NEWNS, true, "/snap.x") == 2,
	    "each of the namespaces must differ");
	tap(match(policy, CLONE_NEWPID, true, "/snap.x") == 3,
	    "a rule that asks for no namespace");
	tap(match(policy, CLONE_NEWPID, false, "/snap.x") == -1,
	    "none matches");
	add(policy, 0, false, NULL);
	tap(match(policy, 0, false, NULL) == 4, "a rule for everything");
	add(policy, 0, false, NULL);
	tap(match(policy, 0, false, NULL) == 4, "never the one behind it");
	holdfast_policy_free(policy);
}

static void test_unconfined(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	const struct holdfast_rule rule = { .rootfs = true };
	const struct holdfast_traits traits = { .rootfs = true };
	const struct holdfast_rule *found;

	if (holdfast_policy_add_rule(policy, &rule))
		tap(false, "no rule can be added");
	found = holdfast_policy_match(policy, &traits);
	tap(found && !found->profile, "a rule that leaves alone does match");
	holdfast_policy_free(policy);
}

static int match_user(struct holdfast_policy *policy, u32 user)
{
	const struct holdfast_traits traits = { .user = user };
	const struct holdfast_rule *rule =
		holdfast_policy_match(policy, &traits);

	return rule ? (int)(rule - policy->rules) : -1;
}

static void test_users(void)
{
	const struct holdfast_rule some = {
		.user = true, .user_first = 1000, .user_last = 1999,
	};
	const struct holdfast_rule root = { .user = true };
	const struct holdfast_rule wrong = {
		.user = true, .user_first = 2, .user_last = 1,
	};
	struct holdfast_policy *policy = holdfast_policy_alloc();

	if (holdfast_policy_add_rule(policy, &some) ||
	    holdfast_policy_add_rule(policy, &root))
		tap(false, "no rule can be added");
	tap(match_user(policy, 1000) == 0 && match_user(policy, 1999) == 0,
	    "the first and the last user of a range");
	tap(match_user(policy, 999) == -1 && match_user(policy, 2000) == -1 &&
	    match_user(policy, ~0U) == -1, "those beside it");
	tap(match_user(policy, 0) == 1, "root alone");
	tap(holdfast_policy_add_rule(policy, &wrong) == -EINVAL,
	    "a range the wrong way round");
	holdfast_policy_free(policy);
}

/* The profile that a task gets to which @assigned is. */
static const struct holdfast_profile *
chosen(struct holdfast_policy *policy, const char *assigned)
{
	const struct holdfast_traits traits = {
		.rootfs = true, .assigned = assigned,
	};
	const struct holdfast_rule *rule =
		holdfast_policy_match(policy, &traits);

	return holdfast_policy_choose(policy, rule, &traits);
}

static void test_assigned(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_rule rule = { .assigned = true, .rootfs = true };

	if (holdfast_policy_add_rule(policy, &rule))
		tap(false, "no rule can be added");
	add(policy, 0, true, NULL);
	add(policy, 0, true, NULL);
	tap(policy->assigns && !policy->transitions, "such a rule is noted");
	tap(chosen(policy, policy->profiles[1]->name) == policy->profiles[1],
	    "an assigned profile");
	tap(chosen(policy, "gone") == policy->profiles[0],
	    "one that the policy has not: the next rule");
	tap(chosen(policy, NULL) == policy->profiles[0],
	    "none is assigned: the next rule");
	rule.profile = policy->profiles[0];
	tap(holdfast_policy_add_rule(policy, &rule) == -EINVAL,
	    "a profile beside the assigned one");
	holdfast_policy_free(policy);
}

#define MATCH_POLICIES	500
#define MATCH_TASKS	400

/* Rules without a glob against a rule-by-rule reading, type by type. */
static bool match_like_read(void)
{
	static const u32 types[] = { CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER,
				     CLONE_NEWNET, CLONE_NEWUTS, CLONE_NEWIPC,
				     CLONE_NEWCGROUP, CLONE_NEWTIME };
	struct holdfast_policy *policy = holdfast_policy_alloc();
	bool asked[12][9] = { }, has[9], good = true;
	u32 rule, type, task, flags;
	int expected;

	for (rule = 0; rule < 12; rule++) {
		for (flags = 0, type = 0; type < 9; type++) {
			asked[rule][type] = !random_below(3);
			if (type < 8 && asked[rule][type])
				flags |= types[type];
		}
		add(policy, flags, asked[rule][8], NULL);
	}
	for (task = 0; task < MATCH_TASKS; task++) {
		for (flags = 0, type = 0; type < 9; type++) {
			has[type] = random_below(2);
			if (type < 8 && has[type])
				flags |= types[type];
		}
		for (expected = 0; expected < 12; expected++) {
			for (type = 0; type < 9; type++)
				if (asked[expected][type] && !has[type])
					break;
			if (type == 9)
				break;
		}
		good &= match(policy, flags, has[8], NULL) ==
			(expected < 12 ? expected : -1);
	}
	holdfast_policy_free(policy);
	return good;
}

static void test_random_matches(void)
{
	bool good = true;
	u32 i;

	for (i = 0; i < MATCH_POLICIES && good; i++)
		good = match_like_read();
	tap(good, "%u random tasks match as one reads the rules",
	    MATCH_POLICIES * MATCH_TASKS);
}

static void test_globs(void)
{
	static const struct {
		char *glob;
		const char *path;
		bool matches;
	} cases[] = {
		{ "", "", true },
		{ "", "/", false },
		{ "*", "", true },
		{ "*", "/a/b.c", true },
		{ "/a", "/a", true },
		{ "/a", "/a/", false },
		{ "/a", "/", false },
		{ "/a*", "/a/b/c", true },
		{ "/*/c", "/a/b/c", true },
		{ "/*/c", "/c", false },
		{ "*.slice*", "/user.slice/x", true },
		{ "*.slice", "/user.slice/x", false },
		{ "/a?c", "/abc", true },
		{ "/a?c", "/a/c", true },
		{ "/a?c", "/ac", false },
		{ "/a?", "/a", false },
		{ "/[ab]", "/a", true },
		{ "/[ab]", "/c", false },
		{ "/[!ab]", "/c", true },
		{ "/[!ab]", "/b", false },
		{ "/[a-c]x", "/bx", true },
		{ "/[a-c]x", "/dx", false },
		{ "/[a-]", "/-", true },
		{ "/[]]", "/]", true },
		{ "/[!]]", "/]", false },
		{ "/[a", "/[a", true },
		{ "/[a", "/a", false },
		{ "/[a-", "/[a-", true },
		{ "/\\*", "/*", true },
		{ "/\\*", "/x", false },
		{ "/a\\", "/a", true },
		{ "/a\\b", "/ab", true },
		{ "/*a*b*c", "/xaxbxc", true },
		{ "/*a*b*c", "/xaxbxcx", false },
		{ "/*a*b*c", "/xbxaxc", false },
		{ "/snap.*.service", "/snap.lxd.daemon.service", true },
		{ "/\xff", "/\xff", true },
		{ "/[\x80-\xff]", "/\xc3", true },
		{ "/[\x80-\xff]", "/a", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		struct holdfast_policy *policy = holdfast_policy_alloc();

		add(policy, 0, false, cases[i].glob);
		if ((match(policy, 0, false, cases[i].path) == 0) ==
		    cases[i].matches) {
			holdfast_policy_free(policy);
			continue;
		}
		printf("# '%s' and '%s'\n", cases[i].glob, cases[i].path);
		holdfast_policy_free(policy);
		break;
	}
	tap(i == ARRAY_SIZE(cases), "%zu globs", ARRAY_SIZE(cases));
}

/* Builds all of a policy. Return: 0, or the first error. */
static int build(struct holdfast_policy *policy)
{
	struct holdfast_rule rule = { };
	struct holdfast_profile *profile;
	int i, err;

	for (i = 0; i < 20; i++) {
		profile = profile_sample(i, i, i);
		if (!profile)
			return -ENOMEM;
		snprintf(profile->name, sizeof(profile->name), "p%d", i);
		err = holdfast_policy_add_profile(policy, profile);
		if (err) {
			holdfast_profile_free(profile);
			return err;
		}
		rule.profile = profile;
		rule.cgroup = i % 2 ? "/some/where/*" : NULL;
		err = holdfast_policy_add_rule(policy, &rule);
		if (err)
			return err;
	}
	return 0;
}

static bool same_counts(const struct holdfast_policy *policy, u32 profiles,
			u32 rules, size_t bytes)
{
	return policy->nr_profiles == profiles && policy->nr_rules == rules &&
	       policy->bytes == bytes;
}

/* Each allocation of a whole policy fails in its turn. */
static void test_no_memory(void)
{
	unsigned long before = alloc_live(), number;
	bool leak = false, right = true;

	for (number = 1;; number++) {
		struct holdfast_policy *policy;
		int err = -ENOMEM;

		alloc_fail_at(number);
		policy = holdfast_policy_alloc();
		if (policy)
			err = build(policy);
		holdfast_policy_free(policy);
		leak |= alloc_live() != before;
		if (!alloc_failed())
			break;
		right &= err == -ENOMEM;
	}
	alloc_fail_at(0);
	tap(number > 80, "%lu allocations fail in turn", number - 1);
	tap(right, "each is told as ENOMEM");
	tap(!leak, "and nothing leaks");
}

/* A failed addition leaves the policy as it was, and can be repeated. */
static void test_repeat(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_rule rule = { .cgroup = "/x" };
	size_t bytes = policy->bytes;
	struct holdfast_profile *profile = profile_named("p");
	bool good;

	alloc_fail_at(1);
	good = holdfast_policy_add_profile(policy, profile) == -ENOMEM;
	tap(good && same_counts(policy, 0, 0, bytes),
	    "no room for a profile: the policy is as before");
	good = !holdfast_policy_add_profile(policy, profile);
	bytes = policy->bytes;
	tap(good && same_counts(policy, 1, 0, bytes), "then there is room");

	alloc_fail_at(1);
	good = holdfast_policy_add_rule(policy, &rule) == -ENOMEM;
	tap(good && same_counts(policy, 1, 0, bytes),
	    "no room for a rule: the policy is as before");
	alloc_fail_at(2);
	good = holdfast_policy_add_rule(policy, &rule) == -ENOMEM;
	tap(good && same_counts(policy, 1, 0, bytes),
	    "no room for its glob: the policy is as before");
	good = !holdfast_policy_add_rule(policy, &rule);
	tap(good && policy->nr_rules == 1 &&
	    !strcmp(policy->rules[0].cgroup, "/x"), "then there is room");
	holdfast_policy_free(policy);
}

int main(void)
{
	random_seed();
	test_verify();
	test_long_lists();
	test_profiles();
	test_rules();
	test_flags();
	test_match();
	test_unconfined();
	test_users();
	test_assigned();
	test_random_matches();
	test_globs();
	test_no_memory();
	test_repeat();
	holdfast_policy_free(NULL);
	holdfast_profile_free(NULL);
	tap(!alloc_live() && !alloc_warnings(), "all memory is free");
	return tap_end();
}
