// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: where it runs: in a container made by hand, under an AppArmor profile.
 *
 * The container has the same files under the same names as the host, so that
 * looking them up costs the same.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define ROOT	"/mnt"

static int fail(const char *what)
{
	int err = -errno;

	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	return err;
}

static int bind_mount(const char *from, const char *to)
{
	mkdir(to, 0755);
	return mount(from, to, NULL, MS_BIND | MS_REC, NULL) ? fail(to) : 0;
}

static int make_root(void)
{
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("root", ROOT, "tmpfs", 0, "mode=755"))
		return fail(ROOT);
	if (bind_mount("/usr", ROOT "/usr") ||
	    bind_mount(BENCH_PROGRAMS, ROOT BENCH_PROGRAMS))
		return -errno;
	if (symlink("usr/bin", ROOT "/bin") || symlink("usr/lib", ROOT "/lib") ||
	    symlink("usr/lib64", ROOT "/lib64") || mkdir(ROOT "/dev", 0755) ||
	    mknod(ROOT "/dev/null", S_IFCHR | 0666, makedev(1, 3)) ||
	    mkdir(ROOT "/tmp", 01777) ||
	    mount("tmp", ROOT "/tmp", "tmpfs", 0, "mode=1777"))
		return fail("root");
	mkdir(ROOT "/proc", 0755);
	return mount("proc", ROOT "/proc", "proc", 0, NULL) ? fail("proc") : 0;
}

static int enter_root(void)
{
	if (chdir(ROOT) || syscall(SYS_pivot_root, ".", ".") ||
	    umount2(".", MNT_DETACH) || chdir("/"))
		return fail("pivot_root");
	return 0;
}

/* The parent is in the way no more than it must: it waits. */
static void wait_for(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid)
		;
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128);
}

/**
 * bench_contain - go on in a container
 *
 * The caller becomes the first process of a PID namespace; the container begins
 * with the program that it executes next.
 *
 * Return: 0 or -errno.
 */
int bench_contain(void)
{
	pid_t pid;

	if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC))
		return fail("unshare");
	pid = fork();
	if (pid < 0)
		return fail("fork");
	if (pid)
		wait_for(pid);
	return make_root() ?: enter_root();
}

/**
 * bench_confine - have the next program run under an AppArmor profile
 * @profile: its name
 *
 * Return: 0 or -errno.
 */
int bench_confine(const char *profile)
{
	int fd = open("/proc/thread-self/attr/apparmor/exec", O_WRONLY);
	char text[64];
	int len = snprintf(text, sizeof(text), "exec %s", profile);
	int err = 0;

	if (fd < 0 || write(fd, text, len) != len)
		err = fail("AppArmor");
	close(fd);
	return err;
}
