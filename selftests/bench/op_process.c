// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: sockets, signals, tracing
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

static const struct sockaddr_un address = { AF_UNIX, "\0holdfast-bench" };
#define ADDRESS_LEN (offsetof(struct sockaddr_un, sun_path) + 15)

static int listener = -1;
static int keeper = -1;
/* Processes of the container; 'keeper' is what keeps them. */
static pid_t others[BENCH_MAX_BATCH];
static unsigned int nr_others;

static int run_socket(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int start_listener(void)
{
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener < 0 ||
	    bind(listener, (const void *)&address, ADDRESS_LEN) ||
	    listen(listener, 1))
		return -errno;
	return 0;
}

static void stop_listener(void)
{
	close(listener);
}

static int run_connect(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), err = 0;

	if (fd < 0)
		return -errno;
	if (connect(fd, (const void *)&address, ADDRESS_LEN))
		err = -errno;
	else
		close(accept(listener, NULL, NULL));
	close(fd);
	return err;
}

static int start_one(const int ends[2])
{
	pid_t pid = fork();
	char c;

	if (pid < 0)
		return -errno;
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[1]);
		while (read(ends[0], &c, 1) < 0)
			;
		_exit(0);
	}
	others[nr_others++] = pid;
	return 0;
}

/* Processes that end when they are let go: a signal might be refused. */
static int start_others(unsigned int number)
{
	int ends[2], err = 0;

	if (pipe(ends))
		return -errno;
	while (!err && nr_others < number)
		err = start_one(ends);
	close(ends[0]);
	keeper = ends[1];
	return err;
}

static int start_other(void)
{
	return start_others(1);
}

static int start_many(void)
{
	return start_others(BENCH_MAX_BATCH);
}

static void stop_others(void)
{
	close(keeper);
	while (nr_others)
		waitpid(others[--nr_others], NULL, 0);
}

static int run_kill(void)
{
	return kill(others[0], SIGURG) ? -errno : 0;
}

/* Each time another one, so each refusal is another event. */
static int run_kill_each(void)
{
	static unsigned int next;

	return kill(others[next++ % nr_others], SIGURG) ? -errno : 0;
}

static int run_ptrace(void)
{
	if (ptrace(PTRACE_ATTACH, others[0], NULL, NULL))
		return -errno;
	if (waitpid(others[0], NULL, __WALL) != others[0] ||
	    ptrace(PTRACE_DETACH, others[0], NULL, NULL))
		return -ECHILD;
	return 0;
}

const struct bench_op bench_process_ops[] = {
	{ "socket", 201, false, NULL, run_socket },
	{ "unix-connect", 201, true, start_listener, run_connect,
	  stop_listener },
	{ "kill", 201, true, start_other, run_kill, stop_others },
	{ "kill-each", 3 * BENCH_EVENTS, true, start_many, run_kill_each,
	  stop_others, BENCH_EVENTS },
	{ "ptrace-attach", 101, true, start_other, run_ptrace, stop_others },
	{ }
};
