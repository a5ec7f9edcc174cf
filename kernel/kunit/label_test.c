// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - labels of tasks
 */

#include <kunit/test.h>
#include <linux/err.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>

#include "../label.h"
#include "fixture.h"

static int nothing(void *data)
{
	return 0;
}

/* A task that never runs, so that nothing of it is judged. */
static struct task_struct *new_task(struct kunit *test)
{
	struct task_struct *task = kthread_create(nothing, NULL, "kunit-label");

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, task);
	return task;
}

static struct holdfast_container *container_of_task(struct task_struct *task)
{
	struct holdfast_container *container;

	rcu_read_lock();
	container = holdfast_label_container(task);
	rcu_read_unlock();
	return container;
}

static bool has_label(struct task_struct *task)
{
	bool has;

	rcu_read_lock();
	has = holdfast_label_of(task);
	rcu_read_unlock();
	return has;
}

/* The label ends with the task, and the container with its last label. */
static void ends_with_task(struct kunit *test)
{
	struct holdfast_container *container = fixture_container(test);
	struct task_struct *task = new_task(test);
	struct holdfast_container_counts before, now;
	const struct holdfast_state state = { .seccomp = 2 };
	u32 labels = holdfast_label_count();

	KUNIT_EXPECT_FALSE(test, has_label(task));
	KUNIT_EXPECT_NULL(test, container_of_task(task));
	KUNIT_EXPECT_EQ(test, 0, holdfast_label_add(task, container, &state));
	KUNIT_EXPECT_TRUE(test, has_label(task));
	KUNIT_EXPECT_PTR_EQ(test, container, container_of_task(task));
	KUNIT_EXPECT_EQ(test, labels + 1, holdfast_label_count());
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&container->tasks));
	rcu_read_lock();
	KUNIT_EXPECT_EQ(test, 2, holdfast_label_of(task)->state.seccomp);
	rcu_read_unlock();
	holdfast_container_count(&before);
	holdfast_container_put(container);

	holdfast_label_del(task);
	holdfast_container_count(&now);
	KUNIT_EXPECT_EQ(test, before.containers - 1, now.containers);
	KUNIT_EXPECT_EQ(test, labels, holdfast_label_count());
	KUNIT_EXPECT_FALSE(test, has_label(task));
	/* one that has none is no harm */
	holdfast_label_del(task);
	KUNIT_EXPECT_EQ(test, labels, holdfast_label_count());
	kthread_stop(task);
}

/* Who has a label keeps it, whatever comes later. */
static void is_not_replaced(struct kunit *test)
{
	struct holdfast_container *one = fixture_container(test);
	struct holdfast_container *two = fixture_container(test);
	struct task_struct *task = new_task(test);
	const struct holdfast_state state = { };

	KUNIT_EXPECT_EQ(test, 0, holdfast_label_add(task, one, &state));
	KUNIT_EXPECT_EQ(test, -EEXIST, holdfast_label_add(task, two, &state));
	KUNIT_EXPECT_PTR_EQ(test, one, container_of_task(task));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&two->tasks));
	KUNIT_EXPECT_EQ(test, 1, refcount_read(&two->refs));
	holdfast_label_del(task);
	holdfast_container_put(one);
	holdfast_container_put(two);
	kthread_stop(task);
}

static void moves_inward(struct kunit *test)
{
	struct holdfast_container *outer = fixture_container(test);
	struct holdfast_container *inner = fixture_enter(test, fixture_inum(),
							 outer);
	struct task_struct *task = new_task(test);
	const struct holdfast_state state = { };
	u32 labels;

	KUNIT_EXPECT_EQ(test, 0, holdfast_label_add(task, outer, &state));
	labels = holdfast_label_count();
	holdfast_label_move(task, inner);
	KUNIT_EXPECT_PTR_EQ(test, inner, container_of_task(task));
	KUNIT_EXPECT_EQ(test, 0, atomic_read(&outer->tasks));
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&inner->tasks));
	KUNIT_EXPECT_EQ(test, labels, holdfast_label_count());
	holdfast_label_del(task);
	KUNIT_EXPECT_EQ(test, 1, refcount_read(&inner->refs));
	holdfast_container_put(inner);
	KUNIT_EXPECT_EQ(test, 1, refcount_read(&outer->refs));
	holdfast_container_put(outer);
	kthread_stop(task);
}

/* The current task has a label for a moment, which a new one inherits. */
static void is_inherited(struct kunit *test)
{
	struct holdfast_container *container = fixture_container(test);
	struct holdfast_container *other = fixture_container(test);
	struct task_struct *task = new_task(test);
	struct task_struct *second = new_task(test);
	const struct holdfast_label *parent;
	struct holdfast_state state;

	holdfast_state_init(&state, current);
	KUNIT_ASSERT_EQ(test, 0,
			holdfast_label_add(current, container, &state));
	KUNIT_EXPECT_EQ(test, 0, holdfast_label_add(second, other, &state));
	rcu_read_lock();
	parent = holdfast_label_of(current);
	KUNIT_EXPECT_EQ(test, 0, holdfast_label_inherit(task, parent));
	KUNIT_EXPECT_EQ(test, -EEXIST, holdfast_label_inherit(second, parent));
	rcu_read_unlock();
	holdfast_label_del(current);
	KUNIT_EXPECT_PTR_EQ(test, container, container_of_task(task));
	KUNIT_EXPECT_PTR_EQ(test, other, container_of_task(second));
	KUNIT_EXPECT_EQ(test, 1, atomic_read(&container->tasks));
	holdfast_label_del(task);
	holdfast_label_del(second);
	holdfast_container_put(container);
	holdfast_container_put(other);
	kthread_stop(task);
	kthread_stop(second);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(ends_with_task),
	KUNIT_CASE(is_not_replaced),
	KUNIT_CASE(moves_inward),
	KUNIT_CASE(is_inherited),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_label",
	.test_cases = cases,
};

kunit_test_suite(suite);
