// SPDX-License-Identifier: GPL-2.0-only
/*
 * breakout: try one way out of a container.
 *
 *	breakout [--as thread|orphan|vfork|memfd|nested] NAME
 *
 * Exit status: 0 it escaped, 1 it was refused, 2 it could not be tried, 3 the
 * kernel does not know it. One line on standard output says more.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "breakout.h"

static const struct breakout_class classes[] = {
	{ "namespace", breakout_namespace },
	{ "link", breakout_link },
	{ "mount", breakout_mount },
	{ "module", breakout_module },
	{ "capability", breakout_capability },
	{ "kernel-file", breakout_kernel_file },
	{ "kernel-file", breakout_control },
	{ "kernel-file", breakout_genl },
	{ "device", breakout_device },
	{ "process", breakout_process },
	{ "file", breakout_file },
	{ "outside", breakout_outside },
	{ "bpf", breakout_bpf },
	{ "io_uring", breakout_ring },
	{ "surface", breakout_surface },
	{ "self", breakout_self },
	{ }
};

static const struct breakout_attempt *find(const char *name)
{
	const struct breakout_attempt *attempt;
	const struct breakout_class *class;

	for (class = classes; class->name; class++)
		for (attempt = class->attempts; attempt->name; attempt++)
			if (!strcmp(attempt->name, name))
				return attempt;
	return NULL;
}

static int list(void)
{
	const struct breakout_attempt *attempt;
	const struct breakout_class *class;

	for (class = classes; class->name; class++)
		for (attempt = class->attempts; attempt->name; attempt++)
			printf("%-12s %-24s %s\n", class->name, attempt->name,
			       attempt->what);
	return 0;
}

static int thread_main(void *arg)
{
	const struct breakout_attempt *attempt = arg;
	int outcome = attempt->run(attempt);

	fflush(stdout);
	_exit(outcome);
}

/* In a thread of its own that shares no folder, as setns() wants it. */
static int run_thread(const struct breakout_attempt *attempt)
{
	const int flags = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD | CLONE_FILES;
	size_t size = 1 << 20;
	char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	/* _exit() in the thread ends the process with its outcome */
	if (stack == MAP_FAILED ||
	    clone(thread_main, stack + size, flags, (void *)attempt) < 0)
		return breakout_untried("clone: %s", breakout_errno_name(errno));
	for (;;)
		pause();
}

/* In a child that has the memory of its parent, which waits for it. */
static int run_vfork(const struct breakout_attempt *attempt)
{
	const int flags = CLONE_VM | CLONE_VFORK | SIGCHLD;
	size_t size = 1 << 20;
	char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE,
			   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int status;
	pid_t pid;

	if (stack == MAP_FAILED)
		return UNTRIED;
	pid = clone(thread_main, stack + size, flags, (void *)attempt);
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return breakout_untried("clone: %s", breakout_errno_name(errno));
	return WIFEXITED(status) ? WEXITSTATUS(status) : UNTRIED;
}

/* In a process whose parent is gone. */
static int run_orphan(const struct breakout_attempt *attempt)
{
	int fds[2], outcome = UNTRIED;
	pid_t parent;

	if (pipe(fds))
		return UNTRIED;
	parent = fork();
	if (parent) {
		waitpid(parent, NULL, 0);
		close(fds[1]);
		if (read(fds[0], &outcome, sizeof(outcome)) < 0)
			return UNTRIED;
		return outcome;
	}
	parent = getpid();
	if (fork())
		_exit(0);
	while (getppid() == parent)
		usleep(1000);
	outcome = attempt->run(attempt);
	fflush(stdout);
	write(fds[1], &outcome, sizeof(outcome));
	_exit(0);
}

/* After another execve(), of a file that has no name. */
static int run_memfd(const struct breakout_attempt *attempt)
{
	char *argv[] = { "breakout", (char *)attempt->name, NULL };
	char *env[] = { NULL };
	size_t size;
	char *self = breakout_slurp("/proc/self/exe", &size);
	int fd = memfd_create("breakout", MFD_CLOEXEC);

	if (!self || fd < 0 || write(fd, self, size) != (ssize_t)size)
		return breakout_untried("memfd_create");
	syscall(SYS_execveat, fd, "", argv, env, AT_EMPTY_PATH);
	return breakout_failed("execveat");
}

/*
 * In a container inside the container: own mount namespace, own root, and
 * then an execve(), which is what makes it one.
 */
static int run_nested(const struct breakout_attempt *attempt)
{
	char *argv[] = { "breakout", (char *)attempt->name, NULL };
	char *dir = breakout_scratch();

	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("nested", dir, "tmpfs", 0, NULL))
		return breakout_failed("mount");
	if (chdir(dir) || mkdir("proc", 0755) || mkdir("sys", 0755) ||
	    mkdir("tmp", 0777) || mkdir("volume", 0755) ||
	    mkdir("modules", 0755) || mkdir("dev", 0755))
		return breakout_failed("mkdir");
	if (mount("/proc", "proc", NULL, MS_BIND | MS_REC, NULL) ||
	    mount("/sys", "sys", NULL, MS_BIND | MS_REC, NULL) ||
	    mount("/dev", "dev", NULL, MS_BIND | MS_REC, NULL) ||
	    mount(breakout_volume(), "volume", NULL, MS_BIND, NULL) ||
	    mount(access("/modules", F_OK) ? HOST_MODULES : "/modules",
		  "modules", NULL, MS_BIND, NULL))
		return breakout_failed("mount");
	if (breakout_copy("/proc/self/exe", "breakout", 0755) ||
	    syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH))
		return breakout_failed("pivot_root");
	execv("/breakout", argv);
	return breakout_failed("execve");
}

static int run_as(const char *as, const struct breakout_attempt *attempt)
{
	if (!strcmp(as, "thread"))
		return run_thread(attempt);
	if (!strcmp(as, "vfork"))
		return run_vfork(attempt);
	if (!strcmp(as, "orphan"))
		return run_orphan(attempt);
	if (!strcmp(as, "memfd"))
		return run_memfd(attempt);
	if (!strcmp(as, "nested"))
		return run_nested(attempt);
	fprintf(stderr, "breakout: %s: not a way to run\n", as);
	return UNTRIED;
}

static long long boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

/*
 * One after the other, each in a process of its own. A line for each:
 * name, outcome, when it began and ended, and what it said.
 */
static int run_all(char **names)
{
	for (; *names; names++) {
		char text[256] = "";
		long long begin = boot_time();
		int fds[2], status;
		ssize_t len;
		pid_t pid;

		fflush(stdout);
		/* refusals of one matter share an event for a moment */
		usleep(150000);
		if (pipe2(fds, O_CLOEXEC))
			return UNTRIED;
		pid = fork();
		if (!pid) {
			dup2(fds[1], 1);
			execl("/proc/self/exe", "breakout", *names, NULL);
			_exit(UNTRIED);
		}
		close(fds[1]);
		waitpid(pid, &status, 0);
		fcntl(fds[0], F_SETFL, O_NONBLOCK);
		len = read(fds[0], text, sizeof(text) - 1);
		text[len > 0 ? len : 0] = 0;
		text[strcspn(text, "\n")] = 0;
		close(fds[0]);
		printf("%s\t%d\t%lld\t%lld\t%s\n", *names,
		       WIFEXITED(status) ? WEXITSTATUS(status) : UNTRIED,
		       begin, boot_time(), text);
	}
	return 0;
}

static int usage(void)
{
	fprintf(stderr,
		"usage: breakout [--as thread|orphan|vfork|memfd|nested] NAME\n"
		"       breakout --all NAME...\n"
		"       breakout --list | --prepare | --victim\n"
		"       breakout --rest SECONDS\n");
	return UNTRIED;
}

int main(int argc, char **argv)
{
	const struct breakout_attempt *attempt;
	const char *as = NULL;

	if (strstr(argv[0], "breakout-agent"))
		return breakout_agent(argv[0]);
	if (argc == 2 && !strcmp(argv[1], "--list"))
		return list();
	if (argc == 2 && !strcmp(argv[1], "--prepare"))
		return breakout_prepare();
	if (argc == 2 && !strcmp(argv[1], "--victim"))
		return breakout_victim();
	if (argc == 3 && !strcmp(argv[1], "--rest")) {
		usleep(atof(argv[2]) * 1e6);
		return 0;
	}
	if (argc > 2 && !strcmp(argv[1], "--all"))
		return run_all(argv + 2);
	if (argc == 4 && !strcmp(argv[1], "--as")) {
		as = argv[2];
		argv += 2;
		argc -= 2;
	}
	if (argc != 2)
		return usage();
	attempt = find(argv[1]);
	if (!attempt) {
		fprintf(stderr, "breakout: %s: no such attempt\n", argv[1]);
		return UNTRIED;
	}
	if (breakout_is_32bit(attempt->name))
		return breakout_run_32bit(argv - (as ? 2 : 0));
	/* so that reports name the attempt */
	prctl(PR_SET_NAME, attempt->name);
	return as ? run_as(as, attempt) : (int)attempt->run(attempt);
}
