/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - name, version and message prefix
 */

#ifndef _HOLDFAST_COMMON_H
#define _HOLDFAST_COMMON_H

#ifdef pr_fmt
#undef pr_fmt
#endif
#define pr_fmt(fmt) "holdfast: " fmt

#define HOLDFAST_VERSION "0.1"

#endif /* _HOLDFAST_COMMON_H */
