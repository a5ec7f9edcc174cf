// SPDX-License-Identifier: GPL-2.0-only
/*
 * Descriptors that lead out, left open or handed over, and sockets of the host.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

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

	snprintf(path, sizeof(path), "%s/" DOOR, breakout_volume());
	to = connect_to(path, false);
	if (to < 0 || write(to, &byte, 1) != 1)
		return -1;
	fd = take(to);
	close(to);
	return fd;
}

static enum breakout_outcome leaked_root(const struct breakout_attempt *a)
{
	(void)a;
	if (fcntl(LEAKED_ROOT, F_GETFD) < 0)
		return breakout_refused("openat");
	return breakout_prove_at(LEAKED_ROOT, &HOST_SECRET[1], &HOST_MARK[1]);
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

/*
 * The descriptor of a file that it was handed for reading has a link, by which
 * the file can be opened for writing.
 */
static enum breakout_outcome given_write(const struct breakout_attempt *attempt)
{
	char path[32], byte;
	int fd;

	(void)attempt;
	if (pread(LEAKED_GIVEN, &byte, 1, 0) != 1)
		return breakout_untried("no file was given");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", LEAKED_GIVEN);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return breakout_failed("open");
	if (pwrite(fd, &byte, 1, 0) != 1)
		return breakout_failed("write");
	close(fd);
	return breakout_escaped("wrote a file that was given for reading");
}

/* Or cut, which opens nothing. */
static enum breakout_outcome given_cut(const struct breakout_attempt *attempt)
{
	char path[32], text[128];
	struct stat now = { 0 };
	ssize_t len;
	int fd;

	(void)attempt;
	len = pread(LEAKED_GIVEN, text, sizeof(text), 0);
	if (len <= 1)
		return breakout_untried("no file was given");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", LEAKED_GIVEN);
	if (truncate(path, 1))
		return breakout_failed("truncate");
	fstat(LEAKED_GIVEN, &now);
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (now.st_size != 1 || pwrite(fd, text, len, 0) != len)
		return breakout_untried("it has %ld bytes", (long)now.st_size);
	close(fd);
	return breakout_escaped("cut a file that was given for reading");
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
	{ "leaked-chdir", "the same as the working directory", leaked_chdir },
	{ "leaked-chroot", "the same as the root directory", leaked_chroot },
	{ "leaked-exec", "a program of the host's in that", leaked_exec },
	{ "given-write", "write a file that was given for reading",
	  given_write },
	{ "given-cut", "cut a file that was given for reading", given_cut },
	{ "leaked-core", "write core_pattern by a file left open",
	  leaked_core },
	{ "received-root", "the host's files by a directory handed over",
	  received_root },
	{ "received-core", "write core_pattern by a file handed over",
	  received_core },
	{ "abstract-socket", "an abstract socket of the host", abstract },
	{ }
};
