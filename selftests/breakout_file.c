// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors that lead out, left open or handed over, and sockets of the host.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/xattr.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"

/* Newer than some headers. */
#define SYS_FCHMODAT2	452
#define OPEN_EMPTYPATH	(1 << 26)

#define TEXT_OF(number)	#number
#define TEXT(number)	TEXT_OF(number)

/* Set in a container that one of the tests has begun inside of its own. */
#define AROUND	"BREAKOUT_AROUND"

static int connect_to(const char *name, bool abstract)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(at.sun_path + abstract, name);
	if (connect(fd, (struct sockaddr *)&at, offsetof(struct sockaddr_un,
			sun_path) + abstract + strlen(name)))
		return -1;
	return fd;
}

static int take(int from)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { };
	char byte;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fd;

	if (recvmsg(from, &message, 0) < 0)
		return -1;
	/* the kernel leaves out what may not be received */
	if (!CMSG_FIRSTHDR(&message)) {
		errno = message.msg_flags & MSG_CTRUNC ? EPERM : ENOMSG;
		return -1;
	}
	memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	return fd;
}

/**
 * breakout_receive() - ask the host's service for a descriptor
 * @nr: which one
 *
 * Return: it, or -1 and errno; EPERM when it was sent, but not received.
 */
int breakout_receive(int nr)
{
	char path[128], byte = nr;
	int to, fd;

	snprintf(path, sizeof(path), "%s/%s", breakout_volume(),
		 nr < DOOR_BPF ? DOOR : LENDER);
	to = connect_to(path, false);
	if (to < 0 || write(to, &byte, 1) != 1)
		return -1;
	fd = take(to);
	close(to);
	return fd;
}

static enum breakout_outcome leaked_root(const struct breakout_attempt *attempt)
{
	int fd = LEAKED_ROOT;

	if (attempt->arg)
		fd = strcmp(attempt->arg, "tree") ? LEAKED_COPY : LEAKED_TREE;
	if (fcntl(fd, F_GETFD) < 0)
		return breakout_refused("openat");
	return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
}

/* In the container inside: a directory of the one around it. */
static enum breakout_outcome reach_around(void)
{
	const char *name = "breakout-around";
	int fd = openat(LEAKED_AROUND, name, O_WRONLY | O_CREAT, 0600);

	if (fd < 0)
		return breakout_refused("openat");
	close(fd);
	unlinkat(LEAKED_AROUND, name, 0);
	return breakout_escaped("wrote to the container around it");
}

static enum breakout_outcome begin_inside(const struct breakout_attempt *attempt)
{
	char *argv[] = { "breakout", (char *)attempt->name, NULL };
	char *env[] = { AROUND "=yes", NULL };
	char *dir = breakout_scratch();

	if (unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("inside", dir, "tmpfs", 0, NULL))
		return breakout_failed("mount");
	if (dup2(open("/tmp", O_PATH | O_DIRECTORY), LEAKED_AROUND) < 0)
		return breakout_failed("open");
	if (chdir(dir) || breakout_copy("/proc/self/exe", "breakout", 0755) ||
	    syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH))
		return breakout_failed("pivot_root");
	execve("/breakout", argv, env);
	return breakout_failed("execve");
}

static enum breakout_outcome leaked_around(const struct breakout_attempt *attempt)
{
	int status;
	pid_t pid;

	if (getenv(AROUND))
		return reach_around();
	if (unshare(CLONE_NEWPID))
		return breakout_failed("unshare");
	fflush(stdout);
	pid = fork();
	if (!pid)
		exit(begin_inside(attempt));
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : UNTRIED;
}

static enum breakout_outcome leaked_chdir(const struct breakout_attempt *a)
{
	(void)a;
	if (fchdir(LEAKED_ROOT))
		return breakout_refused("fchdir");
	return breakout_prove_at(AT_FDCWD, &HOST_SECRET[1], &HOST_MARK[1]);
}

static enum breakout_outcome leaked_chroot(const struct breakout_attempt *a)
{
	(void)a;
	if (fchdir(LEAKED_ROOT))
		return breakout_refused("fchdir");
	if (chroot("."))
		return breakout_failed("chroot");
	return breakout_prove("");
}

static enum breakout_outcome leaked_exec(const struct breakout_attempt *attempt)
{
	char *argv[] = { "true", NULL }, *env[] = { NULL };
	int status;
	pid_t pid;

	(void)attempt;
	fflush(stdout);
	pid = fork();
	if (!pid) {
		syscall(SYS_execveat, LEAKED_ROOT, "bin/busybox", argv, env, 0);
		_exit(errno);
	}
	waitpid(pid, &status, 0);
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	if (errno)
		return breakout_refused("execveat");
	return breakout_escaped("executed a program of the host");
}

/* What is written is the byte that is there. */
static enum breakout_outcome write_given(const char *path, int flags, char byte)
{
	int fd = openat(LEAKED_GIVEN, path, O_RDWR | O_CLOEXEC | flags);

	if (fd < 0 && flags && errno == ENOENT)
		return breakout_absent("O_EMPTYPATH");
	if (fd < 0)
		return breakout_failed("open");
	if (pwrite(fd, &byte, 1, 0) != 1)
		return breakout_failed("write");
	close(fd);
	return breakout_escaped("wrote a file that was given for reading");
}

/*
 * The descriptor of a file that it was handed for reading has a link, by which
 * the file can be opened for writing.
 */
static enum breakout_outcome given_write(const struct breakout_attempt *attempt)
{
	char byte;

	if (pread(LEAKED_GIVEN, &byte, 1, 0) != 1)
		return breakout_untried("no file was given");
	if (attempt->arg)
		return write_given("", OPEN_EMPTYPATH, byte);
	return write_given("/proc/self/fd/" TEXT(LEAKED_GIVEN), 0, byte);
}

/* Or cut, which opens nothing, or opens it for reading. */
static enum breakout_outcome given_cut(const struct breakout_attempt *attempt)
{
	char path[32], text[128];
	struct stat now = { 0 };
	ssize_t len;
	int fd;

	len = pread(LEAKED_GIVEN, text, sizeof(text), 0);
	if (len <= 1)
		return breakout_untried("no file was given");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", LEAKED_GIVEN);
	if (attempt->arg) {
		fd = open(path, O_RDONLY | O_TRUNC | O_CLOEXEC);
		if (fd < 0)
			return breakout_failed("open");
		close(fd);
	} else if (truncate(path, 0)) {
		return breakout_failed("truncate");
	}
	fstat(LEAKED_GIVEN, &now);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (now.st_size || pwrite(fd, text, len, 0) != len)
		return breakout_untried("it has %ld bytes", (long)now.st_size);
	close(fd);
	return breakout_escaped("cut a file that was given for reading");
}

static struct stat look(int fd)
{
	struct stat st = { };

	fstatat(fd, "", &st, AT_EMPTY_PATH);
	return st;
}

/* A mere path is enough for who owns the file or is root. */
static enum breakout_outcome path_mode(const struct breakout_attempt *attempt)
{
	const char *path = "/proc/self/fd/" TEXT(LEAKED_PATH);
	struct stat now;
	int err;

	if (fcntl(LEAKED_PATH, F_GETFD) < 0)
		return breakout_refused("chmod");
	if (attempt->arg)
		err = syscall(SYS_FCHMODAT2, LEAKED_PATH, "", 04755,
			      AT_EMPTY_PATH);
	else
		err = chmod(path, 04755);
	if (err && errno == ENOSYS)
		return breakout_absent("fchmodat2()");
	if (err)
		return breakout_failed("chmod");
	now = look(LEAKED_PATH);
	chmod(path, 0600);
	if ((now.st_mode & 07777) != 04755)
		return breakout_untried("its mode is %o", now.st_mode);
	return breakout_escaped("a file of the host runs as its owner");
}

static enum breakout_outcome give_away(int fd)
{
	struct stat now;

	if (fchownat(fd, "", 1000, 1000, AT_EMPTY_PATH))
		return breakout_failed("fchownat");
	now = look(fd);
	fchownat(fd, "", 0, 0, AT_EMPTY_PATH);
	if (now.st_uid != 1000)
		return breakout_untried("its owner is %d", now.st_uid);
	return breakout_escaped("a file of the host changed its owner");
}

static enum breakout_outcome path_owner(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (fcntl(LEAKED_PATH, F_GETFD) < 0)
		return breakout_refused("fchownat");
	return give_away(LEAKED_PATH);
}

static enum breakout_outcome received_path(const struct breakout_attempt *a)
{
	int fd = breakout_receive(DOOR_PATH);

	(void)a;
	if (fd < 0)
		return breakout_failed("recvmsg");
	return give_away(fd);
}

/* All capabilities for whoever executes it. */
static enum breakout_outcome path_caps(const struct breakout_attempt *attempt)
{
	const char *path = "/proc/self/fd/" TEXT(LEAKED_PATH);
	const struct vfs_cap_data caps = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data = { { .permitted = ~0U }, { .permitted = 0xff } },
	};
	struct vfs_cap_data now;
	bool there;

	(void)attempt;
	if (fcntl(LEAKED_PATH, F_GETFD) < 0)
		return breakout_refused("setxattr");
	if (setxattr(path, XATTR_NAME_CAPS, &caps, sizeof(caps), 0))
		return breakout_failed("setxattr");
	there = getxattr(path, XATTR_NAME_CAPS, &now, sizeof(now)) > 0;
	removexattr(path, XATTR_NAME_CAPS);
	if (!there)
		return breakout_untried("it did not stay");
	return breakout_escaped("a file of the host gave all capabilities");
}

/*
 * The descriptor of a file that was handed over is closed, but a mapping of it
 * has a link as well.
 */
static enum breakout_outcome given_mapped(const struct breakout_attempt *a)
{
	void *map = mmap(NULL, 4096, PROT_READ, MAP_SHARED, LEAKED_GIVEN, 0);
	char path[64], byte;

	(void)a;
	if (pread(LEAKED_GIVEN, &byte, 1, 0) != 1 || map == MAP_FAILED)
		return breakout_untried("no file was given");
	close(LEAKED_GIVEN);
	snprintf(path, sizeof(path), "/proc/self/map_files/%lx-%lx",
		 (long)map, (long)map + 4096);
	return write_given(path, 0, byte);
}

static enum breakout_outcome leaked_core(const struct breakout_attempt *a)
{
	(void)a;
	if (fcntl(LEAKED_CORE, F_GETFD) < 0)
		return breakout_refused("write");
	return breakout_write_value(LEAKED_CORE, "core_pattern", "breakout.%p");
}

static enum breakout_outcome received_root(const struct breakout_attempt *a)
{
	int fd = breakout_receive(DOOR_ROOT);

	(void)a;
	if (fd < 0)
		return breakout_failed("recvmsg");
	return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
}

static enum breakout_outcome received_core(const struct breakout_attempt *a)
{
	int fd = breakout_receive(DOOR_CORE);

	(void)a;
	if (fd < 0)
		return breakout_failed("recvmsg");
	return breakout_write_value(fd, "core_pattern", "breakout.%p");
}

static enum breakout_outcome abstract(const struct breakout_attempt *attempt)
{
	int fd = connect_to(DOOR_ABSTRACT, true);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("connect");
	close(fd);
	return breakout_escaped("reached a service of the host");
}

const struct breakout_attempt breakout_file[] = {
	{ "leaked-root", "the host's files by a directory left open",
	  leaked_root },
	{ "leaked-copy", "the same of a runtime with mounts of its own",
	  leaked_root, "copy" },
	{ "leaked-tree", "the same of a mount that is nowhere", leaked_root,
	  "tree" },
	{ "leaked-around", "those of the container around it", leaked_around },
	{ "leaked-chdir", "the same as the working directory", leaked_chdir },
	{ "leaked-chroot", "the same as the root directory", leaked_chroot },
	{ "leaked-exec", "a program of the host's in that", leaked_exec },
	{ "given-write", "write a file that was given for reading",
	  given_write },
	{ "given-write-empty", "the same by the descriptor without a name",
	  given_write, "empty" },
	{ "given-cut", "cut a file that was given for reading", given_cut },
	{ "given-cut-open", "the same by opening it for reading", given_cut,
	  "open" },
	{ "given-mapped", "the same by the link of a mapping", given_mapped },
	{ "leaked-path-mode", "change the mode of a file by a path left open",
	  path_mode },
	{ "leaked-path-mode2", "the same by fchmodat2()", path_mode, "2" },
	{ "leaked-path-owner", "its owner", path_owner },
	{ "leaked-path-caps", "its capabilities", path_caps },
	{ "received-path-owner", "the owner of a file by a path handed over",
	  received_path },
	{ "leaked-core", "write core_pattern by a file left open",
	  leaked_core },
	{ "received-root", "the host's files by a directory handed over",
	  received_root },
	{ "received-core", "write core_pattern by a file handed over",
	  received_core },
	{ "abstract-socket", "an abstract socket of the host", abstract },
	{ }
};
