// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests as they should not be are refused, with the reason, and change
 * nothing. Without Holdfast there is nobody who would take them.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "netlink.h"

#define MAX_ATTRS	60000

/**
 * struct bytes - attributes being put together
 *
 * @data: they
 * @len: so far
 */
struct bytes {
	char data[MAX_ATTRS];
	size_t len;
};

static struct nlattr *put(struct bytes *bytes, uint16_t type, const void *data,
			  size_t len)
{
	struct nlattr *attr = (void *)(bytes->data + bytes->len);

	attr->nla_type = type;
	attr->nla_len = NLA_HDRLEN + len;
	if (len)
		memcpy(attr + 1, data, len);
	bytes->len += NLA_ALIGN(attr->nla_len);
	return attr;
}

static void put_name(struct bytes *bytes, size_t len)
{
	char *name = calloc(1, len + 1);

	memset(name, 'x', len);
	put(bytes, HOLDFAST_A_PROFILE_NAME, name, len + 1);
	free(name);
}

static void put_class(struct bytes *bytes, uint32_t class)
{
	put(bytes, HOLDFAST_A_PROFILE_COMPLAIN, &class, sizeof(class));
}

static void make_truncated(struct bytes *bytes)
{
	put(bytes, HOLDFAST_A_PROFILE_NAME, "x", 2)->nla_len = 200;
}

static void make_short(struct bytes *bytes)
{
	put_name(bytes, 3);
	put(bytes, HOLDFAST_A_PROFILE_COMPLAIN, "", 1);
}

static void make_long_name(struct bytes *bytes)
{
	put_name(bytes, HOLDFAST_NAME_MAX + 1);
	put_class(bytes, 0);
}

static void make_huge_name(struct bytes *bytes)
{
	put_name(bytes, 30000);
	put_class(bytes, 0);
}

static void make_unknown_attr(struct bytes *bytes)
{
	put_name(bytes, 3);
	put_class(bytes, 0);
	put(bytes, HOLDFAST_A_PROFILE_MAX + 1, "xyz", 4);
}

static void make_unknown_mode(struct bytes *bytes)
{
	put_name(bytes, 3);
	put_class(bytes, 77);
}

static void make_unknown_op(struct bytes *bytes)
{
	uint32_t op = 1000;

	put_name(bytes, 3);
	put_class(bytes, 0);
	put(bytes, HOLDFAST_A_PROFILE_ALLOW, &op, sizeof(op));
}

static void make_repeated(struct bytes *bytes)
{
	put_name(bytes, 3);
	put_name(bytes, 4);
	put_class(bytes, 0);
}

static void make_nameless(struct bytes *bytes)
{
	put_class(bytes, 0);
}

static void make_empty(struct bytes *bytes)
{
	bytes->len = 0;
}

static void make_unknown_cap(struct bytes *bytes)
{
	uint64_t caps = 1ULL << 60;

	put_name(bytes, 3);
	put_class(bytes, 0);
	put(bytes, HOLDFAST_A_PROFILE_CAP_HOST, &caps, sizeof(caps));
}

FIXTURE(bad)
{
	int fd;
	uint64_t generation;
	char text[256];
	struct bytes bytes;
};

FIXTURE_VARIANT(bad)
{
	void (*make)(struct bytes *bytes);
};

#define BAD(NAME)							\
FIXTURE_VARIANT_ADD(bad, NAME)						\
{									\
	.make = make_##NAME,						\
}

BAD(truncated);
BAD(short);
BAD(long_name);
BAD(huge_name);
BAD(unknown_attr);
BAD(unknown_mode);
BAD(unknown_op);
BAD(unknown_cap);
BAD(repeated);
BAD(nameless);
BAD(empty);

FIXTURE_SETUP(bad)
{
	self->fd = netlink_open();
	ASSERT_LE(0, self->fd);
	netlink_status(HOLDFAST_A_STATUS_GENERATION, &self->generation);
	self->bytes.len = 0;
}

/* Whatever was sent, the policy is the one it was. */
FIXTURE_TEARDOWN(bad)
{
	uint64_t generation = 0;

	close(self->fd);
	netlink_status(HOLDFAST_A_STATUS_GENERATION, &generation);
	EXPECT_EQ(self->generation, generation);
}

static int send_to(FIXTURE_DATA(bad) *self, uint8_t cmd)
{
	const struct netlink_raw raw = {
		.cmd = cmd,
		.attrs = self->bytes.data,
		.len = self->bytes.len,
	};

	return netlink_send_raw(self->fd, &raw, self->text,
				sizeof(self->text));
}

TEST_F(bad, profile)
{
	uint64_t profiles = 0, now = 0;

	if (!netlink_present()) {
		EXPECT_GT(0, send_to(self, HOLDFAST_CMD_PROFILE_ADD));
		return;
	}
	netlink_status(HOLDFAST_A_STATUS_PROFILES, &profiles);
	self->bytes.len = 0;
	ASSERT_EQ(0, send_to(self, HOLDFAST_CMD_POLICY_BEGIN));
	variant->make(&self->bytes);
	EXPECT_GT(0, send_to(self, HOLDFAST_CMD_PROFILE_ADD));
	EXPECT_NE('\0', self->text[0])
		TH_LOG("refused without a reason");
	netlink_status(HOLDFAST_A_STATUS_PROFILES, &now);
	EXPECT_EQ(profiles, now);
}

TEST_F(bad, rule)
{
	if (!netlink_present()) {
		EXPECT_GT(0, send_to(self, HOLDFAST_CMD_RULE_ADD));
		return;
	}
	/* no profile was begun, nor a transaction */
	variant->make(&self->bytes);
	EXPECT_GT(0, send_to(self, HOLDFAST_CMD_RULE_ADD));
	EXPECT_NE('\0', self->text[0])
		TH_LOG("refused without a reason");
}

TEST_F(bad, commit)
{
	self->bytes.len = 0;
	if (!netlink_present()) {
		EXPECT_GT(0, send_to(self, HOLDFAST_CMD_POLICY_COMMIT));
		return;
	}
	EXPECT_EQ(-ENOTCONN, send_to(self, HOLDFAST_CMD_POLICY_COMMIT));
}

TEST(unknown_command)
{
	const struct netlink_raw raw = { .cmd = 200, .attrs = "" };
	char text[256];
	int fd = netlink_open();

	EXPECT_GT(0, netlink_send_raw(fd, &raw, text, sizeof(text)));
	close(fd);
}

/* A second one has to wait, and the end of the first one's socket ends it. */
TEST(one_transaction)
{
	const struct netlink_raw raw = {
		.cmd = HOLDFAST_CMD_POLICY_BEGIN,
		.attrs = "",
	};
	int first = netlink_open(), second = netlink_open();
	char text[256];

	if (!netlink_present()) {
		EXPECT_GT(0, netlink_send_raw(first, &raw, text, sizeof(text)));
		return;
	}
	EXPECT_EQ(0, netlink_send_raw(first, &raw, text, sizeof(text)));
	EXPECT_EQ(-EBUSY, netlink_send_raw(second, &raw, text, sizeof(text)));
	close(first);
	EXPECT_EQ(0, netlink_send_raw(second, &raw, text, sizeof(text)));
	close(second);
}

TEST_HARNESS_MAIN
