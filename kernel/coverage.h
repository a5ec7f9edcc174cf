/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - which hook asks about which operation
 */

#ifndef _HOLDFAST_COVERAGE_H
#define _HOLDFAST_COVERAGE_H

#include <linux/types.h>

#include "limits.h"

bool holdfast_hook_asks(const char *body, enum holdfast_op op);

#endif /* _HOLDFAST_COVERAGE_H */
