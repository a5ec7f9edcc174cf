/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - a task's root and working directory
 *
 * Later kernels lend a task the first process's directories while they look
 * something up for themselves; what the task has of its own is real_fs then. And
 * the lock has become part of a seqlock.
 */

#ifndef _HOLDFAST_COMPAT_FS_STRUCT_H
#define _HOLDFAST_COMPAT_FS_STRUCT_H

#include <linux/fs_struct.h>

#include "probed.h"

#ifdef HOLDFAST_HAVE_REAL_FS
#define compat_task_fs(task) ((task)->real_fs)
#else
#define compat_task_fs(task) ((task)->fs)
#endif

#ifdef HOLDFAST_HAVE_FS_SEQLOCK
#define compat_fs_lock(fs) read_seqlock_excl(&(fs)->seq)
#define compat_fs_unlock(fs) read_sequnlock_excl(&(fs)->seq)
#else
#define compat_fs_lock(fs) spin_lock(&(fs)->lock)
#define compat_fs_unlock(fs) spin_unlock(&(fs)->lock)
#endif

#endif /* _HOLDFAST_COMPAT_FS_STRUCT_H */
