/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - system calls that only later kernels have
 *
 * A number is never given to another call, so it may be named before there is
 * the call.
 */

#ifndef _HOLDFAST_COMPAT_UNISTD_H
#define _HOLDFAST_COMPAT_UNISTD_H

#include <asm/unistd.h>

#ifndef __NR_open_tree_attr
#define __NR_open_tree_attr 467
#endif

#ifndef __NR_ia32_open_tree_attr
#define __NR_ia32_open_tree_attr 467
#endif

#endif /* _HOLDFAST_COMPAT_UNISTD_H */
