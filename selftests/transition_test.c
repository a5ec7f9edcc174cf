// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sandboxes that never execute: a rule that is tested at transitions labels
 * them at what they do next, one that is not leaves them until they execute.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"
#include "netlink.h"

#define HOST_MOUNT "/tmp/transition"

FIXTURE(transition)
{
	struct snapshot before;
};

FIXTURE_SETUP(transition)
{
	if (!netlink_present())
		SKIP(return, "Holdfast is not loaded");
	ASSERT_EQ(0, snapshot_take(&self->before));
}

FIXTURE_TEARDOWN(transition)
{
	ASSERT_EQ(0, snapshot_restore(&self->before));
	snapshot_free(&self->before);
}

/* A profile that allows opening devices, and no mount. */
static int add_profile(int fd)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "sandbox");
	message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW,
			HOLDFAST_OP_DEVICE_OPEN_ANY);
	message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW,
			HOLDFAST_OP_CAP_HOST_ANY);
	return message_talk(fd, &msg, NULL);
}

static int add_rule(int fd, uint32_t namespaces, bool transition)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, namespaces);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "sandbox");
	if (transition)
		message_put(&msg, HOLDFAST_A_RULE_TRANSITION, NULL, 0);
	return message_talk(fd, &msg, NULL);
}

/* What other tests have beside them would be adopted, and stay a container. */
static int add_exemption(int fd)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, CLONE_NEWUSER);
	return message_talk(fd, &msg, NULL);
}

static int activate(uint32_t namespaces, bool transition)
{
	int fd = message_socket(), err;

	err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0);
	if (!err)
		err = add_profile(fd);
	if (!err)
		err = add_exemption(fd);
	if (!err)
		err = add_rule(fd, namespaces, transition);
	if (!err)
		err = message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0);
	close(fd);
	return err;
}

/* What the sandbox does; its errno is the outcome. */
static int opens(void)
{
	int fd = open("/dev/null", O_RDONLY);

	return fd < 0 ? errno : close(fd);
}

static int mounts(void)
{
	return mount("none", "/tmp", "tmpfs", 0, NULL) ? errno :
							 umount("/tmp");
}

static int mounts_inside_thread(void)
{
	return opens() ?: mounts();
}

static int unshares(void)
{
	return unshare(CLONE_NEWUTS) ? errno : 0;
}

static int forks(void)
{
	int status = 0;
	pid_t pid;

	if (opens())
		return -1;
	pid = fork();
	if (!pid)
		_exit(mounts());
	if (pid < 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* A descriptor of the host that the sandbox inherits. */
static int leaked = -1;

static int finds_it_closed(void)
{
	if (opens())
		return -1;
	return fcntl(leaked, F_GETFD) < 0 ? errno : 0;
}

/* The very system call that labels the task is using the descriptor. */
static int joins_by_it(void)
{
	if (setns(leaked, CLONE_NEWNET))
		return errno;
	return fcntl(leaked, F_GETFD) < 0 ? errno : 0;
}

/* A process in a PID namespace of its own that executes nothing. */
static int sandboxed(int (*act)(void))
{
	int status = 0;
	pid_t pid;

	pid = fork();
	if (pid)
		return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ?
			       WEXITSTATUS(status) : -1;
	if (unshare(CLONE_NEWPID | CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL))
		_exit(255);
	pid = fork();
	if (!pid)
		_exit(act());
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		_exit(254);
	_exit(WEXITSTATUS(status));
}

/* What a process had is let go a little after its end, and not never. */
static int unmount_in_time(const char *path)
{
	int i;

	for (i = 0; i < 100; i++) {
		if (!umount(path))
			return 0;
		usleep(100000);
	}
	return errno;
}

TEST_F(transition, works_without_a_rule)
{
	EXPECT_EQ(0, sandboxed(opens));
	EXPECT_EQ(0, sandboxed(mounts));
	EXPECT_EQ(0, sandboxed(unshares));
	EXPECT_EQ(0, sandboxed(forks));
}

TEST_F(transition, works_while_nothing_is_executed)
{
	ASSERT_EQ(0, activate(CLONE_NEWPID, false));
	EXPECT_EQ(0, sandboxed(mounts));
	EXPECT_EQ(0, sandboxed(unshares));
}

TEST_F(transition, is_held)
{
	ASSERT_EQ(0, activate(CLONE_NEWPID, true));
	EXPECT_EQ(0, sandboxed(opens));
	EXPECT_EQ(EPERM, sandboxed(mounts));
	EXPECT_EQ(EPERM, sandboxed(unshares));
	EXPECT_EQ(EPERM, sandboxed(mounts_inside_thread));
	EXPECT_EQ(EPERM, sandboxed(forks));
}

TEST_F(transition, is_held_no_more)
{
	ASSERT_EQ(0, activate(CLONE_NEWPID, true));
	EXPECT_EQ(EPERM, sandboxed(unshares));
	ASSERT_EQ(0, activate(CLONE_NEWPID, false));
	EXPECT_EQ(0, sandboxed(unshares));
}

TEST_F(transition, spares_what_does_not_match)
{
	ASSERT_EQ(0, activate(CLONE_NEWNET, true));
	EXPECT_EQ(0, sandboxed(mounts));
	EXPECT_EQ(0, opens());
}

TEST_F(transition, closes_what_leads_out)
{
	ASSERT_EQ(0, mkdir(HOST_MOUNT, 0755));
	ASSERT_EQ(0, mount("none", HOST_MOUNT, "tmpfs", 0, NULL));
	leaked = open(HOST_MOUNT, O_RDONLY | O_DIRECTORY);
	ASSERT_LE(0, leaked);
	EXPECT_EQ(0, sandboxed(finds_it_closed));
	ASSERT_EQ(0, activate(CLONE_NEWPID, true));
	EXPECT_EQ(EBADF, sandboxed(finds_it_closed));
	close(leaked);
	EXPECT_EQ(0, unmount_in_time(HOST_MOUNT));
	EXPECT_EQ(0, rmdir(HOST_MOUNT));
}

TEST_F(transition, closes_what_is_in_use)
{
	int i;

	leaked = open("/proc/self/ns/net", O_RDONLY);
	ASSERT_LE(0, leaked);
	EXPECT_EQ(0, sandboxed(joins_by_it));
	ASSERT_EQ(0, activate(CLONE_NEWPID, true));
	for (i = 0; i < 100; i++)
		EXPECT_EQ(EBADF, sandboxed(joins_by_it));
	close(leaked);
}

TEST_HARNESS_MAIN
