/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - flags of open()
 *
 * Before Linux 7.3 no flag opens a descriptor's file anew.
 */

#ifndef _HOLDFAST_COMPAT_FCNTL_H
#define _HOLDFAST_COMPAT_FCNTL_H

#include <linux/fcntl.h>

#ifndef O_EMPTYPATH
#define O_EMPTYPATH 0
#endif

#endif /* _HOLDFAST_COMPAT_FCNTL_H */
