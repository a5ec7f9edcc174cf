// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - containers: identity, lifetime, owned namespaces, profile
 *
 * A namespace is known by its number. Numbers are reused, so an owner is
 * forgotten the moment the kernel gives the number back, before it can be
 * given out again (holdfast_container_forget()).
 */

#include <linux/err.h>
#include <linux/hashtable.h>
#include <linux/pid.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>

#include "common.h"
#include "container.h"

/**
 * struct ns_owner - a container owns a namespace
 * @hash: In owners, by @inum.
 * @in_container: In the container's list.
 * @container: The owner; it frees this before itself.
 * @inum: The namespace.
 * @rcu: Defers the free.
 */
struct ns_owner {
	struct hlist_node hash;
	struct list_head in_container;
	struct holdfast_container *container;
	u32 inum;
	struct rcu_head rcu;
};

/*
 * Guards all below; owners are read under RCU too. Taken with interrupts off:
 * tasks are freed anywhere.
 */
static DEFINE_SPINLOCK(container_lock);
static LIST_HEAD(containers);
static DEFINE_HASHTABLE(owners, HOLDFAST_OWNER_BITS);
static struct holdfast_container_counts counted;
static u64 last_id;
static struct holdfast_policy __rcu *active;

/**
 * holdfast_container_get - take another reference
 * @container: A container the caller has a reference to.
 *
 * Context: Any.
 * Return: @container.
 */
struct holdfast_container *
holdfast_container_get(struct holdfast_container *container)
{
	refcount_inc(&container->refs);
	return container;
}

static void free_container(struct rcu_head *rcu)
{
	struct holdfast_container *container =
		container_of(rcu, struct holdfast_container, rcu);

	kfree(container->cgroup);
	kfree(container);
}

static void del_owner(struct ns_owner *owner)
{
	lockdep_assert_held(&container_lock);
	hash_del_rcu(&owner->hash);
	list_del(&owner->in_container);
	counted.namespaces--;
	kfree_rcu(owner, rcu);
}

/* Ends a container and gives back the one around it. */
static struct holdfast_container *end(struct holdfast_container *container)
{
	struct holdfast_container *parent = container->parent;
	struct ns_owner *owner, *next;

	lockdep_assert_held(&container_lock);
	list_for_each_entry_safe(owner, next, &container->owned, in_container)
		del_owner(owner);
	list_del(&container->node);
	counted.containers--;
	call_rcu(&container->rcu, free_container);
	return parent;
}

/**
 * holdfast_container_put - drop a reference
 * @container: The container; the last reference ends it, and drops one of the
 *	container around it.
 *
 * Who walks up from an inner container under RCU is safe: the outer one is
 * freed no earlier than a grace period after the inner one has ended.
 *
 * Context: Any.
 */
void holdfast_container_put(struct holdfast_container *container)
{
	unsigned long flags;

	while (container &&
	       refcount_dec_and_lock_irqsave(&container->refs,
					     &container_lock, &flags)) {
		container = end(container);
		spin_unlock_irqrestore(&container_lock, flags);
	}
}

/**
 * holdfast_container_next - walk all containers, oldest first
 * @container: The one before, whose reference is dropped, or NULL to begin.
 *
 * Context: Any.
 * Return: The next one with a reference, or NULL at the end.
 */
struct holdfast_container *
holdfast_container_next(struct holdfast_container *container)
{
	struct list_head *before = container ? &container->node : &containers;
	struct holdfast_container *next = NULL;
	unsigned long flags;

	spin_lock_irqsave(&container_lock, flags);
	if (!list_is_last(before, &containers)) {
		next = list_next_entry(list_entry(before,
						  struct holdfast_container,
						  node), node);
		refcount_inc(&next->refs);
	}
	spin_unlock_irqrestore(&container_lock, flags);
	if (container)
		holdfast_container_put(container);
	return next;
}

/**
 * holdfast_container_count - say how much there is
 * @counts: Gets the numbers.
 *
 * Context: Any.
 */
void holdfast_container_count(struct holdfast_container_counts *counts)
{
	unsigned long flags;

	spin_lock_irqsave(&container_lock, flags);
	*counts = counted;
	spin_unlock_irqrestore(&container_lock, flags);
}

/**
 * holdfast_container_within - ask whether a container is inside another
 * @container: The inner one, or NULL.
 * @outer: The outer one.
 *
 * Context: Any.
 * Return: True when it is, and when both are the same.
 */
bool holdfast_container_within(const struct holdfast_container *container,
			       const struct holdfast_container *outer)
{
	for (; container; container = container->parent)
		if (container == outer)
			return true;
	return false;
}

/**
 * holdfast_container_owns - ask whether a container owns a namespace
 * @container: The container.
 * @inum: The namespace.
 *
 * What a container inside of it owns, it owns too.
 *
 * Context: In an RCU read section.
 * Return: True when it does.
 */
bool holdfast_container_owns(const struct holdfast_container *container,
			     u32 inum)
{
	struct ns_owner *owner;

	hash_for_each_possible_rcu(owners, owner, hash, inum)
		if (owner->inum == inum &&
		    holdfast_container_within(owner->container, container))
			return true;
	return false;
}

static struct ns_owner *find_owner(const struct holdfast_container *container,
				   u32 inum)
{
	struct ns_owner *owner;

	lockdep_assert_held(&container_lock);
	hash_for_each_possible(owners, owner, hash, inum)
		if (owner->inum == inum && owner->container == container)
			return owner;
	return NULL;
}

static int own_one(struct holdfast_container *container, u32 inum)
{
	struct ns_owner *owner;

	lockdep_assert_held(&container_lock);
	if (!inum || find_owner(container, inum))
		return 0;
	owner = kmalloc(sizeof(*owner), GFP_ATOMIC | __GFP_NOWARN);
	if (!owner)
		return -ENOMEM;
	owner->container = container;
	owner->inum = inum;
	hash_add_rcu(owners, &owner->hash, inum);
	list_add(&owner->in_container, &container->owned);
	counted.namespaces++;
	return 0;
}

static int own_all(struct holdfast_container *container,
		   const struct holdfast_facts *facts)
{
	int err = 0;
	int i;

	lockdep_assert_held(&container_lock);
	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		err = own_one(container, facts->inums[i]) ?: err;
	return err;
}

/**
 * holdfast_container_own - make namespaces a container's own
 * @container: The container.
 * @facts: Has the namespaces.
 *
 * Context: Any.
 * Return: 0, or -ENOMEM when some could not be noted; those are foreign then.
 */
int holdfast_container_own(struct holdfast_container *container,
			   const struct holdfast_facts *facts)
{
	unsigned long flags;
	int err;

	spin_lock_irqsave(&container_lock, flags);
	err = own_all(container, facts);
	spin_unlock_irqrestore(&container_lock, flags);
	return err;
}

/**
 * holdfast_container_forget - a namespace is gone
 * @inum: Its number, which may mean another one after this.
 *
 * Context: Any.
 */
void holdfast_container_forget(u32 inum)
{
	struct hlist_node *next;
	struct ns_owner *owner;
	unsigned long flags;

	if (hlist_empty(&owners[hash_min(inum, HOLDFAST_OWNER_BITS)]))
		return;
	spin_lock_irqsave(&container_lock, flags);
	hash_for_each_possible_safe(owners, owner, next, hash, inum)
		if (owner->inum == inum)
			del_owner(owner);
	spin_unlock_irqrestore(&container_lock, flags);
}

/*
 * Finds the container that these namespaces are of and takes a reference. It
 * comes before any rule: who controls a container could otherwise choose, by
 * the cgroup that it moves to, a rule for those who enter it.
 */
static struct holdfast_container *
find_by_anchor(const struct holdfast_facts *facts)
{
	struct ns_owner *owner;

	lockdep_assert_held(&container_lock);
	hash_for_each_possible(owners, owner, hash, facts->anchor) {
		if (owner->inum == facts->anchor &&
		    owner->container->anchor == facts->anchor &&
		    refcount_inc_not_zero(&owner->container->refs))
			return owner->container;
	}
	return NULL;
}

static struct holdfast_container *
alloc_container(struct task_struct *task, const struct holdfast_facts *facts,
		bool adopted)
{
	struct holdfast_container *container;

	container = kzalloc(sizeof(*container), GFP_ATOMIC | __GFP_NOWARN);
	if (!container)
		return NULL;
	refcount_set(&container->refs, 1);
	INIT_LIST_HEAD(&container->owned);
	container->namespaces = facts->traits.namespaces;
	container->rootfs = facts->traits.rootfs;
	container->adopted = adopted;
	container->root = facts->root;
	container->anchor = facts->anchor;
	container->cgroup_id = facts->cgroup_id;
	container->since = ktime_get_boottime_ns();
	container->pid = task_tgid_nr(task);
	strscpy(container->comm, task->comm, sizeof(container->comm));
	if (facts->cgroup) {
		container->cgroup = kstrdup(facts->cgroup,
					    GFP_ATOMIC | __GFP_NOWARN);
		if (!container->cgroup) {
			kfree(container);
			return NULL;
		}
	}
	return container;
}

/* Makes @container visible, with its namespaces; undone by the last put. */
static int publish(struct holdfast_container *container,
		   struct holdfast_container *around,
		   const struct holdfast_profile *profile,
		   const struct holdfast_facts *facts)
{
	lockdep_assert_held(&container_lock);
	container->id = ++last_id;
	if (around) {
		container->parent = holdfast_container_get(around);
		container->depth = around->depth + 1;
	}
	rcu_assign_pointer(container->profile, profile);
	list_add_tail(&container->node, &containers);
	counted.containers++;
	return own_all(container, facts);
}

/* The profile that the active policy has for this, or NULL for unconfined. */
static const struct holdfast_profile *match(const struct holdfast_traits *traits)
{
	const struct holdfast_policy *policy;
	const struct holdfast_rule *rule = NULL;

	policy = rcu_dereference_protected(active,
					   lockdep_is_held(&container_lock));
	if (policy)
		rule = holdfast_policy_match(policy, traits);
	return rule ? rule->profile : NULL;
}

/**
 * holdfast_container_enter - find or make the container of a task
 * @task: The task; the current one, or one that RCU keeps alive.
 * @facts: What it is like.
 * @around: The container it is in already, or NULL.
 * @adopted: It ran already when the policy came.
 * @container: Gets the container with a reference, or NULL when the policy
 *	leaves the task alone.
 *
 * Context: Any but an interrupt; does not sleep.
 * Return: 0, or -ENOMEM.
 */
int holdfast_container_enter(struct task_struct *task,
			     const struct holdfast_facts *facts,
			     struct holdfast_container *around, bool adopted,
			     struct holdfast_container **container)
{
	struct holdfast_container *fresh, *found;
	const struct holdfast_profile *profile;
	unsigned long flags;
	int err = 0;

	*container = NULL;
	fresh = alloc_container(task, facts, adopted);
	if (!fresh)
		return -ENOMEM;

	spin_lock_irqsave(&container_lock, flags);
	found = find_by_anchor(facts);
	if (found) {
		err = own_all(found, facts);
	} else {
		profile = match(&facts->traits);
		if (profile) {
			found = fresh;
			fresh = NULL;
			err = publish(found, around, profile, facts);
		}
	}
	spin_unlock_irqrestore(&container_lock, flags);

	if (fresh) {
		kfree(fresh->cgroup);
		kfree(fresh);
	}
	if (err) {
		holdfast_container_put(found);
		return err;
	}
	*container = found;
	return 0;
}

static const struct holdfast_profile *
rematch(const struct holdfast_container *container)
{
	const struct holdfast_traits traits = {
		.namespaces = container->namespaces,
		.rootfs = container->rootfs,
		.cgroup = container->cgroup,
	};

	return match(&traits) ?: &holdfast_unconfined;
}

/**
 * holdfast_container_set_policy - make a policy the active one
 * @policy: The new policy, or NULL to end.
 *
 * Each container is matched again from what was noted when it was labelled.
 *
 * Context: May sleep (waits for a grace period).
 * Return: The former policy, that nobody reads any more.
 */
struct holdfast_policy *
holdfast_container_set_policy(struct holdfast_policy *policy)
{
	struct holdfast_container *container;
	struct holdfast_policy *former;
	unsigned long flags;

	spin_lock_irqsave(&container_lock, flags);
	former = rcu_replace_pointer(active, policy,
				     lockdep_is_held(&container_lock));
	if (policy)
		policy->version = former ? former->version + 1 : 1;
	list_for_each_entry(container, &containers, node)
		rcu_assign_pointer(container->profile, rematch(container));
	spin_unlock_irqrestore(&container_lock, flags);
	synchronize_rcu();
	return former;
}

/**
 * holdfast_container_policy - the active policy
 *
 * Context: In an RCU read section.
 * Return: The policy.
 */
const struct holdfast_policy *holdfast_container_policy(void)
{
	return rcu_dereference(active);
}
