// SPDX-License-Identifier: GPL-2.0-only
/*
 * breakout: try one way out of a container.
 *
 *	breakout [--as thread|orphan|memfd] NAME
 *
 * Exit status: 0 it escaped, 1 it was refused, 2 it could not be tried. One
 * line on standard output says more.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "breakout.h"

static const struct breakout_class classes[] = {
	{ "namespace", breakout_namespace },
	{ "mount", breakout_mount },
	{ "module", breakout_module },
	{ "capability", breakout_capability },
	{ "kernel-file", breakout_kernel_file },
	{ "device", breakout_device },
	{ "process", breakout_process },
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
		syscall(SYS_pause);
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

static int run_as(const char *as, const struct breakout_attempt *attempt)
{
	if (!strcmp(as, "thread"))
		return run_thread(attempt);
	if (!strcmp(as, "orphan"))
		return run_orphan(attempt);
	if (!strcmp(as, "memfd"))
		return run_memfd(attempt);
	fprintf(stderr, "breakout: %s: not thread, orphan or memfd\n", as);
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
		"usage: breakout [--as thread|orphan|memfd] NAME\n"
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
	return as ? run_as(as, attempt) : (int)attempt->run(attempt);
}
