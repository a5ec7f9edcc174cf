/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Stand-in: the kernel's short integer names, and what its headers have by
 * way of others.
 */
#ifndef STAND_IN_TYPES_H
#define STAND_IN_TYPES_H

#include_next <linux/types.h>

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define __percpu

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef unsigned long long u64;

#endif /* STAND_IN_TYPES_H */
