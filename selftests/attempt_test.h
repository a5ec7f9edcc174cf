/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What must be refused. The programs differ in their variants only.
 */
#ifndef ATTEMPT_TEST_H
#define ATTEMPT_TEST_H

#include "kselftest_harness.h"

#include "attempt.h"
#include "netlink.h"

#define ATTEMPT_TIMEOUT	120

#define EXPECT_NO_COMPLAINT(TEXT) do {					\
	const char *complaint = (TEXT);					\
									\
	EXPECT_EQ(NULL, complaint)					\
		TH_LOG("%s", complaint);				\
} while (0)

FIXTURE(held)
{
};

FIXTURE_VARIANT(held)
{
	struct attempt attempt;
};

FIXTURE_SETUP(held)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
}

FIXTURE_TEARDOWN(held)
{
}

TEST_F_TIMEOUT(held, host, ATTEMPT_TIMEOUT)
{
	if (!variant->attempt.host_err)
		NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_host(&variant->attempt));
}

TEST_F_TIMEOUT(held, contained, ATTEMPT_TIMEOUT)
{
	EXPECT_NO_COMPLAINT(attempt_contained(&variant->attempt));
}

#define HELD(ID, NAME, OP, ERR, ...)					\
FIXTURE_VARIANT_ADD(held, ID)						\
{									\
	.attempt = {							\
		.name = NAME,						\
		.op = HOLDFAST_OP_##OP,					\
		.err = ERR,						\
		__VA_ARGS__						\
	},								\
}

#endif /* ATTEMPT_TEST_H */
