// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, built in - the LSM hooks
 *
 * Each calls the body that hooks_any.h and hooks_labelled.h name for where it
 * is. Host tasks pay one test.
 */

#include <linux/binfmts.h>
#include <linux/fs_context.h>
#include <linux/jump_label.h>
#include <linux/lsm_hooks.h>
#include <linux/proc_ns.h>
#include <linux/rcupdate.h>

#include "../common.h"
#include "../compat/functions.h"
#include "../compat/lsm.h"
#include "../compat/namespace.h"
#include "../container.h"
#include "../hooks.h"
#include "hooks.h"
#include "label_blob.h"

DEFINE_STATIC_KEY_FALSE(holdfast_ready);

/* What a task without a label may have to ask, once it is labelled. */
static __always_inline bool enters(void)
{
	return static_branch_unlikely(&holdfast_transitions);
}

/*
 * A hook that sees the tasks that have a label; @call is an expression, @proto and
 * @args are in parentheses. What they have to ask is a function of its own, or host
 * tasks would save registers for it.
 */
#define LABELLED(name, call, proto, args)                                     \
	static noinline int labelled_##name proto                             \
	{                                                                     \
		int err;                                                      \
									      \
		rcu_read_lock();                                              \
		err = (call);                                                 \
		rcu_read_unlock();                                            \
		return err;                                                   \
	}                                                                     \
									      \
	static int on_##name proto                                            \
	{                                                                     \
		if (likely(!holdfast_label_possible(current)))                \
			return 0;                                             \
		return labelled_##name args;                                  \
	}

/* The same where a task can be labelled for what it does. */
#define TRANSITION(name, call, proto, args)                                   \
	static noinline int labelled_##name proto                             \
	{                                                                     \
		int err;                                                      \
									      \
		rcu_read_lock();                                              \
		err = (enters() ? holdfast_task_transition() : 0) ?: (call);  \
		rcu_read_unlock();                                            \
		return err;                                                   \
	}                                                                     \
									      \
	static int on_##name proto                                            \
	{                                                                     \
		if (likely(!holdfast_label_possible(current)) && !enters())   \
			return 0;                                             \
		return labelled_##name args;                                  \
	}

/* A hook that cannot refuse; @call is a statement. */
#define LABELLED_VOID(name, call, proto, args)                                \
	static noinline void labelled_##name proto                            \
	{                                                                     \
		rcu_read_lock();                                              \
		call;                                                         \
		rcu_read_unlock();                                            \
	}                                                                     \
									      \
	static void on_##name proto                                           \
	{                                                                     \
		if (unlikely(holdfast_label_possible(current)))               \
			labelled_##name args;                                 \
	}

/* These see every task. */

static void on_task_free(struct task_struct *task)
{
	hook_free_task(task);
}

static void on_bprm_committing_creds(const struct linux_binprm *bprm)
{
	if (!static_branch_likely(&holdfast_ready))
		return;
	rcu_read_lock();
	hook_bprm_committing_creds(bprm);
	rcu_read_unlock();
}

static void on_namespace_free(struct ns_common *ns)
{
	rcu_read_lock();
	hook_proc_free_inum(ns->inum);
	rcu_read_unlock();
}

static void on_sk_free_security(struct sock *sk)
{
	rcu_read_lock();
	hook_unix_sock_destructor(sk);
	rcu_read_unlock();
}

static int on_genl_bind(struct net *net, int group)
{
	int err;

	rcu_read_lock();
	err = hook_genl_bind(net, group);
	rcu_read_unlock();
	return err;
}

/* These keep labels. */

LABELLED(task_alloc, hook_task_alloc(task, flags),
	 (struct task_struct *task, COMPAT_LSM_CLONE_FLAGS flags),
	 (task, flags))
LABELLED_VOID(task_wake_up_new, hook_wake_up_new_task(task),
	      (struct task_struct *task), (task))
LABELLED_VOID(cred_commit, hook_commit_creds(new),
	      (struct cred *new), (new))
LABELLED_VOID(namespace_switch, hook_switch_task_namespaces(task, new),
	      (struct task_struct *task, struct nsproxy *new), (task, new))
LABELLED(socket_bind, hook_socket_bind(sock, address, len),
	 (struct socket *sock, struct sockaddr *address, int len),
	 (sock, address, len))
LABELLED(unix_autobind, hook_unix_autobind(sk),
	 (struct sock *sk), (sk))
LABELLED_VOID(nd_jump_link, hook_nd_jump_link(),
	      (void), ())

/* Namespaces. */

static int install(struct nsset *nsset, struct ns_common *ns)
{
	switch (compat_ns_type(ns)) {
	case CLONE_NEWNS:
		return hook_mntns_install(nsset, ns);
	case CLONE_NEWPID:
		return hook_pidns_install(nsset, ns);
	case CLONE_NEWUSER:
		return hook_userns_install(nsset, ns);
	case CLONE_NEWNET:
		return hook_netns_install(nsset, ns);
	case CLONE_NEWUTS:
		return hook_utsns_install(nsset, ns);
	case CLONE_NEWIPC:
		return hook_ipcns_install(nsset, ns);
	case CLONE_NEWCGROUP:
		return hook_cgroupns_install(nsset, ns);
	case CLONE_NEWTIME:
		return hook_timens_install(nsset, ns);
	default:
		return -EPERM;
	}
}

TRANSITION(namespace_create, holdfast_namespace_create(flags),
	   (unsigned long flags), (flags))

/* Only where there are namespaces that no task is in. */
static void __maybe_unused on_namespace_alloc(struct ns_common *ns)
{
	if (!holdfast_label_possible(current))
		return;
	rcu_read_lock();
	hook_ns_tree_add(ns);
	rcu_read_unlock();
}

TRANSITION(userns_create, hook_create_user_ns(cred),
	   (const struct cred *cred), (cred))
TRANSITION(namespace_install, install(nsset, ns),
	   (struct nsset *nsset, struct ns_common *ns), (nsset, ns))
LABELLED(net_ns_by_pid, hook_get_net_ns_by_pid(pid),
	 (pid_t pid), (pid))
LABELLED(net_ns_by_fd, hook_get_net_ns_by_fd(fd),
	 (int fd), (fd))
LABELLED(net_ns_by_id, hook_get_net_ns_by_id(net, id),
	 (const struct net *net, int id), (net, id))

/* Mounts. */

/* Nobody here takes a parameter: that is for the filesystem to do. */
static int on_fs_context_parse_param(struct fs_context *fc,
				     struct fs_parameter *param)
{
	int err;

	if (!holdfast_label_possible(current))
		return -ENOPARAM;
	rcu_read_lock();
	err = hook_fs_context_parse_param(fc, param);
	rcu_read_unlock();
	return err ?: -ENOPARAM;
}

LABELLED(sb_kern_mount, hook_sb_kern_mount((struct super_block *)sb),
	 (const struct super_block *sb), (sb))
TRANSITION(sb_mount, hook_sb_mount(dev_name, path, type, flags, data),
	   (const char *dev_name, const struct path *path, const char *type,
	    unsigned long flags, void *data),
	   (dev_name, path, type, flags, data))
LABELLED(sb_remount, hook_sb_remount(sb, opts),
	 (struct super_block *sb, void *opts), (sb, opts))
LABELLED(sb_umount, hook_sb_umount(mnt, flags),
	 (struct vfsmount *mnt, int flags), (mnt, flags))
TRANSITION(sb_pivotroot, hook_sb_pivotroot(old_path, new_path),
	   (const struct path *old_path, const struct path *new_path),
	   (old_path, new_path))
LABELLED(move_mount, hook_move_mount(from, to),
	 (const struct path *from, const struct path *to), (from, to))
TRANSITION(path_chroot, hook_path_chroot(path),
	   (const struct path *path), (path))
LABELLED(fs_struct_set, hook_set_fs(fs, path),
	 (struct fs_struct *fs, const struct path *path), (fs, path))

/* Modules, capabilities. */

LABELLED(kernel_module_request, hook_kernel_module_request(name),
	 (char *name), (name))
LABELLED(kernel_read_file, hook_kernel_read_file(file, id, contents),
	 (struct file *file, enum kernel_read_file_id id, bool contents),
	 (file, id, contents))
LABELLED(kernel_load_data, hook_kernel_load_data(id, contents),
	 (enum kernel_load_data_id id, bool contents), (id, contents))
LABELLED(capable, hook_capable(cred, user_ns, cap, opts),
	 (const struct cred *cred, struct user_namespace *user_ns, int cap,
	  unsigned int opts),
	 (cred, user_ns, cap, opts))
LABELLED(syslog, hook_syslog(type),
	 (int type), (type))

/* Files, devices, control files. */

TRANSITION(file_open, hook_file_open(file),
	   (struct file *file), (file))
LABELLED(inode_mknod, hook_inode_mknod(dir, dentry, mode, dev),
	 (struct inode *dir, struct dentry *dentry, umode_t mode, dev_t dev),
	 (dir, dentry, mode, dev))
LABELLED(inode_mkdir, hook_inode_mkdir(dir, dentry, mode),
	 (struct inode *dir, struct dentry *dentry, umode_t mode),
	 (dir, dentry, mode))
LABELLED(inode_rmdir, hook_inode_rmdir(dir, dentry),
	 (struct inode *dir, struct dentry *dentry), (dir, dentry))
LABELLED(inode_unlink, hook_inode_unlink(dir, dentry),
	 (struct inode *dir, struct dentry *dentry), (dir, dentry))
LABELLED(inode_rename, hook_inode_rename(old_dir, old, new_dir, new),
	 (struct inode *old_dir, struct dentry *old, struct inode *new_dir,
	  struct dentry *new),
	 (old_dir, old, new_dir, new))
LABELLED(inode_setattr, hook_inode_setattr(idmap, dentry),
	 (struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr),
	 (idmap, dentry, attr))
LABELLED(inode_setxattr, hook_inode_setattr(idmap, dentry),
	 (struct mnt_idmap *idmap, struct dentry *dentry, const char *name,
	  const void *value, size_t size, int flags),
	 (idmap, dentry, name, value, size, flags))
LABELLED(inode_removexattr, hook_inode_setattr(idmap, dentry),
	 (struct mnt_idmap *idmap, struct dentry *dentry, const char *name),
	 (idmap, dentry, name))
LABELLED(netlink_send, hook_netlink_send(sk),
	 (struct sock *sk, struct sk_buff *skb), (sk, skb))
LABELLED(netlink_capable, hook_netlink_capable(skb, cap),
	 (const struct sk_buff *skb, int cap), (skb, cap))
LABELLED(genl_doit, hook_genl_doit(family),
	 (const struct genl_family *family), (family))
LABELLED(path_truncate, hook_path_truncate(path),
	 (const struct path *path), (path))
LABELLED(file_receive, hook_file_receive(file),
	 (struct file *file), (file))

/* Processes. */

LABELLED(mm_access, hook_mm_access(task, mode),
	 (struct task_struct *task, unsigned int mode), (task, mode))
LABELLED(ptrace_access_check, hook_ptrace_access_check(child, mode),
	 (struct task_struct *child, unsigned int mode), (child, mode))
LABELLED(task_kill, hook_task_kill(task, info, sig, cred),
	 (struct task_struct *task, struct kernel_siginfo *info, int sig,
	  const struct cred *cred),
	 (task, info, sig, cred))
LABELLED(file_setown, hook_f_setown(file, pid, type),
	 (struct file *file, struct pid *pid, enum pid_type type),
	 (file, pid, type))
LABELLED(file_ioctl, hook_tty_ioctl(file, cmd),
	 (struct file *file, unsigned int cmd, unsigned long arg),
	 (file, cmd, arg))
LABELLED(file_ioctl_compat, hook_tty_ioctl(file, cmd),
	 (struct file *file, unsigned int cmd, unsigned long arg),
	 (file, cmd, arg))
LABELLED(task_setnice, hook_task_change(task),
	 (struct task_struct *task, int nice), (task, nice))
LABELLED(task_setioprio, hook_task_change(task),
	 (struct task_struct *task, int ioprio), (task, ioprio))
LABELLED(task_setscheduler, hook_task_change(task),
	 (struct task_struct *task), (task))
LABELLED(task_setrlimit, hook_task_change(task),
	 (struct task_struct *task, unsigned int resource,
	  struct rlimit *new_rlim),
	 (task, resource, new_rlim))
LABELLED(cgroup_attach_task, hook_cgroup_attach_task(cgroup, leader),
	 (struct cgroup *cgroup, struct task_struct *leader), (cgroup, leader))

/* Sockets. */

LABELLED(unix_stream_connect, hook_unix_stream_connect(sk, other),
	 (struct sock *sk, struct sock *other, struct sock *new),
	 (sk, other, new))
LABELLED(unix_may_send, hook_unix_may_send(sock, other),
	 (struct socket *sock, struct socket *other), (sock, other))

/* Parts of the kernel that few programs need. */

#ifdef CONFIG_BPF_SYSCALL
LABELLED(bpf, hook_bpf(cmd, attr, size),
	 (COMPAT_LSM_BPF(int cmd, union bpf_attr *attr, unsigned int size)),
	 COMPAT_LSM_BPF_ARGS(cmd, attr, size))
LABELLED(bpf_prog_load, hook_bpf_check(&prog),
	 (COMPAT_LSM_BPF(struct bpf_prog *prog, union bpf_attr *attr,
			 struct bpf_token *token)),
	 COMPAT_LSM_BPF_ARGS(prog, attr, token))
#endif
LABELLED(cgroup_get_from_dir, hook_css_tryget_online_from_dir(dentry),
	 (struct dentry *dentry), (dentry))
#ifdef CONFIG_PERF_EVENTS
LABELLED(perf_event_open, hook_perf_event_open(),
	 (int type), (type))
#endif
LABELLED(inode_init_security_anon, hook_inode_init_security_anon(name),
	 (struct inode *inode, const struct qstr *name,
	  const struct inode *context),
	 (inode, name, context))
#ifdef CONFIG_KEYS
LABELLED(key_alloc, hook_key_alloc(),
	 (struct key *key, const struct cred *cred, unsigned long flags),
	 (key, cred, flags))
#endif
LABELLED(key_lookup_user, hook_lookup_user_key(),
	 (void), ())
LABELLED(socket_create, hook_socket_create(family, kern),
	 (int family, int type, int protocol, int kern),
	 (family, type, protocol, kern))

#define HOOK(name) LSM_HOOK_INIT(name, on_##name)

static struct security_hook_list hooks[] __ro_after_init = {
	HOOK(task_free),
	HOOK(bprm_committing_creds),
	HOOK(namespace_free),
	HOOK(sk_free_security),
	HOOK(genl_bind),

	HOOK(task_alloc),
	HOOK(task_wake_up_new),
	HOOK(cred_commit),
	HOOK(namespace_switch),
	HOOK(socket_bind),
	HOOK(unix_autobind),
	HOOK(nd_jump_link),

	HOOK(namespace_create),
	COMPAT_OPEN_TREE_NAMESPACE(HOOK(namespace_alloc))
	HOOK(userns_create),
	HOOK(namespace_install),
	HOOK(net_ns_by_pid),
	HOOK(net_ns_by_fd),
	HOOK(net_ns_by_id),

	HOOK(fs_context_parse_param),
	HOOK(sb_kern_mount),
	HOOK(sb_mount),
	HOOK(sb_remount),
	HOOK(sb_umount),
	HOOK(sb_pivotroot),
	HOOK(move_mount),
	HOOK(path_chroot),
	HOOK(fs_struct_set),

	HOOK(kernel_module_request),
	HOOK(kernel_read_file),
	HOOK(kernel_load_data),
	HOOK(capable),
	HOOK(syslog),

	HOOK(file_open),
	HOOK(inode_mknod),
	HOOK(inode_mkdir),
	HOOK(inode_rmdir),
	HOOK(inode_unlink),
	HOOK(inode_rename),
	HOOK(inode_setattr),
	HOOK(inode_setxattr),
	HOOK(inode_removexattr),
	HOOK(netlink_send),
	HOOK(netlink_capable),
	HOOK(genl_doit),
	HOOK(path_truncate),
	HOOK(file_receive),

	HOOK(mm_access),
	HOOK(ptrace_access_check),
	HOOK(task_kill),
	HOOK(file_setown),
	HOOK(file_ioctl),
	HOOK(file_ioctl_compat),
	HOOK(task_setnice),
	HOOK(task_setioprio),
	HOOK(task_setscheduler),
	HOOK(task_setrlimit),
	HOOK(cgroup_attach_task),

	HOOK(unix_stream_connect),
	HOOK(unix_may_send),

#ifdef CONFIG_BPF_SYSCALL
	HOOK(bpf),
	HOOK(bpf_prog_load),
#endif
	HOOK(cgroup_get_from_dir),
#ifdef CONFIG_PERF_EVENTS
	HOOK(perf_event_open),
#endif
	HOOK(inode_init_security_anon),
#ifdef CONFIG_KEYS
	HOOK(key_alloc),
#endif
	HOOK(key_lookup_user),
	HOOK(socket_create),
};

/**
 * holdfast_hooks_add - attach all hooks
 * @id: Whose they are.
 *
 * Context: While the LSMs are initialised, before there is a second task.
 */
void __init holdfast_hooks_add(const struct lsm_id *id)
{
	security_add_hooks(hooks, ARRAY_SIZE(hooks), id);
}
