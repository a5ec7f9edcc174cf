// SPDX-License-Identifier: GPL-2.0-only
/*
 * Namespaces and root directories, changed as anybody may change them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"
#include "forger.h"

#define ALL (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID |	\
	     CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_NEWTIME)

static int complain(const char *what)
{
	perror(what);
	return 1;
}

static int settle_child(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(forger_settled());
	return forger_wait(pid) ? 0 : complain("child");
}

/*
 * A PID namespace has one first process, and dies with it: that is who goes
 * on, and who called waits.
 */
static void go_on_as_child(void)
{
	pid_t pid = fork();

	if (pid)
		_exit(forger_wait(pid) ? 0 : complain("child"));
}

/**
 * honest_unshare() - unshare() and a child
 * @flag: CLONE_NEW* flags
 *
 * Return: 0 when it works.
 */
int honest_unshare(long flag)
{
	if (unshare(flag))
		return complain("unshare");
	if (forger_settled())
		return 1;
	if (flag & CLONE_NEWPID)
		go_on_as_child();
	return settle_child();
}

/**
 * honest_clone() - clone3() with flags, as fork() is
 * @flag: the flags
 *
 * Return: 0 when it works.
 */
int honest_clone(long flag)
{
	struct clone_args args = { .flags = flag };
	int pidfd;
	pid_t pid;

	if (!(flag & CLONE_PARENT))
		args.exit_signal = SIGCHLD;
	args.pidfd = (unsigned long)&pidfd;
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (!pid)
		_exit(forger_settled());
	if (pid < 0)
		return complain("clone3");
	if (flag & CLONE_PARENT)
		return 0;
	return forger_wait(pid) ? 0 : complain("child");
}

static const char *file_of(long flag)
{
	int i;

	if (flag == CLONE_NEWPID)
		return "pid_for_children";
	if (flag == CLONE_NEWTIME)
		return "time_for_children";
	for (i = 0; i < BREAKOUT_NS_TYPES; i++)
		if (breakout_ns_types[i].flag == flag)
			return breakout_ns_types[i].name;
	return "";
}

static int open_ns(pid_t pid, long flag)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, file_of(flag));
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* A process that has one of its own; it is told to end by the pipe. */
static pid_t host_of(long flag, int ready)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (unshare(flag))
		_exit(1);
	/* it is there once there is a child in it */
	if ((flag == CLONE_NEWPID || flag == CLONE_NEWTIME) && !fork()) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	write(ready, "x", 1);
	for (;;)
		pause();
}

/**
 * honest_visit() - setns() into a namespace of a child's and back
 * @flag: its type
 *
 * Return: 0 when it works.
 */
int honest_visit(long flag)
{
	int back = open_ns(getpid(), flag), there, fds[2], err;
	char byte;
	pid_t pid;

	if (pipe(fds))
		return complain("pipe");
	pid = host_of(flag, fds[1]);
	close(fds[1]);
	if (read(fds[0], &byte, 1) != 1)
		return complain("host");
	there = open_ns(pid, flag);
	if (setns(there, flag))
		return complain("setns");
	err = flag == CLONE_NEWNS ? 0 : forger_settled() || settle_child();
	/* nobody comes back from a user namespace */
	if (flag != CLONE_NEWUSER && setns(back, flag))
		return complain("setns back");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return err || forger_settled() || settle_child();
}

static bool map(const char *process, const char *file, unsigned int length)
{
	char path[64], text[64];

	snprintf(path, sizeof(path), "/proc/%s/%s", process, file);
	snprintf(text, sizeof(text), "0 0 %u\n", length);
	return !breakout_write(path, text);
}

/**
 * honest_nested() - a user namespace in a user namespace, and all the others
 * @depth: how many
 *
 * Return: 0 when it works.
 */
int honest_nested(long depth)
{
	for (; depth > 0; depth--) {
		if (unshare(CLONE_NEWUSER))
			return complain("unshare user");
		if (!map("self", "uid_map", 1) ||
		    breakout_write("/proc/self/setgroups", "deny") ||
		    !map("self", "gid_map", 1))
			return complain("map");
		if (forger_settled())
			return 1;
		if (unshare(ALL))
			return complain("unshare");
		if (forger_settled())
			return 1;
		go_on_as_child();
	}
	return 0;
}

/* A root with what a program needs. */
static int make_root(const char *root)
{
	char path[128];

	if (mkdir(root, 0755) || mount("root", root, "tmpfs", 0, NULL))
		return complain(root);
	snprintf(path, sizeof(path), "%s/dev", root);
	mkdir(path, 0755);
	if (mount("/dev", path, NULL, MS_BIND | MS_REC, NULL))
		return complain(path);
	snprintf(path, sizeof(path), "%s/proc", root);
	mkdir(path, 0755);
	if (mount("/proc", path, NULL, MS_BIND | MS_REC, NULL))
		return complain(path);
	return 0;
}

/**
 * honest_chroot() - change the root directory, and come back
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_chroot(long arg)
{
	int old = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	(void)arg;
	if (make_root("/tmp/chroot"))
		return 1;
	if (chroot("/tmp/chroot") || chdir("/") || forger_settled() ||
	    settle_child())
		return complain("chroot");
	if (fchdir(old) || chroot("."))
		return complain("chroot back");
	if (forger_settled() || chroot("/tmp/chroot") || chdir("/"))
		return complain("chroot again");
	return 0;
}

/**
 * honest_pivot() - another root in a mount namespace of its own
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_pivot(long arg)
{
	(void)arg;
	if (unshare(CLONE_NEWNS) || make_root("/tmp/pivot") ||
	    chdir("/tmp/pivot"))
		return complain("unshare");
	if (syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) ||
	    chdir("/"))
		return complain("pivot_root");
	return 0;
}

static int contained(int (*lower)(void), char *const argv[])
{
	static const char *const nodes[] = { "null", "vda" };
	char root[] = "/tmp/rootless.XXXXXX", path[128];
	size_t i;

	if (!mkdtemp(root) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("root", root, "tmpfs", 0, NULL) ||
	    breakout_copy("/proc/self/exe", strcat(strcpy(path, root), "/forger"),
			  0755) || chdir(root))
		return complain(root);
	mkdir("proc", 0755);
	mkdir("dev", 0755);
	mkdir("tmp", 0777);
	if (mount("proc", "proc", "proc", 0, NULL))
		return complain("proc");
	for (i = 0; i < 2; i++) {
		char from[32], to[32];

		snprintf(from, sizeof(from), "/dev/%s", nodes[i]);
		snprintf(to, sizeof(to), "dev/%s", nodes[i]);
		close(open(to, O_WRONLY | O_CREAT, 0644));
		if (mount(from, to, NULL, MS_BIND, NULL))
			return complain(from);
	}
	if (syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) ||
	    chdir("/"))
		return complain("pivot_root");
	if (lower && lower())
		return 1;
	execv("/forger", argv);
	return complain("/forger");
}

/* PID 1 stays what it is; a child of it is who goes on. */
static int stay_stub(void)
{
	go_on_as_child();
	return 0;
}

/* It forgets to leave the host's root directory. */
static int stay_outside(void)
{
	return fchdir(LEAKED_ROOT) ? complain("fchdir") : 0;
}

static int contain(int flags, int (*lower)(void), char *const argv[])
{
	int status = 0;
	pid_t pid;

	if (unshare(flags))
		return complain("unshare");
	pid = fork();
	if (!pid)
		_exit(contained(lower, argv));
	if (waitpid(pid, &status, 0) != pid)
		return UNTRIED;
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) {
		printf("refused: execve: SIGKILL\n");
		return REFUSED;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : UNTRIED;
}

/**
 * honest_stub() - a container whose first process executes nothing
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_stub(long arg)
{
	char *argv[] = { "forger", "--below-stub", NULL };
	pid_t pid = fork();

	(void)arg;
	if (!pid)
		_exit(contain(CLONE_NEWNS | CLONE_NEWPID, stay_stub, argv));
	return forger_wait(pid) ? 0 : complain("stub");
}

/* What overlayfs does with its mounter's credentials. */
static int use_overlay(void)
{
	int fd;

	if (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000))
		return complain("setresuid");
	fd = open("/tmp/merged/lower", O_RDWR | O_CLOEXEC);
	if (fd < 0 || write(fd, "x", 1) != 1 || close(fd))
		return complain("copy up");
	fd = open("/tmp/merged/new", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0 || write(fd, "x", 1) != 1 || close(fd) ||
	    rename("/tmp/merged/new", "/tmp/merged/newer") ||
	    chmod("/tmp/merged/newer", 0644) ||
	    access("/tmp/merged/lower", R_OK | W_OK) ||
	    unlink("/tmp/merged/lower") || unlink("/tmp/merged/newer"))
		return complain("overlay");
	return forger_settled();
}

/**
 * honest_overlay() - a user works in an overlay that root has mounted
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_overlay(long arg)
{
	static const char *const dirs[] = {
		"/tmp/lower", "/tmp/upper", "/tmp/work", "/tmp/merged",
	};
	pid_t pid;
	size_t i;

	(void)arg;
	if (unshare(CLONE_NEWNS) ||
	    mount("overlay", "/tmp", "tmpfs", 0, NULL))
		return complain("/tmp");
	umask(0);
	for (i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		mkdir(dirs[i], 0777);
	close(open("/tmp/lower/lower", O_WRONLY | O_CREAT, 0666));
	if (mount("overlay", "/tmp/merged", "overlay", 0,
		  "lowerdir=/tmp/lower,upperdir=/tmp/upper,workdir=/tmp/work"))
		return complain("overlay");
	pid = fork();
	if (!pid)
		_exit(use_overlay());
	return forger_wait(pid) ? 0 : complain("overlay");
}

/**
 * honest_time() - execve() with a time namespace for children
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_time(long arg)
{
	pid_t pid = fork();

	(void)arg;
	if (!pid) {
		if (unshare(CLONE_NEWTIME))
			_exit(complain("unshare"));
		execl("/proc/self/exe", "forger", "--settled", NULL);
		_exit(1);
	}
	return forger_wait(pid) ? 0 : complain("execve");
}

/* Whoever maps more than its own user does so from outside. */
static int contain_mapped(char *const argv[])
{
	int made[2], mapped[2], status = 0;
	char byte, process[16];
	pid_t pid;

	if (pipe(made) || pipe(mapped))
		return complain("pipe");
	pid = fork();
	if (!pid) {
		if (unshare(CLONE_NEWUSER) || write(made[1], "x", 1) != 1 ||
		    read(mapped[0], &byte, 1) != 1)
			_exit(complain("user namespace"));
		status = contain(ALL & ~CLONE_NEWUTS, NULL, argv);
		fflush(stdout);
		_exit(status);
	}
	snprintf(process, sizeof(process), "%d", pid);
	if (read(made[0], &byte, 1) != 1 || !map(process, "uid_map", 65536) ||
	    !map(process, "gid_map", 65536) || write(mapped[1], "x", 1) != 1)
		return complain("map");
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return UNTRIED;
	return WEXITSTATUS(status);
}

/**
 * forger_contain() - make a container, and run this program there
 * @kind: 'rootless': in a user namespace of its own; 'careful': with few
 *	capabilities; 'inherit': with one that only execve() gives; 'outside':
 *	with the host's root for a working directory
 * @argv: how it is run
 *
 * Return: its exit status.
 */
int forger_contain(const char *kind, char *const argv[])
{
	const int least = CLONE_NEWNS | CLONE_NEWPID;

	if (!strcmp(kind, "rootless"))
		return contain_mapped(argv);
	if (!strcmp(kind, "careful"))
		return contain(least, forger_careful, argv);
	if (!strcmp(kind, "inherit"))
		return contain(least, forger_inherit, argv);
	if (!strcmp(kind, "outside"))
		return contain(least, stay_outside, argv);
	return UNTRIED;
}
