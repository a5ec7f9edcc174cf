// SPDX-License-Identifier: GPL-2.0-only
/*
 * operate OPERATION [ARGUMENT]...: does one thing that a profile can refuse.
 * Prints 'done', or the name of the error; the exit status is 0 or 1.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int perf(char **arguments)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_TASK_CLOCK,
		.exclude_kernel = 1,
	};

	return syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
}

static int io_uring(char **arguments)
{
	struct io_uring_params params = { 0 };

	return syscall(SYS_io_uring_setup, 1, &params);
}

static int userfault(char **arguments)
{
	return syscall(SYS_userfaultfd, O_CLOEXEC);
}

static int keyring(char **arguments)
{
	return syscall(SYS_add_key, "user", "holdfast-selftest", "x", 1,
		       KEY_SPEC_PROCESS_KEYRING);
}

/* FAMILY TYPE, as numbers */
static int create(char **arguments)
{
	return socket(atoi(arguments[0]), atoi(arguments[1]), 0);
}

static struct sockaddr_un address(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	strncpy(at.sun_path, path, sizeof(at.sun_path) - 1);
	return at;
}

/* PATH: of a socket that listens */
static int reach(char **arguments)
{
	const struct sockaddr_un at = address(arguments[0]);

	return connect(socket(AF_UNIX, SOCK_STREAM, 0),
		       (const struct sockaddr *)&at, sizeof(at));
}

/* PATH: of a socket that takes datagrams */
static int send_to(char **arguments)
{
	const struct sockaddr_un at = address(arguments[0]);

	return sendto(socket(AF_UNIX, SOCK_DGRAM, 0), "x", 1, 0,
		      (const struct sockaddr *)&at, sizeof(at));
}

/* PATH TYPE: be such a socket until killed */
static int serve(char **arguments)
{
	const struct sockaddr_un at = address(arguments[0]);
	const int type = atoi(arguments[1]);
	int fd = socket(AF_UNIX, type, 0);

	unlink(arguments[0]);
	if (bind(fd, (const struct sockaddr *)&at, sizeof(at)) ||
	    (type == SOCK_STREAM && listen(fd, 8)))
		return -1;
	pause();
	return 0;
}

/* PATH: of a file, of which a byte is read */
static int look(char **arguments)
{
	return open(arguments[0], O_RDONLY | O_NONBLOCK);
}

/* FD: of a file that was opened for reading, to be written */
static int reopen(char **arguments)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%s", arguments[0]);
	return open(path, O_RDWR);
}

/* FD: the same, with no more rights than it has */
static int reread(char **arguments)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%s", arguments[0]);
	return open(path, O_RDONLY);
}

/* FD: of a file that was opened for reading, to be cut */
static int cut(char **arguments)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/self/fd/%s", arguments[0]);
	return truncate(path, 0);
}

/* FD: of a program, which is executed */
static int execute(char **arguments)
{
	char *argv[] = { "operate", "nothing", NULL };

	return syscall(SYS_execveat, atoi(arguments[0]), "", argv, environ,
		       AT_EMPTY_PATH);
}

/* ROOT FD: the same below another root directory */
static int execute_below(char **arguments)
{
	return chroot(arguments[0]) || chdir("/") ? -1 : execute(arguments + 1);
}

static int nothing(char **arguments)
{
	return 0;
}

static int put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	const ssize_t len = strlen(text), done = write(fd, text, len);

	close(fd);
	return done == len ? 0 : -1;
}

/* NUMBER: of user namespaces, one in the other */
static int nest(char **arguments)
{
	int left = atoi(arguments[0]);

	/* who is nobody in one creates no further one */
	while (left--)
		if (unshare(CLONE_NEWUSER) ||
		    put("/proc/self/setgroups", "deny") ||
		    put("/proc/self/uid_map", "0 0 1") ||
		    put("/proc/self/gid_map", "0 0 1"))
			return -1;
	return 0;
}

/* NUMBER: of user namespaces beside each other, all there at the end */
static int gather(char **arguments)
{
	int left = atoi(arguments[0]), ready[2], stay[2], err = 0;
	char byte;

	if (pipe(ready) || pipe(stay))
		return -1;
	while (left-- && !err) {
		if (fork()) {
			if (read(ready[0], &err, sizeof(err)) != sizeof(err))
				return -1;
			continue;
		}
		close(stay[1]);
		err = unshare(CLONE_NEWUSER) ? errno : 0;
		write(ready[1], &err, sizeof(err));
		read(stay[0], &byte, 1);
		_exit(0);
	}
	close(stay[1]);
	while (wait(NULL) > 0)
		;
	errno = err;
	return err ? -1 : 0;
}

static const struct {
	const char *name;
	int arguments;
	int (*run)(char **arguments);
} operations[] = {
	{ "perf", 0, perf },
	{ "io_uring", 0, io_uring },
	{ "userfaultfd", 0, userfault },
	{ "keyring", 0, keyring },
	{ "socket", 2, create },
	{ "connect", 1, reach },
	{ "send", 1, send_to },
	{ "serve", 2, serve },
	{ "read", 1, look },
	{ "reopen", 1, reopen },
	{ "cut", 1, cut },
	{ "reread", 1, reread },
	{ "execute", 1, execute },
	{ "execute-below", 2, execute_below },
	{ "nothing", 0, nothing },
	{ "nest", 1, nest },
	{ "gather", 1, gather },
};

int main(int argc, char **argv)
{
	size_t i;

	for (i = 0; argc > 1 && i < sizeof(operations) / sizeof(*operations);
	     i++) {
		if (strcmp(argv[1], operations[i].name) ||
		    argc != 2 + operations[i].arguments)
			continue;
		if (operations[i].run(argv + 2) < 0) {
			puts(strerrorname_np(errno));
			return 1;
		}
		puts("done");
		return 0;
	}
	fputs("usage: operate OPERATION [ARGUMENT]...\n", stderr);
	return 2;
}
