/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the state that a labelled task must be in
 */

#ifndef _HOLDFAST_STATE_H
#define _HOLDFAST_STATE_H

#include <linux/capability.h>
#include <linux/nsproxy.h>
#include <linux/types.h>
#include <linux/uidgid.h>

struct cred;
struct group_info;
struct holdfast_container;
struct pid_namespace;
struct task_struct;
struct user_namespace;

/**
 * struct holdfast_identity - credentials, as they were when they were committed
 * @cred: Where they are; to compare, never to follow.
 * @user_ns: The user namespace, likewise.
 * @groups: The supplementary groups, likewise.
 * @permitted: The capabilities are in @user_ns.
 * @effective: See @permitted.
 * @inheritable: See @permitted.
 * @bounding: See @permitted.
 * @ambient: See @permitted.
 * @uid: As the host sees it, like all that follow.
 * @gid: See @uid.
 * @suid: See @uid.
 * @sgid: See @uid.
 * @euid: See @uid.
 * @egid: See @uid.
 * @fsuid: See @uid.
 * @fsgid: See @uid.
 * @securebits: SECBIT_*.
 *
 * Compared as a whole: it has no padding.
 */
struct holdfast_identity {
	const struct cred *cred;
	const struct user_namespace *user_ns;
	const struct group_info *groups;
	kernel_cap_t permitted;
	kernel_cap_t effective;
	kernel_cap_t inheritable;
	kernel_cap_t bounding;
	kernel_cap_t ambient;
	kuid_t uid;
	kgid_t gid;
	kuid_t suid;
	kgid_t sgid;
	kuid_t euid;
	kgid_t egid;
	kuid_t fsuid;
	kgid_t fsgid;
	u64 securebits;
};

/**
 * struct holdfast_state - what a task last was seen to be, and may be
 * @identity: Its credentials.
 * @coming: Those that the execve() it is in will give it; to compare.
 * @settled: @identity was taken by the task itself. What another task took of
 *	it while it ran may have been out of date.
 * @spaces: What its nsproxy points to; to compare, never to follow.
 * @pid_ns: The PID namespace it is in, likewise.
 * @host: Bit N: the Nth of its namespaces (&struct holdfast_facts) is the
 *	host's, and may be.
 * @jumped: Since it last opened a file it has followed a link of procfs that
 *	leads to what a process has, and so anywhere.
 * @joining: Its profile let it join a foreign namespace: that is to become its
 *	container's own.
 * @sealing: What it has of the host has not been taken from it yet, so nobody
 *	may look at it; also read by others, see holdfast_owns_task().
 * @lacks: The capability that bpf() last asked for and that it has not got, or
 *	0.
 * @outside: It was labelled with a root or working directory of the host's.
 * @no_new_privs: Set once and for all.
 * @seccomp: Its seccomp mode, which only ever rises.
 *
 * Written by the task itself, or before it first runs.
 */
struct holdfast_state {
	struct holdfast_identity identity;
	const struct cred *coming;
	bool settled;
	struct nsproxy spaces;
	const struct pid_namespace *pid_ns;
	u16 host;
	bool jumped;
	bool joining;
	bool sealing;
	u8 lacks;
	bool outside;
	bool no_new_privs;
	u8 seccomp;
};

void holdfast_state_init(struct holdfast_state *state,
			 struct task_struct *task);
void holdfast_state_inherit(struct holdfast_state *state,
			    const struct holdfast_state *parent,
			    const struct task_struct *task);
void holdfast_state_commit(struct holdfast_state *state,
			   const struct cred *cred);
const char *holdfast_state_check(struct holdfast_state *state,
				 const struct holdfast_container *container);

#endif /* _HOLDFAST_STATE_H */
