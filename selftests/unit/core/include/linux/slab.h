/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: allocations that a test counts and lets fail, see alloc.h. */
#ifndef STAND_IN_SLAB_H
#define STAND_IN_SLAB_H

#include <string.h>

#include "../../alloc.h"

#define GFP_KERNEL 0

#define kcalloc(n, size, gfp)	alloc_zeroed(ALLOC_SLAB, n, size, gfp)
#define kzalloc(size, gfp)	alloc_zeroed(ALLOC_SLAB, 1, size, gfp)
#define kvcalloc(n, size, gfp)	alloc_zeroed(ALLOC_ANY, n, size, gfp)
#define kfree(memory)		alloc_free(ALLOC_SLAB, memory)
#define kvfree(memory)		alloc_free(ALLOC_ANY, memory)

static inline char *kstrdup(const char *text, int gfp)
{
	size_t size = strlen(text) + 1;
	char *copy = alloc_zeroed(ALLOC_SLAB, 1, size, gfp);

	return copy ? memcpy(copy, text, size) : NULL;
}

#endif /* STAND_IN_SLAB_H */
