// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the state that a labelled task must be in
 *
 * An exploit of the kernel ends by giving its task the host's credentials,
 * namespaces or root. The task keeps its label, and no longer fits it: what it
 * has now is neither its container's own nor what it began with.
 */

#include <linux/cred.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "container.h"
#include "mediate.h"
#include "state.h"

static kernel_cap_t all_caps(const struct cred *cred)
{
	return cap_combine(cap_combine(cred->cap_permitted,
				       cred->cap_effective),
			   cap_combine(cred->cap_bset,
				       cred->cap_inheritable));
}

static u16 host_namespaces(const struct holdfast_facts *facts)
{
	u16 host = 0;
	int i;

	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		if (!facts->inums[i])
			host |= 1U << i;
	return host;
}

/**
 * holdfast_state_init - take down what a task is when it is labelled
 * @state: Gets it.
 * @task: The current task, or one that RCU keeps alive.
 * @cred: Its credentials, or those that execve() is about to give it.
 *
 * Context: In an RCU read section.
 */
void holdfast_state_init(struct holdfast_state *state,
			 struct task_struct *task, const struct cred *cred)
{
	struct holdfast_facts facts = {};

	memset(state, 0, sizeof(*state));
	state->user_ns = cred->user_ns;
	state->caps = all_caps(cred);
	state->seccomp = seccomp_mode(&task->seccomp);
	task_lock(task);
	if (task->nsproxy && task_active_pid_ns(task)) {
		state->nsproxy = task->nsproxy;
		state->mnt_ns = task->nsproxy->mnt_ns;
		holdfast_facts_namespaces(task->nsproxy, cred->user_ns,
					  task_active_pid_ns(task), &facts);
		state->host = host_namespaces(&facts);
	}
	task_unlock(task);
	state->host_root = holdfast_facts_has_host_root(task);
}

/* The overlay filesystem may have lent current_cred(); real ones count. */
static bool namespaces_fit(const struct holdfast_state *state,
			   const struct holdfast_container *container)
{
	struct holdfast_facts facts;
	int i;

	holdfast_facts_namespaces(current->nsproxy,
				  current_real_cred()->user_ns,
				  task_active_pid_ns(current), &facts);
	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		if (facts.inums[i] ?
		    !holdfast_container_owns(container, facts.inums[i]) :
		    !(state->host >> i & 1))
			return false;
	return true;
}

/**
 * holdfast_state_check - ask whether the current task still fits its label
 * @state: What it was; brought up to date when it fits.
 * @container: Its container.
 *
 * Context: In an RCU read section, in the task itself.
 * Return: NULL, or what does not fit, for the event.
 */
const char *holdfast_state_check(struct holdfast_state *state,
				 const struct holdfast_container *container)
{
	const struct cred *cred = current_real_cred();

	if (unlikely(!current->nsproxy))
		return NULL;
	if (unlikely(cred->user_ns != state->user_ns ||
		     current->nsproxy != state->nsproxy ||
		     current->nsproxy->mnt_ns != state->mnt_ns)) {
		if (!namespaces_fit(state, container))
			return "namespaces";
		if (cred->user_ns != state->user_ns)
			state->caps = all_caps(cred);
		state->user_ns = cred->user_ns;
		state->nsproxy = current->nsproxy;
		state->mnt_ns = current->nsproxy->mnt_ns;
	}
	if (unlikely(!cap_issubset(all_caps(cred), state->caps)))
		return "capabilities";
	if (unlikely(seccomp_mode(&current->seccomp) < state->seccomp))
		return "seccomp mode";
	state->seccomp = seccomp_mode(&current->seccomp);
	if (unlikely(container->rootfs && !state->host_root &&
		     holdfast_facts_has_host_root(current)))
		return "root directory";
	return NULL;
}
