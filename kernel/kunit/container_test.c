// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - containers: who is in which, what they own, when they end
 */

#include <kunit/test.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "../assignment.h"
#include "fixture.h"

static const struct holdfast_rule any = { .rootfs = true };

/* What a policy that has no rule for it leaves alone. */
static void left_alone(struct kunit *test)
{
	const struct holdfast_facts host = { .inums = { 0 } };
	struct holdfast_container *container;

	KUNIT_ASSERT_EQ(test, 0,
			holdfast_container_enter(current, &host, NULL,
						 HOLDFAST_ENTRY_EXEC,
						 &container));
	KUNIT_EXPECT_NULL(test, container);
}

static void begins_and_ends(struct kunit *test)
{
	struct holdfast_container_counts before, now;
	struct holdfast_container *container;
	u32 anchor = fixture_inum();

	holdfast_container_count(&before);
	container = fixture_enter(test, anchor, NULL);
	holdfast_container_count(&now);
	KUNIT_EXPECT_EQ(test, before.containers + 1, now.containers);
	KUNIT_EXPECT_EQ(test, before.namespaces + 1, now.namespaces);
	KUNIT_EXPECT_NE(test, 0, container->id);
	KUNIT_EXPECT_EQ(test, anchor, container->anchor);
	KUNIT_EXPECT_NULL(test, container->parent);
	KUNIT_EXPECT_TRUE(test, fixture_owns(container, anchor));
	KUNIT_EXPECT_FALSE(test, fixture_owns(container, anchor + 1));

	holdfast_container_put(container);
	holdfast_container_count(&now);
	KUNIT_EXPECT_EQ(test, before.containers, now.containers);
	KUNIT_EXPECT_EQ(test, before.namespaces, now.namespaces);
}

/* Who is in the same PID namespace is in the same container. */
static void joins(struct kunit *test)
{
	u32 anchor = fixture_inum();
	struct holdfast_container *one = fixture_enter(test, anchor, NULL);
	struct holdfast_container *same = fixture_enter(test, anchor, NULL);
	struct holdfast_container *other;
	u32 foreign = fixture_inum();

	KUNIT_EXPECT_PTR_EQ(test, one, same);
	other = fixture_enter(test, foreign, NULL);
	KUNIT_EXPECT_PTR_NE(test, one, other);
	KUNIT_EXPECT_GT(test, other->id, one->id);
	KUNIT_EXPECT_FALSE(test, fixture_owns(one, foreign));
	KUNIT_EXPECT_FALSE(test, fixture_owns(other, anchor));
	KUNIT_EXPECT_FALSE(test, holdfast_container_within(one, other));

	/* one reference is left, so it goes on */
	holdfast_container_put(same);
	KUNIT_EXPECT_TRUE(test, fixture_owns(one, anchor));
	holdfast_container_put(one);
	holdfast_container_put(other);
}

static void nests(struct kunit *test)
{
	u32 outer_anchor = fixture_inum(), inner_anchor = fixture_inum();
	struct holdfast_container *outer, *inner;

	outer = fixture_enter(test, outer_anchor, NULL);
	inner = fixture_enter(test, inner_anchor, outer);
	KUNIT_EXPECT_PTR_EQ(test, outer, inner->parent);
	KUNIT_EXPECT_EQ(test, outer->depth + 1, inner->depth);
	KUNIT_EXPECT_PTR_EQ(test, outer->share, inner->share);
	KUNIT_EXPECT_TRUE(test, holdfast_container_within(inner, outer));
	KUNIT_EXPECT_TRUE(test, holdfast_container_within(inner, inner));
	KUNIT_EXPECT_FALSE(test, holdfast_container_within(outer, inner));
	KUNIT_EXPECT_FALSE(test, holdfast_container_within(NULL, outer));
	KUNIT_EXPECT_TRUE(test, fixture_owns(outer, inner_anchor));
	KUNIT_EXPECT_FALSE(test, fixture_owns(inner, outer_anchor));

	/* the inner one keeps the outer one */
	holdfast_container_put(outer);
	KUNIT_EXPECT_TRUE(test, fixture_owns(inner->parent, outer_anchor));
	holdfast_container_put(inner);
}

/* A number is given out again: who gets it is not who had it. */
static void forgets(struct kunit *test)
{
	u32 anchor = fixture_inum();
	struct holdfast_container *former = fixture_enter(test, anchor, NULL);
	struct holdfast_container *later;

	holdfast_container_forget(anchor);
	KUNIT_EXPECT_FALSE(test, fixture_owns(former, anchor));
	later = fixture_enter(test, anchor, NULL);
	KUNIT_EXPECT_PTR_NE(test, former, later);
	KUNIT_EXPECT_FALSE(test, fixture_owns(former, anchor));
	KUNIT_EXPECT_TRUE(test, fixture_owns(later, anchor));
	holdfast_container_put(former);
	holdfast_container_put(later);
	/* nobody has it, and that is no harm */
	holdfast_container_forget(anchor);
}

/* User namespaces that were made, of a container and of those around it. */
static void counts_user_namespaces(struct kunit *test)
{
	struct holdfast_container *outer = fixture_container(test);
	struct holdfast_container *inner = fixture_enter(test, fixture_inum(),
							 outer);
	struct holdfast_facts facts = { };
	u32 user = fixture_inum();

	KUNIT_EXPECT_EQ(test, 0, outer->user_namespaces);
	facts.inums[HOLDFAST_USER_NAMESPACE] = user;
	KUNIT_EXPECT_EQ(test, 0, holdfast_container_own(inner, &facts));
	KUNIT_EXPECT_EQ(test, 0, holdfast_container_own(inner, &facts));
	KUNIT_EXPECT_EQ(test, 1, inner->user_namespaces);
	KUNIT_EXPECT_EQ(test, 1, outer->user_namespaces);
	KUNIT_EXPECT_TRUE(test, fixture_owns(outer, user));
	holdfast_container_forget(user);
	KUNIT_EXPECT_EQ(test, 0, inner->user_namespaces);
	KUNIT_EXPECT_EQ(test, 0, outer->user_namespaces);

	/* a container that ends takes what it counted with it */
	KUNIT_EXPECT_EQ(test, 0, holdfast_container_own(inner, &facts));
	KUNIT_EXPECT_EQ(test, 1, outer->user_namespaces);
	holdfast_container_put(inner);
	KUNIT_EXPECT_EQ(test, 0, outer->user_namespaces);
	holdfast_container_put(outer);
}

/* All are walked, oldest first, while one of them ends. */
static void walks(struct kunit *test)
{
	struct holdfast_container *one = fixture_container(test);
	struct holdfast_container *two = fixture_container(test);
	struct holdfast_container *container = NULL;
	u64 last = 0, id = two->id;
	int seen = 0;

	while ((container = holdfast_container_next(container))) {
		KUNIT_EXPECT_GT(test, container->id, last);
		last = container->id;
		seen += container == one || container == two;
		if (container == one)
			holdfast_container_put(two);
	}
	KUNIT_EXPECT_EQ(test, 1, seen);
	KUNIT_EXPECT_NE(test, id, last);
	holdfast_container_put(one);
}

/* Of the active policy, or of its shadow; the test's policies live longer. */
static const char *profile_of(const struct holdfast_container *container,
			      bool shadow)
{
	const struct holdfast_profile *profile;

	rcu_read_lock();
	profile = holdfast_container_profile(container,
					     shadow ^ holdfast_container_place());
	rcu_read_unlock();
	return profile->name;
}

static u64 generation(void)
{
	u64 generation;

	rcu_read_lock();
	generation = holdfast_container_generation(holdfast_container_place());
	rcu_read_unlock();
	return generation;
}

/* A policy takes the place of another one for running containers too. */
static void changes_policy(struct kunit *test)
{
	struct holdfast_container *container = fixture_container(test);
	struct holdfast_policy *policy = fixture_policy(test, "kunit", &any);
	struct holdfast_policy *none = fixture_policy(test, "unused", NULL);
	struct holdfast_container *later;
	struct holdfast_policy *former;
	u64 before = generation();

	former = holdfast_container_set_policy(policy);
	KUNIT_EXPECT_STREQ(test, "kunit", profile_of(container, false));
	KUNIT_EXPECT_EQ(test, before + 1, generation());
	later = fixture_enter(test, fixture_inum(), NULL);
	KUNIT_EXPECT_STREQ(test, "kunit", profile_of(later, false));

	/* a policy without a rule lets go of all */
	KUNIT_EXPECT_PTR_EQ(test, policy, holdfast_container_set_policy(none));
	KUNIT_EXPECT_STREQ(test, holdfast_unconfined.name,
			   profile_of(container, false));
	KUNIT_EXPECT_PTR_EQ(test, none, holdfast_container_set_policy(former));
	KUNIT_EXPECT_STRNEQ(test, holdfast_unconfined.name,
			    profile_of(container, false));
	holdfast_container_put(container);
	holdfast_container_put(later);
	holdfast_policy_free(policy);
	holdfast_policy_free(none);
}

static void shadows(struct kunit *test)
{
	struct holdfast_container *container = fixture_container(test);
	struct holdfast_policy *shadow = fixture_policy(test, "shadow", &any);
	struct holdfast_policy *active;

	KUNIT_EXPECT_NULL(test, holdfast_container_promote());
	KUNIT_EXPECT_NULL(test, holdfast_container_set_shadow(shadow));
	KUNIT_EXPECT_TRUE(test, static_key_enabled(&holdfast_shadowing));
	KUNIT_EXPECT_STRNEQ(test, "shadow", profile_of(container, false));
	KUNIT_EXPECT_STREQ(test, "shadow", profile_of(container, true));

	active = holdfast_container_promote();
	KUNIT_ASSERT_NOT_NULL(test, active);
	KUNIT_EXPECT_FALSE(test, static_key_enabled(&holdfast_shadowing));
	KUNIT_EXPECT_STREQ(test, "shadow", profile_of(container, false));
	KUNIT_EXPECT_PTR_EQ(test, shadow,
			    holdfast_container_set_policy(active));
	KUNIT_EXPECT_STRNEQ(test, "shadow", profile_of(container, false));
	holdfast_container_put(container);
	holdfast_policy_free(shadow);
}

static bool is_active(const struct holdfast_policy *policy, bool shadow)
{
	const struct holdfast_policy *found;

	rcu_read_lock();
	found = shadow ? holdfast_container_shadow() :
			 holdfast_container_policy();
	rcu_read_unlock();
	return found == policy;
}

/* Who reads policies finds the active one, and the shadow while there is one. */
static void tells_policies(struct kunit *test)
{
	struct holdfast_policy *policy = fixture_policy(test, "active", &any);
	struct holdfast_policy *shadow = fixture_policy(test, "shadow", &any);
	struct holdfast_policy *former = holdfast_container_set_policy(policy);

	KUNIT_EXPECT_TRUE(test, is_active(policy, false));
	KUNIT_EXPECT_TRUE(test, is_active(NULL, true));
	holdfast_container_set_shadow(shadow);
	KUNIT_EXPECT_TRUE(test, is_active(policy, false));
	KUNIT_EXPECT_TRUE(test, is_active(shadow, true));
	KUNIT_EXPECT_PTR_EQ(test, shadow, holdfast_container_set_shadow(NULL));
	KUNIT_EXPECT_TRUE(test, is_active(NULL, true));
	KUNIT_EXPECT_PTR_EQ(test, policy,
			    holdfast_container_set_policy(former));
	holdfast_policy_free(policy);
	holdfast_policy_free(shadow);
}

/* A profile that a host tool has assigned, before or after it began. */
static void takes_assignments(struct kunit *test)
{
	const struct holdfast_rule assigned = { .assigned = true };
	struct holdfast_policy *policy = fixture_policy(test, "given",
							&assigned);
	const struct holdfast_rule rest = {
		.rootfs = true, .profile = policy->profiles[0],
	};
	u32 early = fixture_inum(), late = fixture_inum();
	struct holdfast_container *one, *two;
	struct holdfast_policy *former;

	KUNIT_ASSERT_EQ(test, 0, holdfast_policy_add_rule(policy, &rest));
	former = holdfast_container_set_policy(policy);
	KUNIT_EXPECT_EQ(test, 0, holdfast_assignment_set(early, "given"));
	one = fixture_enter(test, early, NULL);
	two = fixture_enter(test, late, NULL);
	KUNIT_EXPECT_EQ(test, 0, one->rules[holdfast_container_place()]);
	KUNIT_EXPECT_EQ(test, 1, two->rules[holdfast_container_place()]);
	KUNIT_EXPECT_EQ(test, 0, holdfast_assignment_set(late, "given"));
	holdfast_container_rematch(late);
	KUNIT_EXPECT_EQ(test, 0, two->rules[holdfast_container_place()]);
	/* what is another's is nobody's */
	holdfast_assignment_forget(early);
	holdfast_container_rematch(late);
	KUNIT_EXPECT_EQ(test, 0, one->rules[holdfast_container_place()]);
	holdfast_container_rematch(early);
	KUNIT_EXPECT_EQ(test, 1, one->rules[holdfast_container_place()]);
	holdfast_assignment_forget(late);
	KUNIT_EXPECT_PTR_EQ(test, policy,
			    holdfast_container_set_policy(former));
	holdfast_container_put(one);
	holdfast_container_put(two);
	holdfast_policy_free(policy);
}

static void replaces_assignments(struct kunit *test)
{
	char profile[HOLDFAST_NAME_MAX + 1];
	u32 anchor = fixture_inum();

	KUNIT_EXPECT_NULL(test, holdfast_assignment_find(anchor, profile));
	KUNIT_EXPECT_EQ(test, 0, holdfast_assignment_set(anchor, "one"));
	KUNIT_EXPECT_EQ(test, 0, holdfast_assignment_set(anchor, "two"));
	KUNIT_EXPECT_STREQ(test, "two",
			   holdfast_assignment_find(anchor, profile));
	holdfast_assignment_clear();
	KUNIT_EXPECT_NULL(test, holdfast_assignment_find(anchor, profile));
	holdfast_assignment_forget(anchor);
}

/* Only a rule that says so takes who executes nothing. */
static void minds_transitions(struct kunit *test)
{
	const struct holdfast_rule rule = {
		.rootfs = true, .transition = true,
	};
	struct holdfast_policy *plain = fixture_policy(test, "plain", &any);
	struct holdfast_policy *eager = fixture_policy(test, "eager", &rule);
	struct holdfast_policy *former = holdfast_container_set_policy(plain);
	struct holdfast_container *container;
	struct holdfast_facts facts;

	fixture_facts(&facts, fixture_inum());
	KUNIT_EXPECT_FALSE(test, static_key_enabled(&holdfast_transitions));
	KUNIT_EXPECT_EQ(test, 0,
			holdfast_container_enter(current, &facts, NULL,
						 HOLDFAST_ENTRY_TRANSITION,
						 &container));
	KUNIT_EXPECT_NULL(test, container);

	holdfast_container_set_policy(eager);
	KUNIT_EXPECT_TRUE(test, static_key_enabled(&holdfast_transitions));
	KUNIT_EXPECT_EQ(test, 0,
			holdfast_container_enter(current, &facts, NULL,
						 HOLDFAST_ENTRY_TRANSITION,
						 &container));
	KUNIT_EXPECT_NOT_NULL(test, container);
	KUNIT_EXPECT_PTR_EQ(test, eager,
			    holdfast_container_set_policy(former));
	if (container) {
		KUNIT_EXPECT_FALSE(test, container->adopted);
		holdfast_container_put(container);
	}
	holdfast_policy_free(plain);
	holdfast_policy_free(eager);
}

static void notes_what_it_was(struct kunit *test)
{
	struct holdfast_container *outer = fixture_container(test), *container;
	struct holdfast_facts facts;
	char cgroup[] = "/some/where";

	fixture_facts(&facts, fixture_inum());
	facts.cgroup = cgroup;
	facts.cgroup_id = 7;
	facts.user_level = 2;
	facts.traits.cgroup = cgroup;
	facts.traits.user = 1000;
	outer->let_out = true;
	KUNIT_ASSERT_EQ(test, 0,
			holdfast_container_enter(current, &facts, outer,
						 HOLDFAST_ENTRY_ADOPTED,
						 &container));
	KUNIT_EXPECT_TRUE(test, container->adopted);
	KUNIT_EXPECT_TRUE(test, container->let_out);
	KUNIT_EXPECT_TRUE(test, container->rootfs);
	KUNIT_EXPECT_EQ(test, CLONE_NEWNS | CLONE_NEWPID,
			container->namespaces);
	KUNIT_EXPECT_EQ(test, 1000, container->user);
	KUNIT_EXPECT_EQ(test, 2, container->user_level);
	KUNIT_EXPECT_EQ(test, 7, container->cgroup_id);
	KUNIT_EXPECT_EQ(test, task_tgid_nr(current), container->pid);
	KUNIT_EXPECT_STREQ(test, current->comm, container->comm);
	cgroup[1] = 'x';
	KUNIT_EXPECT_STREQ(test, "/some/where", container->cgroup);
	holdfast_container_put(container);
	holdfast_container_put(outer);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(left_alone),
	KUNIT_CASE(begins_and_ends),
	KUNIT_CASE(joins),
	KUNIT_CASE(nests),
	KUNIT_CASE(forgets),
	KUNIT_CASE(counts_user_namespaces),
	KUNIT_CASE(walks),
	KUNIT_CASE(changes_policy),
	KUNIT_CASE(shadows),
	KUNIT_CASE(tells_policies),
	KUNIT_CASE(takes_assignments),
	KUNIT_CASE(replaces_assignments),
	KUNIT_CASE(minds_transitions),
	KUNIT_CASE(notes_what_it_was),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_container",
	.test_cases = cases,
};

kunit_test_suite(suite);
