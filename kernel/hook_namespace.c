// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the namespace class: create and join
 */

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/idr.h>
#include <linux/ipc_namespace.h>
#include <linux/kernel.h>
#include <linux/magic.h>
#include <linux/nsproxy.h>
#include <linux/preempt.h>
#include <linux/proc_ns.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/time_namespace.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "common.h"
#include "compat/namespace.h"
#include "container.h"
#include "event.h"
#include "facts.h"
#include "hooks.h"
#include "label.h"
#include "mediate.h"
#include "syscall_scope.h"

#define CLONE_NAMESPACES                                                      \
	(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWNET |           \
	 CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWCGROUP | CLONE_NEWTIME)

static const struct {
	unsigned long flag;
	enum holdfast_op create;
	const char *name;
} types[] = {
	{ CLONE_NEWNS, HOLDFAST_OP_NS_CREATE_MNT, "mnt" },
	{ CLONE_NEWPID, HOLDFAST_OP_NS_CREATE_PID, "pid" },
	{ CLONE_NEWUSER, HOLDFAST_OP_NS_CREATE_USER, "user" },
	{ CLONE_NEWNET, HOLDFAST_OP_NS_CREATE_NET, "net" },
	{ CLONE_NEWUTS, HOLDFAST_OP_NS_CREATE_UTS, "uts" },
	{ CLONE_NEWIPC, HOLDFAST_OP_NS_CREATE_IPC, "ipc" },
	{ CLONE_NEWCGROUP, HOLDFAST_OP_NS_CREATE_CGROUP, "cgroup" },
	{ CLONE_NEWTIME, HOLDFAST_OP_NS_CREATE_TIME, "time" },
};

static int ask_each(unsigned long flags)
{
	int err = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(types) && !err; i++) {
		const struct holdfast_object object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = types[i].name,
		};

		if (flags & types[i].flag)
			err = holdfast_mediate_op(types[i].create, &object);
	}
	return err;
}

/**
 * holdfast_namespace_create - ask about the namespaces in clone flags
 * @flags: CLONE_NEW* among other flags. A user namespace alone is not looked
 *	at: hook_create_user_ns() sees every one of them. But that is before
 *	this, so among others it is asked about again: they are allowed by one
 *	policy, or refused.
 *
 * Context: See holdfast_mediate().
 * Return: 0 or -EPERM.
 */
int holdfast_namespace_create(unsigned long flags)
{
	u32 place;
	int err;

	flags &= CLONE_NAMESPACES;
	if (!(flags & ~CLONE_NEWUSER))
		return 0;
	/* no policy takes a place that a reader may have seen another one in */
	do {
		place = holdfast_container_place();
		err = ask_each(flags);
	} while (!err && place != holdfast_container_place());
	return err;
}

/**
 * hook_unshare_nsproxy_namespaces - unshare()
 * @flags: The namespaces, among other flags.
 * @nsp: Not read.
 * @cred: Not read.
 * @fs: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_unshare_nsproxy_namespaces(unsigned long flags, struct nsproxy **nsp,
				    struct cred *cred, struct fs_struct *fs)
{
	return holdfast_namespace_create(flags);
}

/**
 * hook_create_new_namespace - open_tree() or fsmount() makes a mount namespace
 * @path: Not read.
 * @flags: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_create_new_namespace(const struct path *path, unsigned int flags)
{
	return holdfast_namespace_create(CLONE_NEWNS);
}

/**
 * hook_ns_tree_add - a namespace has been made
 * @ns: The namespace; nobody else knows it yet.
 *
 * One that no task is in, but a descriptor stands for. Those that a task gets
 * have an owner when it gets them.
 */
void hook_ns_tree_add(const struct ns_common *ns)
{
	const struct holdfast_facts facts = { .inums = { ns->inum } };
	struct holdfast_container *container =
		holdfast_label_container(current);
	enum holdfast_scope scope;

	if (!container || !in_task() || compat_ns_type(ns) != CLONE_NEWNS)
		return;
	scope = holdfast_syscall_scope();
	if (scope != HOLDFAST_SCOPE_OPEN_TREE &&
	    scope != HOLDFAST_SCOPE_OPEN_TREE_ATTR &&
	    scope != HOLDFAST_SCOPE_FSMOUNT)
		return;
	if (holdfast_container_own(container, &facts))
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
}

/**
 * hook_create_user_ns - a user namespace is being created, by any system call
 * @cred: Who creates it.
 *
 * Return: 0 or -EPERM.
 */
int hook_create_user_ns(const struct cred *cred)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_STRING,
		.string = "user",
	};

	return holdfast_mediate_op(HOLDFAST_OP_NS_CREATE_USER, &object);
}

/* A profile that allows foreign namespaces makes them fit the task's label. */
static void joined(const struct holdfast_request *request)
{
	struct holdfast_label *label = holdfast_label_of(current);

	if (!label ||
	    request->owned(READ_ONCE(label->container), request->subject))
		return;
	label->state.host = U16_MAX;
	label->state.joining = true;
}

/* setns(), however the task came by the namespace */
static int join(u32 inum, const char *name)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_NS_JOIN_OWN,
		.foreign_op = HOLDFAST_OP_NS_JOIN_FOREIGN,
		.owned = holdfast_owns_inum,
		.subject = &inum,
		.object = {
			.kind = HOLDFAST_OBJECT_NS,
			.string = name,
			.inum = inum,
		},
	};
	int err;

	err = holdfast_mediate(&request);
	if (!err)
		joined(&request);
	return err;
}

/*
 * To join a namespace that one is in changes nothing; crun does that when it
 * execs. Not so a mount namespace, which gives back its root directory.
 */
static bool is_in(const struct ns_common *ns)
{
	const struct nsproxy *nsproxy = current->nsproxy;

	return ns == &nsproxy->net_ns->ns || ns == &nsproxy->uts_ns->ns ||
	       ns == &nsproxy->ipc_ns->ns || ns == &nsproxy->cgroup_ns->ns ||
	       (ns == &nsproxy->time_ns->ns &&
		ns == &nsproxy->time_ns_for_children->ns);
}

/* The kernel wants CAP_SYS_ADMIN at home for all types but user. */
static int join_as_admin(const struct nsset *nsset, const struct ns_common *ns,
			 const char *name)
{
	if (!holdfast_cred_capable(nsset->cred, nsset->cred->user_ns,
				   CAP_SYS_ADMIN) || is_in(ns))
		return 0;
	return join(ns->inum, name);
}

/**
 * hook_mntns_install - setns() to a mount namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_mntns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "mnt");
}

/**
 * hook_pidns_install - setns() to a PID namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_pidns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "pid");
}

/**
 * hook_userns_install - setns() to a user namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_userns_install(struct nsset *nsset, struct ns_common *ns)
{
	const struct user_namespace *user_ns =
		container_of(ns, struct user_namespace, ns);

	/* the kernel refuses that to everybody; crun tries when it execs */
	if (user_ns == current_user_ns())
		return 0;
	if (!holdfast_cred_capable(current_cred(), user_ns, CAP_SYS_ADMIN))
		return 0;
	return join(ns->inum, "user");
}

/**
 * hook_netns_install - setns() to a network namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_netns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "net");
}

/**
 * hook_utsns_install - setns() to a UTS namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_utsns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "uts");
}

/**
 * hook_ipcns_install - setns() to an IPC namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_ipcns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "ipc");
}

/**
 * hook_cgroupns_install - setns() to a cgroup namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_cgroupns_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "cgroup");
}

/**
 * hook_timens_install - setns() to a time namespace
 * @nsset: What the task will have.
 * @ns: The namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_timens_install(struct nsset *nsset, struct ns_common *ns)
{
	return join_as_admin(nsset, ns, "time");
}

/**
 * hook_get_net_ns_by_pid - a network device shall go to a process' namespace
 * @pid: The process, as the current task sees it.
 *
 * Return: 0 or -EPERM.
 */
int hook_get_net_ns_by_pid(pid_t pid)
{
	struct task_struct *task = pid_task(find_vpid(pid), PIDTYPE_PID);
	u32 inum = 0;

	if (!task)
		return 0;
	task_lock(task);
	if (task->nsproxy)
		inum = task->nsproxy->net_ns->ns.inum;
	task_unlock(task);
	return inum ? join(inum, "net") : 0;
}

/**
 * hook_get_net_ns_by_fd - a network device shall go to a namespace
 * @fd: A file of the namespace.
 *
 * Return: 0 or -EPERM.
 */
int hook_get_net_ns_by_fd(int fd)
{
	struct file *file = fget(fd);
	int err = 0;

	if (!file)
		return 0;
	if (file_inode(file)->i_sb->s_magic == NSFS_MAGIC)
		err = join(get_proc_ns(file_inode(file))->inum, "net");
	fput(file);
	return err;
}

/**
 * hook_get_net_ns_by_id - something is asked of a peer's namespace, or done there
 * @net: Where the number counts.
 * @id: The number. A device that has its other end elsewhere gives one to that
 *      namespace, the host's for most containers.
 *
 * BPF programs of the host look namespaces up for any task.
 *
 * Return: 0 or -EPERM.
 */
int hook_get_net_ns_by_id(const struct net *net, int id)
{
	const struct net *peer;

	if (!in_task() || id < 0)
		return 0;
	peer = idr_find(&net->netns_ids, id);
	return peer ? join(peer->ns.inum, "net") : 0;
}
