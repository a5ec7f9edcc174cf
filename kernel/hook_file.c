// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the classes kernel file, device and file
 */

#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/kdev_t.h>
#include <linux/major.h>

#include "common.h"
#include "compat/fcntl.h"
#include "hooks.h"
#include "kernel_file.h"
#include "label.h"
#include "mediate.h"
#include "outside.h"

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

/**
 * struct way - what a descriptor's link leads to, and is followed for
 * @inode: A file.
 * @mode: FMODE_READ, FMODE_WRITE or both.
 */
struct way {
	const struct inode *inode;
	fmode_t mode;
};

/* Whether a descriptor is for the file, and good for as much. */
static int is_as_good(const void *of, struct file *had, unsigned int fd)
{
	const struct way *way = of;

	return file_inode(had) == way->inode &&
	       (had->f_mode & way->mode) == way->mode;
}

/*
 * The file that a descriptor's link leads to is opened anew or cut, with other
 * rights than the descriptor has. Programs do so with their standard streams.
 */
static int ask_link(const struct path *path, fmode_t mode)
{
	const struct way way = {
		.inode = d_inode(path->dentry),
		.mode = mode & (FMODE_READ | FMODE_WRITE),
	};

	if (!holdfast_leads_out(path) ||
	    iterate_fd(current->files, 0, is_as_good, &way))
		return 0;
	return holdfast_mediate_file(HOLDFAST_OP_FILE_OPEN_OUTSIDE,
				     path->dentry);
}

/* Asks once whether there has been a link. */
static bool has_jumped(struct holdfast_label *label)
{
	const bool jumped = label->state.jumped;

	if (unlikely(jumped))
		label->state.jumped = false;
	return jumped;
}

/**
 * hook_nd_jump_link - a link of procfs is followed to what a process has
 */
void hook_nd_jump_link(void)
{
	struct holdfast_label *label = holdfast_label_of(current);

	if (label)
		label->state.jumped = true;
}

static int ask_read(struct holdfast_label *label, struct dentry *dentry)
{
	return holdfast_leaks(dentry) ?
		       holdfast_mediate_file(HOLDFAST_OP_KFILE_READ_LEAKY,
					     dentry) :
		       holdfast_mediate_state(label);
}

/* O_TRUNC cuts what is opened for reading, too. */
static fmode_t opened_for(const struct file *file)
{
	return file->f_mode | (file->f_flags & O_TRUNC ? FMODE_WRITE : 0);
}

/**
 * hook_file_open - a file is being opened
 * @file: The file.
 *
 * Return: 0 or -EPERM.
 */
int hook_file_open(struct file *file)
{
	struct holdfast_label *label = holdfast_label_of(current);
	const struct inode *inode = file_inode(file);
	bool jumped;
	umode_t mode;
	int err;

	if (!label)
		return 0;
	/* as good as the link of a descriptor: the descriptor without a name */
	jumped = has_jumped(label) || file->f_flags & O_EMPTYPATH;
	/* others may change the permissions, but nobody the type */
	mode = data_race(inode->i_mode);
	if (S_ISBLK(mode) || S_ISCHR(mode))
		return ask_device(HOLDFAST_OP_DEVICE_OPEN, mode, inode->i_rdev);
	err = jumped ? ask_link(&file->f_path, opened_for(file)) : 0;
	if (err)
		return err;
	if (file->f_flags & __FMODE_EXEC)
		return holdfast_ask_program(file);
	if (!holdfast_is_kernel_fs(inode->i_sb))
		return holdfast_mediate_state(label);
	return file->f_mode & FMODE_WRITE ?
		       holdfast_ask_kernel_file(file->f_path.dentry) :
		       ask_read(label, file->f_path.dentry);
}

/**
 * hook_path_truncate - a file is being cut, by a path or a descriptor
 * @path: The file.
 *
 * Return: 0 or -EPERM.
 */
int hook_path_truncate(const struct path *path)
{
	struct holdfast_label *label = holdfast_label_of(current);

	return label && has_jumped(label) ? ask_link(path, FMODE_WRITE) : 0;
}

/**
 * hook_inode_mknod - a node is being made
 * @dir: Not read.
 * @dentry: Not read.
 * @mode: Its type.
 * @dev: Its device. Major 0 is that of no driver: character device 0:0 is
 *       overlayfs' mark of a removed file, systemd hides files behind 0:0 of
 *       either type, and Docker makes the number that a filesystem without a
 *       disk has. The node of the console is part of every image that is
 *       built; who opens it is asked then.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_mknod(struct inode *dir, struct dentry *dentry, umode_t mode,
		     dev_t dev)
{
	if (S_ISCHR(mode) && dev == MKDEV(TTYAUX_MAJOR, 1))
		return 0;
	if ((S_ISBLK(mode) || S_ISCHR(mode)) && MAJOR(dev))
		return ask_device(HOLDFAST_OP_DEVICE_MKNOD, mode, dev);
	return 0;
}

/* A change to a directory or to attributes, which no open() comes before. */
static int change(const struct dentry *dentry)
{
	return holdfast_is_kernel_fs(dentry->d_sb) ?
		       holdfast_ask_kernel_file(dentry) :
		       holdfast_mediate_state(holdfast_label_of(current));
}

/**
 * hook_inode_mkdir - a directory is being made, which may be a cgroup
 * @dir: Not read.
 * @dentry: The directory to be.
 * @mode: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_mkdir(struct inode *dir, struct dentry *dentry, umode_t mode)
{
	return change(dentry);
}

/**
 * hook_inode_rmdir - a directory is being removed
 * @dir: Not read.
 * @dentry: The directory.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_rmdir(struct inode *dir, struct dentry *dentry)
{
	return change(dentry);
}

/**
 * hook_inode_unlink - a file is being removed
 * @dir: Not read.
 * @dentry: The file.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_unlink(struct inode *dir, struct dentry *dentry)
{
	return change(dentry);
}

/**
 * hook_inode_rename - a file or directory is being renamed
 * @old_dir: Not read.
 * @old: What it is now.
 * @new_dir: Not read.
 * @new: What it will be, in the same filesystem.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_rename(struct inode *old_dir, struct dentry *old,
		      struct inode *new_dir, struct dentry *new)
{
	return change(old) ?: change(new);
}

/**
 * hook_inode_setattr - mode, owner, size or times are being set
 * @idmap: Not read; its type differs between kernels.
 * @dentry: The file.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_setattr(void *idmap, struct dentry *dentry)
{
	return change(dentry);
}

/**
 * hook_file_receive - a descriptor comes from another process
 * @file: What it stands for.
 *
 * Return: 0 or -EPERM; the descriptor is not received then.
 */
int hook_file_receive(struct file *file)
{
	const struct holdfast_container *container =
		holdfast_label_container(current);

	if (!container || !holdfast_file_leads_out(container, file))
		return 0;
	return holdfast_mediate_file(HOLDFAST_OP_FILE_RECEIVE_OUTSIDE,
				     file->f_path.dentry);
}
