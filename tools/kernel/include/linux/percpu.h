/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: one CPU. */
#ifndef STAND_IN_PERCPU_H
#define STAND_IN_PERCPU_H

#include <stdlib.h>

#define alloc_percpu(type)	calloc(1, sizeof(type))
#define free_percpu(memory)	free(memory)
#define num_possible_cpus()	1U

#endif /* STAND_IN_PERCPU_H */
