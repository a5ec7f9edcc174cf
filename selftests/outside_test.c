// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is outside without a file's name, and what a policy may allow of it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "attempt_test.h"
#include "breakout.h"
#include "message.h"
#include "netlink.h"
#include "profile.h"
#include "state.h"

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

	ASSERT_EQ(0, profile_activate(HOLDFAST_MODE_ENFORCE,
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

	ASSERT_EQ(0, profile_activate(HOLDFAST_MODE_ENFORCE,
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
	int err = profile_activate(mode, -1);

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
