/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the hook bodies, with the signatures of what they hook
 *
 * All run in an RCU read section and do not sleep. One that returns int
 * refuses with a negative errno; the hooked function does not run then.
 */

#ifndef _HOLDFAST_HOOKS_H
#define _HOLDFAST_HOOKS_H

#include <linux/atomic.h>
#include <linux/kernel_read_file.h>
#include <linux/pid.h>
#include <linux/security.h>
#include <linux/types.h>

struct bpf_prog;
struct cgroup;
struct cred;
struct dentry;
struct file;
struct fs_context;
struct fs_parameter;
struct fs_struct;
struct genl_family;
struct inode;
struct kernel_siginfo;
struct linux_binprm;
struct net;
struct ns_common;
struct nsproxy;
struct nsset;
struct path;
struct pid;
struct qstr;
struct sock;
struct sockaddr;
struct socket;
struct super_block;
struct task_struct;
struct user_namespace;
struct vfsmount;
union bpf_attr;

/* hook_task.c */
int hook_task_alloc(struct task_struct *task, unsigned long clone_flags);
void hook_free_task(struct task_struct *task);
void hook_wake_up_new_task(struct task_struct *task);
void hook_bprm_committing_creds(const struct linux_binprm *bprm);
void hook_commit_creds(struct cred *new);
void hook_switch_task_namespaces(struct task_struct *task, struct nsproxy *new);
void hook_proc_free_inum(unsigned int inum);
int holdfast_task_adopt(void);
extern atomic_t holdfast_adopters;
int holdfast_task_transition(void);

/* hook_namespace.c */
int holdfast_namespace_create(unsigned long flags);
int hook_unshare_nsproxy_namespaces(unsigned long flags, struct nsproxy **nsp,
				    struct cred *cred, struct fs_struct *fs);
int hook_create_new_namespace(const struct path *path, unsigned int flags);
void hook_ns_tree_add(const struct ns_common *ns);
int hook_create_user_ns(const struct cred *cred);
int hook_mntns_install(struct nsset *nsset, struct ns_common *ns);
int hook_pidns_install(struct nsset *nsset, struct ns_common *ns);
int hook_userns_install(struct nsset *nsset, struct ns_common *ns);
int hook_netns_install(struct nsset *nsset, struct ns_common *ns);
int hook_utsns_install(struct nsset *nsset, struct ns_common *ns);
int hook_ipcns_install(struct nsset *nsset, struct ns_common *ns);
int hook_cgroupns_install(struct nsset *nsset, struct ns_common *ns);
int hook_timens_install(struct nsset *nsset, struct ns_common *ns);
int hook_get_net_ns_by_pid(pid_t pid);
int hook_get_net_ns_by_fd(int fd);
int hook_get_net_ns_by_id(const struct net *net, int id);

/* hook_mount.c */
int hook_fs_context_parse_param(struct fs_context *fc,
				struct fs_parameter *param);
int hook_sb_kern_mount(struct super_block *sb);
int hook_sb_mount(const char *dev_name, const struct path *path,
		  const char *type, unsigned long flags, void *data);
int hook_sb_remount(struct super_block *sb, void *opts);
int hook_sb_umount(struct vfsmount *mnt, int flags);
int hook_sb_pivotroot(const struct path *old_path, const struct path *new_path);
int hook_move_mount(const struct path *from, const struct path *to);
int hook_path_chroot(const struct path *path);
int hook_set_fs(const struct fs_struct *fs, const struct path *path);

/* hook_module.c */
int hook_kernel_module_request(char *name);
int hook_kernel_read_file(struct file *file, enum kernel_read_file_id id,
			  bool contents);
int hook_kernel_load_data(enum kernel_load_data_id id, bool contents);

/* hook_capability.c */
int hook_capable(const struct cred *cred, struct user_namespace *user_ns,
		 int cap, unsigned int opts);
int hook_syslog(int type);

/* hook_file.c */
void hook_nd_jump_link(void);
int hook_file_open(struct file *file);
int hook_path_truncate(const struct path *path);
int hook_inode_mknod(struct inode *dir, struct dentry *dentry, umode_t mode,
		     dev_t dev);
int hook_inode_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode);
int hook_inode_rmdir(struct inode *dir, struct dentry *dentry);
int hook_inode_unlink(struct inode *dir, struct dentry *dentry);
int hook_inode_rename(struct inode *old_dir, struct dentry *old,
		      struct inode *new_dir, struct dentry *new);
int hook_inode_setattr(void *idmap, struct dentry *dentry);

int hook_file_receive(struct file *file);

/* hook_socket.c */
int hook_unix_stream_connect(struct sock *sk, struct sock *other);
int hook_unix_may_send(struct socket *sock, struct socket *other);
int hook_socket_bind(struct socket *sock, const struct sockaddr *address,
		     int len);
int hook_unix_autobind(struct sock *sk);
void hook_unix_sock_destructor(struct sock *sk);
int hook_netlink_send(const struct sock *sk);
int hook_netlink_capable(const struct sk_buff *skb, int cap);
int hook_genl_doit(const struct genl_family *family);

/* hook_process.c */
int hook_ptrace_access_check(struct task_struct *child, unsigned int mode);
int hook_mm_access(struct task_struct *task, unsigned int mode);
int hook_task_kill(struct task_struct *task, struct kernel_siginfo *info,
		   int sig, const struct cred *cred);
int hook_task_change(struct task_struct *task);
int hook_cgroup_attach_task(struct cgroup *cgroup, struct task_struct *leader);
int hook_f_setown(struct file *file, struct pid *pid, enum pid_type type);
int hook_tty_ioctl(struct file *file, unsigned int cmd);

/* hook_bpf.c */
int hook_bpf(int cmd, const union bpf_attr *attr, unsigned int size);
int hook_bpf_check(struct bpf_prog *const *prog);
int hook_css_tryget_online_from_dir(const struct dentry *dentry);

/* hook_surface.c */
int hook_perf_event_open(void);
int hook_inode_init_security_anon(const struct qstr *name);
int hook_key_alloc(void);
int hook_lookup_user_key(void);
int hook_socket_create(int family, int kern);

/* hook_self.c */
int hook_genl_bind(struct net *net, int group);
int hook_delete_module(unsigned int flags);

#endif /* _HOLDFAST_HOOKS_H */
