/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: one CPU. */
#ifndef STAND_IN_PERCPU_H
#define STAND_IN_PERCPU_H

#include "../../alloc.h"

#define alloc_percpu(type)	alloc_zeroed(ALLOC_PERCPU, 1, sizeof(type), 0)
#define free_percpu(memory)	alloc_free(ALLOC_PERCPU, memory)
#define num_possible_cpus()	1U

#endif /* STAND_IN_PERCPU_H */
