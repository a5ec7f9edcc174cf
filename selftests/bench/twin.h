/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The BPF twin: what its two halves share.
 */
#ifndef TWIN_H
#define TWIN_H

/* What a container may do, bit by bit. */
enum twin_op {
	TWIN_NS_CREATE_MNT,
	TWIN_NS_CREATE_PID,
	TWIN_NS_CREATE_USER,
	TWIN_NS_CREATE_NET,
	TWIN_NS_CREATE_UTS,
	TWIN_NS_CREATE_IPC,
	TWIN_NS_CREATE_CGROUP,
	TWIN_NS_CREATE_TIME,
	TWIN_NS_JOIN,
	TWIN_MOUNT_NEW,
	TWIN_MOUNT_BIND,
	TWIN_MOUNT_MOVE,
	TWIN_MOUNT_REMOUNT,
	TWIN_MOUNT_PROPAGATION,
	TWIN_MOUNT_UMOUNT,
	TWIN_MOUNT_PIVOT_ROOT,
	TWIN_MOUNT_CHROOT,
	TWIN_KFILE_WRITE,
	TWIN_DEVICE_OPEN,
	TWIN_DEVICE_MKNOD,
	TWIN_PROCESS_ACCESS_OWN,
	TWIN_PROCESS_ACCESS_FOREIGN,
	TWIN_PROCESS_SIGNAL_OWN,
	TWIN_PROCESS_SIGNAL_FOREIGN,
	TWIN_SOCKET_ABSTRACT_OWN,
	TWIN_SOCKET_ABSTRACT_FOREIGN,
	TWIN_CAPABILITY,
	TWIN_NR_OPS,
};

/* A container's profile: the value of the hash map. */
struct twin_profile {
	unsigned long long allow;	/* bit N for enum twin_op N */
	unsigned long long capabilities;
};

/* A refusal: what goes through the ring buffer. */
struct twin_event {
	unsigned long long time;
	unsigned long long container;
	unsigned int op;
	unsigned int pid;
	unsigned int tid;
	unsigned int uid;
	char comm[16];
};

#endif /* TWIN_H */
