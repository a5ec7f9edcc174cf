// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - the table of labels
 *
 * A loadable module has no security blob in the task, so labels are kept in a
 * hash table by the task's address. An empty bucket is the filter that lets
 * host tasks pass. A label lives until the kernel frees the task
 * (security_task_free()), so the address cannot mean another task before.
 */

#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "../common.h"
#include "../outside.h"
#include "label_table.h"

#define LOCK_BITS 6

/**
 * struct entry - the label of a task
 * @node: In the table; under the bucket's lock, read under RCU.
 * @task: The task; to compare.
 * @label: Its label.
 * @rcu: Defers the free.
 */
struct entry {
	struct hlist_node node;
	const struct task_struct *task;
	struct holdfast_label label;
	struct rcu_head rcu;
};

struct hlist_head holdfast_label_table[1 << HOLDFAST_LABEL_BITS];

/* Each guards a share of the buckets. Interrupts off: tasks die anywhere. */
static spinlock_t locks[1 << LOCK_BITS];
static atomic_t count = ATOMIC_INIT(0);
static struct kmem_cache *entries;

static struct hlist_head *bucket_of(const struct task_struct *task)
{
	return &holdfast_label_table[hash_ptr(task, HOLDFAST_LABEL_BITS)];
}

static spinlock_t *lock_of(const struct task_struct *task)
{
	return &locks[hash_ptr(task, HOLDFAST_LABEL_BITS) &
		      ((1 << LOCK_BITS) - 1)];
}

/**
 * holdfast_label_table_init - make the table ready
 *
 * Context: May sleep; before any hook is attached.
 * Return: 0 or -ENOMEM.
 */
int holdfast_label_table_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(locks); i++)
		spin_lock_init(&locks[i]);
	entries = kmem_cache_create("holdfast_label", sizeof(struct entry), 0,
				    0, NULL);
	return entries ? 0 : -ENOMEM;
}

/**
 * holdfast_label_table_exit - the table is not needed any more
 *
 * Context: May sleep; after holdfast_label_table_clear(), or before the first
 *	label, and when no RCU callback is left.
 */
void holdfast_label_table_exit(void)
{
	kmem_cache_destroy(entries);
}

static void free_entry(struct rcu_head *rcu)
{
	kmem_cache_free(entries, container_of(rcu, struct entry, rcu));
}

static struct entry *find(const struct task_struct *task)
{
	struct entry *entry;

	hlist_for_each_entry_rcu(entry, bucket_of(task), node,
				 lockdep_is_held(lock_of(task)))
		if (entry->task == task)
			return entry;
	return NULL;
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
	struct entry *entry = find(task);

	return entry ? &entry->label : NULL;
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
	struct holdfast_label *label = holdfast_label_of(task);

	return label ? READ_ONCE(label->container) : NULL;
}

static struct entry *new_entry(const struct task_struct *task,
			       struct holdfast_container *container)
{
	struct entry *entry =
		kmem_cache_alloc(entries, GFP_ATOMIC | __GFP_NOWARN);

	if (entry) {
		entry->task = task;
		entry->label.container = holdfast_container_get(container);
		entry->label.held = NULL;
	}
	return entry;
}

/* Puts it in the table, or frees it when the task has one. */
static int insert(struct entry *entry)
{
	struct holdfast_container *container = entry->label.container;
	spinlock_t *lock = lock_of(entry->task);
	unsigned long flags;
	int err = 0;

	spin_lock_irqsave(lock, flags);
	if (find(entry->task)) {
		err = -EEXIST;
	} else {
		hlist_add_head_rcu(&entry->node, bucket_of(entry->task));
		atomic_inc(&container->tasks);
		atomic_inc(&count);
	}
	spin_unlock_irqrestore(lock, flags);
	if (err) {
		holdfast_container_put(container);
		kmem_cache_free(entries, entry);
	}
	return err;
}

/**
 * holdfast_label_add - label a task that has no label
 * @task: The task.
 * @container: The container; the label takes a reference of its own.
 * @state: What the task must be.
 *
 * Context: Any.
 * Return: 0, -EEXIST when it has one, or -ENOMEM.
 */
int holdfast_label_add(struct task_struct *task,
		       struct holdfast_container *container,
		       const struct holdfast_state *state)
{
	struct entry *entry = new_entry(task, container);

	if (!entry)
		return -ENOMEM;
	entry->label.state = *state;
	return insert(entry);
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
	struct entry *entry = new_entry(task, READ_ONCE(parent->container));

	if (!entry)
		return -ENOMEM;
	holdfast_state_inherit(&entry->label.state, &parent->state, task);
	return insert(entry);
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
	struct holdfast_container *former = NULL;
	struct entry *entry;
	unsigned long flags;

	spin_lock_irqsave(lock_of(task), flags);
	entry = find(task);
	if (!WARN_ON_ONCE(!entry)) {
		former = entry->label.container;
		/* pairs with holdfast_owns_task() */
		smp_store_release(&entry->label.container,
				  holdfast_container_get(container));
		atomic_dec(&former->tasks);
		atomic_inc(&container->tasks);
	}
	spin_unlock_irqrestore(lock_of(task), flags);
	if (former)
		holdfast_container_put(former);
}

static void drop(struct entry *entry)
{
	hlist_del_rcu(&entry->node);
	atomic_dec(&entry->label.container->tasks);
	atomic_dec(&count);
}

/**
 * holdfast_label_del - the task is gone
 * @task: The task; it may have no label.
 *
 * Context: Any.
 */
void holdfast_label_del(const struct task_struct *task)
{
	struct entry *entry;
	unsigned long flags;

	if (!holdfast_label_possible(task))
		return;
	spin_lock_irqsave(lock_of(task), flags);
	entry = find(task);
	if (entry)
		drop(entry);
	spin_unlock_irqrestore(lock_of(task), flags);
	if (!entry)
		return;
	holdfast_release_held(&entry->label);
	holdfast_container_put(entry->label.container);
	call_rcu(&entry->rcu, free_entry);
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

/**
 * holdfast_label_table_clear - free all labels
 *
 * Context: May sleep; after the last hook has been detached.
 */
void holdfast_label_table_clear(void)
{
	struct hlist_node *next;
	struct entry *entry;
	int i;

	for (i = 0; i < ARRAY_SIZE(holdfast_label_table); i++) {
		hlist_for_each_entry_safe(entry, next,
					  &holdfast_label_table[i], node) {
			drop(entry);
			holdfast_release_held(&entry->label);
			holdfast_container_put(entry->label.container);
			kmem_cache_free(entries, entry);
		}
		cond_resched();
	}
}
