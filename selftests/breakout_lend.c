// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the host mounts into a container for its use: a part of BPF, and the
 * files of a FUSE server. This is the host's side.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fuse.h>
#include <linux/mount.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

/* <sys/mount.h> and <linux/mount.h> do not go together with this libc */
int mount(const char *source, const char *target, const char *type,
	  unsigned long flags, const void *data);
int umount2(const char *target, int flags);
#ifndef MNT_DETACH
#define MNT_DETACH	2
#endif

#define HOST_FUSE	HOST_DIR "/fuse"

static int status_of(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ?
		       WEXITSTATUS(status) : -1;
}

/* At LENT_DIR, as that process sees it. */
static int mount_for(pid_t pid, int tree)
{
	int fd = syscall(SYS_pidfd_open, pid, 0), at;
	char path[64];
	pid_t child;

	snprintf(path, sizeof(path), "/proc/%d/root" LENT_DIR, pid);
	at = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	child = fork();
	if (!child)
		_exit(setns(fd, CLONE_NEWNS) ||
		      syscall(SYS_move_mount, tree, "", at, "",
			      MOVE_MOUNT_F_EMPTY_PATH |
			      MOVE_MOUNT_T_EMPTY_PATH));
	close(at);
	close(fd);
	close(tree);
	return status_of(child);
}

/* Only who is in a user namespace opens a filesystem for it. */
static int open_bpf_for(pid_t pid)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);
	pid_t child = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);

	if (!child)
		_exit(setns(fd, CLONE_NEWUSER | CLONE_NEWNS) ? 255 :
		      syscall(SYS_fsopen, "bpf", FSOPEN_CLOEXEC) & 255);
	child = status_of(child);
	/* not before: the child has the same descriptors */
	close(fd);
	return child == 255 ? -1 : child;
}

/**
 * breakout_lend_bpf() - mount a bpffs by which a process may use all of BPF
 * @pid: the process, in a user namespace
 *
 * Return: 0, else it failed.
 */
int breakout_lend_bpf(pid_t pid)
{
	static const char *const options[] = {
		"delegate_cmds", "delegate_maps", "delegate_progs",
		"delegate_attachs",
	};
	int fd = open_bpf_for(pid), i;

	for (i = 0; i < 4; i++)
		if (syscall(SYS_fsconfig, fd, FSCONFIG_SET_STRING, options[i],
			    "any", 0))
			return -1;
	if (syscall(SYS_fsconfig, fd, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		return -1;
	i = syscall(SYS_fsmount, fd, FSMOUNT_CLOEXEC, 0);
	close(fd);
	return i < 0 ? -1 : mount_for(pid, i);
}

static void answer(int fd, __u64 unique, int err, const void *data, size_t size)
{
	struct {
		struct fuse_out_header head;
		char data[128];
	} out = { { sizeof(out.head) + size, err, unique } };

	memcpy(out.data, data, size);
	write(fd, &out, out.head.len);
}

static void answer_one(int fd, const struct fuse_in_header *in)
{
	const struct fuse_init_out init = {
		.major = FUSE_KERNEL_VERSION, .minor = 31, .max_write = 4096,
	};
	const struct fuse_attr_out root = {
		.attr = { .ino = FUSE_ROOT_ID, .mode = S_IFDIR | 0755,
			  .nlink = 2 },
	};

	if (in->opcode == FUSE_INIT)
		answer(fd, in->unique, 0, &init, sizeof(init));
	else if (in->opcode == FUSE_GETATTR)
		answer(fd, in->unique, 0, &root, sizeof(root));
	else if (in->opcode != FUSE_FORGET && in->opcode != FUSE_INTERRUPT)
		answer(fd, in->unique, -ENOSYS, NULL, 0);
}

/* An empty folder, until nobody has it mounted or the connection is ended. */
static void serve(int fd)
{
	union {
		struct fuse_in_header head;
		char space[FUSE_MIN_READ_BUFFER];
	} in;

	for (;;) {
		if (read(fd, &in, sizeof(in)) >= (ssize_t)sizeof(in.head))
			answer_one(fd, &in.head);
		else if (errno != EINTR && errno != ENOENT)
			_exit(0);
	}
}

static int mount_fuse(void)
{
	int fd = open("/dev/fuse", O_RDWR | O_CLOEXEC);
	char options[128];
	pid_t server;

	mkdir(HOST_FUSE, 0755);
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40000,user_id=0,group_id=0,allow_other", fd);
	if (fd < 0 || mount("breakout", HOST_FUSE, "fuse", 0, options))
		return -1;
	/* a child of its own it would have to wait for */
	server = fork();
	if (!server) {
		if (!fork())
			serve(fd);
		_exit(0);
	}
	close(fd);
	return status_of(server);
}

/**
 * breakout_lend_fuse() - mount a folder of a FUSE server, and bind it
 * @pid: for this process
 *
 * Return: 0, else it failed.
 */
int breakout_lend_fuse(pid_t pid)
{
	int tree;

	if (mount_fuse())
		return -1;
	tree = syscall(SYS_open_tree, AT_FDCWD, HOST_FUSE,
		       OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC);
	return tree < 0 ? -1 : mount_for(pid, tree);
}

/**
 * breakout_end_fuse() - unmount it
 *
 * Return: 0 when the host had lost it, or could not write there.
 */
int breakout_end_fuse(void)
{
	struct stat st;
	int lost = stat(HOST_FUSE, &st) ? errno == ENOTCONN :
		   access(HOST_FUSE, W_OK) && errno == EROFS;

	umount2(HOST_FUSE, MNT_DETACH);
	return !lost;
}
