/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - the file that a process executes
 *
 * Its own function for that is not exported. Up to Linux 6.6 get_file_rcu() was
 * a macro that takes a file; since then it takes the place where one is.
 */

#ifndef _HOLDFAST_COMPAT_EXE_FILE_H
#define _HOLDFAST_COMPAT_EXE_FILE_H

#include <linux/fs.h>
#include <linux/mm_types.h>
#include <linux/rcupdate.h>

/* In an RCU read section. Gives a reference, or NULL. */
static inline struct file *compat_get_exe_file(struct mm_struct *mm)
{
#ifdef get_file_rcu
	struct file *file = rcu_dereference(mm->exe_file);

	return file && get_file_rcu(file) ? file : NULL;
#else
	return get_file_rcu(&mm->exe_file);
#endif
}

#endif /* _HOLDFAST_COMPAT_EXE_FILE_H */
