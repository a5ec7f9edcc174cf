// SPDX-License-Identifier: GPL-2.0-only
/*
 * late: how long others wait, on one CPU, while something goes on.
 *
 *	late NAME OPERATION...
 *
 * In a container, with a real-time priority, it sleeps and does each of the
 * operations, over and over until there is an end to its input. Then it prints as
 * facts about NAME, in instructions, how late it was woken up at most and how much
 * each operation was at most. The rest of the machine runs while it sleeps, and
 * until the kernel may schedule.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bench.h"

#define INSIDE	"inside"
#define PERIOD	100000	/* ns, of which -icount makes instructions */
#define MAX_OPS	8

static const struct bench_op *ops[MAX_OPS];
static uint64_t most[MAX_OPS];
static unsigned int nr_ops;

static int prepare(char **names)
{
	const struct sched_param param = { .sched_priority = 1 };
	int err = 0;

	for (; !err && *names && nr_ops < MAX_OPS; names++) {
		ops[nr_ops] = bench_find(*names);
		if (!ops[nr_ops])
			return -ENOENT;
		err = ops[nr_ops]->setup ? ops[nr_ops]->setup() : 0;
		nr_ops++;
	}
	if (!err && fcntl(0, F_SETFL, O_NONBLOCK))
		err = -errno;
	if (!err && sched_setscheduler(0, SCHED_FIFO, &param))
		err = -errno;
	return err;
}

static uint64_t sleep_a_while(void)
{
	const struct timespec period = { 0, PERIOD };
	uint64_t start = bench_now();

	nanosleep(&period, NULL);
	return bench_now() - start - PERIOD;
}

static int do_all(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; !err && i < nr_ops; i++) {
		uint64_t start = bench_now(), cost;

		err = ops[i]->run();
		cost = bench_now() - start;
		if (cost > most[i])
			most[i] = cost;
	}
	return err;
}

/* Until the other end of our input is closed. */
static int measure(const char *name)
{
	uint64_t late, latest = 0;
	unsigned long rounds = 0;
	unsigned int i;
	int err = 0;
	char c;

	printf("ready\n");
	fflush(stdout);
	/* what is done for the first time costs more */
	for (i = 0; !err && i < 3; i++)
		err = do_all();
	memset(most, 0, sizeof(most));
	while (!err && read(0, &c, 1) < 0) {
		late = sleep_a_while();
		if (late > latest)
			latest = late;
		err = do_all();
		rounds++;
	}
	printf("fact\t%s: wakes up late\t%lu\n", name, (unsigned long)latest);
	for (i = 0; i < nr_ops; i++)
		printf("fact\t%s: longest %s\t%lu\n", name, ops[i]->name,
		       (unsigned long)most[i]);
	fprintf(stderr, "late: %s: woke up %lu times\n", name, rounds);
	for (i = 0; i < nr_ops; i++)
		if (ops[i]->teardown)
			ops[i]->teardown();
	return err;
}

/* With an idle CPU, QEMU's clock follows that of the machine that it runs on. */
static int keep_busy(void)
{
	const struct sched_param param = { 0 };
	pid_t pid = fork();

	if (pid)
		return pid < 0 ? -errno : 0;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (sched_setscheduler(0, SCHED_IDLE, &param))
		_exit(1);
	for (;;)
		;
}

int main(int argc, char **argv)
{
	int err;

	if (argc < 3) {
		fprintf(stderr, "usage: late NAME OPERATION...\n");
		return 2;
	}
	if (strcmp(argv[0], INSIDE)) {
		if (keep_busy() || bench_contain())
			return 1;
		argv[0] = INSIDE;
		execv(BENCH_PROGRAMS "/late", argv);
		perror("late: " BENCH_PROGRAMS "/late");
		return 1;
	}
	if (mkdir(BENCH_DIR, 0755) && errno != EEXIST)
		return 1;
	err = prepare(argv + 2) ?: measure(argv[1]);
	if (err)
		fprintf(stderr, "late: %s\n", strerror(-err));
	return err ? 1 : 0;
}
