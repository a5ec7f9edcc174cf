// SPDX-License-Identifier: GPL-2.0-only
/*
 * Make a container and run a program in it, with nothing but system calls.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"
#include "container.h"

/* Exit status of a container that could not be set up; no attempt has it. */
#define SETUP_FAILED	99

static void must(bool good, const char *what)
{
	if (good)
		return;
	dprintf(2, "container: %s: %s\n", what, strerror(errno));
	_exit(SETUP_FAILED);
}

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	must(fd >= 0 && write(fd, text, strlen(text)) > 0, path);
	close(fd);
}

static void copy_file(const char *from, const char *to)
{
	int in = open(from, O_RDONLY | O_CLOEXEC);
	int out = open(to, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	static char buf[65536];
	ssize_t len;

	must(in >= 0 && out >= 0, from);
	while ((len = read(in, buf, sizeof(buf))) > 0)
		must(write(out, buf, len) == len, to);
	close(in);
	close(out);
}

static void leak(int fd, int number, const char *what)
{
	must(fd >= 0 && dup2(fd, number) >= 0, what);
	close(fd);
}

/*
 * A session of the host that has a terminal, in which the runtime began none for
 * its payload. The terminal lasts as long as its other side, which the payload
 * has not.
 */
static void leak_terminal(bool executes)
{
	int other = open("/dev/ptmx", O_RDWR | O_NOCTTY |
			 (executes ? 0 : O_CLOEXEC));
	int number, unlock = 0;
	char path[32];

	must(other >= 0 && !ioctl(other, TIOCSPTLCK, &unlock) &&
	     !ioctl(other, TIOCGPTN, &number), "/dev/ptmx");
	must(setsid() >= 0, "setsid");
	snprintf(path, sizeof(path), "/dev/pts/%d", number);
	leak(open(path, O_RDWR), LEAKED_TTY, path);
}

/* What a runtime should have closed. */
static void leak_host(bool executes)
{
	int i;

	leak_terminal(executes);
	leak(open("/dev/tty1", O_RDWR | O_NOCTTY), LEAKED_CONSOLE, "/dev/tty1");

	for (i = 0; i < BREAKOUT_NS_TYPES; i++)
		leak(breakout_ns_open(i), LEAKED_FD + i, "namespace");
	leak(open("/", O_PATH | O_DIRECTORY), LEAKED_ROOT, "/");
	leak(open("/proc/sys/kernel/core_pattern", O_RDWR), LEAKED_CORE,
	     "core_pattern");
	leak(open(HOST_GIVEN, O_RDONLY), LEAKED_GIVEN, HOST_GIVEN);
	leak(open(HOST_PATH, O_PATH), LEAKED_PATH, HOST_PATH);
}

/* The same of a runtime that has a mount namespace of its own. */
static void leak_copies(void)
{
	leak(open("/", O_PATH | O_DIRECTORY), LEAKED_COPY, "/");
	leak(syscall(SYS_open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE | AT_RECURSIVE),
	     LEAKED_TREE, "open_tree");
}

static void mount_namespaces(void)
{
	char from[64], to[64];
	int i, fd;

	mkdir("." MOUNTED_NS, 0755);
	/* 0 is the mount namespace, which cannot be mounted here */
	for (i = 1; i < BREAKOUT_NS_TYPES; i++) {
		fd = breakout_ns_open(i);
		snprintf(from, sizeof(from), "/proc/self/fd/%d", fd);
		snprintf(to, sizeof(to), "." MOUNTED_NS "/%s",
			 breakout_ns_types[i].name);
		close(open(to, O_WRONLY | O_CREAT, 0644));
		must(!mount(from, to, NULL, MS_BIND, NULL), to);
		close(fd);
	}
}

/* In a user namespace nobody makes nodes: the host's is bound. */
static void make_node(const char *path, mode_t mode, dev_t device, bool user)
{
	char from[32];

	if (!user) {
		must(!mknod(path, mode, device), path);
		return;
	}
	snprintf(from, sizeof(from), "/%s", path);
	close(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	must(!mount(from, path, NULL, MS_BIND, NULL), path);
}

static void mount_dev(bool user)
{
	static const struct {
		const char *path;
		mode_t type;
		unsigned int minor;
	} nodes[] = {
		{ "dev/null", S_IFCHR, 3 },    { "dev/zero", S_IFCHR, 5 },
		{ "dev/full", S_IFCHR, 7 },    { "dev/random", S_IFCHR, 8 },
		{ "dev/urandom", S_IFCHR, 9 },
	};
	struct stat st;
	size_t i;

	must(!mount("dev", "dev", "tmpfs", MS_NOSUID, "mode=755"), "dev");
	for (i = 0; i < sizeof(nodes) / sizeof(nodes[0]); i++)
		make_node(nodes[i].path, nodes[i].type | 0666,
			  makedev(1, nodes[i].minor), user);
	/* every device of the host: that is what --privileged means */
	must(!stat("/dev/vda", &st), "/dev/vda");
	make_node("dev/vda", S_IFBLK | 0600, st.st_rdev, user);
	make_node("dev/" FRESH_DEVICE, S_IFBLK | 0600, makedev(7, 7), user);
	mkdir("dev/pts", 0755);
	must(!mount("devpts", "dev/pts", "devpts", 0, "newinstance"),
	     "dev/pts");
}

static void bind_dir(const char *from, const char *to)
{
	mkdir(to, 0755);
	must(!mount(from, to, NULL, MS_BIND, NULL), from);
}

static void make_root(const char *root, const char *program)
{
	must(!mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
	must(!mount("root", root, "tmpfs", 0, "mode=755"), root);
	program = realpath(program, NULL);
	must(program && !chdir(root), root);
	copy_file(program, "." CONTAINER_BREAKOUT);
}

/* Whether a user namespace keeps it from mounting what shows this. */
static bool shared(const struct container_options *options, int namespace)
{
	return options->namespaces & CLONE_NEWUSER &&
	       !(options->namespaces & namespace);
}

static void mount_proc(const struct container_options *options)
{
	if (shared(options, CLONE_NEWPID))
		must(!mount("/proc", "proc", NULL, MS_BIND | MS_REC, NULL),
		     "proc");
	else
		must(!mount("proc", "proc", "proc", 0, NULL), "proc");
}

static void mount_sys(const struct container_options *options)
{
	if (options->host_sys || shared(options, CLONE_NEWNET)) {
		must(!mount("/sys", "sys", NULL, MS_BIND | MS_REC, NULL), "sys");
		if (options->host_sys)
			bind_dir(HOST_CGROUP1, "." CGROUP1);
		return;
	}
	must(!mount("sysfs", "sys", "sysfs", 0, NULL), "sys");
	must(!mount("cgroup2", "sys/fs/cgroup", "cgroup2", 0, NULL), "cgroup");
}

static void mount_root(const struct container_options *options)
{
	mkdir("proc", 0755);
	mkdir("sys", 0755);
	mkdir("dev", 0755);
	mkdir("tmp", 01777);
	mount_proc(options);
	mount_sys(options);
	if (options->leak)
		mount_namespaces();
	mount_dev(options->namespaces & CLONE_NEWUSER);
	bind_dir(HOST_VOLUME, "." VOLUME);
	bind_dir(HOST_MODULES, "./modules");
}

static void pivot(void)
{
	must(!syscall(SYS_pivot_root, ".", "."), "pivot_root");
	must(!umount2(".", MNT_DETACH), "umount2");
	must(!chdir("/"), "chdir");
}

static void read_only(const char *path)
{
	must(!mount(path, path, NULL, MS_BIND | MS_REC, NULL), path);
	must(!mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY, NULL),
	     path);
}

static void mask(void)
{
	read_only("/proc/sys");
	read_only("/proc/sysrq-trigger");
	read_only("/sys");
	must(!mount("/dev/null", "/proc/kcore", NULL, MS_BIND, NULL), "kcore");
}

static void drop_caps(void)
{
	static const int kept[] = {
		CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FSETID, CAP_FOWNER, CAP_MKNOD,
		CAP_NET_RAW, CAP_SETGID, CAP_SETUID, CAP_SETFCAP, CAP_SETPCAP,
		CAP_NET_BIND_SERVICE, CAP_SYS_CHROOT, CAP_KILL, CAP_AUDIT_WRITE,
	};
	unsigned long long set = 0;
	size_t i;
	int cap;

	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		set |= 1ULL << kept[i];
	for (cap = 0; prctl(PR_CAPBSET_READ, cap) >= 0; cap++)
		if (!(set & 1ULL << cap))
			must(!prctl(PR_CAPBSET_DROP, cap), "capabilities");
}

static int wait_exit(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return SETUP_FAILED;
	return WIFEXITED(status) ? WEXITSTATUS(status) : SETUP_FAILED;
}

static void inside(const struct container_options *options,
		   char *const argv[])
{
	char root[] = "/tmp/container.XXXXXX";

	if (options->begun)
		options->begun();
	/* not before the fork: pivot_root() would take the parent along */
	must(!unshare(CLONE_NEWNS), "unshare");
	if (options->leak)
		leak_copies();
	must(mkdtemp(root), root);
	make_root(root, argv[0]);
	mount_root(options);
	if (options->chrooted)
		must(!chroot("."), "chroot");
	else
		pivot();
	if (options->masked)
		mask();
	if (options->docker_caps)
		drop_caps();
	if (options->prepared)
		options->prepared();
	execv(CONTAINER_BREAKOUT, argv);
	must(false, argv[0]);
}

/* Only who is outside may map more than one user. */
static void map_users(pid_t pid)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/uid_map", pid);
	put(path, "0 100000 65536");
	snprintf(path, sizeof(path), "/proc/%d/gid_map", pid);
	put(path, "0 100000 65536");
}

static void enter_user(void)
{
	pid_t pid = getpid(), mapper;
	int ready[2];
	char byte;

	must(!pipe2(ready, O_CLOEXEC), "pipe");
	mapper = fork();
	must(mapper >= 0, "fork");
	if (!mapper) {
		close(ready[1]);
		read(ready[0], &byte, 1);
		map_users(pid);
		_exit(0);
	}
	close(ready[0]);
	must(!unshare(CLONE_NEWUSER), "unshare");
	close(ready[1]);
	must(!wait_exit(mapper), "uid_map");
	must(!setgid(0) && !setuid(0), "setuid");
}

/* PID and time namespaces hold children only, so there is one more fork. */
static void setup(const struct container_options *options, char *const argv[])
{
	pid_t pid;

	mkdir(CONTAINER_CGROUP, 0755);
	put(CONTAINER_CGROUP "/cgroup.procs", "0");
	if (!options || options->leak)
		leak_host(!options);
	if (!options) {
		leak_copies();
		execv(argv[0], argv);
		must(false, argv[0]);
	}
	if (options->namespaces & CLONE_NEWUSER)
		enter_user();
	must(!unshare(options->namespaces & ~CLONE_NEWUSER), "unshare");
	pid = fork();
	must(pid >= 0, "fork");
	if (!pid)
		inside(options, argv);
	_exit(wait_exit(pid));
}

/**
 * container_run() - run a program in a container of its own
 * @options: how the container is made; NULL for no container at all: a host
 *           task, with the same cgroup and the same open files
 * @argv: the program and its arguments, as the container sees them
 * @text: gets what it wrote on its standard output, without the last newline
 * @size: of @text
 *
 * Return: its exit status; 99 when the container could not be made, after
 * a line on standard error.
 */
int container_run(const struct container_options *options,
		  char *const argv[], char *text, size_t size)
{
	size_t len = 0;
	ssize_t got;
	int fds[2];
	pid_t pid;

	fflush(stdout);
	if (pipe2(fds, O_CLOEXEC))
		return SETUP_FAILED;
	pid = fork();
	if (!pid) {
		must(dup2(fds[1], 1) == 1, "dup2");
		setup(options, argv);
	}
	close(fds[1]);
	/* what it leaves running holds the pipe: one line is enough */
	while (len < size - 1 &&
	       (got = read(fds[0], text + len, size - 1 - len)) > 0) {
		len += got;
		if (memchr(text, '\n', len))
			break;
	}
	close(fds[0]);
	text[len] = 0;
	text[strcspn(text, "\n")] = 0;
	return wait_exit(pid);
}
