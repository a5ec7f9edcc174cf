// SPDX-License-Identifier: GPL-2.0-only
/*
 * crowd: have many containers.
 *
 *	crowd NUMBER
 *
 * Starts them, each a process with a mount namespace and a root directory of its
 * own that does nothing, says 'ready', and ends them when it is ended itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "bench.h"

static void contained(void)
{
	static char *const argv[] = { "idle", NULL };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (unshare(CLONE_NEWNS) || chroot(BENCH_PROGRAMS) || chdir("/"))
		_exit(1);
	close(0);
	close(1);
	execv("/idle", argv);
	_exit(1);
}

int main(int argc, char **argv)
{
	unsigned long i, count = argc == 2 ? strtoul(argv[1], NULL, 10) : 0;
	pid_t pid;

	for (i = 0; i < count; i++) {
		pid = fork();
		if (pid < 0) {
			fprintf(stderr, "crowd: %lu: %s\n", i, strerror(errno));
			return 1;
		}
		if (!pid)
			contained();
	}
	printf("ready\n");
	fflush(stdout);
	pause();
	return 0;
}
