// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mounting what is not the container's own is refused, by either API.
 */
#include "allowed_test.h"

#define MASKED		.container = { .namespaces = ALL_NAMESPACES,	\
				       .masked = true }

HELD(disk, "mount-disk", MOUNT_NEW_DEVICE, EPERM);
HELD(disk_32, "mount-disk-32", MOUNT_NEW_DEVICE, EPERM);
HELD(disk_memfd, "mount-disk", MOUNT_NEW_DEVICE, EPERM, .as = "memfd");
HELD(disk_nested, "mount-disk", MOUNT_NEW_DEVICE, EPERM, .as = "nested");
HELD(disk_fsopen, "fsopen-disk", MOUNT_NEW_DEVICE, EPERM);
HELD(disk_remount, "remount-disk", MOUNT_REMOUNT_SHARED, EPERM);
HELD(disk_fspick, "fspick-disk", MOUNT_REMOUNT_SHARED, EPERM);
HELD(cgroup2_remount, "remount-cgroup2", MOUNT_REMOUNT_SHARED, EPERM);
HELD(sysfs_remount, "remount-sysfs", MOUNT_REMOUNT_SHARED, EPERM);
HELD(cgroup1, "mount-cgroup1", MOUNT_NEW_ANY, EPERM);

#define TYPE(ID, NAME)							\
HELD(mount_##ID, "mount-" NAME, MOUNT_NEW_ANY, EPERM);			\
HELD(fsopen_##ID, "fsopen-" NAME, MOUNT_NEW_ANY, EPERM)

TYPE(debugfs, "debugfs");
TYPE(tracefs, "tracefs");
TYPE(securityfs, "securityfs");
TYPE(bpf, "bpf");
TYPE(pstore, "pstore");
TYPE(devtmpfs, "devtmpfs");
TYPE(binfmt, "binfmt_misc");

/* Six ways to take a mask off, and one that looks behind it. */
HELD(mask_tree, "open-tree-proc", KFILE_WRITE, EPERM, MASKED);
HELD(mask_tree_32, "open-tree-proc-32", KFILE_WRITE, EPERM, MASKED);
HELD(mask_fsopen, "fsopen-proc-core", KFILE_WRITE, EPERM, MASKED);
HELD(mask_mount, "mount-proc-core", KFILE_WRITE, EPERM, MASKED);
HELD(mask_umount, "umount-mask", KFILE_WRITE, EPERM, MASKED);
HELD(mask_remount, "remount-mask", KFILE_WRITE, EPERM, MASKED);
HELD(mask_setattr, "setattr-mask", KFILE_WRITE, EPERM, MASKED);

#define OWN(ID)								\
ALLOWED(mount_##ID, "mount-" #ID,					\
	.container = { .namespaces = ALL_NAMESPACES });			\
ALLOWED(fsopen_##ID, "fsopen-" #ID,					\
	.container = { .namespaces = ALL_NAMESPACES })

OWN(tmpfs);
OWN(ramfs);
OWN(proc);
OWN(sysfs);
OWN(devpts);
OWN(mqueue);
OWN(cgroup2);
ALLOWED(overlay, "mount-overlay");
ALLOWED(own_pivot, "own-pivot");
ALLOWED(own_bind, "own-bind");
ALLOWED(own_tree, "own-tree");

TEST_HARNESS_MAIN
