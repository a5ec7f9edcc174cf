// SPDX-License-Identifier: GPL-2.0-only
/*
 * Mounting what is not the container's own, by either API.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "breakout.h"

/* <sys/mount.h> and <linux/mount.h> do not go together with this libc */
int mount(const char *source, const char *target, const char *type,
	  unsigned long flags, const void *data);
int umount2(const char *target, int flags);
#define MNT_FORCE	1
#ifndef MNT_DETACH
#define MNT_DETACH	2
#endif

#define CORE		"sys/kernel/core_pattern"

static int fs_open(const char *type)
{
	return syscall(SYS_fsopen, type, FSOPEN_CLOEXEC);
}

static int fs_config(int fd, unsigned int cmd, const char *key,
		     const char *value)
{
	return syscall(SYS_fsconfig, fd, cmd, key, value, 0);
}

/* The superblock's mount, as a file descriptor; @call names what failed. */
static int fs_mount(const char *type, const char *source, const char **call)
{
	int fd, mnt;

	*call = "fsopen";
	fd = fs_open(type);
	if (fd < 0)
		return -1;
	*call = "fsconfig";
	if (source && fs_config(fd, FSCONFIG_SET_STRING, "source", source))
		return -1;
	if (fs_config(fd, FSCONFIG_CMD_CREATE, NULL, NULL))
		return -1;
	*call = "fsmount";
	mnt = syscall(SYS_fsmount, fd, FSMOUNT_CLOEXEC, 0);
	close(fd);
	return mnt;
}

/* The node a privileged container has, else one of our own making. */
static const char *disk_node(void)
{
	static char path[128];
	struct stat st;

	if (!stat("/dev/vda", &st) && S_ISBLK(st.st_mode))
		return "/dev/vda";
	snprintf(path, sizeof(path), "%s/vda", breakout_scratch());
	if (breakout_read("/sys/block/vda/dev", path + 100, 20) < 0)
		return NULL;
	if (mknod(path, S_IFBLK | 0600,
		  makedev(atoi(path + 100), atoi(strchr(path + 100, ':') + 1))))
		return NULL;
	return path;
}

static enum breakout_outcome disk_read(int dirfd)
{
	return breakout_prove_at(dirfd, DISK_SECRET, "mark");
}

static enum breakout_outcome mount_disk(const struct breakout_attempt *attempt)
{
	static char node[128], dir[128], type[] = "ext4", options[] = "";
	enum breakout_outcome outcome;
	const char *path = disk_node();
	int err, fd;

	if (!path)
		return breakout_failed("mknod");
	snprintf(node, sizeof(node), "%s", path);
	snprintf(dir, sizeof(dir), "%s", breakout_scratch());
	if (attempt->arg)
		err = breakout_syscall32(NR32_MOUNT, (long)node, (long)dir,
					 (long)type, 0, (long)options);
	else
		err = mount(node, dir, type, 0, options);
	if (err)
		return breakout_failed("mount");
	fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
	outcome = disk_read(fd);
	close(fd);
	umount2(dir, MNT_DETACH);
	rmdir(dir);
	return outcome;
}

static enum breakout_outcome fsopen_disk(const struct breakout_attempt *attempt)
{
	const char *node = disk_node(), *call;
	int fd;

	(void)attempt;
	if (!node)
		return breakout_failed("mknod");
	fd = fs_mount("ext4", node, &call);
	if (fd < 0)
		return breakout_failed(call);
	return disk_read(fd);
}

/* Without a parameter there is nothing to refuse before it is made. */
static enum breakout_outcome fsopen_bare(const struct breakout_attempt *a)
{
	int fd, mnt;

	fd = fs_open(a->arg);
	if (fd < 0)
		return breakout_failed("fsopen");
	if (fs_config(fd, FSCONFIG_CMD_CREATE, NULL, NULL))
		return breakout_failed("fsconfig");
	mnt = syscall(SYS_fsmount, fd, FSMOUNT_CLOEXEC, 0);
	if (mnt < 0)
		return breakout_failed("fsmount");
	return breakout_escaped("%s is mounted", a->arg);
}

/* How often it was read. */
static long reads(void)
{
	char text[256] = "";

	breakout_read("/sys/block/" FRESH_DEVICE "/stat", text, sizeof(text));
	return atol(text);
}

/*
 * There is no filesystem on it. But the kernel looks, and parses what it finds:
 * what is refused must be refused before.
 */
static enum breakout_outcome mount_fresh(const struct breakout_attempt *a)
{
	long before = reads();
	char node[128], *dir;
	int err;

	(void)a;
	snprintf(node, sizeof(node), "%s/node", breakout_scratch());
	if (!access("/dev/" FRESH_DEVICE, F_OK))
		snprintf(node, sizeof(node), "/dev/" FRESH_DEVICE);
	else if (mknod(node, S_IFBLK | 0600, makedev(7, 7)))
		return breakout_failed("mknod");
	dir = breakout_scratch();
	errno = 0;
	mount(node, dir, "ext4", 0, NULL);
	err = errno;
	rmdir(dir);
	if (reads() > before)
		return breakout_escaped("the kernel read the device: %s",
					breakout_errno_name(err));
	errno = err;
	return breakout_failed("mount");
}

/* What shows that it is that filesystem and that it is the host's. */
static const char *landmark(const char *type)
{
	if (!strcmp(type, "tracefs"))
		return "kprobe_events";
	if (!strcmp(type, "debugfs"))
		return "kprobes";
	if (!strcmp(type, "securityfs"))
		return "lsm";
	if (!strcmp(type, "binfmt_misc"))
		return "register";
	if (!strcmp(type, "devtmpfs"))
		return "vda";
	if (!strcmp(type, "proc"))
		return "self";
	if (!strcmp(type, "sysfs"))
		return "kernel";
	if (!strcmp(type, "cgroup2"))
		return "cgroup.procs";
	return ".";
}

static enum breakout_outcome seen(int dirfd, const char *type)
{
	struct stat st;

	if (fstatat(dirfd, landmark(type), &st, 0))
		return breakout_untried("%s has no %s", type, landmark(type));
	return breakout_escaped("%s is mounted", type);
}

static enum breakout_outcome mount_type(const struct breakout_attempt *attempt)
{
	char *dir = breakout_scratch();
	enum breakout_outcome outcome;
	int fd;

	if (mount(attempt->arg, dir, attempt->arg, 0, NULL)) {
		outcome = breakout_failed("mount");
	} else {
		fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);
		outcome = seen(fd, attempt->arg);
		close(fd);
		umount2(dir, MNT_DETACH);
	}
	rmdir(dir);
	return outcome;
}

static enum breakout_outcome fsopen_type(const struct breakout_attempt *attempt)
{
	const char *call;
	int fd = fs_mount(attempt->arg, attempt->arg, &call);

	if (fd < 0)
		return breakout_failed(call);
	return seen(fd, attempt->arg);
}

static enum breakout_outcome mount_cgroup1(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch();
	enum breakout_outcome outcome;

	(void)a;
	if (mount("cgroup", dir, "cgroup", 0, "none,name=breakout")) {
		outcome = breakout_failed("mount");
	} else {
		outcome = breakout_escaped("a version 1 hierarchy is mounted");
		umount2(dir, MNT_DETACH);
	}
	rmdir(dir);
	return outcome;
}

static enum breakout_outcome mount_overlay(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch(), options[512];
	const char *parts[] = { "lower", "upper", "work", "merged" };
	char path[128];
	int i;

	(void)a;
	if (mount("overlay-test", dir, "tmpfs", 0, NULL))
		return breakout_failed("mount");
	for (i = 0; i < 4; i++) {
		snprintf(path, sizeof(path), "%s/%s", dir, parts[i]);
		mkdir(path, 0755);
	}
	snprintf(options, sizeof(options),
		 "lowerdir=%s/lower,upperdir=%s/upper,workdir=%s/work", dir,
		 dir, dir);
	if (mount("overlay", path, "overlay", 0, options))
		return breakout_failed("mount");
	umount2(path, MNT_DETACH);
	umount2(dir, MNT_DETACH);
	return breakout_escaped("overlay is mounted");
}

/* Is the disk read-only for its host now? The volume is the same disk. */
static bool volume_frozen(void)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/data", breakout_volume());
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno == EROFS;
	close(fd);
	return false;
}

static enum breakout_outcome remount_disk(const struct breakout_attempt *a)
{
	(void)a;
	if (mount(NULL, breakout_volume(), NULL, MS_REMOUNT | MS_RDONLY, NULL))
		return breakout_failed("mount");
	if (!volume_frozen())
		return breakout_untried("remount did nothing");
	if (mount(NULL, breakout_volume(), NULL, MS_REMOUNT, NULL))
		return breakout_untried("remount back fails");
	return breakout_escaped("the host's disk was read-only");
}

static int reconfigure(const char *flag)
{
	int fd = syscall(SYS_fspick, AT_FDCWD, breakout_volume(),
			 FSPICK_CLOEXEC), err;

	if (fd < 0)
		return -1;
	err = syscall(SYS_fsconfig, fd, FSCONFIG_SET_FLAG, flag, NULL, 0);
	if (!err)
		err = fs_config(fd, FSCONFIG_CMD_RECONFIGURE, NULL, NULL);
	close(fd);
	return err;
}

static enum breakout_outcome fspick_disk(const struct breakout_attempt *a)
{
	(void)a;
	if (reconfigure("ro"))
		return breakout_failed("fsconfig");
	if (!volume_frozen())
		return breakout_untried("reconfigure did nothing");
	if (reconfigure("rw"))
		return breakout_untried("reconfigure back fails");
	return breakout_escaped("the host's disk was read-only");
}

/*
 * One superblock serves all mounts of cgroup2, and all of sysfs in a network
 * namespace: what is changed here is changed for the host.
 */
static enum breakout_outcome remount_type(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch(), *other, first[64];
	enum breakout_outcome outcome;
	struct statvfs st;

	snprintf(first, sizeof(first), "%s", dir);
	other = breakout_scratch();
	if (mount(a->arg, first, a->arg, 0, NULL) ||
	    mount(a->arg, other, a->arg, 0, NULL))
		return breakout_failed("mount");
	if (mount(NULL, first, NULL, MS_REMOUNT | MS_RDONLY, NULL)) {
		outcome = breakout_failed("mount");
	} else {
		outcome = statvfs(other, &st) || !(st.f_flag & ST_RDONLY) ?
			breakout_untried("the other mount can be written") :
			breakout_escaped("all of %s was read-only", a->arg);
		mount(NULL, first, NULL, MS_REMOUNT, NULL);
	}
	umount2(first, MNT_DETACH);
	umount2(other, MNT_DETACH);
	return outcome;
}

/* What a runtime does to /proc/sys; if it has not, do it ourselves. */
static enum breakout_outcome proc_mask(void)
{
	int fd = open("/proc/" CORE, O_WRONLY | O_CLOEXEC);

	if (fd < 0 && errno == EROFS)
		return ESCAPED;
	if (fd >= 0)
		close(fd);
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("/proc/sys", "/proc/sys", NULL, MS_BIND, NULL) ||
	    mount(NULL, "/proc/sys", NULL, MS_BIND | MS_REMOUNT | MS_RDONLY,
		  NULL))
		return breakout_failed("mount");
	return ESCAPED;
}

static enum breakout_outcome core_change(int dirfd, const char *path)
{
	enum breakout_outcome outcome;
	int fd = openat(dirfd, path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return breakout_failed("openat");
	outcome = breakout_write_value(fd, "core_pattern", "breakout.%p");
	close(fd);
	return outcome;
}

static enum breakout_outcome unmask_tree(const struct breakout_attempt *attempt)
{
	static char proc[] = "/proc";
	int fd;

	if (proc_mask() != ESCAPED)
		return UNTRIED;
	if (attempt->arg)
		fd = breakout_syscall32(NR32_OPEN_TREE, AT_FDCWD, (long)proc,
					OPEN_TREE_CLONE, 0, 0);
	else
		fd = syscall(SYS_open_tree, AT_FDCWD, proc, OPEN_TREE_CLONE);
	if (fd < 0)
		return breakout_failed("open_tree");
	return core_change(fd, CORE);
}

static enum breakout_outcome unmask_fsopen(const struct breakout_attempt *a)
{
	const char *call;
	int fd;

	(void)a;
	if (proc_mask() != ESCAPED)
		return UNTRIED;
	fd = fs_mount("proc", NULL, &call);
	if (fd < 0)
		return breakout_failed(call);
	return core_change(fd, CORE);
}

static enum breakout_outcome unmask_new(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch(), path[128];
	enum breakout_outcome outcome;

	(void)a;
	if (proc_mask() != ESCAPED)
		return UNTRIED;
	if (mount("proc", dir, "proc", 0, NULL))
		return breakout_failed("mount");
	snprintf(path, sizeof(path), "%s/" CORE, dir);
	outcome = core_change(AT_FDCWD, path);
	umount2(dir, MNT_DETACH);
	rmdir(dir);
	return outcome;
}

static enum breakout_outcome unmask_umount(const struct breakout_attempt *a)
{
	(void)a;
	if (proc_mask() != ESCAPED)
		return UNTRIED;
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	if (umount2("/proc/sys", MNT_DETACH))
		return breakout_failed("umount2");
	return core_change(AT_FDCWD, "/proc/" CORE);
}

static enum breakout_outcome unmask_remount(const struct breakout_attempt *a)
{
	(void)a;
	if (proc_mask() != ESCAPED)
		return UNTRIED;
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	if (mount(NULL, "/proc/sys", NULL, MS_BIND | MS_REMOUNT, NULL))
		return breakout_failed("mount");
	return core_change(AT_FDCWD, "/proc/" CORE);
}

static enum breakout_outcome unmask_setattr(const struct breakout_attempt *a)
{
	struct mount_attr attr = { .attr_clr = MOUNT_ATTR_RDONLY };

	(void)a;
	if (proc_mask() != ESCAPED)
		return UNTRIED;
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	if (syscall(SYS_mount_setattr, AT_FDCWD, "/proc/sys", 0, &attr,
		    sizeof(attr)))
		return breakout_failed("mount_setattr");
	return core_change(AT_FDCWD, "/proc/" CORE);
}

/* Everything a nested runtime does, in namespaces of its own. */
static enum breakout_outcome own_pivot(const struct breakout_attempt *attempt)
{
	char *dir = breakout_scratch();

	(void)attempt;
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("own", dir, "tmpfs", 0, NULL))
		return breakout_failed("mount");
	if (chdir(dir) || syscall(SYS_pivot_root, ".", "."))
		return breakout_failed("pivot_root");
	if (umount2(".", MNT_DETACH))
		return breakout_failed("umount2");
	if (chroot("."))
		return breakout_failed("chroot");
	return breakout_escaped("the root is another one");
}

static enum breakout_outcome own_bind(const struct breakout_attempt *attempt)
{
	char from[128], to[128];

	(void)attempt;
	if (unshare(CLONE_NEWNS))
		return breakout_failed("unshare");
	snprintf(from, sizeof(from), "%s", breakout_scratch());
	snprintf(to, sizeof(to), "%s", breakout_scratch());
	if (mount("own", from, "tmpfs", 0, NULL) ||
	    mount(NULL, from, NULL, MS_PRIVATE, NULL) ||
	    mount(from, to, NULL, MS_BIND, NULL) ||
	    mount(NULL, to, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) ||
	    mount(NULL, from, NULL, MS_REMOUNT | MS_NOSUID, NULL))
		return breakout_failed("mount");
	if (umount2(to, 0))
		return breakout_failed("umount2");
	if (mount(from, to, NULL, MS_MOVE, NULL))
		return breakout_failed("mount");
	umount2(to, 0);
	return breakout_escaped("bound, moved and unmounted");
}

static enum breakout_outcome own_tree(const struct breakout_attempt *attempt)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_NOEXEC };
	char *dir = breakout_scratch();
	const char *call;
	int fd;

	(void)attempt;
	fd = fs_mount("tmpfs", NULL, &call);
	if (fd < 0)
		return breakout_failed(call);
	if (syscall(SYS_mount_setattr, fd, "", AT_EMPTY_PATH, &attr,
		    sizeof(attr)))
		return breakout_failed("mount_setattr");
	if (syscall(SYS_move_mount, fd, "", AT_FDCWD, dir,
		    MOVE_MOUNT_F_EMPTY_PATH))
		return breakout_failed("move_mount");
	close(fd);
	fd = syscall(SYS_open_tree, AT_FDCWD, dir, OPEN_TREE_CLONE);
	if (fd < 0)
		return breakout_failed("open_tree");
	close(fd);
	umount2(dir, MNT_DETACH);
	return breakout_escaped("mounted by the new API");
}

/* Which the kernel does for nobody whose mounts these are not. */
static enum breakout_outcome bind_outside(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch();
	enum breakout_outcome outcome;

	(void)a;
	if (mount("/proc/1/root", dir, NULL, MS_BIND | MS_REC, NULL))
		return breakout_failed("mount");
	outcome = breakout_prove(dir);
	umount2(dir, MNT_DETACH);
	return outcome;
}

static enum breakout_outcome tree_outside(const struct breakout_attempt *a)
{
	int fd = syscall(SYS_open_tree, LEAKED_ROOT, "",
			 OPEN_TREE_CLONE | AT_EMPTY_PATH);

	(void)a;
	if (fd < 0)
		return breakout_failed("open_tree");
	return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
}

/*
 * Files of the host that a server of its own serves, and the host too uses
 * them: what ends or changes the connection does it for all.
 */
static enum breakout_outcome lent_fuse(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	const char *call = attempt->arg;
	int err;

	if (access("/sys/fs/fuse", F_OK))
		return breakout_absent("FUSE");
	mkdir(LENT_DIR, 0755);
	if (breakout_receive(DOOR_FUSE) < 0)
		return breakout_untried("nothing is lent");
	if (!strcmp(call, "umount2"))
		err = umount2(LENT_DIR, MNT_FORCE);
	else
		err = mount(NULL, LENT_DIR, NULL, MS_REMOUNT | MS_RDONLY, NULL);
	outcome = err ? breakout_failed(call) : ESCAPED;
	umount2(LENT_DIR, MNT_DETACH);
	rmdir(LENT_DIR);
	if (breakout_receive(DOOR_FUSE_LOST) >= 0)
		return breakout_escaped("the host lost the files of a server");
	return err ? outcome : breakout_untried("the host has its files");
}

#define TYPE(NAME)							\
	{ "mount-" NAME, "mount() of " NAME, mount_type, NAME },	\
	{ "fsopen-" NAME, "fsopen() and fsmount() of " NAME,		\
	  fsopen_type, NAME }

const struct breakout_attempt breakout_mount[] = {
	{ "mount-disk", "mount() the host's disk", mount_disk },
	{ "bind-outside", "bind the root directory of PID 1", bind_outside },
	{ "tree-outside", "clone a mount of the host by a directory left open",
	  tree_outside },
	{ "mount-disk-32", "mount() it as a 32-bit program", mount_disk, "32" },
	{ "fsopen-disk", "fsopen() and fsmount() the host's disk",
	  fsopen_disk },
	{ "fsopen-bare", "fsopen() of securityfs without a parameter",
	  fsopen_bare, "securityfs" },
	{ "mount-fresh", "have the kernel look for a filesystem on a device",
	  mount_fresh },
	{ "remount-disk", "remount a volume, so the host's disk, read-only",
	  remount_disk },
	{ "fspick-disk", "the same by fspick() and fsconfig()", fspick_disk },
	{ "remount-cgroup2", "remount the host's cgroups read-only",
	  remount_type, "cgroup2" },
	{ "remount-sysfs", "remount the host's sysfs read-only",
	  remount_type, "sysfs" },
	TYPE("debugfs"),
	TYPE("tracefs"),
	TYPE("securityfs"),
	TYPE("bpf"),
	TYPE("pstore"),
	TYPE("devtmpfs"),
	TYPE("binfmt_misc"),
	{ "mount-cgroup1", "mount() a version 1 cgroup hierarchy",
	  mount_cgroup1 },
	{ "open-tree-proc",
	  "write core_pattern through a clone of a masked /proc",
	  unmask_tree },
	{ "open-tree-proc-32", "the same as a 32-bit program", unmask_tree,
	  "32" },
	{ "fsopen-proc-core", "write core_pattern through another proc",
	  unmask_fsopen },
	{ "mount-proc-core", "the same, by mount()", unmask_new },
	{ "umount-mask", "unmount the mask of /proc/sys", unmask_umount },
	{ "remount-mask", "make the mask of /proc/sys writable",
	  unmask_remount },
	{ "setattr-mask", "the same by mount_setattr()", unmask_setattr },
	TYPE("tmpfs"),
	TYPE("ramfs"),
	TYPE("proc"),
	TYPE("sysfs"),
	TYPE("devpts"),
	TYPE("mqueue"),
	TYPE("cgroup2"),
	{ "mount-overlay", "mount() an overlay of own folders", mount_overlay },
	{ "umount-fuse", "end the connection of a FUSE server of the host",
	  lent_fuse, "umount2" },
	{ "remount-fuse", "make its files read-only for the host", lent_fuse,
	  "mount" },
	{ "own-pivot", "pivot_root() and chroot() in an own namespace",
	  own_pivot },
	{ "own-bind", "bind, remount, move and unmount own mounts", own_bind },
	{ "own-tree", "the same by the new API", own_tree },
	{ }
};
