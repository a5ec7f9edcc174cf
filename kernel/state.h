/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the state that a labelled task must be in
 */

#ifndef _HOLDFAST_STATE_H
#define _HOLDFAST_STATE_H

#include <linux/capability.h>
#include <linux/types.h>

struct cred;
struct holdfast_container;
struct mnt_namespace;
struct nsproxy;
struct task_struct;
struct user_namespace;

/**
 * struct holdfast_state - what a task last was seen to be, and may be
 * @nsproxy: Its namespaces; to compare, never to follow.
 * @mnt_ns: Its mount namespace, likewise.
 * @user_ns: Its user namespace, likewise.
 * @caps: No more capabilities than these, in @user_ns.
 * @host: Bit N: the Nth of its namespaces (&struct holdfast_facts) was the
 *	host's when it was labelled, and may be.
 * @host_root: It was labelled with the host's root directory, or its profile
 *	let it make that its own.
 * @seccomp: Its seccomp mode, which only ever rises.
 *
 * Written by the task itself, or before it first runs.
 */
struct holdfast_state {
	const struct nsproxy *nsproxy;
	const struct mnt_namespace *mnt_ns;
	const struct user_namespace *user_ns;
	kernel_cap_t caps;
	u16 host;
	bool host_root;
	u8 seccomp;
};

void holdfast_state_init(struct holdfast_state *state,
			 struct task_struct *task, const struct cred *cred);
const char *holdfast_state_check(struct holdfast_state *state,
				 const struct holdfast_container *container);

#endif /* _HOLDFAST_STATE_H */
