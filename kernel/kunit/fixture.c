// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - what the tests share: containers, policies, want of memory
 */

#include <kunit/test.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "fixture.h"

/**
 * fixture_inum - a number for a namespace
 *
 * Context: Any.
 * Return: One that the kernel does not give out, nor this again.
 */
u32 fixture_inum(void)
{
	static u32 last = 0x10000000;

	return ++last;
}

/**
 * fixture_facts - what a task of a container is like
 * @facts: Gets them: a root directory and two namespaces of its own.
 * @anchor: Its PID namespace.
 *
 * Context: Any.
 */
void fixture_facts(struct holdfast_facts *facts, u32 anchor)
{
	*facts = (struct holdfast_facts) {
		.traits = {
			.namespaces = CLONE_NEWNS | CLONE_NEWPID,
			.rootfs = true,
		},
		.inums = { [1] = anchor },
		.anchor = anchor,
		.anchor_is_pid = true,
	};
}

/**
 * fixture_enter - find or make a container, as for a program of it
 * @test: The test, which ends when it cannot be had.
 * @anchor: Its PID namespace.
 * @around: The container around it, or NULL.
 *
 * Context: A test.
 * Return: The container, with a reference.
 */
struct holdfast_container *fixture_enter(struct kunit *test, u32 anchor,
					 struct holdfast_container *around)
{
	struct holdfast_container *container;
	struct holdfast_facts facts;

	fixture_facts(&facts, anchor);
	KUNIT_ASSERT_EQ(test, 0,
			holdfast_container_enter(current, &facts, around,
						 HOLDFAST_ENTRY_EXEC,
						 &container));
	KUNIT_ASSERT_NOT_NULL(test, container);
	return container;
}

/**
 * fixture_container - make a container that is in no other
 * @test: The test, which ends when it cannot be had.
 *
 * Context: A test.
 * Return: The container, with a reference.
 */
struct holdfast_container *fixture_container(struct kunit *test)
{
	return fixture_enter(test, fixture_inum(), NULL);
}

/**
 * fixture_owns - ask whether a container owns a namespace
 * @container: The container.
 * @inum: The namespace.
 *
 * Context: Any.
 * Return: True when it does.
 */
bool fixture_owns(const struct holdfast_container *container, u32 inum)
{
	bool owns;

	rcu_read_lock();
	owns = holdfast_container_owns(container, inum);
	rcu_read_unlock();
	return owns;
}

static struct holdfast_profile *
make_profile(struct kunit *test, const char *name,
	     const struct holdfast_profile_size *size)
{
	struct holdfast_profile *profile = holdfast_profile_alloc(size);

	KUNIT_ASSERT_NOT_NULL(test, profile);
	strscpy(profile->name, name, sizeof(profile->name));
	return profile;
}

/**
 * fixture_profile - a profile that allows nothing and lists nothing
 * @test: The test, which ends when it cannot be had.
 * @name: Its name.
 *
 * Context: A test.
 * Return: The profile, to be freed.
 */
struct holdfast_profile *fixture_profile(struct kunit *test, const char *name)
{
	const struct holdfast_profile_size none = { };

	return make_profile(test, name, &none);
}

/**
 * fixture_listing - a profile with lists, and room for two scopes and a device
 * @test: The test, which ends when it cannot be had.
 * @name: Its name.
 * @glob: The one member of each list.
 *
 * Context: A test.
 * Return: The profile, to be freed.
 */
struct holdfast_profile *fixture_listing(struct kunit *test, const char *name,
					 const char *glob)
{
	const struct holdfast_profile_size size = {
		.globs = { 1, 1, 1 },
		.scopes = 2,
		.devices = 1,
	};
	struct holdfast_profile *profile = make_profile(test, name, &size);
	u32 list;

	for (list = 0; list < HOLDFAST_NR_LISTS; list++)
		KUNIT_ASSERT_EQ(test, 0,
				holdfast_profile_set_glob(profile, list, 0,
							  glob));
	return profile;
}

/**
 * fixture_policy - a policy of one profile, which allows nothing
 * @test: The test, which ends when it cannot be had.
 * @name: Of the profile.
 * @rule: Its rule, which gives that profile unless it gives the assigned one;
 *	or NULL for none.
 *
 * Context: A test.
 * Return: The policy, to be freed.
 */
struct holdfast_policy *fixture_policy(struct kunit *test, const char *name,
				       const struct holdfast_rule *rule)
{
	struct holdfast_profile *profile = fixture_profile(test, name);
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_rule copy = { };

	KUNIT_ASSERT_NOT_NULL(test, policy);
	KUNIT_ASSERT_EQ(test, 0, holdfast_policy_add_profile(policy, profile));
	if (!rule)
		return policy;
	copy = *rule;
	if (!copy.assigned)
		copy.profile = profile;
	KUNIT_ASSERT_EQ(test, 0, holdfast_policy_add_rule(policy, &copy));
	return policy;
}

/**
 * fixture_need_failures - skip a test where allocations cannot be made to fail
 * @test: The test.
 * @gfp: How its subject allocates. What may wait fails only with
 *	'failslab/ignore-gfp-wait' of debugfs switched off.
 *
 * Context: A test.
 */
void fixture_need_failures(struct kunit *test, gfp_t gfp)
{
	void *memory;

	fixture_fail(1);
	memory = kmalloc(8, gfp | __GFP_NOWARN);
	fixture_fail(0);
	kfree(memory);
	if (memory)
		kunit_skip(test, "this kernel lets no allocation fail");
}

/**
 * fixture_fail - let an allocation of the current task fail
 * @number: Which one from now on, counted from 1; 0 for none any more.
 *
 * Context: A test.
 */
void fixture_fail(unsigned int number)
{
#ifdef CONFIG_FAULT_INJECTION
	WRITE_ONCE(current->fail_nth, number);
#endif
}

/**
 * fixture_failed - ask whether that has come to pass
 *
 * Context: A test, after fixture_fail() with a number above 0.
 * Return: True when an allocation has failed.
 */
bool fixture_failed(void)
{
#ifdef CONFIG_FAULT_INJECTION
	return !READ_ONCE(current->fail_nth);
#else
	return false;
#endif
}
