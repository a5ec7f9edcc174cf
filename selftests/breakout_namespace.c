// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joining and creating namespaces.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

static pid_t target_of(int type)
{
	return breakout_ns_types[type].other ? breakout_find(OTHER_COMM) : 1;
}

/* A container that shares this namespace with its target proves nothing. */
static bool is_in(int type, ino_t ino)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/thread-self/ns/%s",
		 breakout_ns_types[type].after);
	return !stat(path, &st) && st.st_ino == ino;
}

static enum breakout_outcome joined(int type, const struct stat *st)
{
	/* /proc may be another one now, or out of reach */
	if (breakout_ns_types[type].flag == CLONE_NEWNS)
		return breakout_prove("");
	if (!is_in(type, st->st_ino))
		return breakout_untried("setns() did nothing");
	return breakout_escaped("in %s:[%lu]", breakout_ns_types[type].name,
				(unsigned long)st->st_ino);
}

static enum breakout_outcome join_proc(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg), fd;
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", target_of(type),
		 breakout_ns_types[type].name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return breakout_failed("open");
	if (setns(fd, breakout_ns_types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome join_leaked(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg), fd = LEAKED_FD + type;
	struct stat st;

	if (fstat(fd, &st)) {
		/* taken away when the payload began: that holds as well */
		if (errno == EBADF)
			return breakout_refused("setns");
		return breakout_failed("fstat");
	}
	if (setns(fd, breakout_ns_types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome join_pidfd(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg), fd;
	char path[64];
	struct stat st = { };

	fd = syscall(SYS_pidfd_open, target_of(type), 0);
	if (fd < 0)
		return breakout_failed("pidfd_open");
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", target_of(type),
		 breakout_ns_types[type].name);
	stat(path, &st);
	if (setns(fd, breakout_ns_types[type].flag))
		return breakout_failed("setns");
	if (breakout_ns_types[type].flag != CLONE_NEWNS && !st.st_ino)
		return breakout_escaped("joined by pidfd");
	return joined(type, &st);
}

static enum breakout_outcome join_all(const struct breakout_attempt *attempt)
{
	int fd = syscall(SYS_pidfd_open, 1, 0);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("pidfd_open");
	if (setns(fd, CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWUTS |
		      CLONE_NEWIPC | CLONE_NEWCGROUP))
		return breakout_failed("setns");
	return breakout_prove("");
}

/* By a file that somebody mounted, as 'ip netns' does. */
static int open_mounted(int type, struct stat *st)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), MOUNTED_NS "/%s",
		 breakout_ns_types[type].name);
	fd = access(MOUNTED_NS, F_OK) ? breakout_ns_open(type) :
					open(path, O_RDONLY | O_CLOEXEC);
	return fd < 0 || fstat(fd, st) ? -1 : fd;
}

static enum breakout_outcome join_file(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg);
	struct stat st;
	int fd = open_mounted(type, &st);

	if (fd < 0)
		return breakout_failed("open");
	if (setns(fd, breakout_ns_types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

/* By a file that a host process hands over. */
static enum breakout_outcome join_received(const struct breakout_attempt *a)
{
	int type = breakout_ns_index(a->arg), fd = breakout_receive(type);
	struct stat st;

	if (fd < 0 || fstat(fd, &st))
		return breakout_failed("recvmsg");
	if (setns(fd, breakout_ns_types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome join_32(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg);
	struct stat st;
	int fd = open_mounted(type, &st);

	if (fd < 0)
		return breakout_failed("open");
	if (breakout_syscall32(NR32_SETNS, fd, breakout_ns_types[type].flag, 0, 0, 0))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome create_unshare(const struct breakout_attempt *a)
{
	if (unshare(breakout_ns_types[breakout_ns_index(a->arg)].flag))
		return breakout_failed("unshare");
	return breakout_escaped("unshared");
}

static enum breakout_outcome create_32(const struct breakout_attempt *a)
{
	if (breakout_syscall32(NR32_UNSHARE, breakout_ns_types[breakout_ns_index(a->arg)].flag,
			       0, 0, 0, 0))
		return breakout_failed("unshare");
	return breakout_escaped("unshared");
}

/* A mount namespace that starts with an empty root, not with a copy. */
#ifndef CLONE_EMPTY_MNTNS
#define CLONE_EMPTY_MNTNS	(1ULL << 37)
#endif
#ifndef UNSHARE_EMPTY_MNTNS
#define UNSHARE_EMPTY_MNTNS	0x00100000
#endif

/* @file: what the child opens, so that it is looked at: whose are its namespaces? */
static enum breakout_outcome clone_into(uint64_t flags, const char *file)
{
	struct clone_args args = { .flags = flags, .exit_signal = SIGCHLD };
	int status;
	pid_t pid;

	fflush(stdout);
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid < 0 && errno == EINVAL && flags == CLONE_EMPTY_MNTNS)
		return breakout_absent("CLONE_EMPTY_MNTNS");
	if (pid < 0)
		return breakout_failed("clone3");
	if (!pid)
		_exit(open(file, O_RDONLY | O_CLOEXEC) < 0);
	waitpid(pid, &status, 0);
	if (status)
		return breakout_untried("the child ended with %x", status);
	return breakout_escaped("cloned");
}

static enum breakout_outcome create_clone(const struct breakout_attempt *a)
{
	return clone_into(breakout_ns_types[breakout_ns_index(a->arg)].flag,
			  "/dev/null");
}

static enum breakout_outcome clone_empty(const struct breakout_attempt *a)
{
	(void)a;
	return clone_into(CLONE_EMPTY_MNTNS, "/");
}

static enum breakout_outcome unshare_empty(const struct breakout_attempt *a)
{
	int fd;

	(void)a;
	if (unshare(UNSHARE_EMPTY_MNTNS))
		return errno == EINVAL ?
			       breakout_absent("UNSHARE_EMPTY_MNTNS") :
			       breakout_failed("unshare");
	fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return breakout_failed("open");
	close(fd);
	return breakout_escaped("unshared");
}

/* Own ones may be joined: create one in a child and go after it. */
static enum breakout_outcome join_own(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg), fd, to_child[2], to_parent[2], err;
	char path[64], byte = 0;
	pid_t pid;

	if (pipe(to_child) || pipe(to_parent))
		return breakout_untried("pipe");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		byte = unshare(breakout_ns_types[type].flag) ? errno : 0;
		if (breakout_ns_types[type].flag == CLONE_NEWTIME ||
		    breakout_ns_types[type].flag == CLONE_NEWPID) {
			/* only a child is inside */
			pid = fork();
			if (pid) {
				waitpid(pid, NULL, 0);
				_exit(0);
			}
		}
		write(to_parent[1], &byte, 1);
		read(to_child[0], &byte, 1);
		_exit(0);
	}
	/* or nobody would notice that it is dead */
	close(to_parent[1]);
	if (read(to_parent[0], &byte, 1) != 1)
		return breakout_untried("the child is dead");
	if (byte) {
		errno = byte;
		return breakout_failed("unshare");
	}
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, breakout_ns_types[type].after);
	if (breakout_ns_types[type].flag == CLONE_NEWTIME)
		snprintf(path, sizeof(path), "/proc/%d/ns/time_for_children",
			 pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? -1 : setns(fd, breakout_ns_types[type].flag);
	write(to_child[1], "", 1);
	if (fd < 0)
		return breakout_failed("open");
	if (err)
		return breakout_failed("setns");
	return breakout_escaped("joined an own one");
}

#ifndef OPEN_TREE_NAMESPACE
#define OPEN_TREE_NAMESPACE	(1 << 1)
#endif
#ifndef FSMOUNT_NAMESPACE
#define FSMOUNT_NAMESPACE	2
#endif
#ifndef AT_RECURSIVE
#define AT_RECURSIVE	0x8000
#endif

/* FD_NSFS_ROOT, FILEID_NSFS, MNT_NS_INIT_ID */
#define NSFS_ROOT	-10003
#define NSFS_HANDLE	0xf1
#define MNT_NS_ID	8

/* NS_MNT_GET_PREV, which has a structure of 16 bytes */
#define NS_MNT_PREV	_IOR(NSIO, 12, char[16])

/* A mount namespace that nobody is in, made without clone() or unshare(). */
static int make_detached(const char *call)
{
	int fs, fd;

	if (strcmp(call, "fsmount"))
		return syscall(SYS_open_tree, AT_FDCWD, "/",
			       OPEN_TREE_NAMESPACE | AT_RECURSIVE);
	fs = syscall(SYS_fsopen, "tmpfs", 0);
	if (fs < 0 || syscall(SYS_fsconfig, fs, 6 /* CMD_CREATE */, NULL, NULL,
			      0))
		return -1;
	fd = syscall(SYS_fsmount, fs, FSMOUNT_NAMESPACE, 0);
	close(fs);
	return fd;
}

static enum breakout_outcome join_detached(const struct breakout_attempt *a)
{
	int fd = make_detached(a->arg);

	if (fd < 0 && errno == EINVAL)
		return breakout_absent("a mount namespace by %s()", a->arg);
	if (fd < 0)
		return breakout_failed(a->arg);
	if (setns(fd, CLONE_NEWNS))
		return breakout_failed("setns");
	return breakout_escaped("in a mount namespace of %s()", a->arg);
}

/*
 * By number: the host's mount namespace always has the same. No file of it is
 * needed, only to see the host's processes.
 */
static enum breakout_outcome join_handle(const struct breakout_attempt *a)
{
	struct {
		unsigned int bytes;
		int type;
		uint64_t ns_id;
		uint32_t ns_type;
		uint32_t ns_inum;
	} handle = { .bytes = 16, .type = NSFS_HANDLE, .ns_id = MNT_NS_ID };
	struct file_handle *none = (struct file_handle *)(unsigned int[2]){ 0 };
	int fd, mount;

	(void)a;
	/* the question for its size */
	if (name_to_handle_at(AT_FDCWD, "/proc/self/ns/mnt", none, &mount,
			      AT_SYMLINK_FOLLOW) && errno == EOPNOTSUPP)
		return breakout_absent("handles of namespaces");
	fd = syscall(SYS_open_by_handle_at, NSFS_ROOT, &handle, O_RDONLY);
	if (fd < 0)
		return breakout_failed("open_by_handle_at");
	if (setns(fd, CLONE_NEWNS))
		return breakout_failed("setns");
	return breakout_prove("");
}

/*
 * From the own mount namespace to the one before it, and so on: the first one is
 * the host's.
 */
static enum breakout_outcome join_former(const struct breakout_attempt *attempt)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC), former;
	struct {
		uint32_t size;
		uint32_t mounts;
		uint64_t id;
	} info = { .size = sizeof(info) };

	(void)attempt;
	while ((former = ioctl(fd, NS_MNT_PREV, &info)) >= 0) {
		close(fd);
		fd = former;
	}
	if (errno == ENOTTY)
		return breakout_absent("a way from one namespace to another");
	if (errno != ENOENT)
		return breakout_failed("ioctl");
	if (setns(fd, CLONE_NEWNS))
		return breakout_failed("setns");
	return breakout_prove("");
}

/* The namespace around an own one, or the one that owns it. */
static enum breakout_outcome climb(const struct breakout_attempt *attempt)
{
	const bool owner = !strcmp(attempt->arg, "owner");
	int fd = open(owner ? "/proc/self/ns/net" : "/proc/self/ns/pid",
		      O_RDONLY | O_CLOEXEC);
	int above = ioctl(fd, owner ? NS_GET_USERNS : NS_GET_PARENT);

	if (above < 0)
		return breakout_failed("ioctl");
	if (setns(above, 0))
		return breakout_failed("setns");
	return breakout_escaped("climbed to the %s", attempt->arg);
}

static ino_t dead_uts(void)
{
	int fds[2], status;
	struct stat st = { };
	pid_t pid;

	if (pipe(fds))
		return 0;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		unshare(CLONE_NEWUTS);
		stat("/proc/self/ns/uts", &st);
		write(fds[1], &st, sizeof(st));
		_exit(0);
	}
	if (read(fds[0], &st, sizeof(st)) != sizeof(st))
		st.st_ino = 0;
	waitpid(pid, &status, 0);
	/* its namespace ends with it, but not before it has been waited for */
	usleep(200000);
	return st.st_ino;
}

/*
 * Numbers of namespaces are given again. One of ours is over, and the host's
 * next one has its number: it is not ours for that.
 */
static enum breakout_outcome join_again(const struct breakout_attempt *attempt)
{
	ino_t ours = dead_uts();
	int fd = breakout_receive(DOOR_FRESH_UTS);
	struct stat st;

	(void)attempt;
	if (fd < 0 || fstat(fd, &st))
		return breakout_failed("recvmsg");
	if (st.st_ino != ours)
		return breakout_untried("it is %lu, not %lu",
					(unsigned long)st.st_ino,
					(unsigned long)ours);
	if (setns(fd, CLONE_NEWUTS))
		return breakout_failed("setns");
	return joined(breakout_ns_index("uts"), &st);
}

/*
 * Into the mount namespace that we are in: where the runtime did no more than
 * chroot(), that gives its root, which is the host's.
 */
static enum breakout_outcome join_root(const struct breakout_attempt *attempt)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	(void)attempt;
	if (fd < 0 || setns(fd, CLONE_NEWNS))
		return breakout_failed("setns");
	if (!access(HOST_SECRET, F_OK))
		return breakout_prove("");
	/* it did what it says, but for the root */
	errno = EPERM;
	return breakout_refused("setns");
}

static enum breakout_outcome join_cwd(const struct breakout_attempt *attempt)
{
	int fd = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);

	(void)attempt;
	if (fd < 0 || setns(fd, CLONE_NEWNS))
		return breakout_failed("setns");
	fd = open(".", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (!faccessat(fd, &HOST_SECRET[1], F_OK, 0))
		return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
	errno = EPERM;
	return breakout_refused("setns");
}

/* One that we are in: the kernel lets us, but for the user namespace. */
static enum breakout_outcome join_same(const struct breakout_attempt *attempt)
{
	int type = breakout_ns_index(attempt->arg);
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/self/ns/%s", attempt->arg);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (setns(fd, breakout_ns_types[type].flag) &&
	    (errno != EINVAL || strcmp(attempt->arg, "user")))
		return breakout_failed("setns");
	return breakout_escaped("stayed in the %s namespace", attempt->arg);
}

#define MOUNTED(TYPE)							\
	{ "setns-file-" TYPE, "setns() by a mounted " TYPE " file",	\
	  join_file, TYPE }

#define EACH(TYPE)							\
	{ "setns-proc-" TYPE, "setns() by /proc/PID/ns/" TYPE,		\
	  join_proc, TYPE },						\
	{ "setns-fd-" TYPE, "setns() by an inherited " TYPE " file",	\
	  join_leaked, TYPE },						\
	{ "setns-scm-" TYPE, "setns() by a received " TYPE " file",	\
	  join_received, TYPE },					\
	{ "setns-pidfd-" TYPE, "setns() by pidfd, " TYPE,		\
	  join_pidfd, TYPE },						\
	{ "setns-own-" TYPE, "setns() into an own " TYPE " namespace",	\
	  join_own, TYPE },						\
	{ "setns-same-" TYPE, "setns() to where we are, " TYPE,		\
	  join_same, TYPE },						\
	{ "unshare-" TYPE, "unshare() a " TYPE " namespace",		\
	  create_unshare, TYPE },					\
	{ "clone3-" TYPE, "clone3() into a new " TYPE " namespace",	\
	  create_clone, TYPE }

const struct breakout_attempt breakout_namespace[] = {
	{ "nsenter-mnt", "enter PID 1's mount namespace by its file",
	  join_proc, "mnt" },
	{ "setns-pidfd", "enter all of PID 1's namespaces by pidfd", join_all },
	{ "setns-again", "join one that has the number of a dead one of ours",
	  join_again },
	{ "own-mnt-root", "have the root of the own mount namespace",
	  join_root },
	{ "own-mnt-cwd", "have its root as the working directory", join_cwd },
	EACH("mnt"),
	EACH("net"),
	EACH("uts"),
	EACH("ipc"),
	EACH("cgroup"),
	EACH("pid"),
	EACH("user"),
	EACH("time"),
	/* a mount namespace's file cannot be mounted in a later one */
	MOUNTED("net"),
	MOUNTED("uts"),
	MOUNTED("ipc"),
	MOUNTED("cgroup"),
	MOUNTED("pid"),
	MOUNTED("user"),
	MOUNTED("time"),
	{ "setns-32", "setns() by a mounted file as a 32-bit program",
	  join_32, "uts" },
	{ "setns-open-tree", "open_tree() makes a namespace, setns()",
	  join_detached, "open_tree" },
	{ "setns-fsmount", "fsmount() makes a namespace, setns()",
	  join_detached, "fsmount" },
	{ "setns-handle", "setns() by the number of the host's namespace",
	  join_handle },
	{ "setns-former", "setns() to the first of all mount namespaces",
	  join_former },
	{ "climb-parent", "the PID namespace around the own one", climb,
	  "parent" },
	{ "climb-owner", "the user namespace that owns an own one", climb,
	  "owner" },
	{ "unshare-empty", "unshare() an empty mount namespace",
	  unshare_empty },
	{ "clone3-empty", "clone3() into an empty mount namespace",
	  clone_empty },
	{ "unshare-32-mnt", "unshare() as a 32-bit program", create_32, "mnt" },
	{ }
};
