// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - want of memory: each allocation fails in its turn
 */

#include <kunit/test.h>
#include <linux/sched.h>
#include <linux/slab.h>

#include "../assignment.h"
#include "../compiled.h"
#include "../default_policy.h"
#include "fixture.h"

/* Nothing may be left of one that could not be had. */
static int make_container(void)
{
	struct holdfast_container_counts before, now;
	struct holdfast_container *container;
	char cgroup[] = "/some/where";
	struct holdfast_facts facts;
	int err;

	fixture_facts(&facts, fixture_inum());
	facts.cgroup = cgroup;
	holdfast_container_count(&before);
	err = holdfast_container_enter(current, &facts, NULL,
				       HOLDFAST_ENTRY_EXEC, &container);
	if (container)
		holdfast_container_put(container);
	holdfast_container_count(&now);
	if (!err == !container || before.containers != now.containers ||
	    before.namespaces != now.namespaces)
		return -EBUSY;
	return err;
}

static int fill_policy(struct holdfast_policy *policy)
{
	const struct holdfast_profile_size size = {
		.globs = { 1, 1, 1 }, .scopes = 1, .devices = 1,
	};
	const struct holdfast_rule rule = { .cgroup = "/glob" };
	struct holdfast_profile *profile = holdfast_profile_alloc(&size);
	int err;

	if (!profile)
		return -ENOMEM;
	err = holdfast_profile_set_glob(profile, 0, 0, "first") ?:
	      holdfast_profile_set_glob(profile, 1, 0, "second") ?:
	      holdfast_profile_set_glob(profile, 2, 0, "third") ?:
	      holdfast_policy_add_profile(policy, profile);
	if (err) {
		holdfast_profile_free(profile);
		return err;
	}
	return holdfast_policy_add_rule(policy, &rule);
}

static int make_policy(void)
{
	struct holdfast_policy *policy = holdfast_policy_alloc();
	int err = policy ? fill_policy(policy) : -ENOMEM;

	holdfast_policy_free(policy);
	return err;
}

static int make_default_policy(void)
{
	struct holdfast_policy *policy = holdfast_default_policy();

	holdfast_policy_free(policy);
	return policy ? 0 : -ENOMEM;
}

static int make_bytes(void)
{
	struct holdfast_compiled compiled;
	int err = holdfast_compiled_init(&compiled, 1);

	if (!err == !compiled.data)
		return -EBUSY;
	holdfast_compiled_free(&compiled);
	return err;
}

static int make_assignment(void)
{
	char profile[HOLDFAST_NAME_MAX + 1];
	u32 anchor = fixture_inum();
	int err = holdfast_assignment_set(anchor, "profile");

	if (!err == !holdfast_assignment_find(anchor, profile))
		return -EBUSY;
	holdfast_assignment_forget(anchor);
	return err;
}

/*
 * What can wait for memory is skipped while the kernel starts; see
 * fixture_need_failures(). The first cannot wait, so not all are skipped, for
 * KUnit runs such a test no second time.
 */
static const struct subject {
	const char *what;
	int (*make)(void);
	gfp_t gfp;
	unsigned int allocations;	/* at least */
} subjects[] = {
	/* itself, its share, its cgroup, its namespace */
	{ "container", make_container, GFP_ATOMIC, 4 },
	{ "policy", make_policy, GFP_KERNEL, 12 },
	{ "default policy", make_default_policy, GFP_KERNEL, 12 },
	{ "bytes of a policy", make_bytes, GFP_KERNEL, 1 },
	{ "assignment", make_assignment, GFP_KERNEL, 1 },
};

KUNIT_ARRAY_PARAM_DESC(subjects, subjects, what);

static void runs_out(struct kunit *test)
{
	const struct subject *param = test->param_value;
	unsigned int number;
	int err;

	fixture_need_failures(test, param->gfp);
	for (number = 1; number < 1000; number++) {
		fixture_fail(number);
		err = param->make();
		if (!fixture_failed())
			break;
		KUNIT_EXPECT_EQ_MSG(test, -ENOMEM, err, "allocation %u",
				    number);
	}
	fixture_fail(0);
	KUNIT_EXPECT_EQ(test, 0, err);
	KUNIT_EXPECT_GT(test, number, param->allocations);
}

/* A namespace that cannot be noted is foreign. */
static void leaves_foreign(struct kunit *test)
{
	struct holdfast_container *container = fixture_container(test);
	struct holdfast_facts facts = { };
	u32 user = fixture_inum();

	fixture_need_failures(test, GFP_ATOMIC);
	facts.inums[HOLDFAST_USER_NAMESPACE] = user;
	fixture_fail(1);
	KUNIT_EXPECT_EQ(test, -ENOMEM,
			holdfast_container_own(container, &facts));
	fixture_fail(0);
	KUNIT_EXPECT_FALSE(test, fixture_owns(container, user));
	KUNIT_EXPECT_EQ(test, 0, container->user_namespaces);
	KUNIT_EXPECT_EQ(test, 0, holdfast_container_own(container, &facts));
	KUNIT_EXPECT_TRUE(test, fixture_owns(container, user));
	holdfast_container_put(container);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(runs_out, subjects_gen_params),
	KUNIT_CASE(leaves_foreign),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_memory",
	.test_cases = cases,
};

kunit_test_suite(suite);
