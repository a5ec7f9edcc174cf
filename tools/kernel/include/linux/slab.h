/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: the C library's memory. */
#ifndef STAND_IN_SLAB_H
#define STAND_IN_SLAB_H

#include <stdlib.h>
#include <string.h>

#define GFP_KERNEL 0

#define kcalloc(n, size, gfp)	((void)(gfp), calloc(n, size))
#define kzalloc(size, gfp)	kcalloc(1, size, gfp)
#define kvcalloc(n, size, gfp)	kcalloc(n, size, gfp)
#define kstrdup(text, gfp)	((void)(gfp), strdup(text))
#define kfree(memory)		free((void *)(memory))
#define kvfree(memory)		free((void *)(memory))

#endif /* STAND_IN_SLAB_H */
