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
 */
struct bench_op {
	const char *name;
	unsigned int batch;
	bool refusable;
	int (*setup)(void);
	int (*run)(void);
	void (*teardown)(void);
};

extern const struct bench_op bench_file_ops[];
extern const struct bench_op bench_task_ops[];
extern const struct bench_op bench_namespace_ops[];
extern const struct bench_op bench_mount_ops[];
extern const struct bench_op bench_process_ops[];
extern const struct bench_op bench_compile_ops[];

/*
 * With QEMU's -icount and one CPU the time stamp counter counts instructions.
 */
static inline uint64_t bench_now(void)
{
	uint32_t low, high;

	asm volatile("rdtsc" : "=a" (low), "=d" (high) : : "memory");
	return (uint64_t)high << 32 | low;
}

void bench_begin(void);
void bench_end(void);
int bench_child(int (*run)(void));
int bench_contain(void);
int bench_confine(const char *profile);

#endif /* BENCH_H */
