// SPDX-License-Identifier: GPL-2.0-only
/*
 * holdfast_forge - leave a task as an exploit of the kernel leaves it
 *
 * For Holdfast's tests in their VM and nowhere else: whoever has a descriptor
 * from this module owns the machine. It does not load where the firmware does
 * not say QEMU, nor without the parameter that the tests give.
 *
 * An ioctl of /dev/holdfast_forge gives a descriptor that is no device and may
 * be left open for a container. A word that is written there changes the task
 * that writes it, by the kernel's own functions or behind their back.
 */

#include <linux/anon_inodes.h>
#include <linux/cred.h>
#include <linux/dmi.h>
#include <linux/fs.h>
#include <linux/fs_struct.h>
#include <linux/kmemleak.h>
#include <linux/kprobes.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/of.h>
#include <linux/pid_namespace.h>
#include <linux/sched/task.h>
#include <linux/seccomp.h>
#include <linux/uaccess.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>
#include <net/net_namespace.h>

static bool break_this_kernel;
module_param(break_this_kernel, bool, 0);
MODULE_PARM_DESC(break_this_kernel, "This is a VM for tests, with nothing in it to lose");

static int other;
module_param(other, int, 0600);
MODULE_PARM_DESC(other, "Process whose namespaces are taken, as the host numbers it");

static void (*switch_namespaces)(struct task_struct *task, struct nsproxy *new);
static void (*drop_namespaces)(struct nsproxy *ns);
static void (*set_root)(struct fs_struct *fs, const struct path *path);
static void (*set_pwd)(struct fs_struct *fs, const struct path *path);

/* What current_cred() may not be used for. */
static struct cred *own_cred(void)
{
	return (struct cred *)current_real_cred();
}

static int commit_init(void)
{
	struct cred *cred = prepare_kernel_cred(&init_task);

	return cred ? commit_creds(cred) : -ENOMEM;
}

/* What the task acts with, not what others see of it. */
static int write_cred(void)
{
	struct cred *cred = prepare_kernel_cred(&init_task);
	const struct cred *old = current_cred();

	if (!cred)
		return -ENOMEM;
	rcu_assign_pointer(current->cred, cred);
	put_cred(old);
	return 0;
}

/* The other way round. */
static int write_real_cred(void)
{
	struct cred *cred = prepare_kernel_cred(&init_task);
	const struct cred *old = current_real_cred();

	if (!cred)
		return -ENOMEM;
	rcu_assign_pointer(current->real_cred, cred);
	put_cred(old);
	return 0;
}

static int write_uid(void)
{
	own_cred()->euid = GLOBAL_ROOT_UID;
	own_cred()->fsuid = GLOBAL_ROOT_UID;
	return 0;
}

/* The same, and then credentials that are made of those as usual. */
static int launder_uid(void)
{
	struct cred *cred;

	write_uid();
	cred = prepare_creds();
	return cred ? commit_creds(cred) : -ENOMEM;
}

static int commit_uid(void)
{
	struct cred *cred = prepare_creds();

	if (!cred)
		return -ENOMEM;
	cred->euid = GLOBAL_ROOT_UID;
	cred->fsuid = GLOBAL_ROOT_UID;
	return commit_creds(cred);
}

static void set_caps(kernel_cap_t *caps)
{
	*caps = init_task.cred->cap_permitted;
}

static int write_permitted(void)
{
	set_caps(&own_cred()->cap_permitted);
	set_caps(&own_cred()->cap_effective);
	return 0;
}

static int write_effective(void)
{
	set_caps(&own_cred()->cap_effective);
	return 0;
}

static int write_bounding(void)
{
	set_caps(&own_cred()->cap_bset);
	return 0;
}

static int write_user_ns(void)
{
	struct cred *cred = own_cred();
	struct user_namespace *old = cred->user_ns;

	cred->user_ns = get_user_ns(&init_user_ns);
	put_user_ns(old);
	return 0;
}

static void set_nsproxy(struct nsproxy *new)
{
	struct nsproxy *old = current->nsproxy;

	task_lock(current);
	current->nsproxy = new;
	task_unlock(current);
	/* an atomic_t in older kernels, which is all that a refcount_t holds */
	if (refcount_dec_and_test((refcount_t *)&old->count))
		drop_namespaces(old);
}

static int switch_nsproxy(void)
{
	get_nsproxy(init_task.nsproxy);
	switch_namespaces(current, init_task.nsproxy);
	return 0;
}

static int write_nsproxy(void)
{
	get_nsproxy(init_task.nsproxy);
	set_nsproxy(init_task.nsproxy);
	return 0;
}

/* Those of the process that the parameter names. */
static struct nsproxy *other_nsproxy(void)
{
	struct nsproxy *nsproxy = NULL;
	struct task_struct *task;

	rcu_read_lock();
	task = pid_task(find_pid_ns(other, &init_pid_ns), PIDTYPE_PID);
	if (task) {
		task_lock(task);
		nsproxy = task->nsproxy;
		if (nsproxy)
			get_nsproxy(nsproxy);
		task_unlock(task);
	}
	rcu_read_unlock();
	return nsproxy;
}

static int switch_other(void)
{
	struct nsproxy *new = other_nsproxy();

	if (!new)
		return -ESRCH;
	switch_namespaces(current, new);
	return 0;
}

static int write_other(void)
{
	struct nsproxy *new = other_nsproxy();

	if (!new)
		return -ESRCH;
	set_nsproxy(new);
	return 0;
}

/*
 * In the nsproxy that the task has, and maybe others with it. The former one
 * is never freed: what would do it is out of reach.
 */
static int write_uts_ns(void)
{
	kmemleak_not_leak(current->nsproxy->uts_ns);
	get_uts_ns(init_task.nsproxy->uts_ns);
	current->nsproxy->uts_ns = init_task.nsproxy->uts_ns;
	return 0;
}

static int write_net_ns(void)
{
	struct net *old = current->nsproxy->net_ns;

	current->nsproxy->net_ns = get_net(&init_net);
	put_net(old);
	return 0;
}

/* The first process's, with a reference. */
static void get_host_root(struct path *root)
{
	rcu_read_lock();
	task_lock(init_pid_ns.child_reaper);
	get_fs_root(init_pid_ns.child_reaper->fs, root);
	task_unlock(init_pid_ns.child_reaper);
	rcu_read_unlock();
}

/* Holdfast looks at who calls this only in setns(). */
static int write_pwd(void)
{
	struct path root;

	get_host_root(&root);
	set_pwd(current->fs, &root);
	path_put(&root);
	return 0;
}

static int write_root(void)
{
	struct path root;

	get_host_root(&root);
	set_root(current->fs, &root);
	path_put(&root);
	return write_pwd();
}

static int write_seccomp(void)
{
	spin_lock_irq(&current->sighand->siglock);
	clear_task_syscall_work(current, SECCOMP);
	current->seccomp.mode = SECCOMP_MODE_DISABLED;
	spin_unlock_irq(&current->sighand->siglock);
	return 0;
}

static int write_no_new_privs(void)
{
	clear_bit(PFA_NO_NEW_PRIVS, &current->atomic_flags);
	return 0;
}

/* The mode stays, and nothing is filtered. */
static int write_seccomp_work(void)
{
	clear_task_syscall_work(current, SECCOMP);
	return 0;
}

static const struct {
	const char *word;
	int (*forge)(void);
} states[] = {
	{ "commit-creds", commit_init },
	{ "cred", write_cred },
	{ "real-cred", write_real_cred },
	{ "uid", write_uid },
	{ "launder-uid", launder_uid },
	{ "commit-uid", commit_uid },
	{ "caps", write_permitted },
	{ "effective", write_effective },
	{ "bounding", write_bounding },
	{ "user-ns", write_user_ns },
	{ "switch-namespaces", switch_nsproxy },
	{ "nsproxy", write_nsproxy },
	{ "switch-other", switch_other },
	{ "other-nsproxy", write_other },
	{ "uts-ns", write_uts_ns },
	{ "net-ns", write_net_ns },
	{ "root", write_root },
	{ "pwd", write_pwd },
	{ "seccomp", write_seccomp },
	{ "seccomp-work", write_seccomp_work },
	{ "no-new-privs", write_no_new_privs },
};

static ssize_t forge_write(struct file *file, const char __user *from,
			   size_t len, loff_t *pos)
{
	char word[32] = "";
	int err, i;

	if (len >= sizeof(word))
		return -EINVAL;
	if (copy_from_user(word, from, len))
		return -EFAULT;
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		if (strcmp(states[i].word, word))
			continue;
		err = states[i].forge();
		return err ?: len;
	}
	return -EINVAL;
}

static const struct file_operations forge_fops = {
	.owner = THIS_MODULE,
	.write = forge_write,
};

static long device_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	return anon_inode_getfd("[holdfast_forge]", &forge_fops, NULL, O_WRONLY);
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = device_ioctl,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "holdfast_forge",
	.fops = &device_fops,
	.mode = 0600,
};

/* A kprobe knows the address of what is not exported. */
static void *address_of(const char *name)
{
	struct kprobe probe = { .symbol_name = "kallsyms_lookup_name" };
	unsigned long (*lookup)(const char *name);

	if (register_kprobe(&probe))
		return NULL;
	lookup = (void *)probe.addr;
	unregister_kprobe(&probe);
	return (void *)lookup(name);
}

/* What the firmware says, or where there is none the machine's description. */
static bool in_qemu(void)
{
	return dmi_match(DMI_SYS_VENDOR, "QEMU") ||
	       of_machine_is_compatible("linux,dummy-virt");
}

static int __init forge_init(void)
{
	if (!in_qemu() || !break_this_kernel)
		return -EPERM;
	switch_namespaces = address_of("switch_task_namespaces");
	/* its name in older kernels, and in newer ones */
	drop_namespaces = address_of("free_nsproxy") ?:
			  address_of("deactivate_nsproxy");
	set_root = address_of("set_fs_root");
	set_pwd = address_of("set_fs_pwd");
	if (!switch_namespaces || !drop_namespaces || !set_root || !set_pwd)
		return -ENOENT;
	return misc_register(&device);
}

static void __exit forge_exit(void)
{
	misc_deregister(&device);
}

module_init(forge_init);
module_exit(forge_exit);
MODULE_DESCRIPTION("Forged tasks for Holdfast's tests; opens the kernel to anyone");
MODULE_LICENSE("GPL");
