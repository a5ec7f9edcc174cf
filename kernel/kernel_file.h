/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - which files control the kernel, and whose they are
 */

#ifndef _HOLDFAST_KERNEL_FILE_H
#define _HOLDFAST_KERNEL_FILE_H

#include <linux/types.h>

struct dentry;
struct holdfast_container;
struct super_block;

bool holdfast_is_kernel_fs(const struct super_block *sb);
bool holdfast_leaks(const struct dentry *dentry);
bool holdfast_owns_inner_cgroup(const struct holdfast_container *container,
				const void *dentry);
bool holdfast_owns_kernel_file(const struct holdfast_container *container,
			       const void *dentry);
int holdfast_ask_kernel_file(const struct dentry *dentry);

#endif /* _HOLDFAST_KERNEL_FILE_H */
