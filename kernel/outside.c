// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - what leads out of a container: descriptors, working directory
 *
 * A descriptor leads out when it is a namespace file of a foreign namespace, a
 * directory in the host's mount namespace, a mere path (O_PATH) there, or a
 * control file of the host that is open for writing. When a container begins, a
 * directory or path anywhere but below its root does. Files and sockets that a
 * runtime hands to its payload, its standard streams above all, do not.
 */

#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <linux/mount.h>
#include <linux/pid_namespace.h>
#include <linux/proc_fs.h>
#include <linux/proc_ns.h>
#include <linux/sched/task.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "common.h"
#include "event.h"
#include "facts.h"
#include "kernel_file.h"
#include "label.h"
#include "mediate.h"
#include "outside.h"

/*
 * RCU keeps what a root directory was; the lock of all mounts is not taken inside
 * of the others, as some callers of hooks have it already.
 */
static bool is_inside(const struct path *path)
{
	struct path root, pwd;

	return holdfast_facts_paths(current, &root, &pwd) &&
	       path_is_under(path, &root);
}

/*
 * A runtime may have its directories in a mount namespace of its own, or in a
 * mount that is in none: it has left behind what is no place in the container.
 * The kernel's own mounts, of pipes or memory, are nobody's place.
 */
static bool is_left_behind(const struct path *path)
{
	return !is_inside(path) && !(path->mnt->mnt_flags & MNT_INTERNAL);
}

/**
 * holdfast_path_is_outside - ask whether a path is the host's
 * @path: The path.
 *
 * Context: In an RCU read section; takes the lock of the first process, and
 *	that of all mounts.
 * Return: True when it is in the host's mount namespace, and cannot be reached
 * from the current task's root directory.
 */
bool holdfast_path_is_outside(const struct path *path)
{
	struct path root, pwd;

	return !is_inside(path) &&
	       holdfast_facts_paths(init_pid_ns.child_reaper, &root, &pwd) &&
	       path_is_under(path, &root);
}

/**
 * holdfast_leads_out - the same of a path that a labelled task has come by
 * @path: The path.
 *
 * Who was labelled with the host's root directory has all of it, also in a mount
 * namespace of its own later.
 *
 * Context: See holdfast_path_is_outside().
 * Return: True when it leads the current task out.
 */
bool holdfast_leads_out(const struct path *path)
{
	const struct holdfast_label *label = holdfast_label_of(current);

	return label && !label->state.outside && holdfast_path_is_outside(path);
}

/* @is_outside: Of a directory, or of a mere path. */
static bool file_leads_out(const struct holdfast_container *container,
			   struct file *file,
			   bool (*is_outside)(const struct path *path))
{
	const struct inode *inode = file_inode(file);

	if (inode->i_sb->s_magic == NSFS_MAGIC)
		return !holdfast_container_owns(container,
						get_proc_ns(inode)->inum);
	/*
	 * By a path, too, its owner and mode can be changed. That races with who
	 * changes the mode, but nobody changes the type.
	 */
	if (S_ISDIR(data_race(inode->i_mode)) || file->f_mode & FMODE_PATH)
		return is_outside(&file->f_path);
	return file->f_mode & FMODE_WRITE &&
	       holdfast_is_kernel_fs(inode->i_sb) &&
	       !holdfast_owns_kernel_file(container, file->f_path.dentry);
}

/**
 * holdfast_file_leads_out - ask whether a descriptor leads out of a container
 * @container: The container of the current task.
 * @file: What the descriptor stands for.
 *
 * Context: See holdfast_path_is_outside().
 * Return: True when it does.
 */
bool holdfast_file_leads_out(const struct holdfast_container *container,
			     struct file *file)
{
	return file_leads_out(container, file, holdfast_path_is_outside);
}

static int ask_keep(const struct dentry *dentry)
{
	return holdfast_mediate_file(HOLDFAST_OP_FILE_KEEP_OUTSIDE, dentry);
}

/**
 * struct leaving - a descriptor that was taken out of its table
 * @work: Closes it.
 * @file: What it stood for, with a reference.
 * @owner: Of locks and notifications that were had by it.
 */
struct leaving {
	struct work_struct work;
	struct file *file;
	fl_owner_t owner;
};

/**
 * struct holdfast_held - a file that its task may still be using
 * @next: The next one of the task.
 * @file: The file, with the reference that the table had.
 */
struct holdfast_held {
	struct holdfast_held *next;
	struct file *file;
};

static struct workqueue_struct *closing;

/**
 * holdfast_outside_init - get ready to close descriptors
 *
 * Context: May sleep; before any hook is attached.
 * Return: 0 or -ENOMEM.
 */
int holdfast_outside_init(void)
{
	closing = alloc_workqueue("holdfast", WQ_UNBOUND, 0);
	return closing ? 0 : -ENOMEM;
}

/**
 * holdfast_outside_exit - wait for what is being closed
 *
 * Context: May sleep; after the last hook has been detached.
 */
void holdfast_outside_exit(void)
{
	destroy_workqueue(closing);
}

static void close_leaving(struct work_struct *work)
{
	struct leaving *leaving = container_of(work, struct leaving, work);

	filp_close(leaving->file, leaving->owner);
	kfree(leaving);
}

/* The label takes over the table's reference. */
static void hold(struct holdfast_label *label, struct holdfast_held *held,
		 struct file *file)
{
	held->file = file;
	held->next = label->held;
	label->held = held;
}

/**
 * holdfast_release_held - nothing that was taken from a task is in use any more
 * @label: Its label.
 *
 * Context: Any; in the task itself, or when the task is gone.
 */
void holdfast_release_held(struct holdfast_label *label)
{
	struct holdfast_held *held;

	while ((held = label->held)) {
		label->held = held->next;
		fput(held->file);
		kfree(held);
	}
}

/*
 * A system call that finds the table to be its task's alone uses a file without
 * a reference of its own. execve() does not, but any other may be the one that
 * the task is in: so the label holds the file until the next execve() or the
 * end. POSIX locks and directory notifications point to the file without a
 * reference, too; to end them sleeps, so a work item does.
 */
static bool close_one(struct holdfast_label *label, struct fdtable *fdt,
		      unsigned int fd, struct file *file)
{
	struct files_struct *files = current->files;
	struct holdfast_held *held;
	struct leaving *leaving;

	lockdep_assert_held(&files->file_lock);
	leaving = kmalloc(sizeof(*leaving), GFP_ATOMIC | __GFP_NOWARN);
	held = kmalloc(sizeof(*held), GFP_ATOMIC | __GFP_NOWARN);
	if (!leaving || !held) {
		kfree(leaving);
		kfree(held);
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
		return false;
	}
	rcu_assign_pointer(fdt->fd[fd], NULL);
	__clear_bit(fd, fdt->open_fds);
	__clear_bit(fd, fdt->close_on_exec);
	__clear_bit(fd / BITS_PER_LONG, fdt->full_fds_bits);
	if (fd < files->next_fd)
		files->next_fd = fd;
	INIT_WORK(&leaving->work, close_leaving);
	leaving->file = get_file(file);
	leaving->owner = files;
	queue_work(closing, &leaving->work);
	hold(label, held, file);
	return true;
}

/*
 * No task's lock is taken inside of the table's: others take them the other way
 * round, for secure attention, and for cgroup v1's net_prio and net_cls.
 */
static bool close_descriptors(struct holdfast_label *label)
{
	const struct holdfast_container *container =
		READ_ONCE(label->container);
	struct files_struct *files = current->files;
	struct fdtable *fdt;
	struct file *file;
	unsigned int fd;
	bool closed = true;

	spin_lock(&files->file_lock);
	fdt = files_fdtable(files);
	for (fd = 0; fd < fdt->max_fds && closed; fd++) {
		file = files_lookup_fd_locked(files, fd);
		if (file && file_leads_out(container, file, is_left_behind) &&
		    ask_keep(file->f_path.dentry))
			closed = close_one(label, fdt, fd, file);
	}
	spin_unlock(&files->file_lock);
	return closed;
}

static bool cwd_leads_out(struct path *pwd)
{
	struct path root;

	return holdfast_facts_paths(current, &root, pwd) &&
	       is_left_behind(pwd);
}

/* Whether what it executes may be changed while it is there. */
static bool is_writable(const struct file *program)
{
	return !IS_VERITY(file_inode(program)) &&
	       !__mnt_is_readonly(program->f_path.mnt);
}

/**
 * holdfast_ask_program - ask whether something may be executed
 * @program: A program, whose file can be had by /proc/PID/exe from then on, the
 * interpreter of a script, or the loader of a program.
 *
 * Context: See holdfast_mediate(); takes the lock of all mounts.
 * Return: 0 or -EPERM.
 */
int holdfast_ask_program(const struct file *program)
{
	const struct dentry *dentry = program->f_path.dentry;
	int err = 0;

	if (holdfast_leads_out(&program->f_path))
		err = holdfast_mediate_file(HOLDFAST_OP_EXEC_OUTSIDE, dentry);
	if (!err && is_writable(program))
		err = holdfast_mediate_file(HOLDFAST_OP_EXEC_WRITABLE, dentry);
	return err;
}

/**
 * holdfast_close_outside - close what leads out of a container that begins
 * @label: The label that the current task has just been given.
 * @program: What it executes, or NULL when it does not.
 *
 * Context: With @program at the point of no return of execve(); in an RCU read
 *	section.
 * Return: False when the task cannot go on: its working directory leads out, its
 * program is refused, or a descriptor could not be closed for want of memory.
 */
bool holdfast_close_outside(struct holdfast_label *label,
			    const struct file *program)
{
	struct path pwd;

	if (!close_descriptors(label))
		return false;
	if (program)
		holdfast_release_held(label);
	if (program && holdfast_ask_program(program))
		return false;
	return !cwd_leads_out(&pwd) || !ask_keep(pwd.dentry);
}
