// SPDX-License-Identifier: GPL-2.0-only
/*
 * The BPF twin, kernel side: the decisions that Holdfast makes about what bench
 * does, made the way a BPF LSM makes them, to be measured beside it.
 *
 * A task is labelled as by Holdfast: when it executes a program with a mount
 * namespace and a root directory of its own; its children inherit. The label is
 * in task storage, the profile of its container in a hash map, and a refusal
 * goes through a ring buffer. What it has not: nested containers, forged state,
 * the owners of namespaces and control files.
 */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#include "twin.h"

#define EPERM		1
#define ENOMEM		12
#define FMODE_WRITE	0x2
#define S_IFMT		0170000
#define S_IFBLK		0060000
#define S_IFCHR		0020000
#define MS_REMOUNT	32
#define MS_BIND		4096
#define MS_MOVE		8192
#define MS_PROPAGATION	(1 << 17 | 1 << 18 | 1 << 19 | 1 << 20)
#define CAP_SYS_ADMIN	21
#define NR_unshare	272
#define NR_setns	308
#define NR_sethostname	170

/* The parts of the kernel's types that are read; CO-RE finds where they are. */
#define CORE __attribute__((preserve_access_index))

struct super_block;
struct ns_common {
	unsigned int inum;
} CORE;
struct mnt_namespace {
	struct ns_common ns;
} CORE;
struct dentry {
	struct super_block *d_sb;
} CORE;
struct path {
	struct dentry *dentry;
} CORE;
struct fs_struct {
	struct path root;
} CORE;
struct nsproxy {
	struct mnt_namespace *mnt_ns;
} CORE;
struct task_struct {
	struct nsproxy *nsproxy;
	struct fs_struct *fs;
} CORE;
struct pt_regs {
	unsigned long di;
	unsigned long orig_ax;
} CORE;
struct file_system_type {
	const char *name;
} CORE;
struct super_block {
	unsigned long s_magic;
	struct file_system_type *s_type;
} CORE;
struct inode {
	unsigned short i_mode;
	unsigned int i_rdev;
	struct super_block *i_sb;
} CORE;
struct file {
	unsigned int f_mode;
	struct inode *f_inode;
} CORE;
struct sockaddr_un {
	unsigned short sun_family;
	char sun_path[108];
} CORE;
struct unix_address {
	int len;
	struct sockaddr_un name[0];
} CORE;
struct unix_sock {
	struct unix_address *addr;
} CORE;
struct sock;
struct socket {
	struct sock *sk;
} CORE;
struct cred;
struct iattr;
struct kernel_siginfo;
struct linux_binprm;
struct mnt_idmap;
struct sockaddr;
struct user_namespace;
struct vfsmount;

/* What a container may do when it begins; set before this is loaded. */
const volatile struct twin_profile first;

/* The host, as look_at_host() finds it. */
static const struct mnt_namespace *host_mnt_ns;
static const struct dentry *host_root;

struct label {
	__u64 container;
};

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct label);
} labels SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct twin_profile);
} profiles SEC(".maps");

/* Listed devices: type, major and minor as the kernel has them. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u64);
	__type(value, __u32);
} devices SEC(".maps");

/* Filesystems whose files control the kernel, by their magic number. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u64);
	__type(value, __u32);
} kernel_filesystems SEC(".maps");

struct fs_type {
	char name[32];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, struct fs_type);
	__type(value, __u32);
} fs_types SEC(".maps");

/* Who has bound a socket. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct label);
} binders SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 20);
} events SEC(".maps");

char LICENSE[] SEC("license") = "GPL";

static struct label *label_of(struct task_struct *task)
{
	return bpf_task_storage_get(&labels, task, 0, 0);
}

static void report(const struct label *label, enum twin_op op)
{
	__u64 pid = bpf_get_current_pid_tgid();
	struct twin_event *event;

	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event)
		return;
	event->time = bpf_ktime_get_boot_ns();
	event->container = label->container;
	event->op = op;
	event->pid = pid >> 32;
	event->tid = pid;
	event->uid = bpf_get_current_uid_gid();
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

static int ask_label(const struct label *label, enum twin_op op)
{
	__u64 container = label->container;
	const struct twin_profile *profile;

	profile = bpf_map_lookup_elem(&profiles, &container);
	if (profile && profile->allow >> op & 1)
		return 0;
	report(label, op);
	return -EPERM;
}

static int ask(enum twin_op op)
{
	const struct label *label = label_of(bpf_get_current_task_btf());

	return label ? ask_label(label, op) : 0;
}

/* Run once by the loader, which is a host task. */
SEC("raw_tp")
int look_at_host(void *ctx)
{
	struct task_struct *task = bpf_get_current_task_btf();

	host_mnt_ns = task->nsproxy->mnt_ns;
	host_root = task->fs->root.dentry;
	return 0;
}

SEC("lsm/bprm_committing_creds")
int BPF_PROG(label_container, struct linux_binprm *bprm)
{
	struct task_struct *task = bpf_get_current_task_btf();
	struct twin_profile profile = { first.allow, first.capabilities };
	struct label label;

	if (task->nsproxy->mnt_ns == host_mnt_ns ||
	    task->fs->root.dentry == host_root || label_of(task))
		return 0;
	label.container = task->nsproxy->mnt_ns->ns.inum;
	bpf_map_update_elem(&profiles, &label.container, &profile, BPF_NOEXIST);
	bpf_task_storage_get(&labels, task, &label,
			     BPF_LOCAL_STORAGE_GET_F_CREATE);
	return 0;
}

SEC("lsm/task_alloc")
int BPF_PROG(inherit, struct task_struct *task, unsigned long clone_flags,
	     int ret)
{
	struct label *label = label_of(bpf_get_current_task_btf());

	if (ret || !label)
		return ret;
	return bpf_task_storage_get(&labels, task, label,
				    BPF_LOCAL_STORAGE_GET_F_CREATE) ?
		       0 : -ENOMEM;
}

static int ask_device(const struct label *label, enum twin_op op,
		      unsigned short mode, unsigned int dev)
{
	__u64 key = (__u64)(mode & S_IFMT) << 32 | dev;

	if (bpf_map_lookup_elem(&devices, &key))
		return ask_label(label, op);
	report(label, op);
	return -EPERM;
}

static int is_device(unsigned short mode)
{
	return (mode & S_IFMT) == S_IFBLK || (mode & S_IFMT) == S_IFCHR;
}

static int is_kernel_fs(const struct super_block *sb)
{
	__u64 magic = sb->s_magic;

	return !!bpf_map_lookup_elem(&kernel_filesystems, &magic);
}

SEC("lsm/file_open")
int BPF_PROG(file_open, struct file *file, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());
	const struct inode *inode = file->f_inode;

	if (ret || !label)
		return ret;
	if (is_device(inode->i_mode))
		return ask_device(label, TWIN_DEVICE_OPEN, inode->i_mode,
				  inode->i_rdev);
	if (file->f_mode & FMODE_WRITE && is_kernel_fs(inode->i_sb))
		return ask_label(label, TWIN_KFILE_WRITE);
	return 0;
}

SEC("lsm/inode_mknod")
int BPF_PROG(inode_mknod, struct inode *dir, struct dentry *dentry,
	     unsigned short mode, unsigned int dev, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());

	if (ret || !label || !is_device(mode) || !dev)
		return ret;
	return ask_device(label, TWIN_DEVICE_MKNOD, mode, dev);
}

/* A change of a directory or of attributes. */
static int ask_change(struct dentry *dentry, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());

	if (ret || !label || !is_kernel_fs(dentry->d_sb))
		return ret;
	return ask_label(label, TWIN_KFILE_WRITE);
}

SEC("lsm/inode_mkdir")
int BPF_PROG(inode_mkdir, struct inode *dir, struct dentry *dentry,
	     unsigned short mode, int ret)
{
	return ask_change(dentry, ret);
}

SEC("lsm/inode_rmdir")
int BPF_PROG(inode_rmdir, struct inode *dir, struct dentry *dentry, int ret)
{
	return ask_change(dentry, ret);
}

SEC("lsm/inode_unlink")
int BPF_PROG(inode_unlink, struct inode *dir, struct dentry *dentry, int ret)
{
	return ask_change(dentry, ret);
}

SEC("lsm/inode_rename")
int BPF_PROG(inode_rename, struct inode *old_dir, struct dentry *old,
	     struct inode *new_dir, struct dentry *new, int ret)
{
	return ask_change(old, ret);
}

SEC("lsm/inode_setattr")
int BPF_PROG(inode_setattr, struct mnt_idmap *idmap, struct dentry *dentry,
	     struct iattr *attr, int ret)
{
	return ask_change(dentry, ret);
}

static const unsigned int create_flags[] = {
	[TWIN_NS_CREATE_MNT] = 0x00020000,
	[TWIN_NS_CREATE_PID] = 0x20000000,
	[TWIN_NS_CREATE_USER] = 0x10000000,
	[TWIN_NS_CREATE_NET] = 0x40000000,
	[TWIN_NS_CREATE_UTS] = 0x04000000,
	[TWIN_NS_CREATE_IPC] = 0x08000000,
	[TWIN_NS_CREATE_CGROUP] = 0x02000000,
	[TWIN_NS_CREATE_TIME] = 0x00000080,
};

/* BPF has no hook at unshare(), but it asks for a capability. */
static int ask_unshare(const struct label *label, unsigned long flags)
{
	int op, err = 0;

#pragma unroll
	for (op = TWIN_NS_CREATE_MNT; op <= TWIN_NS_CREATE_TIME; op++)
		if (flags & create_flags[op] && !err)
			err = ask_label(label, op);
	return err;
}

SEC("lsm/capable")
int BPF_PROG(capable, const struct cred *cred, struct user_namespace *ns,
	     int cap, unsigned int opts, int ret)
{
	struct task_struct *task = bpf_get_current_task_btf();
	const struct label *label = label_of(task);
	const struct twin_profile *profile;
	const struct pt_regs *regs;
	__u64 container;
	int err = 0;

	if (ret || !label)
		return ret;
	regs = (const struct pt_regs *)bpf_task_pt_regs(task);
	if (cap == CAP_SYS_ADMIN && regs->orig_ax == NR_unshare)
		err = ask_unshare(label, regs->di);
	else if (cap == CAP_SYS_ADMIN && regs->orig_ax == NR_setns)
		err = ask_label(label, TWIN_NS_JOIN);
	else if (cap == CAP_SYS_ADMIN && regs->orig_ax == NR_sethostname)
		err = ask_label(label, TWIN_KFILE_WRITE);
	if (err)
		return err;
	container = label->container;
	profile = bpf_map_lookup_elem(&profiles, &container);
	if (profile && profile->capabilities >> (cap & 63) & 1)
		return 0;
	report(label, TWIN_CAPABILITY);
	return -EPERM;
}

SEC("lsm/userns_create")
int BPF_PROG(userns_create, const struct cred *cred, int ret)
{
	return ret ? ret : ask(TWIN_NS_CREATE_USER);
}

SEC("lsm/sb_kern_mount")
int BPF_PROG(sb_kern_mount, struct super_block *sb, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());
	struct fs_type type = {};

	if (ret || !label)
		return ret;
	bpf_probe_read_kernel_str(type.name, sizeof(type.name),
				  sb->s_type->name);
	if (bpf_map_lookup_elem(&fs_types, &type))
		return ask_label(label, TWIN_MOUNT_NEW);
	report(label, TWIN_MOUNT_NEW);
	return -EPERM;
}

SEC("lsm/sb_mount")
int BPF_PROG(sb_mount, const char *dev_name, const struct path *path,
	     const char *type, unsigned long flags, void *data, int ret)
{
	if (ret)
		return ret;
	if (flags & MS_REMOUNT)
		return ask(TWIN_MOUNT_REMOUNT);
	if (flags & MS_BIND)
		return ask(TWIN_MOUNT_BIND);
	if (flags & MS_PROPAGATION)
		return ask(TWIN_MOUNT_PROPAGATION);
	if (flags & MS_MOVE)
		return ask(TWIN_MOUNT_MOVE);
	return 0;
}

SEC("lsm/sb_umount")
int BPF_PROG(sb_umount, struct vfsmount *mnt, int flags, int ret)
{
	return ret ? ret : ask(TWIN_MOUNT_UMOUNT);
}

SEC("lsm/move_mount")
int BPF_PROG(move_mount, const struct path *from, const struct path *to,
	     int ret)
{
	return ret ? ret : ask(TWIN_MOUNT_MOVE);
}

SEC("lsm/sb_pivotroot")
int BPF_PROG(sb_pivotroot, const struct path *old, const struct path *new,
	     int ret)
{
	return ret ? ret : ask(TWIN_MOUNT_PIVOT_ROOT);
}

SEC("lsm/path_chroot")
int BPF_PROG(path_chroot, const struct path *path, int ret)
{
	return ret ? ret : ask(TWIN_MOUNT_CHROOT);
}

static int ask_about_task(struct task_struct *task, enum twin_op own,
			  enum twin_op foreign, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());
	const struct label *other;

	if (ret || !label)
		return ret;
	other = label_of(task);
	return ask_label(label, other && other->container == label->container ?
					own : foreign);
}

SEC("lsm/ptrace_access_check")
int BPF_PROG(ptrace_access_check, struct task_struct *child, unsigned int mode,
	     int ret)
{
	return ask_about_task(child, TWIN_PROCESS_ACCESS_OWN,
			      TWIN_PROCESS_ACCESS_FOREIGN, ret);
}

SEC("lsm/task_kill")
int BPF_PROG(task_kill, struct task_struct *task, struct kernel_siginfo *info,
	     int sig, const struct cred *cred, int ret)
{
	return ask_about_task(task, TWIN_PROCESS_SIGNAL_OWN,
			      TWIN_PROCESS_SIGNAL_FOREIGN, ret);
}

SEC("lsm/socket_bind")
int BPF_PROG(socket_bind, struct socket *sock, struct sockaddr *address,
	     int addrlen, int ret)
{
	struct label *label = label_of(bpf_get_current_task_btf());
	struct sock *sk = sock->sk;

	if (!ret && label && sk)
		bpf_sk_storage_get(&binders, sk, label,
				   BPF_SK_STORAGE_GET_F_CREATE);
	return ret;
}

SEC("lsm/unix_stream_connect")
int BPF_PROG(unix_stream_connect, struct sock *sock, struct sock *other,
	     struct sock *newsk, int ret)
{
	const struct label *label = label_of(bpf_get_current_task_btf());
	const struct label *binder;
	const struct unix_sock *sk;
	char first_byte = 0;

	if (ret || !label)
		return ret;
	sk = bpf_skc_to_unix_sock(other);
	if (!sk || !sk->addr)
		return 0;
	bpf_probe_read_kernel(&first_byte, 1, &sk->addr->name[0].sun_path[0]);
	if (first_byte)
		return 0;
	binder = bpf_sk_storage_get(&binders, other, 0, 0);
	return ask_label(label, binder &&
					binder->container == label->container ?
				TWIN_SOCKET_ABSTRACT_OWN :
				TWIN_SOCKET_ABSTRACT_FOREIGN);
}
