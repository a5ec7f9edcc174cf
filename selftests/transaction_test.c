// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy becomes active as a whole or not at all: whose the transaction is,
 * what ends it, how much fits, and what a reader sees.
 */
#include <errno.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"

#define BEGIN	HOLDFAST_CMD_POLICY_BEGIN
#define COMMIT	HOLDFAST_CMD_POLICY_COMMIT
#define PROFILES 1000
#define RULES	10000

/* Two sockets, and the policy to come back to. */
FIXTURE(transaction)
{
	int one;
	int two;
	struct snapshot before;
};

FIXTURE_SETUP(transaction)
{
	int err = message_family(NULL);

	if (err == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_LT(0, err);
	ASSERT_EQ(0, snapshot_take(&self->before));
	self->one = message_socket();
	self->two = message_socket();
	ASSERT_LE(0, self->one);
	ASSERT_LE(0, self->two);
}

/* What was committed is undone; in its bytes the former policy is the same. */
FIXTURE_TEARDOWN(transaction)
{
	struct snapshot after;
	int err;

	close(self->one);
	close(self->two);
	err = snapshot_take(&after);
	EXPECT_EQ(0, err);
	if (err || !snapshot_same(&self->before, &after)) {
		EXPECT_LT(self->before.generation, after.generation);
		ASSERT_EQ(0, snapshot_restore(&self->before));
		snapshot_free(&after);
		ASSERT_EQ(0, snapshot_take(&after));
	}
	EXPECT_TRUE(snapshot_same(&self->before, &after));
	snapshot_free(&self->before);
	snapshot_free(&after);
}

static int add_profile(int fd, const char *name)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, name);
	return message_talk(fd, &msg, NULL);
}

/* Nothing of the host is like that: it would be adopted, and stay a container. */
static int add_rule(int fd, const char *profile)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, CLONE_NEWUTS);
	message_put(&msg, HOLDFAST_A_RULE_ROOTFS, NULL, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, profile);
	return message_talk(fd, &msg, NULL);
}

static bool unchanged(const struct snapshot *before)
{
	struct snapshot after;
	bool same = !snapshot_take(&after) &&
		    before->generation == after.generation &&
		    snapshot_same(before, &after);

	snapshot_free(&after);
	return same;
}

TEST_F(transaction, not_begun)
{
	EXPECT_EQ(-ENOTCONN, add_profile(self->one, "x"));
	EXPECT_EQ(-ENOTCONN, add_rule(self->one, "privileged"));
	EXPECT_EQ(-ENOTCONN, message_simple(self->one, COMMIT, 0));
	EXPECT_TRUE(unchanged(&self->before));
}

TEST_F(transaction, begun_twice)
{
	struct answer answer;
	struct message msg;

	EXPECT_EQ(0, message_simple(self->one, BEGIN, 0));
	EXPECT_EQ(-EBUSY, message_simple(self->one, BEGIN, 0));
	message_init(&msg, BEGIN, 0);
	EXPECT_EQ(-EBUSY, message_talk(self->two, &msg, &answer));
	EXPECT_STREQ("a transaction is open already", answer.reason);
	answer_free(&answer);
	/* the one that is open has not suffered */
	EXPECT_EQ(0, add_profile(self->one, "x"));
	EXPECT_TRUE(unchanged(&self->before));
}

TEST_F(transaction, other_socket)
{
	struct answer answer;
	struct message msg;

	EXPECT_EQ(0, message_simple(self->one, BEGIN, 0));
	EXPECT_EQ(0, add_profile(self->one, "x"));
	EXPECT_EQ(-ENOTCONN, add_profile(self->two, "y"));
	EXPECT_EQ(-ENOTCONN, add_rule(self->two, "x"));
	message_init(&msg, COMMIT, 0);
	EXPECT_EQ(-ENOTCONN, message_talk(self->two, &msg, &answer));
	EXPECT_STREQ("no transaction begun on this socket", answer.reason);
	answer_free(&answer);
	EXPECT_EQ(0, add_rule(self->one, "x"));
	EXPECT_TRUE(unchanged(&self->before));
}

TEST_F(transaction, closed)
{
	EXPECT_EQ(0, message_simple(self->one, BEGIN, 0));
	EXPECT_EQ(0, add_profile(self->one, "x"));
	/* somebody else's socket ends nothing */
	close(self->two);
	self->two = message_socket();
	EXPECT_EQ(-EBUSY, message_simple(self->two, BEGIN, 0));
	close(self->one);
	self->one = message_socket();
	EXPECT_TRUE(unchanged(&self->before));
	EXPECT_EQ(-ENOTCONN, add_profile(self->one, "y"));
	EXPECT_EQ(0, message_simple(self->two, BEGIN, 0));
	EXPECT_EQ(0, add_profile(self->two, "x"));
}

/* The socket lives as long as anybody has it open. */
TEST_F(transaction, inherited)
{
	int status, fds[2];
	pid_t pid;
	char c;

	EXPECT_EQ(0, message_simple(self->one, BEGIN, 0));
	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		close(fds[1]);
		read(fds[0], &c, 1);
		_exit(add_profile(self->one, "x") ? 1 : 0);
	}
	close(fds[0]);
	close(self->one);
	self->one = message_socket();
	EXPECT_EQ(-EBUSY, message_simple(self->two, BEGIN, 0));
	close(fds[1]);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_EQ(0, status);
	EXPECT_EQ(0, message_simple(self->two, BEGIN, 0));
}

TEST_F(transaction, killed)
{
	int status, fds[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		int fd = message_socket();

		if (message_simple(fd, BEGIN, 0) || add_profile(fd, "x"))
			_exit(1);
		write(fds[1], "", 1);
		pause();
	}
	close(fds[1]);
	EXPECT_EQ(1, read(fds[0], &c, 1));
	EXPECT_EQ(-EBUSY, message_simple(self->one, BEGIN, 0));
	kill(pid, SIGKILL);
	ASSERT_EQ(pid, waitpid(pid, &status, 0));
	EXPECT_TRUE(WIFSIGNALED(status));
	EXPECT_TRUE(unchanged(&self->before));
	EXPECT_EQ(0, message_simple(self->one, BEGIN, 0));
	close(fds[0]);
}

TEST_F(transaction, stale)
{
	const uint64_t generation = self->before.generation;
	struct answer answer;
	struct message msg;

	EXPECT_EQ(-ESTALE, message_generation(self->one, BEGIN, generation - 1));
	EXPECT_EQ(-ESTALE, message_generation(self->one, BEGIN, generation + 1));
	EXPECT_EQ(-ESTALE, message_generation(self->one, BEGIN, 0));
	/* a refused one is not open */
	EXPECT_EQ(0, message_generation(self->two, BEGIN, generation));
	EXPECT_EQ(-ESTALE, message_generation(self->two, COMMIT, generation + 1));
	message_init(&msg, COMMIT, 0);
	message_put_u64(&msg, HOLDFAST_A_TRANSACTION_GENERATION, ~0ULL);
	EXPECT_EQ(-ESTALE, message_talk(self->two, &msg, &answer));
	EXPECT_STREQ("another policy has become active", answer.reason);
	EXPECT_NE(0U, answer.offset);
	answer_free(&answer);
	EXPECT_EQ(0, add_profile(self->two, "x"));
	EXPECT_TRUE(unchanged(&self->before));
}

/* Commits what is open on @fd. Return: the generation, or 0. */
static uint64_t commit(int fd)
{
	const struct nlattr *attr;
	struct answer answer;
	struct message msg;
	uint64_t generation = 0;

	message_init(&msg, COMMIT, 0);
	if (message_talk(fd, &msg, &answer))
		fprintf(stderr, "# refused: %s\n", answer.reason);
	attr = answer_find(&answer, 0, HOLDFAST_A_TRANSACTION_GENERATION);
	if (attr)
		memcpy(&generation, attr + 1, sizeof(generation));
	answer_free(&answer);
	return generation;
}

TEST_F(transaction, committed)
{
	const uint64_t generation = self->before.generation;
	struct snapshot after;

	ASSERT_EQ(0, message_generation(self->one, BEGIN, generation));
	EXPECT_EQ(0, add_profile(self->one, "x"));
	EXPECT_EQ(0, add_rule(self->one, "x"));
	EXPECT_TRUE(unchanged(&self->before));
	EXPECT_EQ(generation + 1, commit(self->one));
	ASSERT_EQ(0, snapshot_take(&after));
	EXPECT_EQ(generation + 1, after.generation);
	EXPECT_EQ(1, after.profiles.count);
	EXPECT_EQ(1, after.rules.count);
	snapshot_free(&after);
	/* it is over now */
	EXPECT_EQ(-ENOTCONN, message_simple(self->one, COMMIT, 0));
	EXPECT_EQ(-ESTALE, message_generation(self->one, BEGIN, generation));
}

TEST_F(transaction, empty)
{
	struct snapshot after;

	ASSERT_EQ(0, message_simple(self->one, BEGIN, 0));
	EXPECT_EQ(self->before.generation + 1, commit(self->one));
	ASSERT_EQ(0, snapshot_take(&after));
	EXPECT_EQ(0, after.profiles.count);
	EXPECT_EQ(0, after.rules.count);
	snapshot_free(&after);
}

static int add_numbered(int fd, unsigned int number)
{
	char name[32];

	snprintf(name, sizeof(name), "profile-%u", number);
	return add_profile(fd, name);
}

static int add_profiles(int fd)
{
	unsigned int i;
	int err = message_simple(fd, BEGIN, 0);

	for (i = 0; i < PROFILES && !err; i++)
		err = add_numbered(fd, i);
	return err;
}

static bool in_order(const struct answer *answer)
{
	const char *at = answer->data;
	char name[32];
	uint32_t len;
	int i;

	/* each message begins with the profile's name */
	for (i = 0; i < answer->count; i++, at += sizeof(len) + len) {
		memcpy(&len, at, sizeof(len));
		snprintf(name, sizeof(name), "profile-%d", i);
		if (strcmp(at + sizeof(len) + NLA_HDRLEN, name))
			return false;
	}
	return true;
}

TEST_F_TIMEOUT(transaction, limits, 120)
{
	struct snapshot after;
	struct answer answer;
	struct message msg;
	unsigned int i;

	ASSERT_EQ(0, add_profiles(self->one));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "one too many");
	EXPECT_EQ(-E2BIG, message_talk(self->one, &msg, &answer));
	EXPECT_STREQ("too many profiles", answer.reason);
	answer_free(&answer);

	for (i = 0; i < RULES; i++)
		ASSERT_EQ(0, add_rule(self->one, "profile-999"));
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	EXPECT_EQ(-E2BIG, message_talk(self->one, &msg, &answer));
	EXPECT_STREQ("too many rules", answer.reason);
	answer_free(&answer);
	EXPECT_TRUE(unchanged(&self->before));

	EXPECT_EQ(self->before.generation + 1, commit(self->one));
	ASSERT_EQ(0, snapshot_take(&after));
	EXPECT_EQ(PROFILES, after.profiles.count);
	EXPECT_EQ(RULES, after.rules.count);
	EXPECT_TRUE(in_order(&after.profiles));
	EXPECT_LT(2, after.profiles.datagrams);
	EXPECT_LT(10, after.rules.datagrams);
	EXPECT_FALSE(after.profiles.interrupted);
	snapshot_free(&after);
}

/* The policy changes while somebody reads it: the reader is told. */
TEST_F_TIMEOUT(transaction, interrupted, 60)
{
	struct answer answer;
	struct message msg;
	int reader;

	ASSERT_EQ(0, add_profiles(self->one));
	ASSERT_NE(0ULL, commit(self->one));
	reader = message_socket();
	message_init(&msg, HOLDFAST_CMD_PROFILE_GET, NLM_F_DUMP);
	answer_init(&answer);
	ASSERT_EQ(0, message_send(reader, &msg));
	ASSERT_EQ(1, message_read(reader, &answer));
	message_free(&msg);
	EXPECT_FALSE(answer.interrupted);

	/* a smaller one: there is nothing left to give */
	ASSERT_EQ(0, message_simple(self->two, BEGIN, 0));
	ASSERT_NE(0ULL, commit(self->two));
	EXPECT_EQ(0, message_finish(reader, &answer));
	EXPECT_GT(PROFILES, answer.count);
	EXPECT_TRUE(answer.interrupted);
	answer_free(&answer);
	close(reader);
}

/* As many lists as a profile can have, all full. */
static int add_largest(int fd)
{
	struct message msg;
	uint32_t i;
	size_t nest;
	char name[HOLDFAST_NAME_MAX + 1] = "";

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	memset(name, 'n', HOLDFAST_NAME_MAX);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, name);
	message_put_u64(&msg, HOLDFAST_A_PROFILE_CAP_HOST, (1ULL << 41) - 1);
	for (i = 0; i < HOLDFAST_OP_STATE_FORGED; i++)
		message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW, i);
	for (i = 0; i < 256; i++)
		message_put(&msg, HOLDFAST_A_PROFILE_FS_TYPE,
			    "a-filesystem-with-a-long-name-x", 31);
	for (i = 0; i <= 40; i++) {
		nest = message_nest(&msg, HOLDFAST_A_PROFILE_CAP_SCOPE);
		message_put_u32(&msg, HOLDFAST_A_CAP_SCOPE_CAP, i);
		message_put(&msg, HOLDFAST_A_CAP_SCOPE_ONLY, NULL, 0);
		message_put_u64(&msg, HOLDFAST_A_CAP_SCOPE_SCOPES, 2);
		message_nest_end(&msg, nest);
	}
	for (i = 0; i < 1024; i++) {
		nest = message_nest(&msg, HOLDFAST_A_PROFILE_DEVICE);
		message_put(&msg, HOLDFAST_A_DEVICE_BLOCK, NULL, 0);
		message_put_u32(&msg, HOLDFAST_A_DEVICE_MAJOR, i);
		message_put_u32(&msg, HOLDFAST_A_DEVICE_MINOR_FIRST, 0);
		message_put_u32(&msg, HOLDFAST_A_DEVICE_MINOR_LAST, i);
		message_nest_end(&msg, nest);
	}
	return message_talk(fd, &msg, NULL);
}

/* What can be loaded can be shown, also by a reader who has just come. */
TEST_F(transaction, largest_profile)
{
	struct snapshot largest, again;

	ASSERT_EQ(0, message_simple(self->one, BEGIN, 0));
	ASSERT_EQ(0, add_largest(self->one));
	ASSERT_EQ(0, add_profile(self->one, "behind it"));
	ASSERT_NE(0ULL, commit(self->one));
	ASSERT_EQ(0, snapshot_take(&largest));
	EXPECT_EQ(2, largest.profiles.count);
	EXPECT_LT(1024 * 32UL, largest.profiles.len);

	/* and what is shown can be loaded */
	ASSERT_EQ(0, snapshot_restore(&largest));
	ASSERT_EQ(0, snapshot_take(&again));
	EXPECT_TRUE(snapshot_same(&largest, &again));
	snapshot_free(&largest);
	snapshot_free(&again);
}

TEST_HARNESS_MAIN
