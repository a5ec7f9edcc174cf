/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - what an LSM says of itself, and what its hooks are given
 *
 * An LSM gave its name; later kernels take the name and number together. The
 * hooks of bpf() are told later whether it is the kernel that asks, and that of
 * a new task has 64-bit flags.
 */

#ifndef _HOLDFAST_COMPAT_LSM_H
#define _HOLDFAST_COMPAT_LSM_H

#include <linux/lsm_hooks.h>

#include "probed.h"

#ifdef HOLDFAST_HAVE_LSM_INFO_ID
#define COMPAT_LSM_NAME(lsm) .id = &(lsm)
#else
#define COMPAT_LSM_NAME(lsm) .name = (lsm).name
#endif

#ifdef HOLDFAST_HAVE_LSM_BPF_KERNEL
#define COMPAT_LSM_BPF(...) __VA_ARGS__, bool kernel
#define COMPAT_LSM_BPF_ARGS(...) (__VA_ARGS__, kernel)
#else
#define COMPAT_LSM_BPF(...) __VA_ARGS__
#define COMPAT_LSM_BPF_ARGS(...) (__VA_ARGS__)
#endif

#ifdef HOLDFAST_HAVE_LSM_CLONE_U64
#define COMPAT_LSM_CLONE_FLAGS u64
#else
#define COMPAT_LSM_CLONE_FLAGS unsigned long
#endif

#endif /* _HOLDFAST_COMPAT_LSM_H */
