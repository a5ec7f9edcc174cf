/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - where a CPU has its current task, for assembly
 *
 * For some releases it was the first member of struct pcpu_hot; before, and
 * since there are hot per-CPU variables, it is one of its own.
 */

#ifndef _HOLDFAST_COMPAT_CURRENT_H
#define _HOLDFAST_COMPAT_CURRENT_H

#include <linux/percpu-defs.h>
#include <linux/sched.h>

#if defined(__percpu_seg_override) && !defined(DECLARE_PER_CPU_CACHE_HOT)
#define COMPAT_CURRENT_VARIABLE pcpu_hot
#define COMPAT_CURRENT_OFFSET offsetof(struct pcpu_hot, current_task)
#else
#define COMPAT_CURRENT_VARIABLE current_task
#define COMPAT_CURRENT_OFFSET 0
#endif

#endif /* _HOLDFAST_COMPAT_CURRENT_H */
