/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Attempts in tests of the harness; the ways out themselves are in escape/.
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
	if (complaint == attempt_absent)				\
		SKIP(return, "%s", complaint);				\
	EXPECT_EQ(NULL, complaint)					\
		TH_LOG("%s", complaint);				\
} while (0)

#endif /* ATTEMPT_TEST_H */
