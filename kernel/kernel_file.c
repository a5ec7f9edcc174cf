// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - which files control the kernel, and whose they are
 *
 * A file is known by its filesystem and its path inside of that, whatever it
 * is mounted on. It is a container's own when what it controls is: a
 * namespace, a cgroup or a task. Whatever is not known here is the host's.
 */

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/fs.h>
#include <linux/ipc_namespace.h>
#include <linux/kernfs.h>
#include <linux/kstrtox.h>
#include <linux/magic.h>
#include <linux/nsproxy.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/sched/task.h>
#include <linux/string.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

#include "common.h"
#include "kernel_file.h"
#include "mediate.h"

/* Not in linux/magic.h. */
#define CONFIGFS_MAGIC	0x62656570
#define FUSE_CTL_MAGIC	0x65735543
#define NFSD_MAGIC	0x6e667364

/* Names from the root of a filesystem that are looked at. */
#define MAX_NAMES 5

/* For another task's lock: what takes longer than this is waiting for us. */
#define LOCK_TRIES 10000

/**
 * holdfast_is_kernel_fs - ask whether a filesystem's files control the kernel
 * @sb: The filesystem.
 *
 * Context: Any.
 * Return: True when they do.
 */
bool holdfast_is_kernel_fs(const struct super_block *sb)
{
	switch (sb->s_magic) {
	case PROC_SUPER_MAGIC:
	case SYSFS_MAGIC:
	case CGROUP_SUPER_MAGIC:
	case CGROUP2_SUPER_MAGIC:
	case DEBUGFS_MAGIC:
	case TRACEFS_MAGIC:
	case SECURITYFS_MAGIC:
	case SELINUX_MAGIC:
	case SMACK_MAGIC:
	case BPF_FS_MAGIC:
	case BINFMTFS_MAGIC:
	case PSTOREFS_MAGIC:
	case EFIVARFS_MAGIC:
	case RDTGROUP_SUPER_MAGIC:
	case CONFIGFS_MAGIC:
	case FUSE_CTL_MAGIC:
	case NFSD_MAGIC:
		return true;
	default:
		return false;
	}
}

/* Those at the root of procfs that runtimes mask, or should. */
static bool is_leaky_proc(const char *name)
{
	static const char *const names[] = {
		"acpi", "iomem", "ioports", "kallsyms", "kcore", "key-users",
		"keys", "kmsg", "kpagecgroup", "kpagecount", "kpageflags",
		"latency_stats", "pagetypeinfo", "sched_debug", "scsi",
		"slabinfo", "timer_list", "timer_stats", "vmallocinfo",
		"vmcore",
	};

	return match_string(names, ARRAY_SIZE(names), name) >= 0;
}

static unsigned int depth_of(const struct dentry *dentry)
{
	unsigned int depth = 0;

	for (; !IS_ROOT(dentry); dentry = READ_ONCE(dentry->d_parent))
		depth++;
	return depth;
}

/* Gives the first names of the path; "" behind the last. Under RCU. */
static unsigned int first_names(const struct dentry *dentry,
				const char *names[MAX_NAMES])
{
	unsigned int depth = depth_of(dentry);
	unsigned int i;

	for (i = 0; i < MAX_NAMES; i++)
		names[i] = "";
	for (i = depth; i > 0 && !IS_ROOT(dentry); i--) {
		if (i <= MAX_NAMES)
			names[i - 1] = READ_ONCE(dentry->d_name.name);
		dentry = READ_ONCE(dentry->d_parent);
	}
	return depth;
}

/* The sysctls below kernel/ that belong to the IPC namespace. */
static bool is_ipc_sysctl(const char *name)
{
	static const char *const names[] = {
		"auto_msgmni", "msg_next_id", "msgmax", "msgmnb",
		"msgmni", "sem", "sem_next_id", "shm_next_id",
		"shm_rmid_forced", "shmall", "shmmax", "shmmni",
	};

	return match_string(names, ARRAY_SIZE(names), name) >= 0;
}

static bool owns_ipc_ns(const struct holdfast_container *container)
{
	return holdfast_owns_inum(container,
				  &current->nsproxy->ipc_ns->ns.inum);
}

/*
 * A file below sys/ belongs to the namespaces of who looked it up. Procfs'
 * comparison of names tells whether the current task would find this one.
 */
static bool is_stale_sysctl(const struct dentry *dentry)
{
	const struct qstr *name = &dentry->d_name;

	return dentry->d_op && dentry->d_op->d_compare &&
	       dentry->d_op->d_compare(dentry, name->len, name->name, name);
}

/*
 * Of a sysctl that is the writer's own whoever has opened it: another task of the
 * container, which has the same descriptors, may be in the host's namespace.
 */
static bool owns_writers(const struct holdfast_container *container, u32 type,
			 const struct ns_common *ns)
{
	return container->namespaces & type &&
	       holdfast_owns_inum(container, &ns->inum);
}

static bool owns_sysctl(const struct holdfast_container *container,
			const struct dentry *dentry, const char *const *names)
{
	const struct nsproxy *nsproxy = current->nsproxy;

	if (!nsproxy || is_stale_sysctl(dentry))
		return false;
	if (!strcmp(names[0], "net"))
		return holdfast_owns_inum(container, &nsproxy->net_ns->ns.inum);
	if (!strcmp(names[0], "user"))
		return holdfast_owns_user_ns(container, current_user_ns());
	if (!strcmp(names[0], "fs") && !strcmp(names[1], "mqueue"))
		return owns_ipc_ns(container);
	if (strcmp(names[0], "kernel"))
		return false;
	if (!strcmp(names[1], "hostname") || !strcmp(names[1], "domainname"))
		return owns_writers(container, CLONE_NEWUTS,
				    &nsproxy->uts_ns->ns);
	if (!strcmp(names[1], "ns_last_pid"))
		return owns_writers(container, CLONE_NEWPID,
				    &task_active_pid_ns(current)->ns);
	return is_ipc_sysctl(names[1]) && owns_ipc_ns(container);
}

static u32 net_inum(const struct nsproxy *nsproxy)
{
	return nsproxy ? nsproxy->net_ns->ns.inum : 0;
}

/*
 * Who closes descriptors must not wait for ever for a task's lock, see
 * close_descriptors(). It is held for short only, so whoever else asks gets it.
 */
static bool owns_net_ns_of(const struct holdfast_container *container,
			   struct task_struct *task)
{
	unsigned int tries = 0;
	u32 inum;

	if (task == current) {
		inum = net_inum(task->nsproxy);
		return holdfast_owns_inum(container, &inum);
	}
	while (!spin_trylock(&task->alloc_lock)) {
		if (++tries == LOCK_TRIES)
			return false;
		cpu_relax();
	}
	inum = net_inum(task->nsproxy);
	spin_unlock(&task->alloc_lock);
	return holdfast_owns_inum(container, &inum);
}

static bool owns_proc_pid(const struct holdfast_container *container,
			  const struct super_block *sb,
			  const char *const *names)
{
	const char *const *net = names + (strcmp(names[1], "task") ? 1 : 3);
	struct task_struct *task;
	int nr;

	if (kstrtoint(names[0], 10, &nr) || nr <= 0)
		return false;
	task = pid_task(find_pid_ns(nr, proc_pid_ns((void *)sb)),
			PIDTYPE_PID);
	if (!task || !holdfast_owns_task(container, task))
		return false;
	if (strcmp(net[0], "net"))
		return true;
	/* there the kernel's NFS server is told what of the host it exports */
	return strcmp(net[1], "rpc") && owns_net_ns_of(container, task);
}

static bool owns_proc(const struct holdfast_container *container,
		      const struct dentry *dentry)
{
	const char *names[MAX_NAMES];

	if (!first_names(dentry, names))
		return false;
	if (!strcmp(names[0], "sys"))
		return owns_sysctl(container, dentry, names + 1);
	return owns_proc_pid(container, dentry->d_sb, names);
}

/* The cgroup of a directory, or of the directory that a file is in. */
static struct cgroup *cgroup_of(const struct dentry *dir)
{
	const struct kernfs_node *node = NULL;
	struct inode *inode;

	if (dir->d_sb->s_magic != CGROUP2_SUPER_MAGIC)
		return NULL;
	dir = d_is_dir(dir) ? dir : READ_ONCE(dir->d_parent);
	inode = d_inode_rcu(dir);
	if (inode)
		node = inode->i_private;
	if (!node)
		return NULL;
	return rcu_dereference(*(void __rcu *const *)&node->priv);
}

/*
 * Own cgroups are the one in which the container was labelled and those below
 * it; the root of the hierarchy is never anybody's own.
 */
static bool owns_cgroup(const struct holdfast_container *container,
			struct cgroup *cgroup)
{
	for (; cgroup && cgroup_parent(cgroup); cgroup = cgroup_parent(cgroup))
		if (cgroup_id(cgroup) == container->cgroup_id)
			return true;
	return false;
}

/**
 * holdfast_owns_inner_cgroup - ask whether a cgroup is below a container's own
 * @container: The container.
 * @dentry: The cgroup's directory, or a file in it.
 *
 * Context: In an RCU read section.
 * Return: True when it is below the one in which the container was labelled.
 */
bool holdfast_owns_inner_cgroup(const struct holdfast_container *container,
				const void *dentry)
{
	struct cgroup *cgroup = cgroup_of(dentry);

	return cgroup && owns_cgroup(container, cgroup_parent(cgroup));
}

/**
 * holdfast_leaks - ask whether a control file tells about the host
 * @dentry: The file, on a filesystem that holdfast_is_kernel_fs().
 *
 * Context: In an RCU read section.
 * Return: True when it is about the kernel's memory, hardware or log.
 */
bool holdfast_leaks(const struct dentry *dentry)
{
	const char *names[MAX_NAMES];

	switch (dentry->d_sb->s_magic) {
	case PROC_SUPER_MAGIC:
		return first_names(dentry, names) && is_leaky_proc(names[0]);
	case SYSFS_MAGIC:
		return first_names(dentry, names) &&
		       !strcmp(names[0], "firmware");
	case DEBUGFS_MAGIC:
	case TRACEFS_MAGIC:
	case PSTOREFS_MAGIC:
	case EFIVARFS_MAGIC:
		return true;
	default:
		return false;
	}
}

/**
 * holdfast_owns_kernel_file - ask whether a control file is a container's own
 * @container: The container.
 * @dentry: The file, on a filesystem that holdfast_is_kernel_fs().
 *
 * Context: In an RCU read section, for the current task.
 * Return: True when what it controls is the container's own.
 */
bool holdfast_owns_kernel_file(const struct holdfast_container *container,
			       const void *dentry)
{
	const struct super_block *sb = ((const struct dentry *)dentry)->d_sb;

	switch (sb->s_magic) {
	case PROC_SUPER_MAGIC:
		return owns_proc(container, dentry);
	case CGROUP2_SUPER_MAGIC:
		return owns_cgroup(container, cgroup_of(dentry));
	case BINFMTFS_MAGIC:
	case BPF_FS_MAGIC:
		return holdfast_owns_user_ns(container, sb->s_user_ns);
	default:
		return false;
	}
}

/**
 * holdfast_ask_kernel_file - ask whether a control file may be written
 * @dentry: The file, or its directory, on a filesystem that
 *	holdfast_is_kernel_fs().
 *
 * Context: See holdfast_mediate().
 * Return: 0 or -EPERM.
 */
int holdfast_ask_kernel_file(const struct dentry *dentry)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_KFILE_WRITE_OWN,
		.foreign_op = HOLDFAST_OP_KFILE_WRITE,
		.owned = holdfast_owns_kernel_file,
		.subject = dentry,
		.object = {
			.kind = HOLDFAST_OBJECT_FILE,
			.dentry = dentry,
		},
	};

	return holdfast_mediate(&request);
}
