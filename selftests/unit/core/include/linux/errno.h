/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: the numbers are the same in userspace. */
#ifndef STAND_IN_ERRNO_H
#define STAND_IN_ERRNO_H

#include <errno.h>

#endif /* STAND_IN_ERRNO_H */
