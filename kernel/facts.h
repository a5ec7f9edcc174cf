/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - what a task is like: its namespaces, root and cgroup
 */

#ifndef _HOLDFAST_FACTS_H
#define _HOLDFAST_FACTS_H

#include "policy.h"

struct dentry;
struct nsproxy;
struct path;
struct pid_namespace;
struct task_struct;
struct user_namespace;

/* Namespaces that one task can be in or have ready for its children. */
#define HOLDFAST_NR_NAMESPACES 10
/* Which of them is the user namespace. */
#define HOLDFAST_USER_NAMESPACE 2

/**
 * struct holdfast_facts - what a task is like
 * @traits: What container rules ask.
 * @inums: Numbers of its namespaces; 0 in place of the host's.
 * @anchor: Number of the namespace that tells containers apart: that of its
 *	PID namespace, else that of its mount namespace; 0 for none.
 * @anchor_is_pid: @anchor is a PID namespace.
 * @user_level: How deep its user namespace is nested; 0 for the host's.
 * @root: Its root directory; to compare, never to follow.
 * @cgroup_id: Its cgroup (v2).
 * @cgroup: Memory behind @traits.cgroup.
 */
struct holdfast_facts {
	struct holdfast_traits traits;
	u32 inums[HOLDFAST_NR_NAMESPACES];
	u32 anchor;
	bool anchor_is_pid;
	u32 user_level;
	const struct dentry *root;
	u64 cgroup_id;
	char *cgroup;
};

const char *holdfast_facts_init(void);
bool holdfast_facts_is_host_root(const struct dentry *root);
bool holdfast_facts_paths(struct task_struct *task, struct path *root,
			  struct path *pwd);
const char *holdfast_facts_outside(struct task_struct *task);
bool holdfast_facts_is_host(struct task_struct *task);
int holdfast_facts_read(struct task_struct *task,
			struct holdfast_facts *facts);
void holdfast_facts_release(struct holdfast_facts *facts);
void holdfast_facts_namespaces(const struct nsproxy *nsproxy,
			       const struct user_namespace *user_ns,
			       const struct pid_namespace *pid_ns,
			       struct holdfast_facts *facts);

#endif /* _HOLDFAST_FACTS_H */
