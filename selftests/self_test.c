// SPDX-License-Identifier: GPL-2.0-only
/*
 * Who listens hears.
 */
#include "attempt_test.h"
#include "netlink.h"

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
