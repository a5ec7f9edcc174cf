// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reach what is outside without a file's name: abstract sockets, descriptors
 * of other processes, and processes through their cgroup.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"
#include "container.h"

#define OWN_NAME	"breakout-own"

static struct sockaddr_un address(const char *name, socklen_t *len)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	strcpy(at.sun_path + 1, name);
	*len = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
	return at;
}

static int bound(int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	socklen_t len;
	struct sockaddr_un at = address(OWN_NAME, &len);

	if (bind(fd, (struct sockaddr *)&at, len) ||
	    (type != SOCK_DGRAM && listen(fd, 1)))
		return -1;
	return fd;
}

static int connected(const char *name, int type)
{
	int fd = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	socklen_t len;
	struct sockaddr_un at = address(name, &len);

	return connect(fd, (struct sockaddr *)&at, len) ? -1 : fd;
}

static int send_to(const char *name)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t len;
	struct sockaddr_un at = address(name, &len);

	return sendto(fd, "breakout", 8, 0, (struct sockaddr *)&at, len);
}

static enum breakout_outcome datagram(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (send_to(OUTSIDE_NAME) < 0)
		return breakout_failed("sendto");
	return breakout_escaped("sent to a service of the host");
}

static enum breakout_outcome datagram_connected(const struct breakout_attempt *a)
{
	int fd = connected(OUTSIDE_NAME, SOCK_DGRAM);

	(void)a;
	if (fd < 0)
		return breakout_failed("connect");
	if (send(fd, "breakout", 8, 0) < 0)
		return breakout_failed("send");
	return breakout_escaped("sent to a service of the host");
}

static int connect_own(const struct breakout_attempt *attempt, int type)
{
	if (type == SOCK_DGRAM && !attempt->arg)
		return send_to(OWN_NAME);
	return connected(OWN_NAME, type);
}

/* One task of the container has it, another one reaches it. */
static enum breakout_outcome own(const struct breakout_attempt *attempt,
				 int type)
{
	int fd = bound(type), status = 0;
	pid_t pid;

	if (fd < 0)
		return breakout_failed("bind");
	fflush(stdout);
	pid = fork();
	if (!pid)
		_exit(connect_own(attempt, type) < 0 ? errno : 0);
	waitpid(pid, &status, 0);
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	if (errno)
		return breakout_failed("connect");
	return breakout_escaped("reached an own service");
}

static enum breakout_outcome own_stream(const struct breakout_attempt *attempt)
{
	return own(attempt, SOCK_STREAM);
}

static enum breakout_outcome own_packet(const struct breakout_attempt *attempt)
{
	return own(attempt, SOCK_SEQPACKET);
}

static enum breakout_outcome own_datagram(const struct breakout_attempt *a)
{
	return own(a, SOCK_DGRAM);
}

/* The kernel gives a name to who wants to be known, and is answered there. */
static enum breakout_outcome own_autobound(const struct breakout_attempt *a)
{
	int server = bound(SOCK_DGRAM), one = 1;
	struct sockaddr_un from;
	socklen_t len = sizeof(from);
	char text[16];
	int client;

	(void)a;
	client = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (server < 0 || setsockopt(client, SOL_SOCKET, SO_PASSCRED, &one,
				     sizeof(one)))
		return breakout_failed("bind");
	from = address(OWN_NAME, &len);
	if (sendto(client, "ask", 3, 0, (struct sockaddr *)&from, len) < 0)
		return breakout_failed("sendto");
	len = sizeof(from);
	if (recvfrom(server, text, sizeof(text), 0, (struct sockaddr *)&from,
		     &len) != 3)
		return breakout_failed("recvfrom");
	if (sendto(server, "answer", 6, 0, (struct sockaddr *)&from, len) < 0)
		return breakout_failed("answer");
	return breakout_escaped("was answered by an own service");
}

/* As a service does that becomes a daemon: who listened is gone. */
static enum breakout_outcome own_orphan(const struct breakout_attempt *attempt)
{
	int ready[2], fd;
	char byte;
	pid_t pid;

	(void)attempt;
	fflush(stdout);
	if (pipe(ready))
		return breakout_failed("pipe");
	pid = fork();
	if (!pid) {
		if (bound(SOCK_STREAM) < 0)
			_exit(1);
		if (fork())
			_exit(0);
		close(ready[1]);
		/* its parent is gone and waited for when this ends */
		read(ready[0], &byte, 1);
		_exit(0);
	}
	close(ready[0]);
	waitpid(pid, NULL, 0);
	fd = connected(OWN_NAME, SOCK_STREAM);
	if (fd < 0)
		return breakout_failed("connect");
	return breakout_escaped("reached an own service");
}

/*
 * The memory of a socket is used again. Many of ours are over, and the host's
 * next one is where one of them was: it is not ours for that.
 */
static enum breakout_outcome reused(const struct breakout_attempt *attempt)
{
	int fds[200], i;

	(void)attempt;
	for (i = 0; i < 200; i++) {
		struct sockaddr_un none = { .sun_family = AF_UNIX };

		fds[i] = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (bind(fds[i], (struct sockaddr *)&none,
			 sizeof(none.sun_family)))
			return breakout_failed("bind");
	}
	for (i = 0; i < 200; i++)
		close(fds[i]);
	if (breakout_receive(DOOR_FRESH_SOCKET) < 0)
		return breakout_untried("no service has begun");
	if (send_to(DOOR_FRESH) < 0)
		return breakout_failed("sendto");
	return breakout_escaped("sent to a service of the host");
}

static int take_fd(int nr)
{
	int pidfd = syscall(SYS_pidfd_open, breakout_find(VICTIM_COMM), 0);

	return pidfd < 0 ? -1 : (int)syscall(SYS_pidfd_getfd, pidfd, nr, 0);
}

static enum breakout_outcome taken_root(const struct breakout_attempt *attempt)
{
	int fd = take_fd(OUTSIDE_ROOT);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("pidfd_getfd");
	return breakout_prove_at(fd, &HOST_SECRET[1], &HOST_MARK[1]);
}

static enum breakout_outcome taken_ns(const struct breakout_attempt *attempt)
{
	struct stat there, here;
	int fd = take_fd(OUTSIDE_NS);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("pidfd_getfd");
	if (setns(fd, CLONE_NEWUTS))
		return breakout_failed("setns");
	if (fstat(fd, &there) || stat("/proc/self/ns/uts", &here) ||
	    there.st_ino != here.st_ino)
		return breakout_untried("in another namespace");
	return breakout_escaped("joined the host's UTS namespace");
}

/* A cgroup of our own, below the one we are in. */
static bool make_cgroup(char *path, size_t size)
{
	snprintf(path, size, CONTAINER_CGROUP "/trap-%d", getpid());
	return !mkdir(path, 0755);
}

static int cgroup_put(const char *group, const char *file, const char *text)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", group, file);
	return breakout_write(path, text);
}

static bool cgroup_says(const char *group, const char *file, const char *what)
{
	char path[256], text[256] = "";
	int i;

	snprintf(path, sizeof(path), "%s/%s", group, file);
	for (i = 0; i < 100; i++) {
		breakout_read(path, text, sizeof(text));
		if (strstr(text, what))
			return true;
		usleep(20000);
	}
	return false;
}

static enum breakout_outcome catch_prey(const char *group, const char *file,
					const char *says)
{
	char pid[16];
	pid_t prey = breakout_find(PREY_COMM);

	if (prey < 0)
		return breakout_untried("no process to catch");
	snprintf(pid, sizeof(pid), "%d", prey);
	if (cgroup_put(group, "cgroup.procs", pid))
		return breakout_failed("write");
	if (cgroup_put(group, file, "1") ||
	    !cgroup_says(group, "cgroup.events", says)) {
		cgroup_put("/sys/fs/cgroup", "cgroup.procs", pid);
		return breakout_untried("%s: %s", file, strerror(errno));
	}
	if (!strcmp(file, "cgroup.freeze")) {
		cgroup_put(group, file, "0");
		cgroup_put("/sys/fs/cgroup", "cgroup.procs", pid);
	}
	return breakout_escaped("caught process %d by %s", prey, file);
}

static enum breakout_outcome caught(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	char group[128];

	if (!make_cgroup(group, sizeof(group)))
		return breakout_failed("mkdir");
	outcome = catch_prey(group, attempt->arg,
			     strcmp(attempt->arg, "cgroup.kill") ?
			     "frozen 1" : "populated 0");
	rmdir(group);
	return outcome;
}

/* Join what a policy may allow to, and then do something harmless. */
static enum breakout_outcome settled(const struct breakout_attempt *attempt)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/1/ns/%s", attempt->arg);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return breakout_failed("open");
	if (setns(fd, 0))
		return breakout_failed("setns");
	close(fd);
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return breakout_failed("open");
	return breakout_escaped("settled in the host's %s", attempt->arg);
}

const struct breakout_attempt breakout_outside[] = {
	{ "abstract-datagram", "send to an abstract socket of the host",
	  datagram },
	{ "abstract-datagram-connected", "the same after connect()",
	  datagram_connected },
	{ "abstract-own", "an own abstract socket", own_stream },
	{ "abstract-own-packet", "the same with packets", own_packet },
	{ "abstract-own-datagram", "the same by datagram", own_datagram },
	{ "abstract-own-datagram-connected", "the same after connect()",
	  own_datagram, "connect" },
	{ "abstract-own-orphan", "one whose listener's process is gone",
	  own_orphan },
	{ "abstract-own-autobound", "one that the kernel has named",
	  own_autobound },
	{ "abstract-reused", "one where a socket of ours was", reused },
	{ "pidfd-getfd-root", "the host's files by a descriptor of its",
	  taken_root },
	{ "pidfd-getfd-ns", "its UTS namespace by a descriptor of its",
	  taken_ns },
	{ "settle-mnt", "work in the host's mount namespace", settled, "mnt" },
	{ "settle-net", "the same in its network namespace", settled, "net" },
	{ "settle-uts", "the same in its UTS namespace", settled, "uts" },
	{ "cgroup-freeze", "freeze a host process in an own cgroup", caught,
	  "cgroup.freeze" },
	{ "cgroup-kill", "kill a host process in an own cgroup", caught,
	  "cgroup.kill" },
	{ }
};
