// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random numbers that a seed repeats: a counter in steps of an odd number,
 * stirred by multiplications and shifts.
 */
#include <stdio.h>
#include <stdlib.h>

#include "random.h"

#define DEFAULT_SEED 0x686f6c6466617374ULL

static u64 state;

/**
 * random_seed() - begin, and print what with
 *
 * The environment's SEED, else a fixed one.
 */
void random_seed(void)
{
	const char *text = getenv("SEED");

	state = text ? strtoull(text, NULL, 0) : DEFAULT_SEED;
	printf("# SEED=%#llx\n", state);
}

/**
 * random_bits() - 64 random bits
 *
 * Return: them.
 */
u64 random_bits(void)
{
	u64 bits = state += 0x9e3779b97f4a7c15ULL;

	bits = (bits ^ bits >> 31) * 0xd6e8feb86659fd93ULL;
	bits = (bits ^ bits >> 29) * 0xa0761d6478bd642fULL;
	return bits ^ bits >> 32;
}

/**
 * random_below() - a random number
 * @limit: above it
 *
 * Return: from 0 to @limit - 1.
 */
u32 random_below(u32 limit)
{
	return (random_bits() >> 32) * limit >> 32;
}
