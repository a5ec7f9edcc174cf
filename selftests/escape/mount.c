// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mounting what is not the container's own, and taking masks off.
 */
#include <errno.h>

#include "escape.h"

#define DISK(ID, NAME, AS, SEQUENCE)					\
	{ ID, NAME, AS, "T1611, CDK mount-disk", SEQUENCE, PRIVILEGED, 0, \
	  "security_sb_kern_mount", HOLDFAST_OP_MOUNT_NEW_DEVICE, EPERM }

/* No user namespace owns one of these, but for binfmt_misc since 6.7. */
#define TYPE(ID, NEW_ID, NAME)						\
	{ ID, "mount-" NAME, NULL, "T1611", "mount(" NAME ")",		\
	  PRIVILEGED, INIT_USER, "security_sb_kern_mount",		\
	  HOLDFAST_OP_MOUNT_NEW_ANY, EPERM },				\
	{ NEW_ID, "fsopen-" NAME, NULL, "T1611",			\
	  "fsopen(" NAME "), fsconfig(), fsmount()", PRIVILEGED, INIT_USER, \
	  "security_sb_kern_mount", HOLDFAST_OP_MOUNT_NEW_ANY, EPERM }

#define SHARED(ID, NAME, SEQUENCE, OWN)					\
	{ ID, NAME, NULL, NULL, SEQUENCE, PRIVILEGED | (OWN), OWN,	\
	  "security_sb_remount", HOLDFAST_OP_MOUNT_REMOUNT_SHARED, EPERM }

/* What is behind a mask is refused, not the way behind it. */
#define MASK(ID, NAME, SEQUENCE)					\
	{ ID, NAME, NULL, "CVE-2025-31133, CDK mount-procfs", SEQUENCE, \
	  PRIVILEGED, 0, "security_file_open", HOLDFAST_OP_KFILE_WRITE, EPERM }

const struct escape escape_mount[] = {
	DISK("C01", "mount-disk", NULL, "mount(/dev/vda, ext4)"),
	DISK("R07", "mount-disk-32", NULL, "the same by int 0x80"),
	DISK("C01", "mount-disk", "memfd", "mount(/dev/vda, ext4)"),
	DISK("R05", "mount-disk", "nested", "mount(/dev/vda, ext4)"),
	DISK("D16", "fsopen-disk", NULL,
	     "fsopen(ext4), fsconfig(source=/dev/vda), fsmount()"),
	TYPE("C08", "D02", "debugfs"),
	TYPE("C09", "D02", "tracefs"),
	TYPE("C10", "D02", "securityfs"),
	TYPE("C11", "D02", "bpf"),
	TYPE("C13", "D02", "pstore"),
	TYPE("K05", "D02", "devtmpfs"),
	TYPE("C15", "D02", "binfmt_misc"),
	{ "C04", "mount-cgroup1", NULL, "CVE-2022-0492, CDK mount-cgroup",
	  "mount(cgroup, none,name=NAME)", PRIVILEGED | HOST_CGROUP, 0,
	  "security_sb_kern_mount", HOLDFAST_OP_MOUNT_NEW_ANY, EPERM },
	SHARED("C21", "remount-disk", "mount(MS_REMOUNT) of a volume", 0),
	SHARED("D15", "fspick-disk", "fspick(), fsconfig(CMD_RECONFIGURE)", 0),
	SHARED("C21", "remount-cgroup2", "mount(MS_REMOUNT) of cgroup2", 0),
	SHARED("C21", "remount-sysfs", "mount(MS_REMOUNT) of sysfs", HOST_NET),
	SHARED("C21", "remount-fuse", "mount(MS_REMOUNT) of a FUSE server's files",
	       0),
	{ "C31", "umount-fuse", NULL, NULL,
	  "umount2(MNT_FORCE) of a FUSE server's files", PRIVILEGED, 0,
	  "security_sb_umount", HOLDFAST_OP_MOUNT_REMOUNT_SHARED, EPERM },
	MASK("D07", "open-tree-proc",
	     "open_tree(/proc, OPEN_TREE_CLONE), openat(core_pattern)"),
	MASK("R07", "open-tree-proc-32", "the same by int 0x80"),
	MASK("D01", "fsopen-proc-core",
	     "fsopen(proc), fsmount(), openat(core_pattern)"),
	MASK("C02", "mount-proc-core", "mount(proc), open(core_pattern)"),
	MASK("C30", "umount-mask", "umount2(/proc/sys), open(core_pattern)"),
	MASK("C20", "remount-mask",
	     "mount(/proc/sys, MS_REMOUNT|MS_BIND), open(core_pattern)"),
	MASK("D10", "setattr-mask",
	     "mount_setattr(/proc/sys, -RDONLY), open(core_pattern)"),
	{ "D02", "fsopen-bare", NULL, NULL, "fsopen(securityfs), fsconfig(CMD_CREATE)",
	  PRIVILEGED, 0, "security_sb_kern_mount", HOLDFAST_OP_MOUNT_NEW_ANY,
	  EPERM },
	{ "C18", "mount-fresh", NULL, NULL,
	  "mount() of a device, so that the kernel parses what is on it",
	  PRIVILEGED, 0, "security_fs_context_parse_param",
	  HOLDFAST_OP_MOUNT_NEW_DEVICE, EPERM },
	CLOSED("C19", "bind-outside", "mount(/proc/1/root, MS_BIND)", 0),
	CLOSED("D08", "tree-outside",
	       "open_tree(FD, OPEN_TREE_CLONE) of a directory left open", LEAK),
	/* what is own by the default policy */
	MAY("C24", "own-bind", "mount(MS_PRIVATE)", OWN_CAPS,
	    "security_sb_mount", MOUNT_PROPAGATION, EPERM),
	MAY("C20", "own-bind", "mount(MS_BIND)", OWN_CAPS, "security_sb_mount",
	    MOUNT_BIND, EPERM),
	MAY("C20", "own-bind", "mount(MS_REMOUNT)", OWN_CAPS,
	    "security_sb_mount", MOUNT_REMOUNT, EPERM),
	MAY("C30", "own-bind", "umount2()", OWN_CAPS, "security_sb_umount",
	    MOUNT_UMOUNT, EPERM),
	MAY("C20", "own-bind", "mount(MS_MOVE)", OWN_CAPS, "security_sb_mount",
	    MOUNT_MOVE, EPERM),
	MAY("D05", "own-tree", "move_mount()", OWN_CAPS, "security_move_mount",
	    MOUNT_MOVE, EPERM),
	MAY("D07", "own-tree", "open_tree(OPEN_TREE_CLONE)", OWN_CAPS,
	    "security_capable", MOUNT_BIND, EPERM),
	MAY("D10", "own-tree", "mount_setattr()", OWN_CAPS, "security_capable",
	    MOUNT_REMOUNT, EPERM),
	MAY("E07", "own-pivot", "pivot_root()", OWN_CAPS,
	    "security_sb_pivotroot", MOUNT_PIVOT_ROOT, EPERM),
	MAY("E04", "own-pivot", "chroot()", OWN_CAPS, "security_path_chroot",
	    MOUNT_CHROOT, EPERM),
	WORKS("C14", "mount-tmpfs", "mount(tmpfs)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-tmpfs", "fsopen(tmpfs), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-ramfs", "mount(ramfs)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-ramfs", "fsopen(ramfs), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-proc", "mount(proc)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-proc", "fsopen(proc), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-sysfs", "mount(sysfs)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-sysfs", "fsopen(sysfs), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-devpts", "mount(devpts)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-devpts", "fsopen(devpts), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-mqueue", "mount(mqueue)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-mqueue", "fsopen(mqueue), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C14", "mount-cgroup2", "mount(cgroup2)", PRIVILEGED, "security_sb_kern_mount"),
	WORKS("D02", "fsopen-cgroup2", "fsopen(cgroup2), fsmount()", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("C16", "mount-overlay", "mount(overlay)", PRIVILEGED,
	      "security_sb_kern_mount"),
	WORKS("E07", "own-pivot", "pivot_root(), chroot()", OWN_CAPS,
	      "security_sb_pivotroot"),
	WORKS("C20", "own-bind", "mount(MS_BIND), mount(MS_MOVE), umount2()",
	      OWN_CAPS, "security_sb_mount"),
	WORKS("D05", "own-tree", "fsmount(), move_mount(), open_tree()", OWN_CAPS,
	      "security_move_mount"),
	{ }
};
