// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, built in - labels in the task's security blob
 *
 * A task has a label when the label's container is set, which is the last thing
 * that is written of a new label. The blob is freed with the task, which RCU
 * keeps for whoever finds it; nobody looks at a task whose creation failed.
 */

#include <linux/hash.h>
#include <linux/spinlock.h>

#include "../common.h"
#include "../outside.h"
#include "label_blob.h"

#define LOCK_BITS 6

struct lsm_blob_sizes holdfast_blob_sizes __ro_after_init = {
	.lbs_task = sizeof(struct holdfast_label),
};

/* Each guards the labels of a share of the tasks, against other writers. */
static spinlock_t locks[1 << LOCK_BITS] = {
	[0 ... (1 << LOCK_BITS) - 1] = __SPIN_LOCK_UNLOCKED(locks),
};

static atomic_t count = ATOMIC_INIT(0);

static spinlock_t *lock_of(const struct task_struct *task)
{
	return &locks[hash_ptr(task, LOCK_BITS)];
}

/**
 * holdfast_label_of - the label of a task
 * @task: The task.
 *
 * Context: In an RCU read section, which also keeps the container alive.
 * Return: The label, or NULL for a host task.
 */
struct holdfast_label *holdfast_label_of(const struct task_struct *task)
{
	struct holdfast_label *label = holdfast_label_blob(task);

	/* pairs with holdfast_label_add() */
	return smp_load_acquire(&label->container) ? label : NULL;
}

/**
 * holdfast_label_container - the container of a task
 * @task: The task.
 *
 * Context: In an RCU read section, which also keeps the container alive.
 * Return: The container, or NULL for a host task.
 */
struct holdfast_container *
holdfast_label_container(const struct task_struct *task)
{
	return READ_ONCE(holdfast_label_blob(task)->container);
}

/* @as_child: @state is the parent's. */
static int add(struct task_struct *task, struct holdfast_container *container,
	       const struct holdfast_state *state, bool as_child)
{
	struct holdfast_label *label = holdfast_label_blob(task);
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(lock_of(task), flags);
	if (label->container) {
		err = -EEXIST;
	} else {
		if (as_child)
			holdfast_state_inherit(&label->state, state, task);
		else
			label->state = *state;
		/* pairs with holdfast_label_of() */
		smp_store_release(&label->container,
				  holdfast_container_get(container));
		atomic_inc(&container->tasks);
		atomic_inc(&count);
	}
	spin_unlock_irqrestore(lock_of(task), flags);
	return err;
}

/**
 * holdfast_label_add - label a task that has no label
 * @task: The task.
 * @container: The container; the label takes a reference of its own.
 * @state: What the task must be.
 *
 * Context: Any.
 * Return: 0, or -EEXIST when it has one.
 */
int holdfast_label_add(struct task_struct *task,
		       struct holdfast_container *container,
		       const struct holdfast_state *state)
{
	return add(task, container, state, false);
}

/**
 * holdfast_label_inherit - label a new task like the current one
 * @task: The new task.
 * @parent: The label of the current task.
 *
 * Context: In an RCU read section.
 * Return: See holdfast_label_add().
 */
int holdfast_label_inherit(struct task_struct *task,
			   const struct holdfast_label *parent)
{
	return add(task, READ_ONCE(parent->container), &parent->state, true);
}

/**
 * holdfast_label_move - give a labelled task a container inside its own
 * @task: The current task, or one that RCU keeps alive; it has a label.
 * @container: The container; the label takes a reference of its own.
 *
 * Context: Any.
 */
void holdfast_label_move(struct task_struct *task,
			 struct holdfast_container *container)
{
	struct holdfast_label *label = holdfast_label_blob(task);
	struct holdfast_container *former;
	unsigned long flags;

	spin_lock_irqsave(lock_of(task), flags);
	former = label->container;
	if (!WARN_ON_ONCE(!former)) {
		/* pairs with holdfast_owns_task() */
		smp_store_release(&label->container,
				  holdfast_container_get(container));
		atomic_dec(&former->tasks);
		atomic_inc(&container->tasks);
	}
	spin_unlock_irqrestore(lock_of(task), flags);
	if (former)
		holdfast_container_put(former);
}

/**
 * holdfast_label_del - the task is gone
 * @task: The task; it may have no label. Nobody else knows it any more.
 *
 * Context: Any.
 */
void holdfast_label_del(const struct task_struct *task)
{
	struct holdfast_label *label = holdfast_label_blob(task);
	struct holdfast_container *container = label->container;

	if (!container)
		return;
	holdfast_release_held(label);
	WRITE_ONCE(label->container, NULL);
	atomic_dec(&container->tasks);
	atomic_dec(&count);
	holdfast_container_put(container);
}

/**
 * holdfast_label_count - how many tasks are labelled
 *
 * Context: Any.
 * Return: That number.
 */
u32 holdfast_label_count(void)
{
	return atomic_read(&count);
}
