/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: userspace's capability numbers, with the kernel's types. */
#ifndef STAND_IN_CAPABILITY_H
#define STAND_IN_CAPABILITY_H

#include <linux/types.h>

#include_next <linux/capability.h>

#endif /* STAND_IN_CAPABILITY_H */
