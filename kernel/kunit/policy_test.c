// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - policies: what is sound, what fits, which rule matches
 */

#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../default_policy.h"
#include "fixture.h"

static struct holdfast_profile *listing(struct kunit *test)
{
	struct holdfast_profile *profile = fixture_listing(test, "listing",
							   "some*");

	profile->cap_host = BIT_ULL(CAP_SYS_ADMIN) | BIT_ULL(CAP_LAST_CAP);
	profile->cap_own = BIT_ULL(CAP_SYS_ADMIN);
	profile->scopes[0].cap = CAP_SYS_ADMIN;
	profile->scopes[0].scopes = BIT_ULL(HOLDFAST_NR_SCOPES - 1);
	profile->scopes[1].cap = CAP_LAST_CAP;
	profile->scopes[1].scopes = BIT_ULL(0);
	profile->devices[0].major = HOLDFAST_MAX_MAJOR;
	profile->devices[0].minor_last = HOLDFAST_MAX_MINOR;
	return profile;
}

/* One thing of a sound profile changes; @wrong is what must be said of it. */
struct spoilt {
	const char *what;
	void (*spoil)(struct holdfast_profile *profile);
	const char *wrong;
};

#define SPOIL(name, statement)						\
	static void name(struct holdfast_profile *profile)		\
	{								\
		statement;						\
	}

SPOIL(nothing, (void)profile)
SPOIL(name, profile->name[0] = '\0')
SPOIL(reserved, strscpy(profile->name, "unconfined"))
SPOIL(class, profile->complain = BIT(HOLDFAST_CLASS_STATE))
SPOIL(op, profile->allow = BIT_ULL(HOLDFAST_OP_STATE_FORGED))
SPOIL(cap, profile->cap_own |= BIT_ULL(CAP_LAST_CAP + 1))
SPOIL(glob, profile->lists[HOLDFAST_LIST_SOCKET].glob[0][0] = '\0')
SPOIL(major, profile->devices[0].major++)
SPOIL(minor, profile->devices[0].minor_last++)
SPOIL(minors, (profile->devices[0].minor_first = 2,
	       profile->devices[0].minor_last = 1))
SPOIL(scope_cap, profile->scopes[1].cap++)
SPOIL(scope_twice, profile->scopes[1].cap = CAP_SYS_ADMIN)
SPOIL(scope_of_each, (profile->scopes[1].cap = CAP_SYS_ADMIN,
		      profile->scopes[1].own = true))
SPOIL(scope_none, profile->scopes[0].scopes = 0)
SPOIL(scope, profile->scopes[0].scopes = BIT_ULL(HOLDFAST_NR_SCOPES))
SPOIL(scope_idle, profile->cap_host = BIT_ULL(CAP_SYS_ADMIN))

static const struct spoilt spoilt[] = {
	{ "nothing", nothing, NULL },
	{ "no name", name, "a profile needs a name" },
	{ "a reserved name", reserved, "no profile can be called unconfined" },
	{ "a class that never complains", class,
	  "no such class, or none that can complain" },
	{ "an operation that is never allowed", op,
	  "no such operation, or none that can be allowed" },
	{ "a capability too many", cap, "no such capability" },
	{ "an empty glob", glob, "a member of a list is empty" },
	{ "a major number too large", major, "no such device number" },
	{ "a minor number too large", minor, "no such device number" },
	{ "minor numbers the wrong way round", minors,
	  "the first minor number is above the last" },
	{ "a scope of no capability", scope_cap, "no such capability" },
	{ "two scopes of one", scope_twice, "a capability has two scopes" },
	{ "a scope in each set", scope_of_each, NULL },
	{ "an empty scope", scope_none, "no such system-call scope" },
	{ "an unknown scope", scope, "no such system-call scope" },
	{ "a scope of what it has not", scope_idle,
	  "a scope narrows a capability that is not in the set" },
};

KUNIT_ARRAY_PARAM_DESC(spoilt, spoilt, what);

static void verifies_profiles(struct kunit *test)
{
	const struct spoilt *param = test->param_value;
	struct holdfast_profile *profile = listing(test);

	param->spoil(profile);
	KUNIT_EXPECT_STREQ(test, param->wrong ?: "",
			   holdfast_profile_verify(profile) ?: "");
	holdfast_profile_free(profile);
}

static void verifies_lengths(struct kunit *test)
{
	static const u32 most[HOLDFAST_NR_LISTS] = {
		HOLDFAST_FS_TYPE_MAX, HOLDFAST_ALIAS_MAX, HOLDFAST_SOCKET_MAX,
	};
	struct holdfast_profile *profile = listing(test);
	char *glob;
	u32 list;

	for (list = 0; list < HOLDFAST_NR_LISTS; list++) {
		glob = kunit_kzalloc(test, most[list] + 2, GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, glob);
		memset(glob, 'g', most[list]);
		kfree(profile->lists[list].glob[0]);
		KUNIT_EXPECT_EQ(test, 0, holdfast_profile_set_glob(profile,
								   list, 0,
								   glob));
		KUNIT_EXPECT_NULL(test, holdfast_profile_verify(profile));
		glob[most[list]] = 'g';
		kfree(profile->lists[list].glob[0]);
		KUNIT_EXPECT_EQ(test, 0, holdfast_profile_set_glob(profile,
								   list, 0,
								   glob));
		KUNIT_EXPECT_STREQ(test, "a member of a list is too long",
				   holdfast_profile_verify(profile));
		profile->lists[list].glob[0][1] = '\0';
	}
	holdfast_profile_free(profile);
}

static void verifies_sizes(struct kunit *test)
{
	struct holdfast_profile_size size = {
		.globs = { HOLDFAST_MAX_GLOBS, HOLDFAST_MAX_GLOBS,
			   HOLDFAST_MAX_GLOBS },
		.scopes = 2 * (CAP_LAST_CAP + 1),
		.devices = HOLDFAST_MAX_DEVICES,
	};

	KUNIT_EXPECT_NULL(test, holdfast_profile_size_verify(&size));
	size.devices++;
	KUNIT_EXPECT_STREQ(test, "too many devices",
			   holdfast_profile_size_verify(&size));
	size.scopes++;
	KUNIT_EXPECT_STREQ(test, "a capability has two scopes",
			   holdfast_profile_size_verify(&size));
	size.globs[HOLDFAST_LIST_SOCKET]++;
	KUNIT_EXPECT_STREQ(test, "too many paths of sockets",
			   holdfast_profile_size_verify(&size));
	size.globs[HOLDFAST_LIST_ALIAS]++;
	KUNIT_EXPECT_STREQ(test, "too many aliases of modules",
			   holdfast_profile_size_verify(&size));
	size.globs[HOLDFAST_LIST_FS_TYPE]++;
	KUNIT_EXPECT_STREQ(test, "too many filesystem types",
			   holdfast_profile_size_verify(&size));
}

static void holds_profiles(struct kunit *test)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_profile *profile;
	char name[HOLDFAST_NAME_MAX + 1];
	size_t bytes;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	for (i = 0; i < HOLDFAST_MAX_PROFILES; i++) {
		bytes = policy->bytes;
		snprintf(name, sizeof(name), "p%u", i);
		profile = i ? fixture_profile(test, name) : listing(test);
		KUNIT_ASSERT_EQ(test, 0,
				holdfast_policy_add_profile(policy, profile));
		KUNIT_EXPECT_GE(test, policy->bytes, bytes + sizeof(*profile));
	}
	KUNIT_EXPECT_PTR_EQ(test, policy->profiles[0],
			    holdfast_policy_find(policy, "listing"));
	KUNIT_EXPECT_STREQ(test, "p700",
			   holdfast_policy_find(policy, "p700")->name);
	KUNIT_EXPECT_NULL(test, holdfast_policy_find(policy, "p1000"));

	bytes = policy->bytes;
	profile = fixture_profile(test, "p7");
	KUNIT_EXPECT_EQ(test, -EEXIST,
			holdfast_policy_add_profile(policy, profile));
	strscpy(profile->name, "one too many");
	KUNIT_EXPECT_EQ(test, -E2BIG,
			holdfast_policy_add_profile(policy, profile));
	KUNIT_EXPECT_EQ(test, bytes, policy->bytes);
	holdfast_profile_free(profile);
	holdfast_policy_free(policy);
}

static void holds_rules(struct kunit *test)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	char cgroup[16];
	const struct holdfast_rule rule = { .cgroup = cgroup };
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	for (i = 0; i < HOLDFAST_MAX_RULES; i++) {
		snprintf(cgroup, sizeof(cgroup), "/%u", i);
		KUNIT_ASSERT_EQ(test, 0,
				holdfast_policy_add_rule(policy, &rule));
	}
	KUNIT_EXPECT_EQ(test, -E2BIG, holdfast_policy_add_rule(policy, &rule));
	KUNIT_EXPECT_EQ(test, HOLDFAST_MAX_RULES, policy->nr_rules);
	/* each in its place, with a text of its own */
	KUNIT_EXPECT_STREQ(test, "/0", policy->rules[0].cgroup);
	KUNIT_EXPECT_STREQ(test, "/777", policy->rules[777].cgroup);
	holdfast_policy_free(policy);
}

static void refuses_rules(struct kunit *test)
{
	const struct holdfast_profile *profile = &holdfast_unconfined;
	const struct holdfast_rule wrong[] = {
		{ .namespaces = CLONE_NEWNS | CLONE_VM },
		{ .user = true, .user_first = 2, .user_last = 1 },
		{ .assigned = true, .profile = profile },
	};
	static const char *const said[] = {
		"no such namespace", "the first user is above the last",
		"a profile beside the assigned one",
	};
	struct holdfast_policy *policy = holdfast_policy_alloc();
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		KUNIT_EXPECT_STREQ(test, said[i],
				   holdfast_rule_verify(&wrong[i]));
		KUNIT_EXPECT_EQ(test, -EINVAL,
				holdfast_policy_add_rule(policy, &wrong[i]));
	}
	KUNIT_EXPECT_EQ(test, 0, policy->nr_rules);
	holdfast_policy_free(policy);
	holdfast_policy_free(NULL);
	holdfast_profile_free(NULL);
}

#define EVERY (CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWNET | \
	       CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP | CLONE_NEWTIME)

static const struct holdfast_rule rules[] = {
	{ .cgroup = "/snap.*", .rootfs = true },
	{ .user = true, .user_first = 1000, .user_last = 1999, .rootfs = true },
	{ .namespaces = CLONE_NEWNS | CLONE_NEWPID, .rootfs = true },
	{ .namespaces = EVERY },
};

/* A task, and the index of the rule that it has to get; -1 for none. */
struct task {
	const char *what;
	struct holdfast_traits traits;
	int rule;
};

static const struct task tasks[] = {
	{ "the glob", { 0, true, "/snap.one", 0, NULL }, 0 },
	{ "the glob comes first",
	  { EVERY, true, "/snap.one", 1000, NULL }, 0 },
	{ "another cgroup", { 0, true, "/some/snap.one", 0, NULL }, -1 },
	{ "an unknown cgroup", { 0, true, NULL, 0, NULL }, -1 },
	{ "the first user", { 0, true, "/", 1000, NULL }, 1 },
	{ "the last user", { 0, true, "/", 1999, NULL }, 1 },
	{ "the user before", { 0, true, "/", 999, NULL }, -1 },
	{ "the user behind", { 0, true, "/", 2000, NULL }, -1 },
	{ "both namespaces",
	  { CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET, true, "/", 0, NULL },
	  2 },
	{ "one of two", { CLONE_NEWNS, true, "/", 0, NULL }, -1 },
	{ "the host's root",
	  { CLONE_NEWNS | CLONE_NEWPID, false, "/", 0, NULL }, -1 },
	{ "every namespace", { EVERY, false, "/snap.one", 1000, NULL }, 3 },
	{ "the host", { 0, false, "/", 0, NULL }, -1 },
};

KUNIT_ARRAY_PARAM_DESC(tasks, tasks, what);

static void matches_rules(struct kunit *test)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	const struct task *param = test->param_value;
	const struct holdfast_rule *found;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		KUNIT_ASSERT_EQ(test, 0,
				holdfast_policy_add_rule(policy, &rules[i]));
	found = holdfast_policy_match(policy, &param->traits);
	if (param->rule < 0)
		KUNIT_EXPECT_NULL(test, found);
	else
		KUNIT_EXPECT_PTR_EQ(test, found, &policy->rules[param->rule]);
	holdfast_policy_free(policy);
}

static void chooses_profiles(struct kunit *test)
{
	const struct holdfast_rule rule = { .assigned = true };
	struct holdfast_policy *policy = fixture_policy(test, "one", &rule);
	struct holdfast_traits traits = { .assigned = "one" };
	const struct holdfast_rule other = {
		.profile = policy->profiles[0],
		.transition = true,
	};

	KUNIT_EXPECT_TRUE(test, policy->assigns);
	KUNIT_EXPECT_FALSE(test, policy->transitions);
	KUNIT_EXPECT_EQ(test, 0, holdfast_policy_add_rule(policy, &other));
	KUNIT_EXPECT_TRUE(test, policy->transitions);
	KUNIT_EXPECT_PTR_EQ(test, &policy->rules[0],
			    holdfast_policy_match(policy, &traits));
	KUNIT_EXPECT_PTR_EQ(test, other.profile,
			    holdfast_policy_choose(policy, &policy->rules[0],
						   &traits));
	/* what the policy does not know, or nobody has assigned */
	traits.assigned = "two";
	KUNIT_EXPECT_PTR_EQ(test, &policy->rules[1],
			    holdfast_policy_match(policy, &traits));
	traits.assigned = NULL;
	KUNIT_EXPECT_PTR_EQ(test, &policy->rules[1],
			    holdfast_policy_match(policy, &traits));
	KUNIT_EXPECT_PTR_EQ(test, other.profile,
			    holdfast_policy_choose(policy, &policy->rules[1],
						   &traits));
	holdfast_policy_free(policy);
}

static void compiles_in_a_sound_one(struct kunit *test)
{
	struct holdfast_policy *policy = holdfast_default_policy();
	struct holdfast_traits traits = {
		.namespaces = CLONE_NEWNS,
		.rootfs = true,
		.cgroup = "/",
	};
	const struct holdfast_rule *rule;

	KUNIT_ASSERT_NOT_NULL(test, policy);
	KUNIT_ASSERT_EQ(test, 1, policy->nr_profiles);
	KUNIT_EXPECT_NULL(test, holdfast_profile_verify(policy->profiles[0]));
	KUNIT_EXPECT_STREQ(test, "privileged", policy->profiles[0]->name);
	rule = holdfast_policy_match(policy, &traits);
	KUNIT_ASSERT_NOT_NULL(test, rule);
	KUNIT_EXPECT_PTR_EQ(test, policy->profiles[0], rule->profile);
	traits.rootfs = false;
	KUNIT_EXPECT_NULL(test, holdfast_policy_match(policy, &traits));
	holdfast_policy_free(policy);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(verifies_profiles, spoilt_gen_params),
	KUNIT_CASE(verifies_lengths),
	KUNIT_CASE(verifies_sizes),
	KUNIT_CASE(holds_profiles),
	KUNIT_CASE(holds_rules),
	KUNIT_CASE(refuses_rules),
	KUNIT_CASE_PARAM(matches_rules, tasks_gen_params),
	KUNIT_CASE(chooses_profiles),
	KUNIT_CASE(compiles_in_a_sound_one),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_policy",
	.test_cases = cases,
};

kunit_test_suite(suite);
