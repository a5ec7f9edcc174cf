// SPDX-License-Identifier: GPL-2.0-only
/*
 * A host service that hands out descriptors it should not: by a socket in the
 * volume and by an abstract one. One byte says which: the number of a type of
 * namespace, BREAKOUT_NS_TYPES for the host's root directory.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
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

static void serve(int listener)
{
	int to = accept4(listener, NULL, NULL, SOCK_CLOEXEC), fd;
	unsigned char nr;

	if (read(to, &nr, 1) == 1) {
		if (nr < BREAKOUT_NS_TYPES)
			fd = breakout_ns_open(nr);
		else
			fd = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
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
	struct pollfd doors[2] = {
		{ listen_at(HOST_VOLUME "/" DOOR, false), POLLIN, 0 },
		{ listen_at(DOOR_ABSTRACT, true), POLLIN, 0 },
	};
	int i;

	/* not in the group that is signalled */
	setsid();
	prctl(PR_SET_NAME, DOOR_COMM);
	while (poll(doors, 2, -1) > 0)
		for (i = 0; i < 2; i++)
			if (doors[i].revents)
				serve(doors[i].fd);
	return 1;
}
