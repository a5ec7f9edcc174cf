// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - which system call the current task is in
 */

#include <linux/kernel.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>

#include <asm/syscall.h>

#include "compat/unistd.h"
#include "syscall_scope.h"

/* Zero is HOLDFAST_SCOPE_OTHER. */
static_assert(HOLDFAST_SCOPE_OTHER == 0);

#define NATIVE(name, scope) \
	[__NR_##name] = HOLDFAST_SCOPE_##scope

static const u8 native[] = {
	NATIVE(acct, ACCT),
	NATIVE(bpf, BPF),
	NATIVE(clone, CLONE),
	NATIVE(clone3, CLONE3),
	NATIVE(delete_module, DELETE_MODULE),
	NATIVE(fanotify_init, FANOTIFY_INIT),
	NATIVE(fanotify_mark, FANOTIFY_MARK),
	NATIVE(finit_module, FINIT_MODULE),
	NATIVE(fsconfig, FSCONFIG),
	NATIVE(fsmount, FSMOUNT),
	NATIVE(fsopen, FSOPEN),
	NATIVE(fspick, FSPICK),
	NATIVE(init_module, INIT_MODULE),
	[__NR_io_uring_enter] = HOLDFAST_SCOPE_MADVISE, /* see below */
	NATIVE(ioctl, IOCTL),
	NATIVE(kexec_file_load, KEXEC_FILE_LOAD),
	NATIVE(kexec_load, KEXEC_LOAD),
	NATIVE(lookup_dcookie, LOOKUP_DCOOKIE),
	NATIVE(madvise, MADVISE),
	NATIVE(mount, MOUNT),
	NATIVE(mount_setattr, MOUNT_SETATTR),
	NATIVE(move_mount, MOVE_MOUNT),
	NATIVE(open_by_handle_at, OPEN_BY_HANDLE_AT),
	NATIVE(open_tree, OPEN_TREE),
	NATIVE(open_tree_attr, OPEN_TREE_ATTR),
	NATIVE(perf_event_open, PERF_EVENT_OPEN),
	NATIVE(pivot_root, PIVOT_ROOT),
	NATIVE(process_madvise, PROCESS_MADVISE),
	NATIVE(quotactl, QUOTACTL),
	NATIVE(quotactl_fd, QUOTACTL_FD),
	NATIVE(reboot, REBOOT),
	NATIVE(setdomainname, SETDOMAINNAME),
	NATIVE(sethostname, SETHOSTNAME),
	NATIVE(setns, SETNS),
	NATIVE(swapoff, SWAPOFF),
	NATIVE(swapon, SWAPON),
	NATIVE(syslog, SYSLOG),
	NATIVE(umount2, UMOUNT2),
	NATIVE(unshare, UNSHARE),
};

#ifdef COMPAT_NR_32
#define OF_32BIT(name, scope) \
	[COMPAT_NR_32(name)] = HOLDFAST_SCOPE_##scope

static const u8 of_32bit[] = {
	OF_32BIT(acct, ACCT),
	OF_32BIT(bpf, BPF),
	OF_32BIT(clone, CLONE),
	OF_32BIT(clone3, CLONE3),
	OF_32BIT(delete_module, DELETE_MODULE),
	OF_32BIT(fanotify_init, FANOTIFY_INIT),
	OF_32BIT(fanotify_mark, FANOTIFY_MARK),
	OF_32BIT(finit_module, FINIT_MODULE),
	OF_32BIT(fsconfig, FSCONFIG),
	OF_32BIT(fsmount, FSMOUNT),
	OF_32BIT(fsopen, FSOPEN),
	OF_32BIT(fspick, FSPICK),
	OF_32BIT(init_module, INIT_MODULE),
	[COMPAT_NR_32(io_uring_enter)] = HOLDFAST_SCOPE_MADVISE,
	OF_32BIT(ioctl, IOCTL),
	OF_32BIT(kexec_load, KEXEC_LOAD),
	OF_32BIT(lookup_dcookie, LOOKUP_DCOOKIE),
	OF_32BIT(madvise, MADVISE),
	OF_32BIT(mount, MOUNT),
	OF_32BIT(mount_setattr, MOUNT_SETATTR),
	OF_32BIT(move_mount, MOVE_MOUNT),
	OF_32BIT(open_by_handle_at, OPEN_BY_HANDLE_AT),
	OF_32BIT(open_tree, OPEN_TREE),
	OF_32BIT(open_tree_attr, OPEN_TREE_ATTR),
#ifdef CONFIG_ARM64
	OF_32BIT(pciconfig_write, PCICONFIG_WRITE),
#endif
	OF_32BIT(perf_event_open, PERF_EVENT_OPEN),
	OF_32BIT(pivot_root, PIVOT_ROOT),
	OF_32BIT(process_madvise, PROCESS_MADVISE),
	OF_32BIT(quotactl, QUOTACTL),
	OF_32BIT(quotactl_fd, QUOTACTL_FD),
	OF_32BIT(reboot, REBOOT),
	OF_32BIT(setdomainname, SETDOMAINNAME),
	OF_32BIT(sethostname, SETHOSTNAME),
	OF_32BIT(setns, SETNS),
	OF_32BIT(swapoff, SWAPOFF),
	OF_32BIT(swapon, SWAPON),
	OF_32BIT(syslog, SYSLOG),
	OF_32BIT(umount2, UMOUNT2),
	OF_32BIT(unshare, UNSHARE),
};
#endif

#ifdef CONFIG_X86_64
/* Calls for which the x32 ABI has a number of its own. */
#define X32_FIRST 512
static const u8 x32[] = {
	[514 - X32_FIRST] = HOLDFAST_SCOPE_IOCTL,
	[528 - X32_FIRST] = HOLDFAST_SCOPE_KEXEC_LOAD,
};
#endif

static enum holdfast_scope find(const u8 *table, size_t size, unsigned int nr)
{
	return nr < size ? table[nr] : HOLDFAST_SCOPE_OTHER;
}

/*
 * What io_uring does for a task, in io_uring_enter() or in a worker, is no
 * system call. Of those with a scope it has one, madvise(); for all that it
 * does a capability is as good as there.
 */
static enum holdfast_scope current_scope(void)
{
	unsigned int nr = syscall_get_nr(current, task_pt_regs(current));

	if (current->flags & PF_IO_WORKER)
		return HOLDFAST_SCOPE_MADVISE;
#ifdef COMPAT_NR_32
	if (compat_in_32bit_syscall())
		return find(of_32bit, ARRAY_SIZE(of_32bit), nr);
#endif
#ifdef CONFIG_X86_64
	nr &= ~__X32_SYSCALL_BIT;
	if (nr >= X32_FIRST)
		return find(x32, ARRAY_SIZE(x32), nr - X32_FIRST);
#endif
	return find(native, ARRAY_SIZE(native), nr);
}

/**
 * holdfast_syscall_scope - which system call the current task is in
 *
 * Context: In a task, on behalf of a system call.
 * Return: Its scope; HOLDFAST_SCOPE_OTHER for one that profiles cannot name,
 * and for a fault.
 */
enum holdfast_scope holdfast_syscall_scope(void)
{
	enum holdfast_scope scope = current_scope();

	if (scope == HOLDFAST_SCOPE_REBOOT &&
	    task_active_pid_ns(current) == &init_pid_ns)
		return HOLDFAST_SCOPE_REBOOT_HOST;
	return scope;
}

/**
 * holdfast_syscall_nr - the number of the system call of the current task
 * @arch: Gets the AUDIT_ARCH_* that the number is of.
 *
 * Context: In a task.
 * Return: The number; -1 outside of a system call, and for what io_uring does
 * in a worker.
 */
int holdfast_syscall_nr(u32 *arch)
{
	*arch = syscall_get_arch(current);
	if (current->flags & (PF_IO_WORKER | PF_KTHREAD))
		return -1;
	return syscall_get_nr(current, task_pt_regs(current));
}
