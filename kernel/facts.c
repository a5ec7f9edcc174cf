// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - what a task is like: its namespaces, root and cgroup
 *
 * The host is what the first task of the system has: its namespaces are those
 * the kernel started with (init_task's), its root directory is the one that
 * PID 1 has now, because an initramfs may have switched it.
 */

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/ipc_namespace.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/time_namespace.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "common.h"
#include "compat/fs_struct.h"
#include "compat/namespace.h"
#include "facts.h"

/*
 * The host's root directory when last looked at, and the mount it is in; to
 * compare only. Good enough to tell when it is worth looking again.
 */
static const struct dentry *host_root;
static const struct vfsmount *host_mount;

/* struct mnt_namespace is private to fs/; it starts with its ns_common. */
static const struct ns_common *mnt_ns_common(const struct mnt_namespace *ns)
{
	return (const struct ns_common *)ns;
}

/**
 * holdfast_facts_init - check what this file assumes of the kernel
 *
 * Context: Any.
 * Return: NULL, or the assumption that does not hold, for a person to read.
 */
const char *holdfast_facts_init(void)
{
	const struct ns_common *ns = mnt_ns_common(init_task.nsproxy->mnt_ns);

	if (compat_ns_type(ns) != CLONE_NEWNS)
		return "struct mnt_namespace does not start with its ns_common";
	return NULL;
}

static bool read_paths(struct fs_struct *fs, struct path *root,
		       struct path *pwd)
{
	if (!fs)
		return false;
	compat_fs_lock(fs);
	*root = fs->root;
	*pwd = fs->pwd;
	compat_fs_unlock(fs);
	return true;
}

/**
 * holdfast_facts_paths - where a task is, without references
 * @task: The task.
 * @root: Gets its root directory; to compare, never to follow but in an RCU
 *	read section.
 * @pwd: Gets its working directory, likewise.
 *
 * Context: Any; takes the lock of its directories, and that of another task.
 * Return: False when it has none any more.
 */
bool holdfast_facts_paths(struct task_struct *task, struct path *root,
			  struct path *pwd)
{
	bool found;

	/* nobody else takes them away, and a caller may hold its lock */
	if (task == current)
		return read_paths(compat_task_fs(current), root, pwd);
	task_lock(task);
	found = read_paths(compat_task_fs(task), root, pwd);
	task_unlock(task);
	return found;
}

static const struct dentry *task_root(struct task_struct *task)
{
	struct path root, pwd;

	return holdfast_facts_paths(task, &root, &pwd) ? root.dentry : NULL;
}

static void note_host(const struct path *root)
{
	WRITE_ONCE(host_root, root->dentry);
	WRITE_ONCE(host_mount, root->mnt);
}

static void look_at_host(void)
{
	struct task_struct *reaper;
	struct path root, pwd;

	rcu_read_lock();
	reaper = READ_ONCE(init_pid_ns.child_reaper);
	if (reaper && holdfast_facts_paths(reaper, &root, &pwd))
		note_host(&root);
	rcu_read_unlock();
}

/*
 * Whoever asks about the current task may have the lock of a task, as prlimit()
 * does, also that of the first process. Then what was seen last has to do.
 */
static void try_look_at_host(void)
{
	struct task_struct *reaper;
	struct path root, pwd;

	rcu_read_lock();
	reaper = READ_ONCE(init_pid_ns.child_reaper);
	if (reaper && spin_trylock(&reaper->alloc_lock)) {
		if (read_paths(compat_task_fs(reaper), &root, &pwd))
			note_host(&root);
		spin_unlock(&reaper->alloc_lock);
	}
	rcu_read_unlock();
}

/**
 * holdfast_facts_is_host_root - ask whether a directory is the host's root
 * @root: The directory; NULL is what a task has that is on its way out.
 *
 * Context: Any but an interrupt; does not sleep.
 * Return: True when it is, and for NULL.
 */
bool holdfast_facts_is_host_root(const struct dentry *root)
{
	if (!root)
		return true;
	look_at_host();
	return root == READ_ONCE(host_root);
}

/*
 * It is the directory that counts: a copy of the host's mounts has it too. The
 * mount counts for who has mounts of its own, none of which is the host's.
 */
static const char *find_outside(const struct task_struct *task,
				const struct path *root, const struct path *pwd)
{
	const struct vfsmount *mount = READ_ONCE(host_mount);

	if (root->dentry == READ_ONCE(host_root))
		return "root directory";
	if (root->mnt != mount && pwd->mnt != mount)
		return NULL;
	if (!task->nsproxy ||
	    task->nsproxy->mnt_ns == init_task.nsproxy->mnt_ns)
		return NULL;
	return root->mnt == mount ? "root directory" : "working directory";
}

static noinline const char *look_outside(struct task_struct *task)
{
	const char *outside = NULL;
	struct path root, pwd;

	look_at_host();
	if (!holdfast_facts_paths(task, &root, &pwd))
		return NULL;
	task_lock(task);
	outside = find_outside(task, &root, &pwd);
	task_unlock(task);
	return outside;
}

static noinline const char *look_again(void)
{
	struct path root, pwd;

	try_look_at_host();
	if (!holdfast_facts_paths(current, &root, &pwd))
		return NULL;
	return find_outside(current, &root, &pwd);
}

/**
 * holdfast_facts_outside - whether a task has a root or directory of the host's
 * @task: The current task, or one that RCU keeps alive.
 *
 * Context: Any but an interrupt; takes the lock of another task, and waits for
 *	none but that of its directories when it is the current one.
 * Return: What it has, for an event, or NULL.
 */
const char *holdfast_facts_outside(struct task_struct *task)
{
	const struct fs_struct *fs = compat_task_fs(current);

	if (task != current)
		return look_outside(task);
	/* what another thread changes meanwhile is seen the next time */
	if (!fs || !data_race(find_outside(current, &fs->root, &fs->pwd)))
		return NULL;
	return look_again();
}

/**
 * holdfast_facts_is_host - tell a plain host task fast
 * @task: The current task.
 *
 * Context: Any; takes no lock.
 * Return: True when it has all of the host's namespaces and its root.
 */
bool holdfast_facts_is_host(struct task_struct *task)
{
	const struct fs_struct *fs = compat_task_fs(task);

	if (task->nsproxy != init_task.nsproxy ||
	    task_active_pid_ns(task) != &init_pid_ns ||
	    current_user_ns() != &init_user_ns || !fs)
		return false;
	/* what another thread changes meanwhile is seen the next time */
	return data_race(READ_ONCE(fs->root.dentry)) == READ_ONCE(host_root);
}

static u32 foreign_inum(const struct ns_common *ns,
			const struct ns_common *host)
{
	return ns == host ? 0 : ns->inum;
}

/**
 * holdfast_facts_namespaces - take down a set of namespaces
 * @nsproxy: Those of a task.
 * @user_ns: Its user namespace.
 * @pid_ns: The PID namespace it is in.
 * @facts: Gets the numbers, the differing types and the anchor.
 *
 * Context: Any; the caller keeps the arguments alive.
 */
void holdfast_facts_namespaces(const struct nsproxy *nsproxy,
			       const struct user_namespace *user_ns,
			       const struct pid_namespace *pid_ns,
			       struct holdfast_facts *facts)
{
	const struct nsproxy *host = init_task.nsproxy;
	const u32 inums[HOLDFAST_NR_NAMESPACES] = {
		foreign_inum(mnt_ns_common(nsproxy->mnt_ns),
			     mnt_ns_common(host->mnt_ns)),
		foreign_inum(&pid_ns->ns, &init_pid_ns.ns),
		foreign_inum(&user_ns->ns, &init_user_ns.ns),
		foreign_inum(&nsproxy->net_ns->ns, &init_net.ns),
		foreign_inum(&nsproxy->uts_ns->ns, &host->uts_ns->ns),
		foreign_inum(&nsproxy->ipc_ns->ns, &host->ipc_ns->ns),
		foreign_inum(&nsproxy->cgroup_ns->ns, &host->cgroup_ns->ns),
		foreign_inum(&nsproxy->time_ns->ns, &host->time_ns->ns),
		foreign_inum(&nsproxy->pid_ns_for_children->ns,
			     &init_pid_ns.ns),
		foreign_inum(&nsproxy->time_ns_for_children->ns,
			     &host->time_ns->ns),
	};
	static const u32 types[HOLDFAST_NR_NAMESPACES] = {
		CLONE_NEWNS,  CLONE_NEWPID, CLONE_NEWUSER,
		CLONE_NEWNET, CLONE_NEWUTS, CLONE_NEWIPC,
		CLONE_NEWCGROUP, CLONE_NEWTIME,
	};
	int i;

	memcpy(facts->inums, inums, sizeof(inums));
	facts->traits.user = from_kuid(&init_user_ns, user_ns->owner);
	facts->user_level = user_ns->level;
	facts->traits.namespaces = 0;
	for (i = 0; i < HOLDFAST_NR_NAMESPACES; i++)
		if (inums[i])
			facts->traits.namespaces |= types[i];
	facts->anchor_is_pid = inums[1] != 0;
	facts->anchor = inums[1] ?: inums[0];
}

static int read_cgroup(struct task_struct *task, struct holdfast_facts *facts)
{
	struct cgroup *cgroup;
	char *path;
	int len;

	path = kmalloc(PATH_MAX, GFP_ATOMIC | __GFP_NOWARN);
	if (!path)
		return -ENOMEM;
	rcu_read_lock();
	cgroup = task_dfl_cgroup(task);
	facts->cgroup_id = cgroup_id(cgroup);
	len = cgroup_path(cgroup, path, PATH_MAX);
	rcu_read_unlock();
	if (len >= 0)
		facts->cgroup = kstrdup(path, GFP_ATOMIC | __GFP_NOWARN);
	kfree(path);
	facts->traits.cgroup = facts->cgroup;
	return len >= 0 && !facts->cgroup ? -ENOMEM : 0;
}

/**
 * holdfast_facts_read - read a task's facts
 * @task: The current task, or one that RCU keeps alive.
 * @facts: Gets them; release them after use, also after an error. A task that
 *	is on its way out looks like one of the host.
 *
 * Context: Any but an interrupt; does not sleep.
 * Return: 0, or -ENOMEM when the cgroup is not known for want of memory; no
 * rule may be chosen then.
 */
int holdfast_facts_read(struct task_struct *task, struct holdfast_facts *facts)
{
	memset(facts, 0, sizeof(*facts));
	facts->root = task_root(task);
	facts->traits.rootfs = !holdfast_facts_is_host_root(facts->root);

	rcu_read_lock();
	task_lock(task);
	if (task->nsproxy && task_active_pid_ns(task))
		holdfast_facts_namespaces(task->nsproxy,
					  __task_cred(task)->user_ns,
					  task_active_pid_ns(task), facts);
	task_unlock(task);
	rcu_read_unlock();

	if (facts->traits.namespaces || facts->traits.rootfs)
		return read_cgroup(task, facts);
	return 0;
}

/**
 * holdfast_facts_release - free what holdfast_facts_read() allocated
 * @facts: The facts.
 *
 * Context: Any.
 */
void holdfast_facts_release(struct holdfast_facts *facts)
{
	kfree(facts->cgroup);
	facts->cgroup = NULL;
	facts->traits.cgroup = NULL;
}
