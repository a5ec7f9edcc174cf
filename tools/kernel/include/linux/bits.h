/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: 64-bit masks. */
#ifndef STAND_IN_BITS_H
#define STAND_IN_BITS_H

#define BIT_ULL(nr)		(1ULL << (nr))
#define GENMASK_ULL(high, low)	(~0ULL >> (63 - (high)) & ~0ULL << (low))

#endif /* STAND_IN_BITS_H */
