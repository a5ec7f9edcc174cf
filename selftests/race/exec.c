// SPDX-License-Identifier: GPL-2.0-only
/*
 * execve() against a thread that makes children: is there one that slipped the
 * label? Each of them tries to open a control file of the host for writing.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../container.h"
#include "race.h"

#define CHILDREN	16

/* How many children there were, of the process that executes a program. */
static atomic_int born;

static void try(void)
{
	int fd = open("/proc/sys/kernel/core_pattern", O_WRONLY);

	if (fd >= 0)
		race_shared->through++;
	else if (errno == EPERM)
		race_shared->refused++;
	_exit(0);
}

/* As children of this process, and of the one that waits for it. */
static void *make_children(void *arg)
{
	int i;

	for (i = 0; i < CHILDREN; i++) {
		const unsigned long flags = i & 1 ? CLONE_PARENT : 0;

		if (!syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, NULL, 0))
			try();
		born++;
	}
	return NULL;
}

static void exec_among_children(long round)
{
	char *argv[] = { "race", RACE_NOTHING, NULL };
	volatile int delay = round % 64 * 50;
	pthread_t thread;

	if (pthread_create(&thread, NULL, make_children, NULL))
		_exit(1);
	while (!born)
		sched_yield();
	while (delay)
		delay--;
	execv(CONTAINER_BREAKOUT, argv);
	_exit(1);
}

static void reap_all(pid_t pid)
{
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	/* this is PID 1: all of them are its own by now, or soon */
	while (waitpid(-1, NULL, 0) > 0)
		;
}

enum breakout_outcome race_exec(void)
{
	long i;

	for (i = 0; i < race_shared->rounds && !race_shared->through; i++) {
		const long tried = race_shared->refused;
		pid_t pid = fork();

		if (!pid)
			exec_among_children(i);
		reap_all(pid);
		race_shared->raced += race_shared->refused > tried;
	}
	return race_verdict("open");
}
