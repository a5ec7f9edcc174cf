// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is outside without a file's name; this test is outside itself, and has
 * what others want.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "attempt_test.h"
#include "breakout.h"
#include "message.h"
#include "netlink.h"
#include "outside.h"
#include "state.h"

static void keep(int fd, int number)
{
	if (fd < 0 || dup3(fd, number, O_CLOEXEC) < 0)
		abort();
	close(fd);
}

/* In each process of this test, but in nothing that it executes. */
__attribute__((constructor)) static void have_what_others_want(void)
{
	static const char name[] = "\0" OUTSIDE_NAME;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	memcpy(at.sun_path, name, sizeof(name) - 1);
	if (bind(fd, (struct sockaddr *)&at, offsetof(struct sockaddr_un,
			sun_path) + sizeof(name) - 1))
		abort();
	keep(fd, OUTSIDE_SOCKET);
	keep(open("/", O_PATH | O_DIRECTORY), OUTSIDE_ROOT);
	keep(open("/proc/self/ns/uts", O_RDONLY), OUTSIDE_NS);
}

HELD(pidfd_root, "pidfd-getfd-root", PROCESS_ACCESS_FOREIGN, EPERM,
	.marks = true);
HELD(pidfd_ns, "pidfd-getfd-ns", PROCESS_ACCESS_FOREIGN, EPERM,
	.container = { .namespaces = CLONE_NEWUTS });

FIXTURE(own_socket)
{
};

FIXTURE_VARIANT(own_socket)
{
	const char *name;
};

FIXTURE_SETUP(own_socket)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
}

FIXTURE_TEARDOWN(own_socket)
{
}

TEST_F_TIMEOUT(own_socket, own_network, ATTEMPT_TIMEOUT)
{
	const struct attempt attempt = {
		.name = variant->name,
		.container = { .namespaces = CLONE_NEWNET },
	};

	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_allowed(&attempt));
}

TEST_F_TIMEOUT(own_socket, host_network, ATTEMPT_TIMEOUT)
{
	const struct attempt attempt = { .name = variant->name };

	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_allowed(&attempt));
}

#define OWN_SOCKET(ID, NAME)						\
FIXTURE_VARIANT_ADD(own_socket, ID)					\
{									\
	.name = NAME,							\
}

OWN_SOCKET(stream, "abstract-own");
OWN_SOCKET(packet, "abstract-own-packet");
OWN_SOCKET(datagram, "abstract-own-datagram");
OWN_SOCKET(connected, "abstract-own-datagram-connected");
OWN_SOCKET(orphan, "abstract-own-orphan");
OWN_SOCKET(autobound, "abstract-own-autobound");

/* Whether anything came since the last look. */
static bool heard(void)
{
	char text[64];
	bool any = false;

	while (recv(OUTSIDE_SOCKET, text, sizeof(text), MSG_DONTWAIT) > 0)
		any = true;
	return any;
}

FIXTURE(datagram)
{
};

FIXTURE_VARIANT(datagram)
{
	struct attempt attempt;
};

FIXTURE_SETUP(datagram)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
	heard();
}

FIXTURE_TEARDOWN(datagram)
{
}

#define DATAGRAM(ID, NAME)						\
FIXTURE_VARIANT_ADD(datagram, ID)					\
{									\
	.attempt = {							\
		.name = NAME,						\
		.op = HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN,		\
		.err = EPERM,						\
	},								\
}

DATAGRAM(sent, "abstract-datagram");
DATAGRAM(connected, "abstract-datagram-connected");

TEST_F(datagram, host)
{
	EXPECT_NO_COMPLAINT(attempt_host(&variant->attempt));
	EXPECT_TRUE(heard());
}

TEST_F(datagram, contained)
{
	EXPECT_NO_COMPLAINT(attempt_contained(&variant->attempt));
	EXPECT_EQ(!netlink_present(), heard());
}

/*
 *	this test ---- prey
 *
 * The prey leads a group of its own, and is in the cgroup of this test.
 */
FIXTURE(prey)
{
	pid_t pid;
	char cgroup[256];
};

FIXTURE_VARIANT(prey)
{
	struct attempt attempt;
	bool deadly;
};

static void read_cgroup(pid_t pid, char *text, size_t size)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	*text = 0;
	breakout_read(path, text, size);
}

FIXTURE_SETUP(prey)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
	self->pid = fork();
	if (!self->pid) {
		prctl(PR_SET_NAME, PREY_COMM);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		for (;;)
			pause();
	}
	while (breakout_find(PREY_COMM) < 0)
		usleep(10000);
	read_cgroup(self->pid, self->cgroup, sizeof(self->cgroup));
}

FIXTURE_TEARDOWN(prey)
{
	kill(self->pid, SIGKILL);
	waitpid(self->pid, NULL, 0);
}

#define PREY(ID, NAME, DEADLY)						\
FIXTURE_VARIANT_ADD(prey, ID)						\
{									\
	.attempt = {							\
		.name = NAME,						\
		.op = HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN,		\
		.err = EPERM,						\
	},								\
	.deadly = DEADLY,						\
}

PREY(freeze, "cgroup-freeze", false);
PREY(kill, "cgroup-kill", true);

TEST_F_TIMEOUT(prey, host, ATTEMPT_TIMEOUT)
{
	EXPECT_NO_COMPLAINT(attempt_host(&variant->attempt));
	EXPECT_EQ(variant->deadly ? self->pid : 0,
		  waitpid(self->pid, NULL, WNOHANG));
}

TEST_F_TIMEOUT(prey, contained, ATTEMPT_TIMEOUT)
{
	char cgroup[256];

	EXPECT_NO_COMPLAINT(attempt_contained(&variant->attempt));
	if (!netlink_present()) {
		EXPECT_EQ(variant->deadly ? self->pid : 0,
			  waitpid(self->pid, NULL, WNOHANG));
		return;
	}
	read_cgroup(self->pid, cgroup, sizeof(cgroup));
	EXPECT_STREQ(self->cgroup, cgroup);
	EXPECT_EQ(0, waitpid(self->pid, NULL, WNOHANG));
}

/* Events with this operation since then. */
static int events_of(uint64_t since, enum holdfast_op op)
{
	static struct netlink_event events[64];
	int count = netlink_events(since, events, 64), found = 0, i;

	for (i = 0; i < count; i++)
		found += events[i].op == op;
	return found;
}

static uint64_t boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* A runtime that leaves its payload in the host's root directory. */
TEST(working_directory)
{
	char *argv[] = { "./forger", "--in", "outside", "--cwd", NULL };
	uint64_t since = boot_time();
	struct state *before;
	char text[256];
	int status;

	EXPECT_NO_COMPLAINT(attempt_setup());
	unlink(HOST_MARK);
	before = state_take();
	status = container_run(NULL, argv, text, sizeof(text));
	if (!netlink_present()) {
		EXPECT_EQ(ESCAPED, status)
			TH_LOG("%s", text);
		EXPECT_EQ(0, access(HOST_MARK, F_OK));
	} else {
		EXPECT_EQ(REFUSED, status)
			TH_LOG("%s", text);
		EXPECT_STREQ("refused: execve: SIGKILL", text);
		EXPECT_LT(0, events_of(since, HOLDFAST_OP_FILE_KEEP_OUTSIDE));
		EXPECT_NE(0, access(HOST_MARK, F_OK));
	}
	EXPECT_NO_COMPLAINT(state_compare(before));
}

/*
 * A profile that allows more than the default one: what it allows is no sign
 * of forgery, and what it does not is refused still.
 */
#define POLICY(NAME)							\
FIXTURE(NAME)								\
{									\
	struct snapshot before;						\
};									\
									\
FIXTURE_SETUP(NAME)							\
{									\
	if (!netlink_present())						\
		SKIP(return, "Holdfast is not loaded");			\
	EXPECT_NO_COMPLAINT(attempt_setup());				\
	ASSERT_EQ(0, snapshot_take(&self->before));			\
}									\
									\
FIXTURE_TEARDOWN(NAME)							\
{									\
	ASSERT_EQ(0, snapshot_restore(&self->before));			\
	snapshot_free(&self->before);					\
}

static const struct container_options own = { .namespaces = ALL_NAMESPACES };

POLICY(receiving);
POLICY(allowing);

static int add_profile(int fd, enum holdfast_mode mode, int except)
{
	const uint64_t all = (1ULL << 41) - 1;
	struct message msg;
	uint32_t class, op;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "allowing");
	for (class = 0; class < HOLDFAST_CLASS_STATE; class++)
		if (mode == HOLDFAST_MODE_COMPLAIN)
			message_put_u32(&msg, HOLDFAST_A_PROFILE_COMPLAIN,
					class);
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++)
		if (mode == HOLDFAST_MODE_ENFORCE && (int)op != except)
			message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW, op);
	message_put_u64(&msg, HOLDFAST_A_PROFILE_CAP_HOST, all);
	message_put_u64(&msg, HOLDFAST_A_PROFILE_CAP_OWN, all);
	return message_talk(fd, &msg, NULL);
}

static int add_rule(int fd)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, CLONE_NEWNS);
	message_put(&msg, HOLDFAST_A_RULE_ROOTFS, NULL, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "allowing");
	return message_talk(fd, &msg, NULL);
}

static int activate(enum holdfast_mode mode, int except)
{
	int fd = message_socket(), err;

	err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0);
	if (!err)
		err = add_profile(fd, mode, except);
	if (!err)
		err = add_rule(fd);
	if (!err)
		err = message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0);
	close(fd);
	return err;
}

/* Runs an attempt in a container; its outcome. */
static int outcome(const char *name, struct container_options options,
		   char *text, size_t size)
{
	char *argv[] = { "./breakout", (char *)name, NULL };

	return container_run(&options, argv, text, size);
}

TEST_F(receiving, root)
{
	uint64_t since = boot_time();
	char text[256];

	ASSERT_EQ(0, activate(HOLDFAST_MODE_ENFORCE,
			      HOLDFAST_OP_FILE_RECEIVE_OUTSIDE));
	EXPECT_EQ(REFUSED, outcome("pidfd-getfd-root", own, text,
				   sizeof(text)));
	EXPECT_STREQ("refused: pidfd_getfd: EPERM", text);
	EXPECT_LT(0, events_of(since, HOLDFAST_OP_FILE_RECEIVE_OUTSIDE));
}

TEST_F(receiving, ns)
{
	uint64_t since = boot_time();
	char text[256];

	ASSERT_EQ(0, activate(HOLDFAST_MODE_ENFORCE,
			      HOLDFAST_OP_FILE_RECEIVE_OUTSIDE));
	EXPECT_EQ(REFUSED, outcome("pidfd-getfd-ns", own, text,
				   sizeof(text)));
	EXPECT_STREQ("refused: pidfd_getfd: EPERM", text);
	EXPECT_LT(0, events_of(since, HOLDFAST_OP_FILE_RECEIVE_OUTSIDE));
}

/* The attempt goes on after it has joined, and must not be killed. */
FIXTURE_VARIANT(allowing)
{
	const char *name;
};

#define JOINS(ID, NAME)							\
FIXTURE_VARIANT_ADD(allowing, ID)					\
{									\
	.name = NAME,							\
}

JOINS(mnt, "settle-mnt");
JOINS(net, "settle-net");
JOINS(uts, "settle-uts");
JOINS(nsenter_mnt, "nsenter-mnt");
JOINS(other_user, "setns-proc-user");

static const char *judge_join(const char *name, enum holdfast_mode mode)
{
	static char text[256];
	uint64_t since = boot_time();
	int err = activate(mode, -1);

	if (err)
		return strerror(-err);
	if (outcome(name, own, text, sizeof(text)) != ESCAPED)
		return *text ? text : "killed";
	return events_of(since, HOLDFAST_OP_STATE_FORGED) ?
	       "taken for forged" : NULL;
}

TEST_F_TIMEOUT(allowing, enforce, ATTEMPT_TIMEOUT)
{
	EXPECT_NO_COMPLAINT(judge_join(variant->name, HOLDFAST_MODE_ENFORCE));
}

TEST_F_TIMEOUT(allowing, complain, ATTEMPT_TIMEOUT)
{
	EXPECT_NO_COMPLAINT(judge_join(variant->name, HOLDFAST_MODE_COMPLAIN));
}

TEST_HARNESS_MAIN
