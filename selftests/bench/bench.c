// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: count what operations cost.
 *
 *	bench [-c] [-a PROFILE] [-s SAMPLES] [-f NUMBER] [-r] [-t]
 *	      [-x OPERATION] [OPERATION...]
 *
 * Does each operation (all of them) in batches and prints a line for it: its
 * name and the instructions of the median one of each batch. It fails when an
 * operation does, other than by being refused.
 *
 *	-c	in a container made by hand
 *	-a	under this AppArmor profile
 *	-s	how many batches (5), after one that is not counted
 *	-f	so many at once, and the mean of them with all that the machine does
 *		meanwhile, in place of a batch
 *	-r	only what Holdfast can be told to refuse
 *	-t	only try each once, and say how it ended: allowed, refused
 *	-x	not this one
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

static struct {
	bool contained;
	const char *profile;
	unsigned int samples;
	unsigned int flood;
	bool refusable;
	bool try;
	const char *except;
} options = { .samples = 5 };

/* Shared with children: what an operation says to have spent. */
static struct {
	uint64_t started;
	uint64_t spent;
	bool used;
} *part;

/**
 * bench_begin - count only from here on
 *
 * For operations that need more than what they are about. Also in a child.
 */
void bench_begin(void)
{
	part->used = true;
	part->started = bench_now();
}

/**
 * bench_end - count no more
 */
void bench_end(void)
{
	part->spent = bench_now() - part->started;
}

static bool is_refusal(int err)
{
	return err == -EPERM || err == -EACCES;
}

static int once(const struct bench_op *op, double *cost)
{
	uint64_t start = bench_now();
	int err;

	part->used = false;
	err = op->run();
	*cost = part->used ? part->spent : bench_now() - start;
	return is_refusal(err) ? 0 : err;
}

static int compare(const void *a, const void *b)
{
	const double *one = a, *two = b;

	return (*one > *two) - (*one < *two);
}

/*
 * The median one: interrupts and what the kernel does later, now and then for
 * many at once, are not in it.
 */
static int sample(const struct bench_op *op, double *cost)
{
	double costs[BENCH_MAX_BATCH];
	unsigned int i;
	int err;

	for (i = 0; i < op->batch; i++) {
		if (op->pause && i % op->pause == 0)
			usleep(BENCH_SENT);
		err = once(op, &costs[i]);
		if (err)
			return err;
	}
	qsort(costs, op->batch, sizeof(*costs), compare);
	*cost = costs[op->batch / 2];
	return 0;
}

static int flood(const struct bench_op *op, double *cost)
{
	uint64_t start = bench_now();
	unsigned int i;
	int err = 0;

	for (i = 0; i < options.flood && (!err || is_refusal(err)); i++)
		err = op->run();
	*cost = (double)(bench_now() - start) / options.flood;
	return is_refusal(err) ? 0 : err;
}

static int count(const struct bench_op *op)
{
	unsigned int i;
	double cost;
	int err;

	for (i = 0; i <= options.samples; i++) {
		err = options.flood ? flood(op, &cost) : sample(op, &cost);
		if (err)
			return err;
		if (i)
			printf("\t%.1f", cost);
	}
	return 0;
}

static int try(const struct bench_op *op)
{
	int err = op->run();

	if (err && !is_refusal(err))
		return err;
	printf("\t%s", err ? "refused" : "allowed");
	return 0;
}

static int measure(const struct bench_op *op)
{
	int err = op->setup ? op->setup() : 0;

	printf("%s", op->name);
	if (!err)
		err = options.try ? try(op) : count(op);
	if (err)
		printf("\t%s", strerror(-err));
	printf("\n");
	fflush(stdout);
	if (op->teardown)
		op->teardown();
	return err;
}

static bool wanted(const struct bench_op *op, char *const names[])
{
	if (options.refusable && !op->refusable)
		return false;
	if (options.except && !strcmp(options.except, op->name))
		return false;
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(*names, op->name))
			return true;
	return false;
}

static int measure_all(char *const names[])
{
	const struct bench_op *const *group, *op;
	int failed = 0;

	for (group = bench_groups; *group; group++)
		for (op = *group; op->name; op++)
			if (wanted(op, names) && measure(op))
				failed = 1;
	return failed;
}

static int usage(void)
{
	fprintf(stderr,
		"usage: bench [-c] [-a PROFILE] [-s SAMPLES] [-f NUMBER] [-r] [-t] [-x OPERATION] [OPERATION...]\n");
	return 2;
}

/*
 * A label and a profile come with a program, so bench executes itself once it
 * is where it shall be, without -c and -a.
 */
static int enter(char **argv)
{
	int err = 0;

	if (options.contained)
		err = bench_contain();
	if (!err && options.profile)
		err = bench_confine(options.profile);
	if (err) {
		fprintf(stderr, "bench: cannot be confined: %s\n",
			strerror(-err));
		return 1;
	}
	execv(BENCH_PROGRAMS "/bench", argv);
	perror("bench: " BENCH_PROGRAMS "/bench");
	return 1;
}

/* The arguments without those that enter() has done. */
static char **rest(int argc, char **argv)
{
	static char samples[16], flood[16];
	char **out = calloc(argc + 8, sizeof(*out));
	int n = 0;

	if (!out)
		abort();
	snprintf(samples, sizeof(samples), "%u", options.samples);
	snprintf(flood, sizeof(flood), "%u", options.flood);
	out[n++] = "bench";
	out[n++] = "-s";
	out[n++] = samples;
	out[n++] = "-f";
	out[n++] = flood;
	if (options.refusable)
		out[n++] = "-r";
	if (options.try)
		out[n++] = "-t";
	if (options.except) {
		out[n++] = "-x";
		out[n++] = (char *)options.except;
	}
	while (optind < argc)
		out[n++] = argv[optind++];
	return out;
}

int main(int argc, char **argv)
{
	int opt;

	while ((opt = getopt(argc, argv, "+ca:s:f:rtx:")) != -1) {
		switch (opt) {
		case 'c':
			options.contained = true;
			break;
		case 'a':
			options.profile = optarg;
			break;
		case 's':
			options.samples = strtoul(optarg, NULL, 10);
			break;
		case 'f':
			options.flood = strtoul(optarg, NULL, 10);
			break;
		case 'r':
			options.refusable = true;
			break;
		case 't':
			options.try = true;
			break;
		case 'x':
			options.except = optarg;
			break;
		default:
			return usage();
		}
	}
	if (options.contained || options.profile)
		return enter(rest(argc, argv));
	part = mmap(NULL, sizeof(*part), PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (part == MAP_FAILED || (mkdir(BENCH_DIR, 0755) && errno != EEXIST)) {
		perror("bench");
		return 1;
	}
	return measure_all(argv + optind);
}
