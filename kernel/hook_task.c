// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks that keep the labels: fork, exec, exit, namespaces
 *
 * A label is given when a task that is like a container executes a program,
 * is inherited by whatever the task creates, and ends with the task.
 */

#include <linux/binfmts.h>
#include <linux/cred.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/rculist.h>
#include <linux/sched/signal.h>
#include <linux/sched/task.h>

#include "assignment.h"
#include "common.h"
#include "event.h"
#include "hooks.h"
#include "label.h"
#include "mediate.h"
#include "outside.h"
#include "syscall_scope.h"

/* Of a walk over all tasks, before it goes on without a rest. */
#define MAX_RESTARTS 8

/* For hooks that cannot refuse: a task that must not go on does not. */
static void kill_task(struct task_struct *task, int err)
{
	if (err == -ENOMEM)
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
	holdfast_count(HOLDFAST_COUNT_KILLED);
	send_sig(SIGKILL, task, 1);
}

/**
 * hook_task_alloc - a task is being created
 * @task: The new task; nobody else knows it yet.
 * @clone_flags: How; the namespaces among them are created for it later.
 *
 * Return: 0, -EPERM when the policy refuses one of the namespaces, -ENOMEM.
 */
int hook_task_alloc(struct task_struct *task, unsigned long clone_flags)
{
	struct holdfast_label *label = holdfast_label_of(current);
	int err;

	if (!label)
		return 0;
	err = holdfast_mediate_state(label) ?:
		      holdfast_namespace_create(clone_flags);
	if (err)
		return err;
	err = holdfast_label_inherit(task, label);
	if (err)
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
	return err;
}

/**
 * hook_free_task - a task is freed, also one whose creation failed
 * @task: The task.
 */
void hook_free_task(struct task_struct *task)
{
	holdfast_label_del(task);
}

/* What a labelled task creates belongs to its container. */
static void own_namespaces(struct holdfast_container *container,
			   const struct nsproxy *nsproxy,
			   const struct user_namespace *user_ns,
			   const struct pid_namespace *pid_ns)
{
	struct holdfast_facts facts;

	holdfast_facts_namespaces(nsproxy, user_ns, pid_ns, &facts);
	if (holdfast_container_own(container, &facts))
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
}

/**
 * hook_wake_up_new_task - a new task is about to run
 * @task: The new task, with its namespaces.
 *
 * Closes the gap of a fork that began before its parent was labelled.
 */
void hook_wake_up_new_task(struct task_struct *task)
{
	struct holdfast_label *label = holdfast_label_of(current);
	int err = 0;

	if (!label)
		return;
	if (!holdfast_label_of(task))
		err = holdfast_mediate_state(label) ?:
			      holdfast_label_inherit(task, label);
	/* -EEXIST: who labels all that runs has come first */
	if (err && err != -EEXIST) {
		kill_task(task, err);
		return;
	}
	if (task->nsproxy != current->nsproxy ||
	    task_active_pid_ns(task) != task_active_pid_ns(current) ||
	    __task_cred(task)->user_ns != current_user_ns())
		own_namespaces(READ_ONCE(label->container), task->nsproxy,
			       __task_cred(task)->user_ns,
			       task_active_pid_ns(task));
}

/*
 * What the task is in a system call for that was asked about. Whoever switches
 * without leave gets what stays foreign.
 */
static bool may_own(const struct holdfast_label *label)
{
	return label->state.joining ||
	       holdfast_syscall_scope() == HOLDFAST_SCOPE_UNSHARE;
}

/**
 * hook_switch_task_namespaces - a task gets other namespaces
 * @task: The task.
 * @new: They, or NULL when it exits.
 */
void hook_switch_task_namespaces(struct task_struct *task, struct nsproxy *new)
{
	const struct holdfast_label *label = holdfast_label_of(task);

	if (label && new && task == current && may_own(label))
		own_namespaces(READ_ONCE(label->container), new,
			       current_user_ns(), task_active_pid_ns(current));
}

/**
 * hook_commit_creds - the current task gets other credentials
 * @new: They.
 */
void hook_commit_creds(struct cred *new)
{
	struct holdfast_label *label = holdfast_label_of(current);

	if (!label)
		return;
	if (new->user_ns != current_user_ns() && current->nsproxy &&
	    may_own(label))
		own_namespaces(READ_ONCE(label->container), current->nsproxy,
			       new->user_ns, task_active_pid_ns(current));
	holdfast_state_commit(&label->state, new);
}

/**
 * hook_proc_free_inum - the number of a namespace is given back
 * @inum: The number.
 */
void hook_proc_free_inum(unsigned int inum)
{
	holdfast_container_forget(inum);
	holdfast_assignment_forget(inum);
}

static int add_stub(struct task_struct *stub,
		    struct holdfast_container *container)
{
	struct holdfast_state state;

	if (holdfast_label_of(stub)) {
		holdfast_label_move(stub, container);
		return 0;
	}
	holdfast_state_init(&state, stub);
	return holdfast_label_add(stub, container, &state);
}

/*
 * Some runtimes leave a process of theirs as PID 1, which never executes a
 * program: it is the container's as much as the payload is. It may have the
 * label of the container around this one.
 */
static int label_stub(struct holdfast_container *container)
{
	struct task_struct *stub = READ_ONCE(task_active_pid_ns(current)->child_reaper);
	struct holdfast_container *around;
	struct holdfast_facts facts;
	int err;

	if (!stub || stub == current || stub == init_pid_ns.child_reaper)
		return 0;
	around = holdfast_label_container(stub);
	if (around && (around == container ||
		       !holdfast_container_within(container, around)))
		return 0;
	err = holdfast_facts_read(stub, &facts);
	if (!err && facts.root == container->root &&
	    facts.anchor == container->anchor)
		err = holdfast_container_own(container, &facts) ?:
		      add_stub(stub, container);
	holdfast_facts_release(&facts);
	return err == -EEXIST ? 0 : err;
}

/* Namespaces that the task made between our look at it and its label. */
static void own_again(struct task_struct *task,
		      struct holdfast_container *container)
{
	struct holdfast_facts facts;
	int err;

	err = holdfast_facts_read(task, &facts);
	err = holdfast_container_own(container, &facts) ?: err;
	if (err)
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
	holdfast_facts_release(&facts);
}

/*
 * What the current task has of the host is closed when it has its label already,
 * for the policy of its container is asked. Until that is over those who are in
 * the container must not look at it: they would find it.
 */
static int take_from(struct holdfast_container *container,
		     const struct file *program)
{
	struct holdfast_label *label = holdfast_label_of(current);

	if (!holdfast_close_outside(label, program))
		return -EACCES;
	/* pairs with holdfast_owns_task() */
	smp_store_release(&label->state.sealing, false);
	return label_stub(container);
}

/*
 * A labelled task that executes a program in its own PID namespace and under
 * a root other than its container's has become a container inside of it.
 * -EACCES when it may not go on.
 */
static int nest(struct holdfast_container *container, const struct file *program)
{
	const struct pid_namespace *pid_ns = task_active_pid_ns(current);
	struct holdfast_container *inner = NULL;
	struct holdfast_facts facts;
	int err;

	if (pid_ns == &init_pid_ns || pid_ns->ns.inum == container->anchor ||
	    container->depth >= HOLDFAST_MAX_DEPTH)
		return 0;
	err = holdfast_facts_read(current, &facts);
	if (!err && facts.anchor_is_pid && facts.root != container->root)
		err = holdfast_container_enter(current, &facts, container,
					       HOLDFAST_ENTRY_EXEC, &inner);
	if (!err && inner) {
		if (holdfast_container_within(inner, container)) {
			WRITE_ONCE(holdfast_label_of(current)->state.sealing, true);
			holdfast_label_move(current, inner);
			err = take_from(inner, program);
		}
		holdfast_container_put(inner);
	}
	holdfast_facts_release(&facts);
	return err;
}

/* Labels a task that is like a container; -EACCES when it may not go on. */
static int seal(struct task_struct *task, enum holdfast_entry entry,
		const struct file *program)
{
	struct holdfast_container *container = NULL;
	struct holdfast_state state;
	struct holdfast_facts facts;
	int err;

	err = holdfast_facts_read(task, &facts);
	if (!err && (facts.traits.namespaces || facts.traits.rootfs))
		err = holdfast_container_enter(task, &facts, NULL, entry,
					       &container);
	holdfast_facts_release(&facts);
	if (err || !container)
		return err;
	holdfast_state_init(&state, task);
	state.sealing = entry != HOLDFAST_ENTRY_ADOPTED;
	err = holdfast_label_add(task, container, &state);
	if (!err && entry == HOLDFAST_ENTRY_ADOPTED)
		own_again(task, container);
	else if (!err)
		err = take_from(container, program);
	holdfast_container_put(container);
	return err == -EEXIST ? 0 : err;
}

/**
 * hook_bprm_committing_creds - the current task executes a program
 * @bprm: The program; the point of no return is behind, no instruction of it
 *	has run yet.
 */
void hook_bprm_committing_creds(const struct linux_binprm *bprm)
{
	struct holdfast_label *label = holdfast_label_of(current);
	int err = 0;

	if (label && holdfast_mediate_state(label))
		return;
	if (label) {
		holdfast_release_held(label);
		err = nest(READ_ONCE(label->container), bprm->file);
	} else if (!holdfast_facts_is_host(current)) {
		err = seal(current, HOLDFAST_ENTRY_EXEC, bprm->file);
	}
	if (err)
		kill_task(current, err);
	label = holdfast_label_of(current);
	if (label)
		label->state.coming = bprm->cred;
}

/**
 * holdfast_task_transition - label a task that a rule wants before it executes
 *
 * Context: In a hook that is called with no lock of the task held; does not
 *	sleep.
 * Return: 0, or -EPERM when what the task asked for must fail: it could not be
 * labelled, or leads out of its container, and is killed.
 */
int holdfast_task_transition(void)
{
	int err;

	if (current->flags & (PF_KTHREAD | PF_EXITING) ||
	    holdfast_label_container(current) ||
	    holdfast_facts_is_host(current))
		return 0;
	err = seal(current, HOLDFAST_ENTRY_TRANSITION, NULL);
	if (!err)
		return 0;
	kill_task(current, err);
	return -EPERM;
}

/*
 * Lets others run in the middle of a walk over all tasks, which may be many.
 * False when the place in the walk is gone, so that it must begin again: one of
 * the two has ended, or execve() in another thread has taken the leader's.
 */
static bool rest(struct task_struct *process, struct task_struct *task)
{
	bool there;

	get_task_struct(process);
	get_task_struct(task);
	rcu_read_unlock();
	cond_resched();
	rcu_read_lock();
	there = pid_alive(process) && thread_group_leader(process) &&
		pid_alive(task);
	put_task_struct(task);
	put_task_struct(process);
	return there;
}

/*
 * The threads of a process; -EAGAIN when the place in the walk is gone.
 * for_each_thread() wants a lock that modules do not get, on a kernel with
 * CONFIG_PROVE_RCU_LIST.
 */
static int adopt_process(struct task_struct *process, unsigned int *restarts)
{
	struct task_struct *task;
	int err;

	list_for_each_entry_rcu(task, &process->signal->thread_head,
				thread_node) {
		/* whose tasks end all the time does not keep us here */
		if (need_resched() && *restarts < MAX_RESTARTS &&
		    !rest(process, task)) {
			(*restarts)++;
			return -EAGAIN;
		}
		/* this one flag never changes */
		if (data_race(task->flags) & PF_KTHREAD ||
		    holdfast_label_container(task))
			continue;
		err = seal(task, HOLDFAST_ENTRY_ADOPTED, NULL);
		if (err)
			return err;
	}
	return 0;
}

/*
 * How many label the tasks of running containers just now: while that goes on, a
 * task may have its label and another of its container none yet.
 */
atomic_t holdfast_adopters = ATOMIC_INIT(0);

/**
 * holdfast_task_adopt - label the tasks of containers that already run
 *
 * The hooks are in place: what a labelled task creates from now on inherits,
 * and hook_wake_up_new_task() catches what was being created meanwhile.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int holdfast_task_adopt(void)
{
	struct task_struct *process;
	unsigned int restarts = 0;
	int err = 0;

	atomic_inc(&holdfast_adopters);
	rcu_read_lock();
again:
	for_each_process(process) {
		err = adopt_process(process, &restarts);
		if (err == -EAGAIN)
			goto again;
		if (err)
			break;
	}
	rcu_read_unlock();
	atomic_dec(&holdfast_adopters);
	return err;
}
