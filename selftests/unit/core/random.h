/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Random numbers that a seed repeats.
 */
#ifndef RANDOM_H
#define RANDOM_H

#include <linux/types.h>

void random_seed(void);
u64 random_bits(void);
u32 random_below(u32 limit);

#endif /* RANDOM_H */
