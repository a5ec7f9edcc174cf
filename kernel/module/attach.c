// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - attach the hooks by ftrace
 *
 * Mainline has no loadable LSMs, so the module puts itself in front of the
 * kernel's own security_*() functions and of some others: ftrace has them call
 * an entry of ours (entry.h), which keeps the arguments, calls the hook's body,
 * and on a refusal has the function return at once. For the functions that need
 * not see every task, the entry first asks whether the current task can have a
 * label at all, which is all that host tasks pay.
 *
 * No body calls a hooked function or sleeps. So there is no recursion to guard
 * against, and ftrace's wait on unregistering (RCU tasks) covers whoever is
 * still in an entry, in a body or on the way back.
 */

#include <linux/ftrace.h>
#include <linux/hash.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/slab.h>

#include "../common.h"
#include "../compat/ftrace_direct.h"
#include "../compat/functions.h"
#include "../frontend.h"
#include "../hooks.h"
#include "attach.h"
#include "entry.h"
#include "label_table.h"

/**
 * struct hook - a kernel function and the body that runs before it
 * @name: The function.
 * @body_name: What it runs, hook_<body>().
 * @purpose: What is not enforced without it.
 * @class: What it mediates, or KEEPS.
 * @transition: No lock of the task is held there, and a task that has a rule
 *	for it can be labelled.
 * @call: Reads the arguments and calls the body.
 * @ip: Where ftrace calls from.
 */
struct hook {
	const char *name;
	const char *body_name;
	const char *purpose;
	int class;
	bool transition;
	long (*call)(const unsigned long *args);
	unsigned long ip;
};

#define KEEPS (-1)

/* An argument of the hooked function, as its type. */
#define ARG(type, n) ((type)args[n])

/*
 * Argument conversions go by way of unsigned long, like the registers. Not all
 * are used on each kernel.
 */
#define ADAPTER(body, ...)                                                       \
	static long __maybe_unused call_##body(const unsigned long *args)      \
	{                                                                      \
		return hook_##body(__VA_ARGS__);                               \
	}

#define ADAPTER_VOID(body, ...)                                                  \
	static long __maybe_unused call_##body(const unsigned long *args)      \
	{                                                                      \
		hook_##body(__VA_ARGS__);                                      \
		return 0;                                                      \
	}

/* Of a function that returns an object or NULL, or true or false. */
#define ADAPTER_NULL(body, ...)                                                  \
	static long call_##body(const unsigned long *args)                     \
	{                                                                      \
		return !!hook_##body(__VA_ARGS__);                             \
	}

ADAPTER(task_alloc, ARG(struct task_struct *, 0), ARG(unsigned long, 1))
ADAPTER_VOID(free_task, ARG(struct task_struct *, 0))
ADAPTER_VOID(wake_up_new_task, ARG(struct task_struct *, 0))
ADAPTER_VOID(bprm_committing_creds, ARG(struct linux_binprm *, 0))
ADAPTER_VOID(commit_creds, ARG(struct cred *, 0))
ADAPTER_VOID(switch_task_namespaces, ARG(struct task_struct *, 0),
	     ARG(struct nsproxy *, 1))
ADAPTER_VOID(proc_free_inum, ARG(unsigned int, 0))

ADAPTER(unshare_nsproxy_namespaces, ARG(unsigned long, 0),
	ARG(struct nsproxy **, 1), ARG(struct cred *, 2),
	ARG(struct fs_struct *, 3))
ADAPTER(create_new_namespace, ARG(const struct path *, 0),
	ARG(unsigned int, 1))
ADAPTER_VOID(ns_tree_add, ARG(const struct ns_common *, 0))
ADAPTER(create_user_ns, ARG(const struct cred *, 0))
ADAPTER(mntns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(pidns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(userns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(netns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(utsns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(ipcns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(cgroupns_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(timens_install, ARG(struct nsset *, 0), ARG(struct ns_common *, 1))
ADAPTER(get_net_ns_by_pid, ARG(pid_t, 0))
ADAPTER(get_net_ns_by_fd, ARG(int, 0))
ADAPTER_NULL(get_net_ns_by_id, ARG(const struct net *, 0), ARG(int, 1))

ADAPTER(fs_context_parse_param, ARG(struct fs_context *, 0),
	ARG(struct fs_parameter *, 1))
ADAPTER(sb_kern_mount, ARG(struct super_block *, 0))
ADAPTER(sb_mount, ARG(const char *, 0), ARG(const struct path *, 1),
	ARG(const char *, 2), ARG(unsigned long, 3), ARG(void *, 4))
ADAPTER(sb_remount, ARG(struct super_block *, 0), ARG(void *, 1))
ADAPTER(sb_umount, ARG(struct vfsmount *, 0), ARG(int, 1))
ADAPTER(sb_pivotroot, ARG(const struct path *, 0), ARG(const struct path *, 1))
ADAPTER(move_mount, ARG(const struct path *, 0), ARG(const struct path *, 1))
ADAPTER(path_chroot, ARG(const struct path *, 0))
ADAPTER(set_fs, ARG(const struct fs_struct *, 0),
	ARG(const struct path *, 1))

ADAPTER(kernel_module_request, ARG(char *, 0))
ADAPTER(kernel_read_file, ARG(struct file *, 0),
	ARG(enum kernel_read_file_id, 1), ARG(bool, 2))
ADAPTER(kernel_load_data, ARG(enum kernel_load_data_id, 0), ARG(bool, 1))

ADAPTER(capable, ARG(const struct cred *, 0), ARG(struct user_namespace *, 1),
	ARG(int, 2), ARG(unsigned int, 3))

ADAPTER(syslog, ARG(int, 0))

ADAPTER_VOID(nd_jump_link)
ADAPTER(file_open, ARG(struct file *, 0))
ADAPTER(path_truncate, ARG(const struct path *, 0))
ADAPTER(inode_mknod, ARG(struct inode *, 0), ARG(struct dentry *, 1),
	ARG(umode_t, 2), ARG(dev_t, 3))

ADAPTER(inode_mkdir, ARG(struct inode *, 0), ARG(struct dentry *, 1),
	ARG(umode_t, 2))
ADAPTER(inode_rmdir, ARG(struct inode *, 0), ARG(struct dentry *, 1))
ADAPTER(inode_unlink, ARG(struct inode *, 0), ARG(struct dentry *, 1))
ADAPTER(inode_rename, ARG(struct inode *, 0), ARG(struct dentry *, 1),
	ARG(struct inode *, 2), ARG(struct dentry *, 3))
ADAPTER(inode_setattr, ARG(void *, 0), ARG(struct dentry *, 1))

ADAPTER(mm_access, ARG(struct task_struct *, 0), ARG(unsigned int, 1))
ADAPTER(ptrace_access_check, ARG(struct task_struct *, 0),
	ARG(unsigned int, 1))
ADAPTER(task_kill, ARG(struct task_struct *, 0),
	ARG(struct kernel_siginfo *, 1), ARG(int, 2),
	ARG(const struct cred *, 3))

ADAPTER(file_receive, ARG(struct file *, 0))
ADAPTER(unix_stream_connect, ARG(struct sock *, 0), ARG(struct sock *, 1))
ADAPTER(unix_may_send, ARG(struct socket *, 0), ARG(struct socket *, 1))
ADAPTER(socket_bind, ARG(struct socket *, 0), ARG(const struct sockaddr *, 1),
	ARG(int, 2))
ADAPTER(unix_autobind, ARG(struct sock *, 0))
ADAPTER_VOID(unix_sock_destructor, ARG(struct sock *, 0))
ADAPTER(netlink_send, ARG(const struct sock *, 0))
ADAPTER_NULL(netlink_capable, ARG(const struct sk_buff *, 0), ARG(int, 1))
ADAPTER(genl_doit, ARG(const struct genl_family *, 0))
ADAPTER(cgroup_attach_task, ARG(struct cgroup *, 0),
	ARG(struct task_struct *, 1))
ADAPTER(task_change, ARG(struct task_struct *, 0))
ADAPTER(f_setown, ARG(struct file *, 0), ARG(struct pid *, 1),
	ARG(enum pid_type, 2))
ADAPTER(tty_ioctl, ARG(struct file *, 0), ARG(unsigned int, 1))

ADAPTER(bpf, ARG(int, 0), ARG(const union bpf_attr *, 1),
	ARG(unsigned int, 2))
ADAPTER(bpf_check, ARG(struct bpf_prog *const *, 0))
ADAPTER(css_tryget_online_from_dir, ARG(const struct dentry *, 0))

ADAPTER(perf_event_open)
ADAPTER(inode_init_security_anon, ARG(const struct qstr *, 1))
ADAPTER(key_alloc)
ADAPTER(lookup_user_key)
ADAPTER(socket_create, ARG(int, 0), ARG(int, 3))

/* The entries of a system call have one argument: the caller's registers. */
#ifdef CONFIG_ARM64
ADAPTER(delete_module, ARG(const struct pt_regs *, 0)->regs[1])
#else
ADAPTER(delete_module, ARG(const struct pt_regs *, 0)->si)
#endif
#ifdef CONFIG_IA32_EMULATION
static long call_delete_module_ia32(const unsigned long *args)
{
	return hook_delete_module(ARG(const struct pt_regs *, 0)->cx);
}
#endif

ADAPTER(genl_bind, ARG(struct net *, 0), ARG(int, 1))

#define KEEPING(function, body, text)                                         \
	{                                                                      \
		.name = #function, .body_name = #body, .purpose = text,        \
		.class = KEEPS, .call = call_##body,                                           \
	}

#define MEDIATING(function, body, kind, text)                                 \
	{                                                                      \
		.name = #function, .body_name = #body, .purpose = text,        \
		.class = HOLDFAST_CLASS_##kind, .call = call_##body,           \
	}

#define TRANSITION(function, body, kind, text)                                \
	{                                                                      \
		.name = #function, .body_name = #body, .purpose = text,        \
		.transition = true, .class = HOLDFAST_CLASS_##kind, .call = call_##body,           \
	}

/* These see every task. */
static struct hook for_all[] = {
#include "../hooks_any.h"
#ifdef CONFIG_ARM64
	MEDIATING(__arm64_sys_delete_module, delete_module, SELF,
		  "no forced unloading when locked"),
#else
	MEDIATING(__x64_sys_delete_module, delete_module, SELF,
		  "no forced unloading when locked"),
#endif
#ifdef CONFIG_IA32_EMULATION
	MEDIATING(__ia32_sys_delete_module, delete_module_ia32, SELF,
		  "the same, of 32-bit programs"),
#endif
};

/* These see the tasks that can have a label. */
static struct hook for_labelled[] = {
#include "../hooks_labelled.h"
};

/*
 * Finds the hook by the address that ftrace calls from: a hash without
 * collisions, its multiplier found by trying when the addresses are known.
 */
#define DISPATCH_BITS 9

static const struct hook *dispatch[1 << DISPATCH_BITS];
static u64 multiplier;

static unsigned int dispatch_slot(unsigned long ip)
{
	return (u64)ip * multiplier >> (64 - DISPATCH_BITS);
}

static bool try_multiplier(u64 candidate)
{
	int i;

	multiplier = candidate;
	memset(dispatch, 0, sizeof(dispatch));
	for (i = 0; i < ARRAY_SIZE(for_all) + ARRAY_SIZE(for_labelled); i++) {
		const struct hook *hook = i < ARRAY_SIZE(for_all) ?
			&for_all[i] : &for_labelled[i - ARRAY_SIZE(for_all)];
		unsigned int slot = dispatch_slot(hook->ip);

		if (dispatch[slot])
			return false;
		dispatch[slot] = hook;
	}
	return true;
}

static int fill_dispatch(void)
{
	u64 candidate = GOLDEN_RATIO_64;
	int tries;

	for (tries = 0; tries < 1 << 20; tries++) {
		if (try_multiplier(candidate | 1))
			return 0;
		candidate = candidate * 6364136223846793005ULL + 1;
		if (!(tries & 1023))
			cond_resched();
	}
	return -ENOSPC;
}

/* Whether the task may have to be labelled now. */
static __always_inline bool enters(const struct hook *hook)
{
	return static_branch_unlikely(&holdfast_transitions) &&
	       hook->transition;
}

/* The entries call this. */
asmlinkage notrace __used long holdfast_run_hook(const unsigned long *args,
						 unsigned long back)
{
	const struct hook *hook =
		dispatch[dispatch_slot(back - MCOUNT_INSN_SIZE)];
	long err;

	rcu_read_lock();
	err = (enters(hook) ? holdfast_task_transition() : 0) ?:
		      hook->call(args);
	rcu_read_unlock();
	return err;
}

static struct ftrace_ops all_ops;
static struct ftrace_ops labelled_ops;

/*
 * Direct calls have no flags. This one is PERMANENT for them: it does not come
 * where kernel.ftrace_enabled is 0, and while it is there nobody sets it to 0.
 */
static void notrace nothing(unsigned long ip, unsigned long parent_ip,
			    struct ftrace_ops *ops, struct ftrace_regs *fregs)
{
}

static struct ftrace_ops permanent_ops = {
	.func = nothing,
	.flags = FTRACE_OPS_FL_PERMANENT,
};

/* A kprobe that is never armed gives the address that ftrace calls from. */
static int find_ip(struct hook *hook, struct kprobe *probe)
{
	int err;

	probe->symbol_name = hook->name;
	probe->flags = KPROBE_FLAG_DISABLED;
	err = register_kprobe(probe);
	if (!err)
		hook->ip = holdfast_entry_ip(probe);
	return err;
}

static int find_all(struct hook *hooks, size_t count)
{
	struct kprobe *probes = kcalloc(count, sizeof(*probes), GFP_KERNEL);
	struct kprobe **found = kcalloc(count, sizeof(*found), GFP_KERNEL);
	int err = 0, n = 0;
	size_t i;

	if (!probes || !found) {
		err = -ENOMEM;
		goto free;
	}
	for (i = 0; i < count; i++) {
		if (!find_ip(&hooks[i], &probes[i])) {
			found[n++] = &probes[i];
			continue;
		}
		pr_err("this kernel lacks %s() (%s)\n", hooks[i].name,
		       hooks[i].purpose);
		err = -EOPNOTSUPP;
	}
	/* waits for an RCU grace period: once, not for each of them */
	unregister_kprobes(found, n);
free:
	kfree(found);
	kfree(probes);
	return err;
}

/**
 * holdfast_attach_find - find the functions to hook
 *
 * Each one that the kernel lacks is named in the log.
 *
 * Context: May sleep.
 * Return: 0, -EOPNOTSUPP when one is missing, or another negative errno.
 */
int holdfast_attach_find(void)
{
	int err = find_all(for_all, ARRAY_SIZE(for_all));

	err = find_all(for_labelled, ARRAY_SIZE(for_labelled)) ?: err;
	return err ?: fill_dispatch();
}

static int filter(struct ftrace_ops *ops, const struct hook *hooks,
		  size_t count)
{
	size_t i;
	int err;

	for (i = 0; i < count; i++) {
		err = ftrace_set_filter_ip(ops, hooks[i].ip, 0, 0);
		if (err) {
			pr_err("cannot trace %s(): error %d\n", hooks[i].name,
			       err);
			ftrace_free_filter(ops);
			return err;
		}
	}
	return 0;
}

static int attach_permanent(void)
{
	int err = filter(&permanent_ops, &for_all[ARRAY_SIZE(for_all) - 1], 1);

	if (err)
		return err;
	err = register_ftrace_function(&permanent_ops);
	if (!err)
		return 0;
	pr_err("ftrace refuses to attach: error %d%s\n", err,
	       err == -EBUSY ? " (is kernel.ftrace_enabled 0?)" : "");
	ftrace_free_filter(&permanent_ops);
	return err;
}

static void detach_permanent(void)
{
	unregister_ftrace_function(&permanent_ops);
	ftrace_free_filter(&permanent_ops);
}

static int attach_ops(struct ftrace_ops *ops, void (*entry)(void),
		      const struct hook *hooks, size_t count)
{
	int err = filter(ops, hooks, count);

	if (err)
		return err;
	err = compat_register_direct(ops, (unsigned long)entry);
	if (!err)
		return 0;
	pr_err("ftrace refuses to attach: error %d%s\n", err,
	       err == -EBUSY ?
		       " (does a live patch or a BPF program have a function?)" :
		       "");
	ftrace_free_filter(ops);
	return err;
}

static void detach_ops(struct ftrace_ops *ops, void (*entry)(void))
{
	WARN_ON_ONCE(compat_unregister_direct(ops, (unsigned long)entry));
	ftrace_free_filter(ops);
}

/**
 * holdfast_attach - attach all hooks
 *
 * Those for all tasks come first: what is mediated has a label by then.
 *
 * Context: May sleep; after holdfast_attach_find().
 * Return: 0, or a negative errno with nothing attached.
 */
int holdfast_attach(void)
{
	int err;

	err = attach_permanent();
	if (err)
		return err;
	err = attach_ops(&all_ops, holdfast_enter_any, for_all,
			 ARRAY_SIZE(for_all));
	if (err)
		goto detach_permanent;
	err = attach_ops(&labelled_ops, holdfast_enter_labelled, for_labelled,
			 ARRAY_SIZE(for_labelled));
	if (err)
		goto detach_all;
	return 0;

detach_all:
	detach_ops(&all_ops, holdfast_enter_any);
detach_permanent:
	detach_permanent();
	return err;
}

/**
 * holdfast_detach - detach all hooks
 *
 * When it returns no task is in an entry or behind one any more.
 *
 * Context: May sleep.
 */
void holdfast_detach(void)
{
	detach_ops(&labelled_ops, holdfast_enter_labelled);
	detach_ops(&all_ops, holdfast_enter_any);
	detach_permanent();
}

/**
 * holdfast_frontend_form - which form this is
 *
 * Context: Any.
 * Return: The form.
 */
enum holdfast_form holdfast_frontend_form(void)
{
	return HOLDFAST_FORM_MODULE;
}

/**
 * holdfast_frontend_pin - have Holdfast stay until reboot
 *
 * Nothing gives the reference back. hook_delete_module() keeps away those who
 * would unload a module that is in use.
 *
 * Context: Any.
 * Return: True, or false when it is being unloaded.
 */
bool holdfast_frontend_pin(void)
{
	return try_module_get(THIS_MODULE);
}

/**
 * holdfast_frontend_hook - tell about a hook
 * @index: Which one, from 0.
 * @info: Gets what there is to tell.
 *
 * Context: Any.
 * Return: False behind the last.
 */
bool holdfast_frontend_hook(unsigned int index, struct holdfast_hook_info *info)
{
	const struct hook *hook;

	if (index < ARRAY_SIZE(for_all))
		hook = &for_all[index];
	else if (index - ARRAY_SIZE(for_all) < ARRAY_SIZE(for_labelled))
		hook = &for_labelled[index - ARRAY_SIZE(for_all)];
	else
		return false;
	info->name = hook->name;
	info->body = hook->body_name;
	info->purpose = hook->purpose;
	info->mediates = hook->class != KEEPS;
	info->class = hook->class;
	info->state = HOLDFAST_HOOK_STATE_ATTACHED;
	return true;
}
