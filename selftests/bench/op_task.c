// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: processes and threads begin and end
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

/**
 * bench_child - do something in a child
 * @run: what; its result is the child's
 *
 * Return: what @run returned, or -errno when there is no child.
 */
int bench_child(int (*run)(void))
{
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid)
		_exit(-run());
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -ECHILD;
	return -WEXITSTATUS(status);
}

static int nothing(void)
{
	return 0;
}

static int run_fork(void)
{
	return bench_child(nothing);
}

static void *thread(void *arg)
{
	return arg;
}

static int run_thread(void)
{
	pthread_t id;
	int err = pthread_create(&id, NULL, thread, NULL);

	return err ? -err : -pthread_join(id, NULL);
}

static int execute(void)
{
	static char *const argv[] = { "nothing", NULL };

	execv(BENCH_PROGRAMS "/nothing", argv);
	return -errno;
}

static int run_exec(void)
{
	return bench_child(execute);
}

const struct bench_op bench_task_ops[] = {
	{ "fork+exit", 101, false, NULL, run_fork },
	{ "thread", 101, false, NULL, run_thread },
	{ "fork+exec", 51, false, NULL, run_exec },
	{ }
};
