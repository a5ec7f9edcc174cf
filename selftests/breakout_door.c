// SPDX-License-Identifier: GPL-2.0-only
/*
 * A host service that hands out descriptors it should not: by a socket in the
 * volume and by an abstract one. One byte says which: the number of a type of
 * namespace, or one of DOOR_*.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"

static int listen_at(const char *name, bool abstract)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strcpy(at.sun_path + abstract, name);
	if (!abstract)
		unlink(name);
	if (bind(fd, (struct sockaddr *)&at, offsetof(struct sockaddr_un,
			sun_path) + abstract + strlen(name)) || listen(fd, 8))
		return -1;
	return fd;
}

static void hand_out(int to, int fd)
{
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(int))];
	} control = { .head = {
		.cmsg_len = CMSG_LEN(sizeof(int)),
		.cmsg_level = SOL_SOCKET,
		.cmsg_type = SCM_RIGHTS,
	} };
	struct iovec data = { .iov_base = "x", .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &data,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.head), &fd, sizeof(fd));
	sendmsg(to, &message, MSG_NOSIGNAL);
}

/* A namespace that nobody has been in but a child that is gone. */
static int fresh_uts(void)
{
	int ready[2], over[2], fd;
	char path[64], byte;
	pid_t pid;

	if (pipe2(ready, O_CLOEXEC) || pipe2(over, O_CLOEXEC))
		return -1;
	pid = fork();
	if (!pid) {
		if (!unshare(CLONE_NEWUTS))
			write(ready[1], "x", 1);
		close(over[1]);
		read(over[0], &byte, 1);
		_exit(0);
	}
	close(ready[1]);
	read(ready[0], &byte, 1);
	snprintf(path, sizeof(path), "/proc/%d/ns/uts", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	close(ready[0]);
	close(over[0]);
	close(over[1]);
	waitpid(pid, NULL, 0);
	return fd;
}

/* A service that begins now. */
static int fresh_socket(void)
{
	static const char name[] = "\0" DOOR_FRESH;
	static int service = -1;
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	close(service);
	service = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	memcpy(at.sun_path, name, sizeof(name) - 1);
	if (bind(service, (struct sockaddr *)&at,
		 offsetof(struct sockaddr_un, sun_path) + sizeof(name) - 1))
		return -1;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

/* A service for who asks, which no descriptor stands for. */
static int done_for(int to, int (*service)(pid_t pid))
{
	struct ucred peer = { };
	socklen_t len = sizeof(peer);

	if (getsockopt(to, SOL_SOCKET, SO_PEERCRED, &peer, &len) ||
	    service(peer.pid))
		return -1;
	return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static int lost_fuse(pid_t pid)
{
	(void)pid;
	return breakout_end_fuse();
}

static int open_asked(unsigned char nr, int to)
{
	if (nr < BREAKOUT_NS_TYPES)
		return breakout_ns_open(nr);
	if (nr == DOOR_CORE)
		return open("/proc/sys/kernel/core_pattern", O_RDWR | O_CLOEXEC);
	if (nr == DOOR_FRESH_UTS)
		return fresh_uts();
	if (nr == DOOR_FRESH_SOCKET)
		return fresh_socket();
	if (nr == DOOR_CABLE)
		return done_for(to, breakout_cable);
	if (nr == DOOR_BPF)
		return done_for(to, breakout_lend_bpf);
	if (nr == DOOR_FUSE)
		return done_for(to, breakout_lend_fuse);
	if (nr == DOOR_FUSE_LOST)
		return done_for(to, lost_fuse);
	if (nr == DOOR_PATH)
		return open(HOST_PATH, O_PATH | O_CLOEXEC);
	return open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
}

static void serve(int listener)
{
	int to = accept4(listener, NULL, NULL, SOCK_CLOEXEC), fd;
	unsigned char nr;

	if (read(to, &nr, 1) == 1) {
		fd = open_asked(nr, to);
		hand_out(to, fd);
		close(fd);
	}
	close(to);
}

/**
 * breakout_door() - be that service
 *
 * Return: only on failure, as an exit status.
 */
int breakout_door(void)
{
	struct pollfd doors[3] = {
		{ listen_at(HOST_VOLUME "/" DOOR, false), POLLIN, 0 },
		{ listen_at(DOOR_ABSTRACT, true), POLLIN, 0 },
		{ listen_at(HOST_VOLUME "/" LENDER, false), POLLIN, 0 },
	};
	int i;

	chmod(HOST_VOLUME "/" LENDER, 0666);
	/* not in the group that is signalled */
	setsid();
	prctl(PR_SET_NAME, DOOR_COMM);
	while (poll(doors, 3, -1) > 0)
		for (i = 0; i < 3; i++)
			if (doors[i].revents)
				serve(doors[i].fd);
	return 1;
}
