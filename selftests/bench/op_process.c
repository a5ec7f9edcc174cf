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
static pid_t other;

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

/* A process that ends when it is let go: a signal might be refused. */
static int start_other(void)
{
	int ends[2];
	char c;

	if (pipe(ends))
		return -errno;
	other = fork();
	if (other < 0)
		return -errno;
	if (!other) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[1]);
		while (read(ends[0], &c, 1) < 0)
			;
		_exit(0);
	}
	close(ends[0]);
	keeper = ends[1];
	return 0;
}

static void stop_other(void)
{
	close(keeper);
	waitpid(other, NULL, 0);
}

static int run_kill(void)
{
	return kill(other, SIGURG) ? -errno : 0;
}

static int run_ptrace(void)
{
	if (ptrace(PTRACE_ATTACH, other, NULL, NULL))
		return -errno;
	if (waitpid(other, NULL, __WALL) != other ||
	    ptrace(PTRACE_DETACH, other, NULL, NULL))
		return -ECHILD;
	return 0;
}

const struct bench_op bench_process_ops[] = {
	{ "socket", 201, false, NULL, run_socket },
	{ "unix-connect", 201, true, start_listener, run_connect,
	  stop_listener },
	{ "kill", 201, true, start_other, run_kill, stop_other },
	{ "ptrace-attach", 101, true, start_other, run_ptrace, stop_other },
	{ }
};
