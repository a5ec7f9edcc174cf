/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: kvcalloc(), kvfree(), and masks, that come with it. */
#ifndef STAND_IN_MM_H
#define STAND_IN_MM_H

#include <linux/bits.h>
#include <linux/slab.h>

#endif /* STAND_IN_MM_H */
