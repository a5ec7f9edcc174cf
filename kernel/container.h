/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - containers: identity, lifetime, owned namespaces, profile
 */

#ifndef _HOLDFAST_CONTAINER_H
#define _HOLDFAST_CONTAINER_H

#include <linux/atomic.h>
#include <linux/jump_label.h>
#include <linux/list.h>
#include <linux/rcupdate.h>
#include <linux/refcount.h>
#include <linux/sched.h>

#include "facts.h"
#include "policy.h"
#include "share.h"

/* The active policy, and its shadow or the next one. */
#define HOLDFAST_NR_PLACES 2

/**
 * struct holdfast_container - a container
 * @id: Never used twice while Holdfast is loaded.
 * @parent: The container around this one, with a reference, or NULL.
 * @depth: Containers around this one.
 * @profiles: What it may do, for each place of a policy; see
 *	holdfast_container_place().
 * @rules: Index of the rule that chose it, or HOLDFAST_NO_RULE, likewise.
 * @share: What it has in the ring of events, with a reference; that of the
 *	outermost container around it.
 * @events: How many there were of it; written under the share's lock.
 * @refs: One for each label, each child and each reader.
 * @tasks: Labels.
 * @denials: Refused operations.
 * @node: In the list of all, oldest first; under container_lock.
 * @owned: Namespaces it owns; under container_lock.
 * @rcu: Defers the free.
 * @namespaces: CLONE_NEW* of those that were not the host's when labelled.
 * @rootfs: The root directory was not the host's when labelled.
 * @user: Owner of its user namespace when labelled, as the host sees it.
 * @user_level: How deep its user namespace was nested when labelled.
 * @user_namespaces: Those it has come to own since, with the containers inside
 *	of it; written under container_lock.
 * @adopted: It ran already when the policy came.
 * @let_out: Its profile let one of its tasks have something of outside: what
 *	other tasks then have of there is not forged. Never taken back.
 * @root: Root directory when labelled; to compare, never to follow.
 * @anchor: See &struct holdfast_facts.
 * @cgroup_id: Its cgroup (v2) when labelled.
 * @cgroup: The path of that, or NULL.
 * @since: When it was labelled, CLOCK_BOOTTIME in nanoseconds.
 * @pid: First task, in the host's PID namespace.
 * @comm: That task's name.
 *
 * Fields without a remark are written before the container is published.
 */
struct holdfast_container {
	u64 id;
	struct holdfast_container *parent;
	u32 depth;
	const struct holdfast_profile __rcu *profiles[HOLDFAST_NR_PLACES];
	u32 rules[HOLDFAST_NR_PLACES];
	struct holdfast_share *share;
	u64 events;
	refcount_t refs;
	atomic_t tasks;
	atomic64_t denials;
	struct list_head node;
	struct list_head owned;
	struct rcu_head rcu;
	u32 namespaces;
	bool rootfs;
	u32 user;
	u32 user_level;
	u32 user_namespaces;
	bool adopted;
	bool let_out;
	const struct dentry *root;
	u32 anchor;
	u64 cgroup_id;
	char *cgroup;
	u64 since;
	pid_t pid;
	char comm[TASK_COMM_LEN];
};

/**
 * struct holdfast_container_counts - sizes for the status
 * @containers: Containers.
 * @namespaces: Pairs of container and owned namespace.
 */
struct holdfast_container_counts {
	u32 containers;
	u32 namespaces;
};

/**
 * enum holdfast_entry - how a task comes into a container
 * @HOLDFAST_ENTRY_EXEC: It executes a program.
 * @HOLDFAST_ENTRY_ADOPTED: It ran already when the policy came.
 * @HOLDFAST_ENTRY_TRANSITION: It did something else.
 */
enum holdfast_entry {
	HOLDFAST_ENTRY_EXEC,
	HOLDFAST_ENTRY_ADOPTED,
	HOLDFAST_ENTRY_TRANSITION,
};

int holdfast_container_enter(struct task_struct *task,
			     const struct holdfast_facts *facts,
			     struct holdfast_container *around,
			     enum holdfast_entry entry,
			     struct holdfast_container **container);
struct holdfast_container *
holdfast_container_get(struct holdfast_container *container);
void holdfast_container_put(struct holdfast_container *container);
struct holdfast_container *
holdfast_container_next(struct holdfast_container *container);
void holdfast_container_count(struct holdfast_container_counts *counts);

int holdfast_container_own(struct holdfast_container *container,
			   const struct holdfast_facts *facts);
void holdfast_container_forget(u32 inum);
bool holdfast_container_owns(const struct holdfast_container *container,
			     u32 inum);
bool holdfast_container_within(const struct holdfast_container *container,
			       const struct holdfast_container *outer);

DECLARE_STATIC_KEY_FALSE(holdfast_shadowing);
DECLARE_STATIC_KEY_FALSE(holdfast_transitions);

/**
 * holdfast_container_profile - what a policy lets a container do
 * @container: The container.
 * @place: Of the policy.
 *
 * Context: In an RCU read section.
 * Return: The profile.
 */
static inline const struct holdfast_profile *
holdfast_container_profile(const struct holdfast_container *container,
			   u32 place)
{
	return rcu_dereference(container->profiles[place]);
}

u32 holdfast_container_place(void);
u64 holdfast_container_generation(u32 place);
struct holdfast_policy *holdfast_container_set_policy(struct holdfast_policy *policy);
struct holdfast_policy *holdfast_container_set_shadow(struct holdfast_policy *policy);
struct holdfast_policy *holdfast_container_promote(void);
void holdfast_container_rematch(u32 anchor);
const struct holdfast_policy *holdfast_container_policy(void);
const struct holdfast_policy *holdfast_container_shadow(void);

#endif /* _HOLDFAST_CONTAINER_H */
