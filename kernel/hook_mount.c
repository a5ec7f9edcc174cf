// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the mount class
 *
 * mount() and the file-descriptor API meet in the same hooks, with the
 * filesystem type as the kernel resolved it. open_tree() and mount_setattr()
 * have no hook of their own; they show as a capability check on behalf of
 * their system call (hook_capability.c).
 */

#include <linux/blk_types.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/user_namespace.h>
#include <uapi/linux/mount.h>

#include "common.h"
#include "facts.h"
#include "hooks.h"
#include "kernel_file.h"
#include "label.h"
#include "mediate.h"
#include "syscall_scope.h"

#define PROPAGATION (MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)

static int mount_new(const struct file_system_type *type, bool device)
{
	const struct holdfast_request request = {
		.op = device ? HOLDFAST_OP_MOUNT_NEW_DEVICE :
			       HOLDFAST_OP_MOUNT_NEW,
		.name = type->name,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = type->name,
		},
	};

	return holdfast_mediate(&request);
}

static bool backed_by_device(const struct super_block *sb)
{
	return sb->s_bdev || sb->s_mtd ||
	       sb->s_type->fs_flags & FS_REQUIRES_DEV;
}

/* Who may not open a device may not mount it either. */
static int mount_device(const struct super_block *sb)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_DEVICE_OPEN,
		.block = true,
		.major = sb->s_bdev ? MAJOR(sb->s_bdev->bd_dev) : 0,
		.minor = sb->s_bdev ? MINOR(sb->s_bdev->bd_dev) : 0,
		.object.kind = HOLDFAST_OBJECT_DEVICE,
	};

	return sb->s_bdev ? holdfast_mediate(&request) : 0;
}

/**
 * hook_fs_context_parse_param - a parameter of a mount to come
 * @fc: The mount.
 * @param: Not read.
 *
 * Refuses before the filesystem has touched a device: replaying a journal
 * would change the disk. What gives no parameter is caught when it is created.
 *
 * Return: 0 or -EPERM.
 */
int hook_fs_context_parse_param(struct fs_context *fc,
				struct fs_parameter *param)
{
	if (fc->purpose != FS_CONTEXT_FOR_MOUNT)
		return 0;
	return mount_new(fc->fs_type, fc->fs_type->fs_flags & FS_REQUIRES_DEV);
}

/**
 * hook_sb_kern_mount - a superblock was made or found for a new mount
 * @sb: The superblock.
 *
 * Return: 0 or -EPERM.
 */
int hook_sb_kern_mount(struct super_block *sb)
{
	return mount_new(sb->s_type, backed_by_device(sb)) ?:
	       mount_device(sb);
}

/**
 * hook_sb_mount - mount()
 * @dev_name: Not read; it is a string that can change.
 * @path: The mount point.
 * @type: Not read, likewise.
 * @flags: MS_*; which of them wins is mount(2)'s order.
 * @data: Not read.
 *
 * A new mount and a reconfigured superblock have hooks of their own.
 *
 * Return: 0 or -EPERM.
 */
int hook_sb_mount(const char *dev_name, const struct path *path,
		  const char *type, unsigned long flags, void *data)
{
	if ((flags & (MS_REMOUNT | MS_BIND)) == (MS_REMOUNT | MS_BIND))
		return holdfast_mediate_file(HOLDFAST_OP_MOUNT_REMOUNT,
					     path->dentry);
	if (flags & MS_REMOUNT)
		return 0;
	if (flags & MS_BIND)
		return holdfast_mediate_file(HOLDFAST_OP_MOUNT_BIND,
					     path->dentry);
	if (flags & PROPAGATION)
		return holdfast_mediate_file(HOLDFAST_OP_MOUNT_PROPAGATION,
					     path->dentry);
	if (flags & MS_MOVE)
		return holdfast_mediate_file(HOLDFAST_OP_MOUNT_MOVE,
					     path->dentry);
	return 0;
}

/*
 * Its flags are the host's too: a disk, or control files, unless they are of a
 * PID or user namespace other than the host's.
 */
static bool shared_with_host(const struct super_block *sb)
{
	if (backed_by_device(sb))
		return true;
	if (sb->s_magic == PROC_SUPER_MAGIC)
		return proc_pid_ns((struct super_block *)sb) == &init_pid_ns;
	return holdfast_is_kernel_fs(sb) && sb->s_user_ns == &init_user_ns;
}

/*
 * The connection of a network filesystem or of FUSE: what ends it or makes it
 * read-only does so for all who have it mounted. Each mount has a reference: the
 * only one there is can be nobody else's.
 */
static bool is_shared_connection(const struct super_block *sb)
{
	const struct holdfast_container *container =
		holdfast_label_container(current);

	return sb->s_op->umount_begin && atomic_read(&sb->s_active) > 1 &&
	       container && !holdfast_owns_user_ns(container, sb->s_user_ns);
}

static int ask_superblock(enum holdfast_op op, const struct super_block *sb)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_STRING,
		.string = sb->s_type->name,
	};

	return holdfast_mediate_op(op, &object);
}

/**
 * hook_sb_remount - a superblock is reconfigured, by either API
 * @sb: The superblock.
 * @opts: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_sb_remount(struct super_block *sb, void *opts)
{
	return ask_superblock(shared_with_host(sb) || is_shared_connection(sb) ?
				      HOLDFAST_OP_MOUNT_REMOUNT_SHARED :
				      HOLDFAST_OP_MOUNT_REMOUNT, sb);
}

/**
 * hook_sb_umount - umount()
 * @mnt: The mount.
 * @flags: MNT_*.
 *
 * With MNT_FORCE the kernel first ends the connection, then looks whether the
 * mount is busy.
 *
 * Return: 0 or -EPERM.
 */
int hook_sb_umount(struct vfsmount *mnt, int flags)
{
	int err = holdfast_mediate_file(HOLDFAST_OP_MOUNT_UMOUNT,
					mnt->mnt_root);

	if (!err && flags & MNT_FORCE && is_shared_connection(mnt->mnt_sb))
		err = ask_superblock(HOLDFAST_OP_MOUNT_REMOUNT_SHARED,
				     mnt->mnt_sb);
	return err;
}

/* The host's root directory is no root for a container that has its own. */
static int change_root(enum holdfast_op op, const struct path *path)
{
	const struct holdfast_container *container =
		holdfast_label_container(current);

	if (container && container->rootfs &&
	    holdfast_facts_is_host_root(path->dentry))
		op = HOLDFAST_OP_MOUNT_ROOT_HOST;
	return holdfast_mediate_file(op, path->dentry);
}

/**
 * hook_sb_pivotroot - pivot_root()
 * @old_path: Where the old root goes.
 * @new_path: The new root.
 *
 * Return: 0 or -EPERM.
 */
int hook_sb_pivotroot(const struct path *old_path, const struct path *new_path)
{
	return change_root(HOLDFAST_OP_MOUNT_PIVOT_ROOT, new_path);
}

/**
 * hook_move_mount - move_mount()
 * @from: The mount.
 * @to: Where it goes.
 *
 * Return: 0 or -EPERM.
 */
int hook_move_mount(const struct path *from, const struct path *to)
{
	return holdfast_mediate_file(HOLDFAST_OP_MOUNT_MOVE, to->dentry);
}

/**
 * hook_path_chroot - chroot()
 * @path: The new root directory.
 *
 * Return: 0 or -EPERM.
 */
int hook_path_chroot(const struct path *path)
{
	return change_root(HOLDFAST_OP_MOUNT_CHROOT, path);
}

/**
 * hook_set_fs - a root or working directory is being set
 * @fs: Whose.
 * @path: The directory.
 *
 * setns() to an own mount namespace gives the root directory of that, which is
 * the host's where a runtime did no more than chroot(), or where the mount it
 * moved there is gone. The hooked functions return nothing: setns() succeeds
 * and the directories stay what they were.
 *
 * Return: 0 or -EPERM.
 */
int hook_set_fs(const struct fs_struct *fs, const struct path *path)
{
	const struct holdfast_container *container =
		holdfast_label_container(current);

	if (!container || !container->rootfs || READ_ONCE(container->let_out) ||
	    holdfast_syscall_scope() != HOLDFAST_SCOPE_SETNS ||
	    !holdfast_facts_is_host_root(path->dentry))
		return 0;
	return change_root(HOLDFAST_OP_MOUNT_ROOT_HOST, path);
}
