// SPDX-License-Identifier: GPL-2.0-only
/*
 * setns() against a thread that swaps what its descriptor stands for: an own
 * UTS namespace and the host's, or an own process and the host's PID 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "race.h"

/**
 * struct swapped - a descriptor that is now this, now that
 *
 * @number: of the descriptor
 * @own: what may be joined
 * @host: what must not
 * @over: enough
 */
struct swapped {
	int number;
	int own;
	int host;
	atomic_bool over;
};

static void *swap(void *arg)
{
	struct swapped *swapped = arg;

	while (!swapped->over) {
		dup2(swapped->own, swapped->number);
		dup2(swapped->host, swapped->number);
	}
	return NULL;
}

static ino_t inode_of(const char *path)
{
	struct stat st = { 0 };

	stat(path, &st);
	return st.st_ino;
}

static enum breakout_outcome race(struct swapped *swapped)
{
	const ino_t host = inode_of(MOUNTED_NS "/uts");
	pthread_t thread;
	long i, joined = 0;

	swapped->number = 50;
	if (swapped->own < 0 || swapped->host < 0 ||
	    dup2(swapped->own, swapped->number) < 0 ||
	    pthread_create(&thread, NULL, swap, swapped))
		return breakout_untried("nothing to join");
	for (i = 0; i < race_shared->rounds; i++) {
		if (!setns(swapped->number, CLONE_NEWUTS))
			joined++;
		else if (errno == EPERM)
			race_shared->refused++;
		if (inode_of("/proc/thread-self/ns/uts") == host)
			break;
		race_shared->raced++;
	}
	swapped->over = true;
	pthread_join(thread, NULL);
	if (i < race_shared->rounds)
		return breakout_escaped("joined the host's, round %ld", i);
	/* each side must have been met, or nothing raced */
	if (!joined)
		return breakout_untried("the own one was never joined");
	return race_verdict("setns");
}

enum breakout_outcome race_setns(void)
{
	struct swapped swapped = {
		.own = open("/proc/self/ns/uts", O_RDONLY),
		.host = open(MOUNTED_NS "/uts", O_RDONLY),
	};

	return race(&swapped);
}

enum breakout_outcome race_pidfd(void)
{
	struct swapped swapped = {
		.own = syscall(SYS_pidfd_open, getpid(), 0),
		.host = syscall(SYS_pidfd_open, 1, 0),
	};

	return race(&swapped);
}
