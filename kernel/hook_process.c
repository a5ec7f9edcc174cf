// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the process class: trace, inspect, change, signal
 */

#include <linux/cred.h>
#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/preempt.h>
#include <linux/ptrace.h>
#include <linux/sched/signal.h>
#include <linux/tty.h>
#include <linux/user_namespace.h>

#include <asm/ioctls.h>

#include "common.h"
#include "hooks.h"
#include "label.h"
#include "mediate.h"
#include "syscall_scope.h"

static int ask_access(const struct task_struct *task, bool quiet)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_PROCESS_ACCESS_OWN,
		.foreign_op = HOLDFAST_OP_PROCESS_ACCESS_FOREIGN,
		.owned = holdfast_owns_task,
		.subject = task,
		.quiet = quiet,
		.object = {
			.kind = HOLDFAST_OBJECT_TASK,
			.task = task,
		},
	};

	return holdfast_mediate(&request);
}

/**
 * hook_ptrace_access_check - ptrace(), and all of /proc/PID that it guards
 * @child: The process.
 * @mode: PTRACE_MODE_*.
 *
 * Return: 0 or -EPERM.
 */
int hook_ptrace_access_check(struct task_struct *child, unsigned int mode)
{
	return ask_access(child, mode & PTRACE_MODE_NOAUDIT);
}

static bool is_capable(int cap)
{
	return holdfast_cred_capable(current_cred(), &init_user_ns, cap);
}

/**
 * hook_mm_access - the memory of a process is wanted, or what /proc tells of it
 * @task: The process.
 * @mode: PTRACE_MODE_*.
 *
 * Later kernels let who may use perf read where ptrace() is refused, and take
 * CAP_SYS_ADMIN for that too.
 *
 * Return: 0 or -EACCES.
 */
int hook_mm_access(struct task_struct *task, unsigned int mode)
{
	if (!(mode & PTRACE_MODE_READ) || READ_ONCE(task->mm) == current->mm ||
	    !(is_capable(CAP_PERFMON) || is_capable(CAP_SYS_ADMIN)))
		return 0;
	return hook_ptrace_access_check(task, mode) ? -EACCES : 0;
}

static bool is_in_anchor(const struct holdfast_container *container,
			 struct task_struct *task)
{
	struct pid_namespace *ns;

	for (ns = task_active_pid_ns(task); ns; ns = ns->parent)
		if (ns->ns.inum == container->anchor)
			return true;
	return false;
}

/*
 * While running containers are being labelled, a task has its label sooner than
 * another of its container, and may signal that as it always did. So it may, for
 * that moment, a runtime's process that is joining; never in a container that had
 * its label from the beginning.
 */
static bool owns_meanwhile(const struct holdfast_container *container,
			   const void *task)
{
	return holdfast_owns_task(container, task) ||
	       (container->adopted && !holdfast_label_of(task) &&
		is_in_anchor(container, (struct task_struct *)task));
}

static int ask_to_signal(const struct task_struct *task)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_PROCESS_SIGNAL_OWN,
		.foreign_op = HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN,
		.owned = atomic_read(&holdfast_adopters) ? owns_meanwhile :
							   holdfast_owns_task,
		.subject = task,
		.object = {
			.kind = HOLDFAST_OBJECT_TASK,
			.task = task,
		},
	};

	return holdfast_mediate(&request);
}

/**
 * hook_task_kill - a signal
 * @task: Who gets it.
 * @info: Not read.
 * @sig: Which one; 0 only asks whether the process exists.
 * @cred: Set when it is not the current task that sends it.
 *
 * Return: 0 or -EPERM.
 */
int hook_task_kill(struct task_struct *task, struct kernel_siginfo *info,
		   int sig, const struct cred *cred)
{
	if (!sig || cred || !in_task())
		return 0;
	return ask_to_signal(task);
}

/**
 * hook_task_change - scheduling, limits or memory of a process are being set
 * @task: The process.
 *
 * Return: 0 or -EPERM.
 */
int hook_task_change(struct task_struct *task)
{
	/*
	 * A filesystem sets up its own thread; a task would by another call. This
	 * one flag never changes.
	 */
	if (data_race(task->flags) & PF_KTHREAD &&
	    holdfast_syscall_scope() != HOLDFAST_SCOPE_OTHER)
		return 0;
	return ask_access(task, false);
}

static int ask_signal(struct pid *pid, enum pid_type type)
{
	struct task_struct *task;
	int err = 0;

	do_each_pid_task(pid, type, task) {
		err = err ?: ask_to_signal(task);
	} while_each_pid_task(pid, type, task);
	return err;
}

/**
 * hook_f_setown - the kernel shall signal somebody when a file becomes ready
 * @file: Not read.
 * @pid: Who.
 * @type: What @pid means.
 *
 * The hooked function returns nothing: the caller is not told, but nobody is
 * ever signalled.
 *
 * Return: 0 or -EPERM.
 */
int hook_f_setown(struct file *file, struct pid *pid, enum pid_type type)
{
	return ask_signal(pid, type);
}

/*
 * The terminal's word, not the task's: another thread may be leaving the session,
 * and have the terminal for a moment longer.
 */
static struct pid *session_of_terminal(void)
{
	struct tty_struct *tty = get_current_tty();
	struct pid *session;
	unsigned long flags;

	if (!tty)
		return NULL;
	spin_lock_irqsave(&tty->ctrl.lock, flags);
	session = get_pid(tty->ctrl.session);
	spin_unlock_irqrestore(&tty->ctrl.lock, flags);
	tty_kref_put(tty);
	return session;
}

/**
 * hook_tty_ioctl - a terminal is asked for something
 * @file: Not read.
 * @cmd: What for.
 *
 * What is typed into the terminal of one's session is read by whoever else is in
 * it: the shell that the container was started from, where the runtime began no
 * session. Into any other terminal the kernel lets CAP_SYS_ADMIN only.
 *
 * Return: 0 or -EPERM.
 */
int hook_tty_ioctl(struct file *file, unsigned int cmd)
{
	struct pid *session;
	int err;

	if (cmd != TIOCSTI)
		return 0;
	session = session_of_terminal();
	err = ask_signal(session, PIDTYPE_SID);
	put_pid(session);
	return err;
}

/**
 * hook_cgroup_attach_task - a process is being moved to another cgroup
 * @cgroup: Not read; whose it is was asked when its file was opened.
 * @leader: The process. Who can move it can freeze and kill it there.
 *
 * Return: 0 or -EPERM.
 */
int hook_cgroup_attach_task(struct cgroup *cgroup, struct task_struct *leader)
{
	return ask_to_signal(leader);
}
