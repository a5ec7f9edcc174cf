// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the classes kernel file and device: open and mknod
 */

#include <linux/fs.h>
#include <linux/kdev_t.h>

#include "common.h"
#include "hooks.h"
#include "kernel_file.h"
#include "mediate.h"

static int ask_device(enum holdfast_op op, umode_t mode, dev_t dev)
{
	const struct holdfast_request request = {
		.op = op,
		.block = S_ISBLK(mode),
		.major = MAJOR(dev),
		.minor = MINOR(dev),
		.object.kind = HOLDFAST_OBJECT_DEVICE,
	};

	return holdfast_mediate(&request);
}

static int ask_kernel_file(const struct dentry *dentry)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_KFILE_WRITE_OWN,
		.foreign_op = HOLDFAST_OP_KFILE_WRITE,
		.owned = holdfast_owns_kernel_file,
		.subject = dentry,
		.object = {
			.kind = HOLDFAST_OBJECT_FILE,
			.dentry = dentry,
		},
	};

	return holdfast_mediate(&request);
}

/**
 * hook_file_open - a file is being opened
 * @file: The file.
 *
 * Return: 0 or -EPERM.
 */
int hook_file_open(struct file *file)
{
	const struct inode *inode = file_inode(file);

	if (S_ISBLK(inode->i_mode) || S_ISCHR(inode->i_mode))
		return ask_device(HOLDFAST_OP_DEVICE_OPEN, inode->i_mode,
				  inode->i_rdev);
	if (file->f_mode & FMODE_WRITE && holdfast_is_kernel_fs(inode->i_sb))
		return ask_kernel_file(file->f_path.dentry);
	return 0;
}

/**
 * hook_inode_mknod - a node is being made
 * @dir: Not read.
 * @dentry: Not read.
 * @mode: Its type.
 * @dev: Its device; character device 0:0 is overlayfs' mark of a removed file.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_mknod(struct inode *dir, struct dentry *dentry, umode_t mode,
		     dev_t dev)
{
	if (S_ISBLK(mode) || (S_ISCHR(mode) && dev != WHITEOUT_DEV))
		return ask_device(HOLDFAST_OP_DEVICE_MKNOD, mode, dev);
	return 0;
}
