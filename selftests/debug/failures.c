// SPDX-License-Identifier: GPL-2.0-only
/*
 * failures: an allocation that fails lets nobody out.
 *
 *	failures allocations	each of the kernel's in an operation fails in its turn
 *	failures start		each in all that starts a container; who runs this has
 *				limited failures to those of Holdfast, or they are
 *				thousands
 *
 * What an operation could not do then is refused to it, but never is a container
 * without its label. Needs CONFIG_FAULT_INJECTION, and that failslab fails what may
 * wait, too. Prints TAP.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/holdfast.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../attempt.h"
#include "../message.h"
#include "../netlink.h"

/* More than any operation has. */
#define LIMIT	5000

/* Exit status of what runs in the container; it must not be container_run()'s. */
enum { HELD, OUT, HELD_WITHOUT_FAILURE, BROKEN };

static unsigned int number;	/* of the allocation that fails */
static unsigned int points;
static bool failed;

/* The file of this task; opening it can be what fails. */
static int open_fail_nth(void)
{
	int fd = open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC);

	return fd < 0 ? open("/proc/thread-self/fail-nth", O_RDWR | O_CLOEXEC) :
			fd;
}

/* Has the allocation of this number fail, counted from now on. */
static int arm(void)
{
	char text[16];
	int len = snprintf(text, sizeof(text), "%u", number);
	int fd = open_fail_nth();

	if (fd < 0 || pwrite(fd, text, len, 0) != len) {
		perror("fail-nth");
		exit(BROKEN);
	}
	return fd;
}

/* Return: whether it has come to that. */
static bool disarm(int fd)
{
	char text[16] = "";

	if (fd < 0 || pread(fd, text, sizeof(text) - 1, 0) <= 0 ||
	    pwrite(fd, "0", 1, 0) != 1) {
		perror("fail-nth");
		exit(BROKEN);
	}
	close(fd);
	return !atoi(text);
}

/* What no container may, and every root of the host does. */
static bool reaches_host(void)
{
	int fd = open("/proc/sys/kernel/core_pattern", O_WRONLY | O_CLOEXEC);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool out_by_open(void)
{
	return reaches_host();
}

static bool out_by_mount(void)
{
	return !mount("/dev/vda", "/tmp", "ext4", MS_RDONLY, NULL);
}

static bool out_by_mknod(void)
{
	struct stat st;

	/* the number is asked for beforehand, or there would be two ways to fail */
	if (stat("/dev/vda", &st))
		return false;
	return !mknod("/tmp/disk", S_IFBLK | 0600, st.st_rdev);
}

static bool child_is_out(pid_t pid)
{
	int status;

	if (!pid)
		_exit(reaches_host() ? OUT : HELD);
	return pid > 0 && waitpid(pid, &status, 0) == pid &&
	       WIFEXITED(status) && WEXITSTATUS(status) == OUT;
}

static bool out_by_fork(void)
{
	return child_is_out(fork());
}

static bool out_by_clone(void)
{
	return child_is_out(syscall(SYS_clone, CLONE_NEWUTS | CLONE_NEWIPC |
				    SIGCHLD, NULL, NULL, NULL, 0));
}

static bool out_by_unshare(void)
{
	unshare(CLONE_NEWNS | CLONE_NEWUTS);
	return reaches_host();
}

static const struct {
	const char *name;
	bool (*out)(void);
} inside[] = {
	{ "open", out_by_open },	{ "mount", out_by_mount },
	{ "mknod", out_by_mknod },	{ "fork", out_by_fork },
	{ "clone", out_by_clone },	{ "unshare", out_by_unshare },
};

/* In a child: who may have namespaces that are not its container's is killed. */
static int try(bool (*out)(void))
{
	int status, fd;
	bool is_out;
	pid_t pid;

	pid = fork();
	if (!pid) {
		fd = arm();
		is_out = out();
		if (disarm(fd))
			_exit(is_out ? OUT : HELD);
		_exit(is_out ? OUT : HELD_WITHOUT_FAILURE);
	}
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return BROKEN;
	return WIFEXITED(status) ? WEXITSTATUS(status) : HELD;
}

/* In the container: one allocation after the other fails. */
static int walk_inside(bool (*out)(void))
{
	int ret = HELD;

	for (number = 1; number < LIMIT && ret == HELD; number++)
		ret = try(out);
	printf("%u failures\n", number - 2);
	return ret == HELD_WITHOUT_FAILURE && number > 2 ? HELD : ret;
}

/* The program of the container. */
static int act(const char *what)
{
	bool happened;
	size_t i;

	if (!strcmp(what, "started")) {
		happened = disarm(open_fail_nth());
		if (reaches_host())
			return OUT;
		return happened ? HELD : HELD_WITHOUT_FAILURE;
	}
	for (i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		if (!strcmp(inside[i].name, what))
			return walk_inside(inside[i].out);
	return BROKEN;
}

static void point(bool good, const char *what, const char *text)
{
	printf("%s %u - %s: %s\n", good ? "ok" : "not ok", ++points, what, text);
	failed |= !good;
}

static int run(const struct container_options *options, const char *what,
	       char *text, size_t size)
{
	char *const argv[] = { "/proc/self/exe", "--inside", (char *)what, NULL };

	return container_run(options, argv, text, size);
}

static uint64_t status(uint16_t attr)
{
	uint64_t value;

	return netlink_status(attr, &value) ? ~0ULL : value;
}

static void before_exec(void)
{
	arm();
}

/* A container starts while one allocation fails, and another one the next time. */
static void walk_start(const char *what, const struct container_options *options)
{
	uint64_t before = status(HOLDFAST_A_STATUS_NO_MEMORY);
	unsigned int held = 0, refused = 0;
	char text[512];
	int ret = HELD;

	for (number = 1; number < LIMIT; number++) {
		ret = run(options, "started", text, sizeof(text));
		if (ret == OUT || ret == BROKEN || ret == HELD_WITHOUT_FAILURE)
			break;
		if (ret == HELD)
			held++;
		else
			refused++;
	}
	snprintf(text, sizeof(text),
		 "%u failures: %u containers held, %u did not start", number - 1,
		 held, refused);
	point(ret == HELD_WITHOUT_FAILURE && refused, what, text);
	point(status(HOLDFAST_A_STATUS_NO_MEMORY) > before, what,
	      "Holdfast was short of memory meanwhile");
}

/* The active policy is loaded anew; when that fails, the former one stays. */
static void walk_policy(void)
{
	struct snapshot before, after;
	bool good = true, happened = true;
	char text[128];

	if (snapshot_take(&before)) {
		point(false, "policy", "cannot be read");
		return;
	}
	for (number = 1; number < LIMIT && happened && good; number++) {
		int fd = arm();
		int err = snapshot_restore(&before);

		happened = disarm(fd);
		good = !snapshot_take(&after);
		if (!good)
			break;
		good = happened || !err;
		good = good && snapshot_same(&before, &after);
		snapshot_free(&after);
	}
	snapshot_free(&before);
	snprintf(text, sizeof(text), "%u failures, and it is the same",
		 number - 2);
	point(good && !happened && number > 2, "policy", text);
}

static bool nothing_left(void)
{
	int i;

	for (i = 0; i < 200; i++) {
		if (!status(HOLDFAST_A_STATUS_CONTAINERS) &&
		    !status(HOLDFAST_A_STATUS_TASKS) &&
		    !status(HOLDFAST_A_STATUS_NAMESPACES))
			return true;
		usleep(100000);
	}
	return false;
}

static bool open_fails(void)
{
	int fd, errnum;

	number = 1;
	fd = arm();
	errnum = open("/proc/self/exe", O_RDONLY) < 0 ? errno : 0;
	return disarm(fd) && errnum == ENOMEM;
}

static void walk_allocations(void)
{
	const struct container_options plain = {
		.namespaces = ALL_NAMESPACES | CLONE_NEWPID };
	const struct container_options armed = {
		.namespaces = ALL_NAMESPACES | CLONE_NEWPID,
		.prepared = before_exec };
	char text[512];
	size_t i;

	for (i = 0; i < sizeof(inside) / sizeof(inside[0]); i++)
		point(run(&plain, inside[i].name, text, sizeof(text)) == HELD,
		      inside[i].name, text);
	walk_start("exec", &armed);
	walk_policy();
}

int main(int argc, char **argv)
{
	const struct container_options armed = {
		.namespaces = ALL_NAMESPACES | CLONE_NEWPID,
		.begun = before_exec };

	if (argc == 3 && !strcmp(argv[1], "--inside"))
		return act(argv[2]);
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc != 2 || attempt_setup()) {
		fprintf(stderr, "usage: failures allocations|start\n");
		return 2;
	}
	point(reaches_host(), "the host", "its root may write core_pattern");
	if (!strcmp(argv[1], "start")) {
		walk_start("start", &armed);
	} else {
		point(open_fails(), "open", "fails where an allocation does");
		walk_allocations();
	}
	point(nothing_left(), "at the end", "no container is left");
	printf("1..%u\n", points);
	return failed;
}
