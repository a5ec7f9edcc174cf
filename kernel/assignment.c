// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - assignments: the profile that a host tool wants for a container
 *
 * An assignment is to a container's anchor, a namespace, which is there before
 * the container's first program runs. It ends with the namespace.
 */

#include <linux/hashtable.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>

#include "assignment.h"

/**
 * struct assignment - a profile is assigned
 * @hash: In assignments, by @anchor.
 * @anchor: Number of the namespace.
 * @profile: Name of the profile.
 */
struct assignment {
	struct hlist_node hash;
	u32 anchor;
	char profile[HOLDFAST_NAME_MAX + 1];
};

/* Interrupts off: namespaces end anywhere. */
static DEFINE_SPINLOCK(assignment_lock);
static DEFINE_HASHTABLE(assignments, HOLDFAST_ASSIGNMENT_BITS);

static struct assignment *find(u32 anchor)
{
	struct assignment *assignment;

	lockdep_assert_held(&assignment_lock);
	hash_for_each_possible(assignments, assignment, hash, anchor)
		if (assignment->anchor == anchor)
			return assignment;
	return NULL;
}

static struct assignment *take(u32 anchor)
{
	struct assignment *assignment = find(anchor);

	if (assignment)
		hash_del(&assignment->hash);
	return assignment;
}

/**
 * holdfast_assignment_set - assign a profile
 * @anchor: To what, see &struct holdfast_facts; the namespace lives.
 * @profile: The profile's name.
 *
 * An earlier assignment is replaced.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int holdfast_assignment_set(u32 anchor, const char *profile)
{
	struct assignment *assignment, *former;
	unsigned long flags;

	assignment = kzalloc(sizeof(*assignment), GFP_KERNEL);
	if (!assignment)
		return -ENOMEM;
	assignment->anchor = anchor;
	strscpy(assignment->profile, profile, sizeof(assignment->profile));
	spin_lock_irqsave(&assignment_lock, flags);
	former = take(anchor);
	hash_add(assignments, &assignment->hash, anchor);
	spin_unlock_irqrestore(&assignment_lock, flags);
	kfree(former);
	return 0;
}

/**
 * holdfast_assignment_find - ask which profile is assigned
 * @anchor: To what; 0 for nothing.
 * @profile: Gets its name.
 *
 * Context: Any.
 * Return: @profile, or NULL when there is none.
 */
const char *holdfast_assignment_find(u32 anchor,
				     char profile[HOLDFAST_NAME_MAX + 1])
{
	struct assignment *assignment;
	unsigned long flags;

	if (hlist_empty(&assignments[hash_min(anchor,
					      HOLDFAST_ASSIGNMENT_BITS)]))
		return NULL;
	spin_lock_irqsave(&assignment_lock, flags);
	assignment = find(anchor);
	if (assignment)
		memcpy(profile, assignment->profile,
		       sizeof(assignment->profile));
	spin_unlock_irqrestore(&assignment_lock, flags);
	return assignment ? profile : NULL;
}

/**
 * holdfast_assignment_forget - a namespace is gone
 * @anchor: Its number, which may mean another one after this.
 *
 * Context: Any.
 */
void holdfast_assignment_forget(u32 anchor)
{
	struct assignment *assignment;
	unsigned long flags;

	if (hlist_empty(&assignments[hash_min(anchor,
					      HOLDFAST_ASSIGNMENT_BITS)]))
		return;
	spin_lock_irqsave(&assignment_lock, flags);
	assignment = take(anchor);
	spin_unlock_irqrestore(&assignment_lock, flags);
	kfree(assignment);
}

/**
 * holdfast_assignment_clear - forget all
 *
 * Context: Any; nobody assigns any more.
 */
void holdfast_assignment_clear(void)
{
	struct assignment *assignment;
	struct hlist_node *next;
	unsigned long flags;
	int bucket;

	spin_lock_irqsave(&assignment_lock, flags);
	hash_for_each_safe(assignments, bucket, next, assignment, hash) {
		hash_del(&assignment->hash);
		kfree(assignment);
	}
	spin_unlock_irqrestore(&assignment_lock, flags);
}
