// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: all operations, in the order in which the table has them
 */
#include <string.h>

#include "bench.h"

const struct bench_op *const bench_groups[] = {
	bench_file_ops, bench_task_ops, bench_namespace_ops,
	bench_mount_ops, bench_process_ops, bench_compile_ops, NULL,
};

/**
 * bench_find - find an operation
 * @name: its name
 *
 * Return: it, or NULL when there is none.
 */
const struct bench_op *bench_find(const char *name)
{
	const struct bench_op *const *group, *op;

	for (group = bench_groups; *group; group++)
		for (op = *group; op->name; op++)
			if (!strcmp(op->name, name))
				return op;
	return NULL;
}

/*
 * Where a part of an operation is not to be counted it says so; bench.c listens, other
 * programs count all of it, or nothing.
 */
void __attribute__((weak)) bench_begin(void)
{
}

void __attribute__((weak)) bench_end(void)
{
}
