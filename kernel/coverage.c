// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - which hook asks about which operation
 *
 * The bodies know; this is for the status, and the same for every front end.
 */

#include <linux/string.h>

#include "common.h"
#include "coverage.h"

/**
 * struct coverage - a body and operations that it asks about
 * @body: hook_<body>() in hooks.h.
 * @first: The first of them.
 * @last: The last of them.
 */
struct coverage {
	const char *body;
	enum holdfast_op first;
	enum holdfast_op last;
};

#define ASKS(body, op)                                                         \
	{                                                                      \
		#body, HOLDFAST_OP_##op, HOLDFAST_OP_##op                      \
	}

/* From one operation to another one that is later in the enum. */
#define ASKS_ALL(body, first, last)                                            \
	{                                                                      \
		#body, HOLDFAST_OP_##first, HOLDFAST_OP_##last                 \
	}

static const struct coverage table[] = {
	ASKS_ALL(task_alloc, NS_CREATE_MNT, NS_CREATE_TIME),
	ASKS(bprm_committing_creds, FILE_KEEP_OUTSIDE),
	ASKS_ALL(bprm_committing_creds, EXEC_OUTSIDE, EXEC_WRITABLE),

	ASKS_ALL(unshare_nsproxy_namespaces, NS_CREATE_MNT, NS_CREATE_TIME),
	ASKS(create_new_namespace, NS_CREATE_MNT),
	ASKS(create_user_ns, NS_CREATE_USER),
	ASKS_ALL(mntns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(pidns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(userns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(netns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(utsns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(ipcns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(cgroupns_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(timens_install, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(get_net_ns_by_pid, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(get_net_ns_by_fd, NS_JOIN_OWN, NS_JOIN_FOREIGN),
	ASKS_ALL(get_net_ns_by_id, NS_JOIN_OWN, NS_JOIN_FOREIGN),

	ASKS_ALL(fs_context_parse_param, MOUNT_NEW, MOUNT_NEW_DEVICE),
	ASKS_ALL(sb_kern_mount, MOUNT_NEW, MOUNT_NEW_DEVICE),
	ASKS_ALL(sb_kern_mount, DEVICE_OPEN, DEVICE_OPEN_ANY),
	ASKS_ALL(sb_mount, MOUNT_BIND, MOUNT_REMOUNT),
	ASKS(sb_mount, MOUNT_PROPAGATION),
	ASKS_ALL(sb_remount, MOUNT_REMOUNT, MOUNT_REMOUNT_SHARED),
	ASKS(sb_umount, MOUNT_UMOUNT),
	ASKS(sb_umount, MOUNT_REMOUNT_SHARED),
	ASKS(sb_pivotroot, MOUNT_PIVOT_ROOT),
	ASKS(sb_pivotroot, MOUNT_ROOT_HOST),
	ASKS(move_mount, MOUNT_MOVE),
	ASKS_ALL(path_chroot, MOUNT_CHROOT, MOUNT_ROOT_HOST),
	ASKS(set_fs, MOUNT_ROOT_HOST),

	ASKS_ALL(kernel_module_request, MODULE_AUTOLOAD, MODULE_AUTOLOAD_ANY),
	ASKS(kernel_read_file, MODULE_LOAD),
	ASKS_ALL(kernel_read_file, MODULE_KEXEC, MODULE_FIRMWARE),
	ASKS(kernel_load_data, MODULE_LOAD),
	ASKS_ALL(kernel_load_data, MODULE_KEXEC, MODULE_FIRMWARE),

	ASKS(capable, MOUNT_BIND),
	ASKS(capable, MOUNT_REMOUNT),
	ASKS_ALL(capable, MODULE_LOAD, MODULE_UNLOAD),
	ASKS(capable, MODULE_KEXEC),
	ASKS_ALL(capable, CAP_HOST, CAP_OWN_ANY),
	ASKS_ALL(capable, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS(capable, HANDLE_OPEN),
	ASKS_ALL(syslog, CAP_HOST, CAP_HOST_ANY),

	ASKS_ALL(file_open, KFILE_WRITE_OWN, KFILE_READ_LEAKY),
	ASKS(file_open, FILE_OPEN_OUTSIDE),
	ASKS(path_truncate, FILE_OPEN_OUTSIDE),
	ASKS_ALL(file_open, EXEC_OUTSIDE, EXEC_WRITABLE),
	ASKS_ALL(file_open, DEVICE_OPEN, DEVICE_OPEN_ANY),
	ASKS_ALL(inode_mknod, DEVICE_MKNOD, DEVICE_MKNOD_ANY),
	ASKS_ALL(inode_mkdir, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS_ALL(inode_rmdir, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS_ALL(inode_unlink, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS_ALL(inode_rename, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS_ALL(inode_setattr, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS_ALL(netlink_send, KFILE_WRITE_OWN, KFILE_WRITE),
	ASKS(netlink_capable, KFILE_WRITE),
	ASKS(genl_doit, KFILE_WRITE),

	ASKS_ALL(mm_access, PROCESS_ACCESS_OWN, PROCESS_ACCESS_FOREIGN),
	ASKS_ALL(ptrace_access_check, PROCESS_ACCESS_OWN, PROCESS_ACCESS_FOREIGN),
	ASKS_ALL(task_kill, PROCESS_SIGNAL_OWN, PROCESS_SIGNAL_FOREIGN),
	ASKS_ALL(f_setown, PROCESS_SIGNAL_OWN, PROCESS_SIGNAL_FOREIGN),
	ASKS_ALL(tty_ioctl, PROCESS_SIGNAL_OWN, PROCESS_SIGNAL_FOREIGN),
	ASKS_ALL(task_change, PROCESS_ACCESS_OWN, PROCESS_ACCESS_FOREIGN),
	ASKS_ALL(cgroup_attach_task, PROCESS_SIGNAL_OWN, PROCESS_SIGNAL_FOREIGN),

	ASKS(file_receive, FILE_RECEIVE_OUTSIDE),
	ASKS_ALL(unix_stream_connect, SOCKET_ABSTRACT_OWN, SOCKET_HOST_ANY),
	ASKS_ALL(unix_may_send, SOCKET_ABSTRACT_OWN, SOCKET_HOST_ANY),

	ASKS_ALL(bpf, BPF_OWN, BPF_ANY),
	ASKS_ALL(bpf_check, BPF_OWN, BPF_ANY),
	ASKS_ALL(css_tryget_online_from_dir, BPF_OWN, BPF_ANY),
	ASKS_ALL(css_tryget_online_from_dir, KFILE_WRITE_OWN, KFILE_WRITE),

	ASKS(perf_event_open, SURFACE_PERF),
	ASKS_ALL(inode_init_security_anon, SURFACE_IO_URING,
		 SURFACE_USERFAULTFD),
	ASKS(key_alloc, SURFACE_KEYRING),
	ASKS(lookup_user_key, SURFACE_KEYRING),
	ASKS_ALL(socket_create, SURFACE_SOCKET, SURFACE_SOCKET_ANY),

	ASKS(genl_bind, SELF_CONTROL),
	ASKS(delete_module, SELF_CONTROL),
	ASKS(delete_module_ia32, SELF_CONTROL),
};

/**
 * holdfast_hook_asks - whether a hook asks the policy about an operation
 * @body: Its body, hook_<body>().
 * @op: The operation.
 *
 * What is forged each of them looks at; that is not told here.
 *
 * Context: Any.
 * Return: Whether it does.
 */
bool holdfast_hook_asks(const char *body, enum holdfast_op op)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(table); i++)
		if (op >= table[i].first && op <= table[i].last &&
		    !strcmp(table[i].body, body))
			return true;
	return false;
}
