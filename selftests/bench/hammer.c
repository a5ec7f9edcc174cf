// SPDX-License-Identifier: GPL-2.0-only
/*
 * hammer: the operations, by two CPUs at once.
 *
 *	hammer TIMES OPERATION...
 *
 * Makes a container with a process on each of the CPUs 0 and 1, in a mount and a
 * network namespace of its own, and has both do each operation so many times. It
 * fails when one of them does.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define CPUS	2
#define INSIDE	"inside"

static int repeat(const struct bench_op *op, unsigned long times)
{
	int err = op->setup ? op->setup() : 0;

	while (!err && times--)
		err = op->run();
	if (op->teardown)
		op->teardown();
	return err;
}

static int settle(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	if (sched_setaffinity(0, sizeof(set), &set) ||
	    unshare(CLONE_NEWNS | CLONE_NEWNET) ||
	    mount("bench", BENCH_DIR, "tmpfs", 0, NULL))
		return -errno;
	return 0;
}

static int work(int cpu, unsigned long times, char *const *names)
{
	const struct bench_op *op;
	int err = settle(cpu);

	for (; !err && *names; names++) {
		op = bench_find(*names);
		err = op ? repeat(op, times) : -ENOENT;
		if (err)
			fprintf(stderr, "hammer: CPU %d: %s: %s\n", cpu, *names,
				strerror(-err));
	}
	return err ? 1 : 0;
}

static int work_all(unsigned long times, char *const *names)
{
	int cpu, status, failed = 0;

	if (mkdir(BENCH_DIR, 0755) && errno != EEXIST)
		return 1;
	for (cpu = 0; cpu < CPUS; cpu++)
		if (!fork())
			exit(work(cpu, times, names));
	for (cpu = 0; cpu < CPUS; cpu++)
		if (wait(&status) < 0 || status)
			failed = 1;
	return failed;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: hammer TIMES OPERATION...\n");
		return 2;
	}
	if (!strcmp(argv[0], INSIDE))
		return work_all(strtoul(argv[1], NULL, 10), argv + 2);
	if (bench_contain())
		return 1;
	argv[0] = INSIDE;
	execv(BENCH_PROGRAMS "/hammer", argv);
	perror("hammer: " BENCH_PROGRAMS "/hammer");
	return 1;
}
