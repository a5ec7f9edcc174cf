/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What must go on working in a container, and without a word.
 */
#ifndef ALLOWED_TEST_H
#define ALLOWED_TEST_H

#include "attempt_test.h"

FIXTURE(allowed)
{
};

FIXTURE_VARIANT(allowed)
{
	struct attempt attempt;
};

FIXTURE_SETUP(allowed)
{
	EXPECT_NO_COMPLAINT(attempt_setup());
}

FIXTURE_TEARDOWN(allowed)
{
}

TEST_F_TIMEOUT(allowed, contained, ATTEMPT_TIMEOUT)
{
	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_allowed(&variant->attempt));
}

#define ALLOWED(ID, NAME, ...)						\
FIXTURE_VARIANT_ADD(allowed, ID)					\
{									\
	.attempt = { .name = NAME, __VA_ARGS__ },			\
}

#endif /* ALLOWED_TEST_H */
