// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - the bytes of a policy, as they are signed
 */

#include <kunit/test.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../compiled.h"
#include "../limits.h"

/* All numbers are little-endian, whatever the machine is. */
static const u8 header[] = "holdfast-policy1\x08\x07\x06\x05\x04\x03\x02\x01";
static const u8 record[] = "\x0d\x0c\x0b\x0a\x05\0\0\0bytes";

#define HEADER_LEN (sizeof(header) - 1)
#define RECORD_LEN (sizeof(record) - 1)
#define RECORD_HEADER_LEN 8

static void writes_bytes(struct kunit *test)
{
	struct holdfast_compiled compiled;

	KUNIT_ASSERT_EQ(test, 0, holdfast_compiled_init(&compiled,
							0x0102030405060708));
	KUNIT_EXPECT_EQ(test, HEADER_LEN, compiled.len);
	KUNIT_EXPECT_MEMEQ(test, header, compiled.data, HEADER_LEN);
	KUNIT_EXPECT_EQ(test, 0, holdfast_compiled_reserve(&compiled, 5));
	holdfast_compiled_add(&compiled, 0x0a0b0c0d, "bytes", 5);
	KUNIT_EXPECT_EQ(test, HEADER_LEN + RECORD_LEN, compiled.len);
	KUNIT_EXPECT_MEMEQ(test, header, compiled.data, HEADER_LEN);
	KUNIT_EXPECT_MEMEQ(test, record, compiled.data + HEADER_LEN,
			   RECORD_LEN);
	holdfast_compiled_free(&compiled);
	KUNIT_EXPECT_NULL(test, compiled.data);
}

/* What is there stays when more room is had. */
static void grows(struct kunit *test)
{
	struct holdfast_compiled compiled;
	u32 len = HEADER_LEN, n;
	u8 *data;

	data = kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_ASSERT_EQ(test, 0, holdfast_compiled_init(&compiled,
							0x0102030405060708));
	for (n = 1; n <= 20; n++) {
		memset(data, n, PAGE_SIZE);
		KUNIT_ASSERT_EQ(test, 0,
				holdfast_compiled_reserve(&compiled,
							  PAGE_SIZE));
		holdfast_compiled_add(&compiled, n, data, PAGE_SIZE);
		len += RECORD_HEADER_LEN + PAGE_SIZE;
		KUNIT_EXPECT_EQ(test, len, compiled.len);
		KUNIT_EXPECT_GE(test, compiled.room, compiled.len);
	}
	KUNIT_EXPECT_MEMEQ(test, header, compiled.data, HEADER_LEN);
	for (n = 1; n <= 20; n++) {
		const u8 *at = compiled.data + HEADER_LEN +
			       (n - 1) * (RECORD_HEADER_LEN + PAGE_SIZE);

		memset(data, n, PAGE_SIZE);
		KUNIT_EXPECT_EQ(test, n, at[0]);
		KUNIT_EXPECT_MEMEQ(test, data, at + RECORD_HEADER_LEN,
				   PAGE_SIZE);
	}
	holdfast_compiled_free(&compiled);
}

/* As much as can be signed; with one byte more there is nothing to be signed. */
static void has_a_limit(struct kunit *test)
{
	const u32 most = HOLDFAST_MAX_COMPILED - HEADER_LEN - RECORD_HEADER_LEN;
	struct holdfast_compiled compiled;

	KUNIT_ASSERT_EQ(test, 0, holdfast_compiled_init(&compiled, 1));
	KUNIT_EXPECT_EQ(test, 0, holdfast_compiled_reserve(&compiled, most));
	KUNIT_EXPECT_NOT_NULL(test, compiled.data);
	KUNIT_EXPECT_EQ(test, HOLDFAST_MAX_COMPILED, compiled.room);
	KUNIT_EXPECT_EQ(test, 0, holdfast_compiled_reserve(&compiled, most + 1));
	KUNIT_EXPECT_NULL(test, compiled.data);

	/* and so it stays */
	KUNIT_EXPECT_EQ(test, 0, holdfast_compiled_reserve(&compiled, 1));
	holdfast_compiled_add(&compiled, 1, "x", 1);
	KUNIT_EXPECT_NULL(test, compiled.data);
	KUNIT_EXPECT_EQ(test, 0, compiled.len);
	holdfast_compiled_free(&compiled);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(writes_bytes),
	KUNIT_CASE(grows),
	KUNIT_CASE(has_a_limit),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_compiled",
	.test_cases = cases,
};

kunit_test_suite(suite);
