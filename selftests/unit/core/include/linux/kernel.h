/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: what needs no kernel of it; a warning is counted. */
#ifndef STAND_IN_KERNEL_H
#define STAND_IN_KERNEL_H

#include "../../alloc.h"

#define ARRAY_SIZE(array) (sizeof(array) / sizeof((array)[0]))

#define WARN_ON(condition) alloc_warn_if(!!(condition))

#endif /* STAND_IN_KERNEL_H */
