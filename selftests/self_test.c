// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast cannot be switched off from inside.
 */
#include "attempt_test.h"
#include "netlink.h"

HELD(delete_module, "unload-holdfast", MODULE_UNLOAD, EPERM);
/* Holdfast's own hooks keep ftrace on, also for the host. */
HELD(ftrace_enabled, "silence-holdfast", KFILE_WRITE, EPERM,
	.host_err = EBUSY);
HELD(kprobes_enabled, "kprobes-enabled", MOUNT_NEW_ANY, EPERM);

/*
 * These need Holdfast itself: without it there is nobody to ask, which is the
 * leg that shows that nobody else answers.
 */
FIXTURE(control)
{
};

FIXTURE_VARIANT(control)
{
	struct attempt attempt;
};

#define CONTROL(ID, NAME)						\
FIXTURE_VARIANT_ADD(control, ID)					\
{									\
	.attempt = {							\
		.name = NAME,						\
		.op = HOLDFAST_OP_SELF_CONTROL,				\
		.err = EPERM,						\
	},								\
}

CONTROL(status, "control-status");
CONTROL(events, "control-events");
CONTROL(policy, "control-policy");
CONTROL(listen, "control-listen");

FIXTURE_SETUP(control)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
}

FIXTURE_TEARDOWN(control)
{
}

TEST_F(control, host)
{
	if (netlink_present())
		EXPECT_NO_COMPLAINT(attempt_host(&variant->attempt));
	else
		EXPECT_NE(NULL, attempt_host(&variant->attempt));
}

TEST_F(control, contained)
{
	if (netlink_present())
		EXPECT_NO_COMPLAINT(attempt_contained(&variant->attempt));
	else
		EXPECT_NE(NULL, attempt_contained(&variant->attempt));
}

/* Who listens gets to know what was refused, and by which rule. */
TEST(listener)
{
	const struct attempt attempt = {
		.name = "settimeofday",
		.op = HOLDFAST_OP_CAP_HOST_ANY,
		.err = EPERM,
	};
	int fd = netlink_listen();

	EXPECT_NO_COMPLAINT(attempt_setup());
	if (!netlink_present()) {
		EXPECT_EQ(-ENOENT, fd);
		return;
	}
	ASSERT_LE(0, fd);
	EXPECT_NO_COMPLAINT(attempt_contained(&attempt));
	EXPECT_EQ(HOLDFAST_OP_CAP_HOST_ANY, netlink_wait(fd, 5000));
}

TEST_HARNESS_MAIN
