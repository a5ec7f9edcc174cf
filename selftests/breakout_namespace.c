// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joining and creating namespaces.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

#define NR32_SETNS	346
#define NR32_UNSHARE	310

/*
 * The kernel itself lets nobody climb to an ancestor's PID or user namespace,
 * so of these the standing sandbox's are joined. Its time namespace too:
 * containers share the host's.
 */
static const struct {
	const char *name;
	int flag;
	bool other;
	const char *after;
} types[] = {
	{ "mnt", CLONE_NEWNS, false, "mnt" },
	{ "net", CLONE_NEWNET, false, "net" },
	{ "uts", CLONE_NEWUTS, false, "uts" },
	{ "ipc", CLONE_NEWIPC, false, "ipc" },
	{ "cgroup", CLONE_NEWCGROUP, false, "cgroup" },
	{ "pid", CLONE_NEWPID, true, "pid_for_children" },
	{ "user", CLONE_NEWUSER, true, "user" },
	{ "time", CLONE_NEWTIME, true, "time" },
};

static int type_of(const char *name)
{
	int i;

	for (i = 0; i < (int)(sizeof(types) / sizeof(types[0])); i++)
		if (!strcmp(types[i].name, name))
			return i;
	abort();
}

static pid_t target_of(int type)
{
	return types[type].other ? breakout_find(OTHER_COMM) : 1;
}

/* A container that shares this namespace with its target proves nothing. */
static bool is_in(int type, ino_t ino)
{
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/thread-self/ns/%s",
		 types[type].after);
	return !stat(path, &st) && st.st_ino == ino;
}

static enum breakout_outcome joined(int type, const struct stat *st)
{
	/* /proc may be another one now, or out of reach */
	if (types[type].flag == CLONE_NEWNS)
		return breakout_prove("");
	if (!is_in(type, st->st_ino))
		return breakout_untried("setns() did nothing");
	return breakout_escaped("in %s:[%lu]", types[type].name,
				(unsigned long)st->st_ino);
}

static enum breakout_outcome join_proc(const struct breakout_attempt *attempt)
{
	int type = type_of(attempt->arg), fd;
	char path[64];
	struct stat st;

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", target_of(type),
		 types[type].name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		return breakout_failed("open");
	if (setns(fd, types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome join_leaked(const struct breakout_attempt *attempt)
{
	int type = type_of(attempt->arg), fd = LEAKED_FD + type;
	struct stat st;

	if (fstat(fd, &st)) {
		/* taken away when the payload began: that holds as well */
		if (errno == EBADF)
			return breakout_refused("setns");
		return breakout_failed("fstat");
	}
	if (setns(fd, types[type].flag))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome join_pidfd(const struct breakout_attempt *attempt)
{
	int type = type_of(attempt->arg), fd;
	char path[64];
	struct stat st = { };

	fd = syscall(SYS_pidfd_open, target_of(type), 0);
	if (fd < 0)
		return breakout_failed("pidfd_open");
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", target_of(type),
		 types[type].name);
	stat(path, &st);
	if (setns(fd, types[type].flag))
		return breakout_failed("setns");
	if (types[type].flag != CLONE_NEWNS && !st.st_ino)
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

static enum breakout_outcome join_32(const struct breakout_attempt *attempt)
{
	int type = type_of(attempt->arg), fd = LEAKED_FD + type;
	struct stat st;

	if (fstat(fd, &st)) {
		if (errno == EBADF)
			return breakout_refused("setns");
		return breakout_failed("fstat");
	}
	if (breakout_syscall32(NR32_SETNS, fd, types[type].flag, 0, 0, 0))
		return breakout_failed("setns");
	return joined(type, &st);
}

static enum breakout_outcome create_unshare(const struct breakout_attempt *a)
{
	if (unshare(types[type_of(a->arg)].flag))
		return breakout_failed("unshare");
	return breakout_escaped("unshared");
}

static enum breakout_outcome create_32(const struct breakout_attempt *a)
{
	if (breakout_syscall32(NR32_UNSHARE, types[type_of(a->arg)].flag,
			       0, 0, 0, 0))
		return breakout_failed("unshare");
	return breakout_escaped("unshared");
}

static enum breakout_outcome create_clone(const struct breakout_attempt *a)
{
	struct clone_args args = {
		.flags = types[type_of(a->arg)].flag,
		.exit_signal = SIGCHLD,
	};
	pid_t pid;

	fflush(stdout);
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid < 0)
		return breakout_failed("clone3");
	if (!pid)
		_exit(0);
	waitpid(pid, NULL, 0);
	return breakout_escaped("cloned");
}

/* Own ones may be joined: create one in a child and go after it. */
static enum breakout_outcome join_own(const struct breakout_attempt *attempt)
{
	int type = type_of(attempt->arg), fd, to_child[2], to_parent[2], err;
	char path[64], byte = 0;
	pid_t pid;

	if (pipe(to_child) || pipe(to_parent))
		return breakout_untried("pipe");
	fflush(stdout);
	pid = fork();
	if (!pid) {
		byte = unshare(types[type].flag) ? errno : 0;
		if (types[type].flag == CLONE_NEWTIME ||
		    types[type].flag == CLONE_NEWPID) {
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
	if (read(to_parent[0], &byte, 1) != 1 || byte) {
		errno = byte;
		return breakout_failed("unshare");
	}
	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, types[type].after);
	if (types[type].flag == CLONE_NEWTIME)
		snprintf(path, sizeof(path), "/proc/%d/ns/time_for_children",
			 pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	err = fd < 0 ? -1 : setns(fd, types[type].flag);
	write(to_child[1], "", 1);
	if (fd < 0)
		return breakout_failed("open");
	if (err)
		return breakout_failed("setns");
	return breakout_escaped("joined an own one");
}

#define EACH(TYPE)							\
	{ "setns-proc-" TYPE, "setns() by /proc/PID/ns/" TYPE,		\
	  join_proc, TYPE },						\
	{ "setns-fd-" TYPE, "setns() by an inherited " TYPE " file",	\
	  join_leaked, TYPE },						\
	{ "setns-pidfd-" TYPE, "setns() by pidfd, " TYPE,		\
	  join_pidfd, TYPE },						\
	{ "setns-own-" TYPE, "setns() into an own " TYPE " namespace",	\
	  join_own, TYPE },						\
	{ "unshare-" TYPE, "unshare() a " TYPE " namespace",		\
	  create_unshare, TYPE },					\
	{ "clone3-" TYPE, "clone3() into a new " TYPE " namespace",	\
	  create_clone, TYPE }

const struct breakout_attempt breakout_namespace[] = {
	{ "nsenter-mnt", "enter PID 1's mount namespace by its file",
	  join_proc, "mnt" },
	{ "setns-pidfd", "enter all of PID 1's namespaces by pidfd", join_all },
	EACH("mnt"),
	EACH("net"),
	EACH("uts"),
	EACH("ipc"),
	EACH("cgroup"),
	EACH("pid"),
	EACH("user"),
	EACH("time"),
	{ "setns-32-mnt", "setns() by an inherited file as a 32-bit program",
	  join_32, "mnt" },
	{ "unshare-32-mnt", "unshare() as a 32-bit program", create_32, "mnt" },
	{ }
};
