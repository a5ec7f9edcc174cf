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

#include "assignment.h"
#include "common.h"
#include "container.h"

/**
 * struct ns_owner - a container owns a namespace
 * @hash: In owners, by @inum.
 * @in_container: In the container's list.
 * @container: The owner; it frees this before itself.
 * @inum: The namespace.
 * @counted: It is one of the owner's &holdfast_container.user_namespaces.
 * @rcu: Defers the free.
 */
struct ns_owner {
	struct hlist_node hash;
	struct list_head in_container;
	struct holdfast_container *container;
	u32 inum;
	bool counted;
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
static u64 last_generation;

/*
 * A policy is swapped by one store, of active_place, for all containers at
 * once: each has been matched by then. In the other place there is the shadow,
 * or nothing. A place is written again only after a grace period, when nobody
 * reads what was there.
 */
static struct holdfast_policy __rcu *policies[HOLDFAST_NR_PLACES];
static u32 active_place;

/* Whether there is a shadow; whether the active policy has such rules. */
DEFINE_STATIC_KEY_FALSE(holdfast_shadowing);
DEFINE_STATIC_KEY_FALSE(holdfast_transitions);

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

static void free_container(struct holdfast_container *container)
{
	if (container->share)
		holdfast_share_put(container->share);
	kfree(container->cgroup);
	kfree(container);
}

static void free_container_rcu(struct rcu_head *rcu)
{
	free_container(container_of(rcu, struct holdfast_container, rcu));
}

/* Of a container and those around it. */
static void count_user_ns(struct holdfast_container *container, int change)
{
	lockdep_assert_held(&container_lock);
	for (; container; container = container->parent)
		WRITE_ONCE(container->user_namespaces,
			   container->user_namespaces + change);
}

static void del_owner(struct ns_owner *owner)
{
	lockdep_assert_held(&container_lock);
	if (owner->counted)
		count_user_ns(owner->container, -1);
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
	call_rcu(&container->rcu, free_container_rcu);
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
		__acquire(&container_lock); /* which sparse does not see */
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

static int own_one(struct holdfast_container *container, u32 inum, bool counts)
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
	owner->counted = counts;
	if (counts)
		count_user_ns(container, 1);
	hash_add_rcu(owners, &owner->hash, inum);
	list_add(&owner->in_container, &container->owned);
	counted.namespaces++;
	return 0;
}

/* @fresh: What is new of it was created, or joined, since it was labelled. */
static int own_all(struct holdfast_container *container,
		   const struct holdfast_facts *facts, bool fresh)
{
	int err = 0;
	int i;

	lockdep_assert_held(&container_lock);
	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		err = own_one(container, facts->inums[i],
			      fresh && i == HOLDFAST_USER_NAMESPACE) ?: err;
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
	err = own_all(container, facts, true);
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

static struct holdfast_share *share_of(const struct holdfast_container *around)
{
	return around ? holdfast_share_get(around->share) :
			holdfast_share_alloc();
}

static struct holdfast_container *
alloc_container(struct task_struct *task, const struct holdfast_facts *facts,
		const struct holdfast_container *around,
		enum holdfast_entry entry)
{
	struct holdfast_container *container;

	container = kzalloc(sizeof(*container), GFP_ATOMIC | __GFP_NOWARN);
	if (!container)
		return NULL;
	refcount_set(&container->refs, 1);
	INIT_LIST_HEAD(&container->owned);
	container->namespaces = facts->traits.namespaces;
	container->rootfs = facts->traits.rootfs;
	container->user = facts->traits.user;
	container->user_level = facts->user_level;
	container->adopted = entry == HOLDFAST_ENTRY_ADOPTED;
	container->root = facts->root;
	container->anchor = facts->anchor;
	container->cgroup_id = facts->cgroup_id;
	container->since = ktime_get_boottime_ns();
	container->pid = task_tgid_nr(task);
	/* of another task, too, which may change it meanwhile; it has an end */
	data_race(strscpy(container->comm, task->comm,
			  sizeof(container->comm)));
	container->share = share_of(around);
	if (!container->share)
		goto free;
	if (facts->cgroup) {
		container->cgroup = kstrdup(facts->cgroup,
					    GFP_ATOMIC | __GFP_NOWARN);
		if (!container->cgroup)
			goto free;
	}
	return container;

free:
	free_container(container);
	return NULL;
}

/**
 * struct choice - what a policy has for a container
 * @profile: The profile.
 * @rule: Index of the rule that chose it, or HOLDFAST_NO_RULE.
 */
struct choice {
	const struct holdfast_profile *profile;
	u32 rule;
};

static void set_profile(struct holdfast_container *container, u32 place,
			const struct choice *choice)
{
	WRITE_ONCE(container->rules[place], choice->rule);
	rcu_assign_pointer(container->profiles[place],
			   choice->profile ?: &holdfast_unconfined);
}

/* Makes @container visible, with its namespaces; undone by the last put. */
static int publish(struct holdfast_container *container,
		   struct holdfast_container *around,
		   const struct choice *choices,
		   const struct holdfast_facts *facts)
{
	u32 place;

	lockdep_assert_held(&container_lock);
	container->id = ++last_id;
	if (around) {
		container->parent = holdfast_container_get(around);
		container->depth = around->depth + 1;
		container->let_out = READ_ONCE(around->let_out);
	}
	for (place = 0; place < HOLDFAST_NR_PLACES; place++)
		set_profile(container, place, &choices[place]);
	list_add_tail(&container->node, &containers);
	counted.containers++;
	return own_all(container, facts, false);
}

/* What a policy has for this; without a profile it is unconfined. */
static struct choice match(u32 place, const struct holdfast_traits *traits,
			   enum holdfast_entry entry)
{
	struct choice choice = { .rule = HOLDFAST_NO_RULE };
	struct holdfast_policy *policy;
	struct holdfast_rule *rule = NULL;

	policy = rcu_dereference_protected(policies[place],
					   lockdep_is_held(&container_lock));
	if (policy)
		rule = holdfast_policy_match(policy, traits);
	if (!rule || (entry == HOLDFAST_ENTRY_TRANSITION && !rule->transition))
		return choice;
	WRITE_ONCE(rule->matches, rule->matches + 1);
	choice.rule = rule - policy->rules;
	choice.profile = holdfast_policy_choose(policy, rule, traits);
	return choice;
}

static void match_all(struct choice *choices,
		      const struct holdfast_facts *facts,
		      enum holdfast_entry entry)
{
	struct holdfast_traits traits = facts->traits;
	char assigned[HOLDFAST_NAME_MAX + 1];
	u32 place;

	traits.assigned = holdfast_assignment_find(facts->anchor, assigned);
	for (place = 0; place < HOLDFAST_NR_PLACES; place++)
		choices[place] = match(place, &traits, entry);
}

/**
 * holdfast_container_enter - find or make the container of a task
 * @task: The task; the current one, or one that RCU keeps alive.
 * @facts: What it is like.
 * @around: The container it is in already, or NULL.
 * @entry: How it comes there.
 * @container: Gets the container with a reference, or NULL when the policy
 *	leaves the task alone.
 *
 * Context: Any but an interrupt; does not sleep.
 * Return: 0, or -ENOMEM.
 */
int holdfast_container_enter(struct task_struct *task,
			     const struct holdfast_facts *facts,
			     struct holdfast_container *around,
			     enum holdfast_entry entry,
			     struct holdfast_container **container)
{
	struct choice choices[HOLDFAST_NR_PLACES];
	struct holdfast_container *fresh, *found;
	unsigned long flags;
	int err = 0;

	*container = NULL;
	fresh = alloc_container(task, facts, around, entry);
	if (!fresh)
		return -ENOMEM;

	spin_lock_irqsave(&container_lock, flags);
	found = find_by_anchor(facts);
	if (found) {
		err = own_all(found, facts, false);
	} else {
		match_all(choices, facts, entry);
		if (choices[READ_ONCE(active_place)].profile) {
			found = fresh;
			fresh = NULL;
			err = publish(found, around, choices, facts);
		}
	}
	spin_unlock_irqrestore(&container_lock, flags);

	if (fresh)
		free_container(fresh);
	if (err) {
		holdfast_container_put(found);
		return err;
	}
	*container = found;
	return 0;
}

/* Gives what begins to be judged by a number. */
static void number(struct holdfast_policy *policy)
{
	lockdep_assert_held(&container_lock);
	if (policy)
		WRITE_ONCE(policy->generation, ++last_generation);
}

/* Matches a running container again, from what was noted when it began. */
static void rematch(struct holdfast_container *container, u32 place)
{
	char assigned[HOLDFAST_NAME_MAX + 1];
	const struct holdfast_traits traits = {
		.namespaces = container->namespaces,
		.rootfs = container->rootfs,
		.cgroup = container->cgroup,
		.user = container->user,
		.assigned = holdfast_assignment_find(container->anchor,
						     assigned),
	};

	struct choice choice;

	lockdep_assert_held(&container_lock);
	choice = match(place, &traits, HOLDFAST_ENTRY_EXEC);
	set_profile(container, place, &choice);
}

/**
 * holdfast_container_rematch - have an assignment take effect
 * @anchor: Of the container, if there is one.
 *
 * Context: Any.
 */
void holdfast_container_rematch(u32 anchor)
{
	struct holdfast_container *container;
	unsigned long flags;
	u32 place;

	spin_lock_irqsave(&container_lock, flags);
	list_for_each_entry(container, &containers, node)
		for (place = 0; place < HOLDFAST_NR_PLACES; place++)
			if (container->anchor == anchor)
				rematch(container, place);
	spin_unlock_irqrestore(&container_lock, flags);
}

/*
 * Puts a policy in a place that nobody reads, for all containers: one after the
 * other, for hooks that want the lock do not wait for thousands. Those that
 * begin meanwhile are matched with this policy already. Sleeps.
 */
static void fill(u32 place, struct holdfast_policy *policy)
{
	struct holdfast_container *container = NULL;
	unsigned long flags;
	u64 last;

	spin_lock_irqsave(&container_lock, flags);
	number(policy);
	rcu_assign_pointer(policies[place], policy);
	last = last_id;
	spin_unlock_irqrestore(&container_lock, flags);

	while ((container = holdfast_container_next(container)) &&
	       container->id <= last) {
		spin_lock_irqsave(&container_lock, flags);
		rematch(container, place);
		spin_unlock_irqrestore(&container_lock, flags);
		cond_resched();
	}
	if (container)
		holdfast_container_put(container);
}

/* Takes a policy out of a place that no hook reads any more. */
static struct holdfast_policy *clear(u32 place)
{
	struct holdfast_policy *former;
	unsigned long flags;

	spin_lock_irqsave(&container_lock, flags);
	former = rcu_replace_pointer(policies[place], NULL,
				     lockdep_is_held(&container_lock));
	spin_unlock_irqrestore(&container_lock, flags);
	return former;
}

/* Makes the other place the active one, and gives back what was active. */
static struct holdfast_policy *swap_places(bool transitions)
{
	const u32 former = active_place;

	/* pairs with holdfast_container_place() */
	smp_store_release(&active_place, !former);
	if (transitions)
		static_branch_enable(&holdfast_transitions);
	else
		static_branch_disable(&holdfast_transitions);
	synchronize_rcu();
	return clear(former);
}

/**
 * holdfast_container_place - which place the active policy is in
 *
 * Who asks once and takes all profiles from that place is never between two
 * policies.
 *
 * Context: In an RCU read section, for as long as the profiles are used.
 * Return: 0 or 1; the shadow, if there is one, is in the other place.
 */
u32 holdfast_container_place(void)
{
	/* pairs with swap_places() */
	return smp_load_acquire(&active_place);
}

/**
 * holdfast_container_generation - which policy is in a place
 * @place: The place.
 *
 * Context: In an RCU read section.
 * Return: Its generation, 0 for none.
 */
u64 holdfast_container_generation(u32 place)
{
	const struct holdfast_policy *policy = rcu_dereference(policies[place]);

	/* a shadow that is promoted gets another one */
	return policy ? READ_ONCE(policy->generation) : 0;
}

/**
 * holdfast_container_set_shadow - have a policy judged beside the active one
 * @policy: The policy, or NULL for none.
 *
 * Context: May sleep (waits for a grace period). Calls of this, of
 *	holdfast_container_promote() and of holdfast_container_set_policy() are
 *	made one after the other.
 * Return: The former shadow, that nobody reads any more, or NULL.
 */
struct holdfast_policy *
holdfast_container_set_shadow(struct holdfast_policy *policy)
{
	struct holdfast_policy *former;

	static_branch_disable(&holdfast_shadowing);
	synchronize_rcu();
	former = clear(!active_place);
	if (!policy)
		return former;
	fill(!active_place, policy);
	static_branch_enable(&holdfast_shadowing);
	return former;
}

/**
 * holdfast_container_promote - make the shadow the active policy
 *
 * Context: See holdfast_container_set_shadow().
 * Return: The former policy, that nobody reads any more, or NULL when there is
 * no shadow.
 */
struct holdfast_policy *holdfast_container_promote(void)
{
	struct holdfast_policy *policy;
	unsigned long flags;

	spin_lock_irqsave(&container_lock, flags);
	policy = rcu_dereference_protected(policies[!active_place],
					   lockdep_is_held(&container_lock));
	number(policy);
	spin_unlock_irqrestore(&container_lock, flags);
	if (!policy)
		return NULL;
	static_branch_disable(&holdfast_shadowing);
	return swap_places(policy->transitions);
}

/**
 * holdfast_container_set_policy - make a policy the active one
 * @policy: The new policy, or NULL to end. There must be no shadow.
 *
 * Each container is matched again from what was noted when it was labelled.
 *
 * Context: See holdfast_container_set_shadow().
 * Return: The former policy, that nobody reads any more.
 */
struct holdfast_policy *
holdfast_container_set_policy(struct holdfast_policy *policy)
{
	fill(!active_place, policy);
	return swap_places(policy && policy->transitions);
}

/**
 * holdfast_container_policy - the active policy
 *
 * Context: In an RCU read section.
 * Return: The policy.
 */
const struct holdfast_policy *holdfast_container_policy(void)
{
	return rcu_dereference(policies[holdfast_container_place()]);
}

/**
 * holdfast_container_shadow - the policy that is judged beside the active one
 *
 * Context: In an RCU read section.
 * Return: The policy, or NULL.
 */
const struct holdfast_policy *holdfast_container_shadow(void)
{
	if (!static_key_enabled(&holdfast_shadowing))
		return NULL;
	return rcu_dereference(policies[!holdfast_container_place()]);
}
