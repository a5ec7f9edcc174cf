// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who may speak with Holdfast: who has CAP_MAC_ADMIN on the host, on a socket
 * that was opened so, and is in no container.
 *
 *	host task, all capabilities		answered
 *	   |-- without CAP_MAC_ADMIN		EPERM
 *	   |-- in a user namespace of its own	EPERM
 *	   |-- in a network namespace of its own	ENOENT: no family there
 *	   `-- in a container with all
 *	       capabilities and all of the
 *	       host's namespaces but mnt	EPERM, and an event
 *
 * The contained task is this program again, executed under another root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"
#include "netlink.h"

/* The task that was to ask could not even be made. */
#define BROKEN		250
#define PROFILES	1000
#define SELF_EVENTS	64
#define DEPTH		19	/* of cgroups with names of 200 bytes */

static const struct request {
	uint8_t cmd;
	uint16_t flags;
} requests[] = {
	{ HOLDFAST_CMD_STATUS_GET, 0 },
	{ HOLDFAST_CMD_HOOK_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_POLICY_BEGIN, 0 },
	{ HOLDFAST_CMD_PROFILE_ADD, 0 },
	{ HOLDFAST_CMD_RULE_ADD, 0 },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0 },
	{ HOLDFAST_CMD_POLICY_PROMOTE, 0 },
	{ HOLDFAST_CMD_POLICY_UNSHADOW, 0 },
	{ HOLDFAST_CMD_STATS_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_PROFILE_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_RULE_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_CONTAINER_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_CONTAINER_ASSIGN, 0 },
	{ HOLDFAST_CMD_EVENT_GET, NLM_F_DUMP },
	{ HOLDFAST_CMD_POLICY_CONFIRM, 0 },
	{ HOLDFAST_CMD_POLICY_ROLLBACK, 0 },
	{ HOLDFAST_CMD_LOCK, 0 },
	{ HOLDFAST_CMD_KEY_ADD, 0 },
};

#define for_each_request(REQUEST)					\
	for ((REQUEST) = requests;					\
	     (REQUEST) != requests + ARRAY_SIZE(requests); (REQUEST)++)

FIXTURE(permission)
{
	int fd;
	uint64_t since;
	struct snapshot before;
};

static uint64_t boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

FIXTURE_SETUP(permission)
{
	int err = message_family(NULL);

	if (err == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_LT(0, err);
	ASSERT_EQ(0, snapshot_take(&self->before));
	self->fd = message_socket();
	ASSERT_LE(0, self->fd);
	self->since = boot_time();
}

/* Nobody has changed anything, and the host is answered still. */
FIXTURE_TEARDOWN(permission)
{
	struct snapshot after;

	close(self->fd);
	ASSERT_EQ(0, snapshot_take(&after));
	EXPECT_EQ(self->before.generation, after.generation);
	EXPECT_TRUE(snapshot_same(&self->before, &after));
	snapshot_free(&self->before);
	snapshot_free(&after);
}

/* What a request that could do harm would do it with. */
static int ask(int fd, const struct request *request)
{
	struct message msg;

	message_init(&msg, request->cmd, request->flags);
	if (request->cmd == HOLDFAST_CMD_PROFILE_ADD)
		message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "intruder");
	return -message_talk(fd, &msg, NULL);
}

static int wait_for(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return BROKEN;
	return WEXITSTATUS(status);
}

/* Runs @become in a new task, then asks. Return: the errno, 0 for answered. */
static int ask_as(int (*become)(void), const struct request *request, int fd)
{
	pid_t pid = fork();

	if (!pid) {
		if (become())
			_exit(BROKEN);
		if (fd < 0)
			fd = message_socket();
		_exit(fd < 0 ? BROKEN : ask(fd, request));
	}
	return wait_for(pid);
}

static int capset_effective(bool mac_admin)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2];
	const uint32_t bit = 1U << (CAP_MAC_ADMIN - 32);

	if (syscall(SYS_capget, &header, data))
		return -1;
	data[1].effective &= ~bit;
	if (mac_admin)
		data[1].effective |= bit;
	return syscall(SYS_capset, &header, data);
}

static int become_nobody_special(void)
{
	return 0;
}

static int become_incapable(void)
{
	return capset_effective(false);
}

static int become_user(void)
{
	return setresuid(65534, 65534, 65534);
}

static int enter_user_ns(void)
{
	return unshare(CLONE_NEWUSER);
}

static int enter_net_ns(void)
{
	return unshare(CLONE_NEWNET);
}

TEST_F(permission, host)
{
	EXPECT_EQ(0, ask_as(become_nobody_special, &requests[0], -1));
	EXPECT_EQ(0, ask_as(become_nobody_special, &requests[0], self->fd));
}

TEST_F(permission, incapable)
{
	const struct request *request;

	for_each_request(request) {
		EXPECT_EQ(EPERM, ask_as(become_incapable, request, -1))
			TH_LOG("command %u", request->cmd);
		EXPECT_EQ(EPERM, ask_as(become_incapable, request,
					self->fd))
			TH_LOG("command %u, on a capable socket", request->cmd);
		EXPECT_EQ(EPERM, ask_as(become_user, request, -1))
			TH_LOG("command %u, as nobody", request->cmd);
	}
}

/*
 * Who can make a host task write to a socket has not got its capabilities. A
 * socket's name for the kernel would be one, so it is sent without.
 */
TEST_F(permission, incapable_socket)
{
	struct answer answer;
	struct message msg;
	int fd;

	ASSERT_EQ(0, capset_effective(false));
	fd = message_socket();
	ASSERT_EQ(0, capset_effective(true));
	ASSERT_LE(0, fd);
	message_init(&msg, HOLDFAST_CMD_POLICY_BEGIN, 0);
	ASSERT_EQ((ssize_t)msg.len, write(fd, msg.data, msg.len));
	message_free(&msg);
	answer_init(&answer);
	EXPECT_EQ(-EPERM, message_finish(fd, &answer));
	answer_free(&answer);
	close(fd);
}

TEST_F(permission, user_namespace)
{
	const struct request *request;

	for_each_request(request) {
		EXPECT_EQ(EPERM, ask_as(enter_user_ns, request, -1))
			TH_LOG("command %u", request->cmd);
		EXPECT_EQ(EPERM, ask_as(enter_user_ns, request, self->fd))
			TH_LOG("command %u, on the host's socket", request->cmd);
	}
}

TEST_F(permission, network_namespace)
{
	const struct request *request;

	for_each_request(request)
		EXPECT_EQ(ENOENT, ask_as(enter_net_ns, request, -1))
			TH_LOG("command %u", request->cmd);
}

/* A program of the host's would not begin a container. Return: whether it fits. */
static bool copy_here(int program, const char *name)
{
	int copy = open(name, O_WRONLY | O_CREAT | O_CLOEXEC, 0700);
	struct stat stat;
	off_t at = 0;

	if (copy < 0 || fstat(program, &stat))
		return false;
	while (at < stat.st_size && sendfile(copy, program, &at,
					     stat.st_size - at) > 0)
		;
	close(copy);
	return at == stat.st_size;
}

/* Executes this program in a container of little more than a root. */
static void contain(const char *what, size_t index, int fd)
{
	char first[16], second[16];
	const char *argv[6] = { };
	int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	char root[] = "/tmp/permission.XXXXXX";

	if (program < 0 || unshare(CLONE_NEWNS) || !mkdtemp(root) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("root", root, "tmpfs", 0, NULL) || chdir(root) ||
	    chroot(".") || !copy_here(program, "program"))
		_exit(BROKEN);
	snprintf(first, sizeof(first), "%zu", index);
	snprintf(second, sizeof(second), "%d", fd);
	argv[0] = "permission_test";
	argv[1] = "--contained";
	argv[2] = what;
	argv[3] = first;
	argv[4] = second;
	execv("/program", (char **)argv);
	_exit(BROKEN);
}

/* Return: the errno that the contained task got, or BROKEN. */
static int contained(const char *what, size_t index, int fd, pid_t *pid)
{
	*pid = fork();
	if (!*pid)
		contain(what, index, fd);
	return wait_for(*pid);
}

/* Counts the events that tell of that task, and that it wanted control. */
static int told(uint64_t since, pid_t pid, const char *object)
{
	static struct netlink_event events[SELF_EVENTS];
	int count = netlink_events(since, events, SELF_EVENTS), i, found = 0;

	for (i = 0; i < count; i++)
		found += events[i].pid == (uint32_t)pid &&
			 events[i].class == HOLDFAST_CLASS_SELF &&
			 events[i].op == HOLDFAST_OP_SELF_CONTROL &&
			 events[i].err == EPERM &&
			 !strcmp(events[i].object, object);
	return found;
}

TEST_F(permission, contained)
{
	const struct request *request;
	pid_t pid;

	for_each_request(request) {
		EXPECT_EQ(EPERM, contained("ask", request - requests, -1, &pid))
			TH_LOG("command %u", request->cmd);
		EXPECT_EQ(1, told(self->since, pid, "request"))
			TH_LOG("no event of command %u", request->cmd);
	}
}

/* A socket that the host has opened helps nobody inside. */
TEST_F(permission, host_socket)
{
	const struct request *request;
	pid_t pid;

	for_each_request(request) {
		EXPECT_EQ(EPERM, contained("ask", request - requests, self->fd, &pid))
			TH_LOG("command %u", request->cmd);
		EXPECT_EQ(1, told(self->since, pid, "request"))
			TH_LOG("no event of command %u", request->cmd);
	}
}

/* Nor does one with a transaction that waits for more. */
TEST_F(permission, host_transaction)
{
	const struct request *request;
	pid_t pid;

	ASSERT_EQ(0, message_simple(self->fd, HOLDFAST_CMD_POLICY_BEGIN, 0));
	for_each_request(request)
		EXPECT_EQ(EPERM, contained("ask", request - requests, self->fd, &pid))
			TH_LOG("command %u", request->cmd);
	/* the name is free: nobody added it */
	EXPECT_EQ(0, ask(self->fd, &requests[3]));
}

static int commit_profiles(int fd)
{
	int err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0), i;
	struct message msg;
	char name[32];

	for (i = 0; i < PROFILES && !err; i++) {
		snprintf(name, sizeof(name), "profile-%d", i);
		message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
		message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, name);
		/* its program */
		message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW,
				HOLDFAST_OP_EXEC_WRITABLE);
		err = message_talk(fd, &msg, NULL);
	}
	/* the container is one under this policy too */
	if (!err) {
		message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
		message_put(&msg, HOLDFAST_A_RULE_ROOTFS, NULL, 0);
		message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "profile-0");
		err = message_talk(fd, &msg, NULL);
	}
	return err ?: message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0);
}

/*
 * The host begins to read the policy and a contained task reads on: what lies
 * in the socket it can take, but the kernel gives no more.
 */
TEST_F_TIMEOUT(permission, host_dump, 60)
{
	struct message msg;
	pid_t pid;

	ASSERT_EQ(0, commit_profiles(self->fd));
	message_init(&msg, HOLDFAST_CMD_PROFILE_GET, NLM_F_DUMP);
	ASSERT_EQ(0, message_send(self->fd, &msg));
	message_free(&msg);
	EXPECT_EQ(EPERM, contained("read", 0, self->fd, &pid));
	EXPECT_LE(1, told(self->since, pid, "request"));
	ASSERT_EQ(0, snapshot_restore(&self->before));
	self->before.generation += 2;
}

static int join(uint32_t group)
{
	int fd = message_socket();

	if (fd < 0)
		return BROKEN;
	return setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
			  sizeof(group)) ? errno : 0;
}

static int join_by_bind(uint32_t group)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	int fd = message_socket();

	if (fd < 0)
		return BROKEN;
	addr.nl_groups = 1U << (group - 1);
	return bind(fd, (void *)&addr, sizeof(addr)) ? errno : 0;
}

TEST_F(permission, listen)
{
	uint32_t group = 0;
	pid_t pid;

	ASSERT_LT(0, message_family(&group));
	ASSERT_NE(0U, group);
	EXPECT_EQ(0, join(group));
	EXPECT_EQ(EPERM, contained("join", group, -1, &pid));
	EXPECT_EQ(1, told(self->since, pid, "listen to events"));
}

TEST_F(permission, listen_by_bind)
{
	uint32_t group = 0;
	pid_t pid;

	ASSERT_LT(0, message_family(&group));
	ASSERT_NE(0U, group);
	/* an address has room for 32 groups */
	if (group > 32)
		SKIP(return, "the group is the %uth", group);
	EXPECT_EQ(0, join_by_bind(group));
	EXPECT_EQ(EPERM, contained("bind", group, -1, &pid));
	EXPECT_EQ(1, told(self->since, pid, "listen to events"));
}

/* Events tell of other users' files: not everybody may listen. */
static int join_as(int (*become)(void), int (*how)(uint32_t group),
		   uint32_t group)
{
	pid_t pid = fork();

	if (!pid)
		_exit(become() ? BROKEN : how(group));
	return wait_for(pid);
}

TEST_F(permission, listen_incapable)
{
	uint32_t group = 0;

	ASSERT_LT(0, message_family(&group));
	EXPECT_EQ(EPERM, join_as(become_incapable, join, group));
	EXPECT_EQ(EPERM, join_as(become_user, join, group));
	EXPECT_EQ(EPERM, join_as(enter_user_ns, join, group));
	if (group <= 32)
		EXPECT_EQ(EPERM, join_as(become_user, join_by_bind, group));
}

/* A path in the cgroup tree that takes more than a page. */
static int enter_deep_cgroup(bool make)
{
	char name[201] = "";
	int i, fd, err;

	memset(name, 'd', sizeof(name) - 1);
	if (chdir("/sys/fs/cgroup"))
		return -1;
	for (i = 0; i < DEPTH; i++)
		if ((make && mkdir(name, 0755)) || chdir(name))
			return -1;
	if (make) {
		fd = open("cgroup.procs", O_WRONLY);
		err = write(fd, "0", 1) != 1;
		close(fd);
		return err;
	}
	for (i = 0; i < DEPTH; i++)
		if (chdir("..") || rmdir(name))
			return -1;
	return 0;
}

/* Whether the host is told of a container whose first task is @pid. */
static bool listed(pid_t pid)
{
	const struct nlattr *attr;
	struct answer answer;
	struct message msg;
	int fd = message_socket(), i;
	bool found = false;

	message_init(&msg, HOLDFAST_CMD_CONTAINER_GET, NLM_F_DUMP);
	if (message_talk(fd, &msg, &answer))
		fprintf(stderr, "# container-get: %s\n", answer.reason);
	for (i = 0; i < answer.count; i++) {
		attr = answer_find(&answer, i, HOLDFAST_A_CONTAINER_PID);
		found |= attr && !memcmp(attr + 1, &pid, sizeof(pid));
	}
	answer_free(&answer);
	close(fd);
	return found;
}

/* Nobody can hide from those who may ask, and no one else with him. */
TEST_F(permission, deep_cgroup)
{
	int fds[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, socketpair(AF_UNIX, SOCK_STREAM, 0, fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		close(fds[0]);
		if (enter_deep_cgroup(true))
			_exit(BROKEN);
		contain("wait", 0, fds[1]);
	}
	close(fds[1]);
	EXPECT_EQ(1, read(fds[0], &c, 1));
	EXPECT_TRUE(listed(pid));
	close(fds[0]);
	EXPECT_EQ(0, wait_for(pid));
	EXPECT_EQ(0, enter_deep_cgroup(false));
}

/* Tells that it runs, and waits until the other end is closed. */
static int wait_on(int fd)
{
	char c;

	return write(fd, "", 1) == 1 && !read(fd, &c, 1) ? 0 : EIO;
}

/* In the container: what the harness has asked for. Return: an errno. */
static int act(const char *what, int number, int fd)
{
	struct answer answer;

	if (!strcmp(what, "wait"))
		return wait_on(fd);
	if (!strcmp(what, "join"))
		return join(number);
	if (!strcmp(what, "bind"))
		return join_by_bind(number);
	if (!strcmp(what, "read")) {
		answer_init(&answer);
		return -message_finish(fd, &answer);
	}
	if (fd < 0)
		fd = message_socket();
	return ask(fd, &requests[number]);
}

int main(int argc, char **argv)
{
	if (argc == 5 && !strcmp(argv[1], "--contained"))
		return act(argv[2], atoi(argv[3]), atoi(argv[4]));
	return test_harness_run(argc, argv);
}
