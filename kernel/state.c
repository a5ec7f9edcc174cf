// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the state that a labelled task must be in
 *
 * An exploit of the kernel ends by giving its task the host's credentials,
 * namespaces or root. The task keeps its label, and no longer fits it: what it
 * has now is neither its container's own nor what it began with.
 *
 * Credentials do not change once they are committed, and commit_creds() is how
 * a task gets others; the hook in front of it tells us of each. So any other
 * difference is forged, and so are credentials that no system call leads to.
 */

#include <linux/cred.h>
#include <linux/fs_struct.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "container.h"
#include "state.h"

static_assert(sizeof(struct holdfast_identity) ==
	      3 * sizeof(void *) + 5 * sizeof(kernel_cap_t) +
	      4 * sizeof(kuid_t) + 4 * sizeof(kgid_t) + sizeof(u64));

static void read_identity(const struct cred *cred,
			  struct holdfast_identity *identity)
{
	*identity = (struct holdfast_identity) {
		.cred = cred,
		.user_ns = cred->user_ns,
		.groups = cred->group_info,
		.permitted = cred->cap_permitted,
		.effective = cred->cap_effective,
		.inheritable = cred->cap_inheritable,
		.bounding = cred->cap_bset,
		.ambient = cred->cap_ambient,
		.uid = cred->uid,
		.suid = cred->suid,
		.euid = cred->euid,
		.fsuid = cred->fsuid,
		.gid = cred->gid,
		.sgid = cred->sgid,
		.egid = cred->egid,
		.fsgid = cred->fsgid,
		.securebits = cred->securebits,
	};
}

/* Compared word by word: the IDs are in the order they have in struct cred. */
#define SAME_PLACE(first, field)                                              \
	(offsetof(struct holdfast_identity, field) -                           \
	 offsetof(struct holdfast_identity, first) ==                          \
	 offsetof(struct cred, field) - offsetof(struct cred, first))

static_assert(sizeof(kernel_cap_t) == sizeof(u64));
static_assert(SAME_PLACE(uid, gid) && SAME_PLACE(uid, suid) &&
	      SAME_PLACE(uid, sgid) && SAME_PLACE(uid, euid) &&
	      SAME_PLACE(uid, egid) && SAME_PLACE(uid, fsuid) &&
	      SAME_PLACE(uid, fsgid));

static __always_inline u64 differ(const void *one, const void *two)
{
	return *(const u64 *)one ^ *(const u64 *)two;
}

/* In every hook, so without a branch for each. */
static __always_inline bool is_identity(const struct holdfast_identity *identity,
					const struct cred *cred)
{
	return identity->cred == cred &&
	       !(differ(&identity->user_ns, &cred->user_ns) |
		 differ(&identity->groups, &cred->group_info) |
		 differ(&identity->permitted, &cred->cap_permitted) |
		 differ(&identity->effective, &cred->cap_effective) |
		 differ(&identity->inheritable, &cred->cap_inheritable) |
		 differ(&identity->bounding, &cred->cap_bset) |
		 differ(&identity->ambient, &cred->cap_ambient) |
		 differ(&identity->uid, &cred->uid) |
		 differ(&identity->suid, &cred->suid) |
		 differ(&identity->euid, &cred->euid) |
		 differ(&identity->fsuid, &cred->fsuid) |
		 (identity->securebits ^ cred->securebits));
}

static kernel_cap_t all_caps(const struct holdfast_identity *identity)
{
	return cap_combine(cap_combine(identity->permitted,
				       identity->effective),
			   cap_combine(identity->bounding,
				       identity->inheritable));
}

/* Nobody ever gets back to a user namespace around its own. */
static bool is_inside(const struct user_namespace *inner,
		      const struct user_namespace *outer)
{
	for (; inner; inner = inner->parent)
		if (inner == outer)
			return true;
	return false;
}

/*
 * What does not fit when a task goes from one identity to the other, or NULL.
 * A new user namespace begins with all capabilities; else nothing gives one
 * that was in none of the sets.
 */
static const char *misfit(const struct holdfast_identity *from,
			  const struct holdfast_identity *to)
{
	if (!is_inside(to->user_ns, from->user_ns))
		return "namespaces";
	if (to->user_ns == from->user_ns &&
	    !cap_issubset(all_caps(to), all_caps(from)))
		return "capabilities";
	return NULL;
}

static bool has_uid(const struct holdfast_identity *identity, kuid_t uid)
{
	return uid_eq(uid, identity->uid) || uid_eq(uid, identity->suid) ||
	       uid_eq(uid, identity->euid) || uid_eq(uid, identity->fsuid);
}

static bool has_gid(const struct holdfast_identity *identity, kgid_t gid)
{
	return gid_eq(gid, identity->gid) || gid_eq(gid, identity->sgid) ||
	       gid_eq(gid, identity->egid) || gid_eq(gid, identity->fsgid);
}

/* Whether the rules of setuid(2), setgid(2) and capset(2) lead there. */
static bool may_become(const struct holdfast_identity *from,
		       const struct holdfast_identity *to)
{
	if (!cap_raised(from->effective, CAP_SETUID) &&
	    !(has_uid(from, to->uid) && has_uid(from, to->suid) &&
	      has_uid(from, to->euid) && has_uid(from, to->fsuid)))
		return false;
	if (!cap_raised(from->effective, CAP_SETGID) &&
	    !(has_gid(from, to->gid) && has_gid(from, to->sgid) &&
	      has_gid(from, to->egid) && has_gid(from, to->fsgid)))
		return false;
	return to->user_ns != from->user_ns ||
	       cap_issubset(to->permitted, from->permitted);
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

/* A filter counts when the system calls are sent to it. */
static u8 seccomp_of(struct task_struct *task)
{
	return test_task_syscall_work(task, SECCOMP) ?
	       seccomp_mode(&task->seccomp) : 0;
}

/**
 * holdfast_state_init - take down what a task is when it is labelled
 * @state: Gets it.
 * @task: The current task, or one that RCU keeps alive.
 *
 * Context: In an RCU read section.
 */
void holdfast_state_init(struct holdfast_state *state, struct task_struct *task)
{
	struct holdfast_facts facts = {};

	memset(state, 0, sizeof(*state));
	read_identity(__task_cred(task), &state->identity);
	state->settled = task == current;
	state->seccomp = seccomp_of(task);
	state->no_new_privs = task_no_new_privs(task);
	task_lock(task);
	if (task->nsproxy && task_active_pid_ns(task)) {
		state->spaces = *task->nsproxy;
		state->pid_ns = task_active_pid_ns(task);
		holdfast_facts_namespaces(task->nsproxy,
					  state->identity.user_ns,
					  state->pid_ns, &facts);
		state->host = host_namespaces(&facts);
	}
	task_unlock(task);
	state->outside = holdfast_facts_outside(task);
}

/* A user namespace is looked at with the others, which fit no more. */
static void take_identity(struct holdfast_state *state, const struct cred *cred)
{
	if (cred->user_ns != state->identity.user_ns)
		state->pid_ns = NULL;
	read_identity(cred, &state->identity);
	state->settled = true;
}

/**
 * holdfast_state_inherit - what a new task may be
 * @state: Gets it.
 * @parent: Who creates it; the current task.
 * @task: The new task, which has its credentials, and may get namespaces yet.
 *
 * Context: In an RCU read section.
 */
void holdfast_state_inherit(struct holdfast_state *state,
			    const struct holdfast_state *parent,
			    const struct task_struct *task)
{
	*state = *parent;
	state->coming = NULL;
	take_identity(state, __task_cred(task));
}

static const char *check_identity(struct holdfast_state *state)
{
	/* the overlay filesystem may have lent current_cred() */
	const struct cred *cred = current_real_cred();
	struct holdfast_identity now;
	const char *wrong;

	if (is_identity(&state->identity, cred))
		return NULL;
	read_identity(cred, &now);
	wrong = misfit(&state->identity, &now);
	if (wrong)
		return wrong;
	if (state->settled)
		return "credentials";
	take_identity(state, cred);
	return NULL;
}

/**
 * holdfast_state_commit - the current task is about to get other credentials
 * @state: Its state, brought up to date when honest work leads to them.
 * @cred: They. When they are forged, or what the task has is, nothing is
 *	noted: the next check tells.
 *
 * Context: In an RCU read section, in the task itself.
 */
void holdfast_state_commit(struct holdfast_state *state,
			   const struct cred *cred)
{
	const bool exec = cred == state->coming || !state->settled;
	struct holdfast_identity new;

	read_identity(cred, &new);
	if (check_identity(state) || misfit(&state->identity, &new))
		return;
	if (!exec && !may_become(&state->identity, &new))
		return;
	state->coming = NULL;
	take_identity(state, cred);
}

static __always_inline bool same_spaces(const struct nsproxy *one,
					const struct nsproxy *two)
{
	return one->mnt_ns == two->mnt_ns && one->net_ns == two->net_ns &&
	       one->uts_ns == two->uts_ns && one->ipc_ns == two->ipc_ns &&
	       one->cgroup_ns == two->cgroup_ns &&
	       one->time_ns == two->time_ns &&
	       one->time_ns_for_children == two->time_ns_for_children &&
	       one->pid_ns_for_children == two->pid_ns_for_children;
}

/*
 * Each is the container's own, or was the host's all the time: nobody gets
 * back there but by setns(), which is asked about.
 */
static const char *check_namespaces(struct holdfast_state *state,
				    const struct holdfast_container *container)
{
	const struct pid_namespace *pid_ns = task_active_pid_ns(current);
	struct holdfast_facts facts;
	int i;

	if (same_spaces(current->nsproxy, &state->spaces) &&
	    pid_ns == state->pid_ns)
		return NULL;
	holdfast_facts_namespaces(current->nsproxy, state->identity.user_ns,
				  pid_ns, &facts);
	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		if (facts.inums[i] ?
		    !holdfast_container_owns(container, facts.inums[i]) :
		    !(state->host >> i & 1))
			return "namespaces";
	state->spaces = *current->nsproxy;
	state->pid_ns = pid_ns;
	state->host = host_namespaces(&facts);
	state->joining = false;
	return NULL;
}

static __always_inline const char *
check_outside(const struct holdfast_state *state,
	      const struct holdfast_container *container)
{
	if (!container->rootfs || READ_ONCE(container->let_out) ||
	    state->outside)
		return NULL;
	return holdfast_facts_outside(current);
}

/* All of holdfast_state_check(), when something differs. */
static noinline const char *
look_closer(struct holdfast_state *state,
	    const struct holdfast_container *container)
{
	const u8 seccomp = seccomp_of(current);
	const char *wrong;

	wrong = check_identity(state) ?: check_namespaces(state, container);
	if (wrong)
		return wrong;
	if (seccomp < state->seccomp)
		return "seccomp mode";
	state->seccomp = seccomp;
	if (state->no_new_privs && !task_no_new_privs(current))
		return "no_new_privs";
	state->no_new_privs = task_no_new_privs(current);
	return check_outside(state, container);
}

/* Nothing has changed since the last time. */
static __always_inline bool fits(const struct holdfast_state *state)
{
	return is_identity(&state->identity, current_real_cred()) &&
	       same_spaces(current->nsproxy, &state->spaces) &&
	       ns_of_pid(task_pid(current)) == state->pid_ns &&
	       seccomp_of(current) == state->seccomp &&
	       task_no_new_privs(current) == state->no_new_privs;
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
	if (unlikely(!current->nsproxy))
		return NULL;
	if (unlikely(!fits(state)))
		return look_closer(state, container);
	return check_outside(state, container);
}
