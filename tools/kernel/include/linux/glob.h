/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: see glob.c. */
#ifndef STAND_IN_GLOB_H
#define STAND_IN_GLOB_H

#include <linux/types.h>

bool glob_match(const char *pattern, const char *text);

#endif /* STAND_IN_GLOB_H */
