// SPDX-License-Identifier: GPL-2.0-only
#include "ops.h"

#define OP(NAME, TEXT, CLASS)						\
	[HOLDFAST_OP_##NAME] = {					\
		.name = TEXT,						\
		.class = HOLDFAST_CLASS_##CLASS,			\
	}

#define NEVER(NAME, TEXT, CLASS)					\
	[HOLDFAST_OP_##NAME] = {					\
		.name = TEXT,						\
		.class = HOLDFAST_CLASS_##CLASS,			\
		.never = true,						\
	}

#define PAIR(NAME, TEXT, CLASS, LIST)					\
	[HOLDFAST_OP_##NAME] = {					\
		.name = TEXT,						\
		.class = HOLDFAST_CLASS_##CLASS,			\
		.list = LIST_##LIST,					\
		.unlisted = HOLDFAST_OP_##NAME##_ANY,			\
	},								\
	OP(NAME##_ANY, TEXT "-any", CLASS)

const struct op ops[HOLDFAST_NR_OPS] = {
	OP(NS_CREATE_MNT, "ns-create-mnt", NAMESPACE),
	OP(NS_CREATE_PID, "ns-create-pid", NAMESPACE),
	OP(NS_CREATE_USER, "ns-create-user", NAMESPACE),
	OP(NS_CREATE_NET, "ns-create-net", NAMESPACE),
	OP(NS_CREATE_UTS, "ns-create-uts", NAMESPACE),
	OP(NS_CREATE_IPC, "ns-create-ipc", NAMESPACE),
	OP(NS_CREATE_CGROUP, "ns-create-cgroup", NAMESPACE),
	OP(NS_CREATE_TIME, "ns-create-time", NAMESPACE),
	OP(NS_JOIN_OWN, "ns-join-own", NAMESPACE),
	OP(NS_JOIN_FOREIGN, "ns-join-foreign", NAMESPACE),
	PAIR(MOUNT_NEW, "mount-new", MOUNT, FS_TYPES),
	OP(MOUNT_NEW_DEVICE, "mount-new-device", MOUNT),
	OP(MOUNT_BIND, "mount-bind", MOUNT),
	OP(MOUNT_MOVE, "mount-move", MOUNT),
	OP(MOUNT_REMOUNT, "mount-remount", MOUNT),
	OP(MOUNT_REMOUNT_SHARED, "mount-remount-shared", MOUNT),
	OP(MOUNT_PROPAGATION, "mount-propagation", MOUNT),
	OP(MOUNT_UMOUNT, "mount-umount", MOUNT),
	OP(MOUNT_PIVOT_ROOT, "mount-pivot-root", MOUNT),
	OP(MOUNT_CHROOT, "mount-chroot", MOUNT),
	OP(MOUNT_ROOT_HOST, "mount-root-host", MOUNT),
	OP(MODULE_LOAD, "module-load", MODULE),
	OP(MODULE_UNLOAD, "module-unload", MODULE),
	PAIR(MODULE_AUTOLOAD, "module-autoload", MODULE, ALIASES),
	OP(MODULE_KEXEC, "module-kexec", MODULE),
	OP(MODULE_FIRMWARE, "module-firmware", MODULE),
	PAIR(CAP_HOST, "cap-host", CAPABILITY, CAP_HOST),
	PAIR(CAP_OWN, "cap-own", CAPABILITY, CAP_OWN),
	OP(KFILE_WRITE_OWN, "kfile-write-own", KERNEL_FILE),
	OP(KFILE_WRITE, "kfile-write", KERNEL_FILE),
	OP(KFILE_READ_LEAKY, "kfile-read-leaky", KERNEL_FILE),
	PAIR(DEVICE_OPEN, "device-open", DEVICE, DEVICES),
	PAIR(DEVICE_MKNOD, "device-mknod", DEVICE, DEVICES),
	OP(HANDLE_OPEN, "handle-open", HANDLE),
	OP(PROCESS_ACCESS_OWN, "process-access-own", PROCESS),
	OP(PROCESS_ACCESS_FOREIGN, "process-access-foreign", PROCESS),
	OP(PROCESS_SIGNAL_OWN, "process-signal-own", PROCESS),
	OP(PROCESS_SIGNAL_FOREIGN, "process-signal-foreign", PROCESS),
	OP(FILE_KEEP_OUTSIDE, "file-keep-outside", FILE),
	OP(FILE_RECEIVE_OUTSIDE, "file-receive-outside", FILE),
	OP(FILE_OPEN_OUTSIDE, "file-open-outside", FILE),
	OP(SOCKET_ABSTRACT_OWN, "socket-abstract-own", SOCKET),
	OP(SOCKET_ABSTRACT_FOREIGN, "socket-abstract-foreign", SOCKET),
	PAIR(SOCKET_HOST, "socket-host", SOCKET, SOCKETS),
	OP(BPF_OWN, "bpf-own", BPF),
	OP(BPF_ANY, "bpf-any", BPF),
	OP(EXEC_OUTSIDE, "exec-outside", EXEC),
	OP(EXEC_WRITABLE, "exec-writable", EXEC),
	OP(SURFACE_PERF, "surface-perf", KERNEL_SURFACE),
	OP(SURFACE_IO_URING, "surface-io-uring", KERNEL_SURFACE),
	OP(SURFACE_USERFAULTFD, "surface-userfaultfd", KERNEL_SURFACE),
	OP(SURFACE_KEYRING, "surface-keyring", KERNEL_SURFACE),
	PAIR(SURFACE_SOCKET, "surface-socket", KERNEL_SURFACE, FAMILIES),
	NEVER(STATE_FORGED, "state-forged", STATE),
	NEVER(SELF_CONTROL, "self-control", SELF),
};
