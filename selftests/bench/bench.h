/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * bench: what operations cost, in instructions.
 */
#ifndef BENCH_H
#define BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where the operations leave files: a tmpfs, in every layout. */
#define BENCH_DIR	"/tmp/bench"

/* Events that a container can have waiting with all that they tell, ... */
#define BENCH_EVENTS	32
/* ... and for how long they wait at least, in microseconds. */
#define BENCH_SENT	100000

/* Where our programs are, in every layout. */
#define BENCH_PROGRAMS	"/bench"

#define BENCH_MAX_BATCH	201

/**
 * struct bench_op - an operation: a row of the table
 *
 * @name: what it is called
 * @batch: how often it is done for one sample, BENCH_MAX_BATCH at most
 * @refusable: Holdfast can be told to refuse it
 * @setup: makes it possible; NULL for nothing to do
 * @run: does it once; 0, or -errno of the call it is about
 * @teardown: undoes @setup
 * @pause: after so many it waits, for events to be sent; 0 for never
 */
struct bench_op {
	const char *name;
	unsigned int batch;
	bool refusable;
	int (*setup)(void);
	int (*run)(void);
	void (*teardown)(void);
	unsigned int pause;
};

extern const struct bench_op bench_file_ops[];
extern const struct bench_op bench_task_ops[];
extern const struct bench_op bench_namespace_ops[];
extern const struct bench_op bench_mount_ops[];
extern const struct bench_op bench_process_ops[];
extern const struct bench_op bench_compile_ops[];
extern const struct bench_op *const bench_groups[];

/*
 * With QEMU's -icount and one CPU the time stamp counter counts instructions.
 */
static inline uint64_t bench_now(void)
{
	uint32_t low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (uint64_t)high << 32 | low;
}

const struct bench_op *bench_find(const char *name);
void bench_begin(void);
void bench_end(void);
int bench_child(int (*run)(void));
int bench_contain(void);
int bench_confine(const char *profile);

#endif /* BENCH_H */
