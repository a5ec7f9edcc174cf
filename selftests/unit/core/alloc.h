/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Memory of the kernel code under test: counted, and failing on request.
 */
#ifndef ALLOC_H
#define ALLOC_H

#include <stdbool.h>
#include <stddef.h>

/**
 * enum alloc_kind - how memory was had, and how it may be given back
 *
 * @ALLOC_SLAB: kmalloc() and friends; kfree() takes nothing else
 * @ALLOC_ANY: kvmalloc() and friends; kvfree() takes these and ALLOC_SLAB
 * @ALLOC_PERCPU: alloc_percpu(); free_percpu() takes nothing else
 */
enum alloc_kind {
	ALLOC_SLAB,
	ALLOC_ANY,
	ALLOC_PERCPU,
};

/* The largest piece that kmalloc() has; more is a warning in the kernel. */
#define ALLOC_SLAB_MAX (4UL << 20)

void *alloc_zeroed(enum alloc_kind kind, size_t n, size_t size, int gfp);
void alloc_free(enum alloc_kind kind, const void *memory);
void alloc_fail_at(unsigned long number);
bool alloc_failed(void);
unsigned long alloc_live(void);
bool alloc_warn_if(bool condition);
unsigned long alloc_warnings(void);

#endif /* ALLOC_H */
