// SPDX-License-Identifier: GPL-2.0-only
/*
 * Requests that are wrong in every way we could think of: each is refused with
 * a reason, and changes neither the active policy nor the open transaction.
 */
#include <errno.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"

#define DUMP	NLM_F_DUMP
#define ROUNDS	4000U

#ifndef SO_SNDBUFFORCE
#define SO_SNDBUFFORCE	32
#endif

static const struct {
	uint8_t cmd;
	uint16_t flags;
	const char *name;
	uint16_t max;
} commands[] = {
	{ HOLDFAST_CMD_STATUS_GET, 0, "status-get", 0 },
	{ HOLDFAST_CMD_HOOK_GET, DUMP, "hook-get", 0 },
	{ HOLDFAST_CMD_POLICY_BEGIN, 0, "policy-begin",
	  HOLDFAST_A_TRANSACTION_POLICY_VERSION },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, "profile-add",
	  HOLDFAST_A_PROFILE_DEVICE },
	{ HOLDFAST_CMD_RULE_ADD, 0, "rule-add", HOLDFAST_A_RULE_TRANSITION },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0, "policy-commit",
	  HOLDFAST_A_TRANSACTION_SIGNATURE },
	{ HOLDFAST_CMD_KEY_ADD, 0, "key-add", HOLDFAST_A_KEY_CERTIFICATE },
	{ HOLDFAST_CMD_POLICY_CONFIRM, 0, "policy-confirm",
	  HOLDFAST_A_TRANSACTION_GENERATION },
	{ HOLDFAST_CMD_POLICY_ROLLBACK, 0, "policy-rollback",
	  HOLDFAST_A_TRANSACTION_GENERATION },
	{ HOLDFAST_CMD_LOCK, 0, "lock", HOLDFAST_A_TRANSACTION_GENERATION },
	{ HOLDFAST_CMD_POLICY_PROMOTE, 0, "policy-promote",
	  HOLDFAST_A_TRANSACTION_CONFIRM },
	{ HOLDFAST_CMD_POLICY_UNSHADOW, 0, "policy-unshadow",
	  HOLDFAST_A_TRANSACTION_GENERATION },
	{ HOLDFAST_CMD_STATS_GET, DUMP, "stats-get", HOLDFAST_A_STATS_SHADOW },
	{ HOLDFAST_CMD_PROFILE_GET, DUMP, "profile-get",
	  HOLDFAST_A_PROFILE_SHADOW },
	{ HOLDFAST_CMD_RULE_GET, DUMP, "rule-get", HOLDFAST_A_RULE_SHADOW },
	{ HOLDFAST_CMD_CONTAINER_GET, DUMP, "container-get", 0 },
	{ HOLDFAST_CMD_CONTAINER_ASSIGN, 0, "container-assign",
	  HOLDFAST_A_CONTAINER_PID },
	{ HOLDFAST_CMD_EVENT_GET, DUMP, "event-get", HOLDFAST_A_EVENT_SINCE },
};

enum kind {
	NUMBER32,
	NUMBER64,
	FLAG,
	TEXT,	/* ends with a NUL */
	STRING,	/* need not */
	NEST,
};

/* What each request takes; @size: the longest text, without its NUL. */
static const struct attribute {
	uint8_t cmd;
	uint16_t flags;
	uint16_t type;
	enum kind kind;
	size_t size;
	bool repeatable;
	const char *name;
} attributes[] = {
	{ HOLDFAST_CMD_POLICY_BEGIN, 0, HOLDFAST_A_TRANSACTION_GENERATION,
	  NUMBER64, 0, false, "policy-begin generation" },
	{ HOLDFAST_CMD_POLICY_BEGIN, 0, HOLDFAST_A_TRANSACTION_POLICY_VERSION,
	  NUMBER64, 0, false, "policy-begin policy-version" },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0, HOLDFAST_A_TRANSACTION_GENERATION,
	  NUMBER64, 0, false, "policy-commit generation" },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0, HOLDFAST_A_TRANSACTION_FORCE,
	  FLAG, 0, false, "policy-commit force" },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0, HOLDFAST_A_TRANSACTION_CONFIRM,
	  NUMBER32, 0, false, "policy-commit confirm" },
	{ HOLDFAST_CMD_POLICY_CONFIRM, 0, HOLDFAST_A_TRANSACTION_GENERATION,
	  NUMBER64, 0, false, "policy-confirm generation" },
	{ HOLDFAST_CMD_POLICY_ROLLBACK, 0, HOLDFAST_A_TRANSACTION_GENERATION,
	  NUMBER64, 0, false, "policy-rollback generation" },
	{ HOLDFAST_CMD_LOCK, 0, HOLDFAST_A_TRANSACTION_GENERATION,
	  NUMBER64, 0, false, "lock generation" },
	{ HOLDFAST_CMD_POLICY_COMMIT, 0, HOLDFAST_A_TRANSACTION_SHADOW,
	  FLAG, 0, false, "policy-commit shadow" },
	{ HOLDFAST_CMD_POLICY_PROMOTE, 0, HOLDFAST_A_TRANSACTION_CONFIRM,
	  NUMBER32, 0, false, "policy-promote confirm" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_NAME,
	  TEXT, HOLDFAST_NAME_MAX, false, "profile-add name" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_COMPLAIN,
	  NUMBER32, 0, true, "profile-add complain" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_ALLOW,
	  NUMBER32, 0, true, "profile-add allow" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_FS_TYPE,
	  STRING, HOLDFAST_FS_TYPE_MAX, true, "profile-add fs-type" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_CAP_HOST,
	  NUMBER64, 0, false, "profile-add cap-host" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_CAP_OWN,
	  NUMBER64, 0, false, "profile-add cap-own" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_CAP_SCOPE,
	  NEST, 0, true, "profile-add cap-scope" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_DEVICE,
	  NEST, 0, true, "profile-add device" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_ALIAS,
	  STRING, HOLDFAST_ALIAS_MAX, true, "profile-add alias" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_SOCKET,
	  STRING, HOLDFAST_SOCKET_MAX, true, "profile-add socket" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_FAMILIES,
	  NUMBER64, 0, false, "profile-add families" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_USER_NS_COUNT,
	  NUMBER32, 0, false, "profile-add user-ns-count" },
	{ HOLDFAST_CMD_PROFILE_ADD, 0, HOLDFAST_A_PROFILE_USER_NS_DEPTH,
	  NUMBER32, 0, false, "profile-add user-ns-depth" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_NAMESPACES,
	  NUMBER32, 0, false, "rule-add namespaces" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_ROOTFS,
	  FLAG, 0, false, "rule-add rootfs" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_CGROUP,
	  TEXT, HOLDFAST_GLOB_MAX, false, "rule-add cgroup" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_USER_FIRST,
	  NUMBER32, 0, false, "rule-add user-first" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_USER_LAST,
	  NUMBER32, 0, false, "rule-add user-last" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_PROFILE,
	  TEXT, HOLDFAST_NAME_MAX, false, "rule-add profile" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_ASSIGNED,
	  FLAG, 0, false, "rule-add assigned" },
	{ HOLDFAST_CMD_RULE_ADD, 0, HOLDFAST_A_RULE_TRANSITION,
	  FLAG, 0, false, "rule-add transition" },
	{ HOLDFAST_CMD_CONTAINER_ASSIGN, 0, HOLDFAST_A_CONTAINER_PROFILE,
	  TEXT, HOLDFAST_NAME_MAX, false, "container-assign profile" },
	{ HOLDFAST_CMD_CONTAINER_ASSIGN, 0, HOLDFAST_A_CONTAINER_PID,
	  NUMBER32, 0, false, "container-assign pid" },
	{ HOLDFAST_CMD_STATS_GET, DUMP, HOLDFAST_A_STATS_SHADOW,
	  FLAG, 0, false, "stats-get shadow" },
	{ HOLDFAST_CMD_PROFILE_GET, DUMP, HOLDFAST_A_PROFILE_SHADOW,
	  FLAG, 0, false, "profile-get shadow" },
	{ HOLDFAST_CMD_RULE_GET, DUMP, HOLDFAST_A_RULE_SHADOW,
	  FLAG, 0, false, "rule-get shadow" },
	{ HOLDFAST_CMD_EVENT_GET, DUMP, HOLDFAST_A_EVENT_SINCE,
	  NUMBER64, 0, false, "event-get since" },
};

/* A transaction is open on @fd. */
FIXTURE(request)
{
	int fd;
	struct snapshot before;
};

FIXTURE_SETUP(request)
{
	int err = message_family(NULL);

	if (err == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_LT(0, err);
	ASSERT_EQ(0, snapshot_take(&self->before));
	self->fd = message_socket();
	ASSERT_LE(0, self->fd);
	ASSERT_EQ(0, message_simple(self->fd, HOLDFAST_CMD_POLICY_BEGIN, 0));
}

static int add_named(int fd, const char *name)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, name);
	return message_talk(fd, &msg, NULL);
}

/* The transaction is open still, and the policy is as it was. */
FIXTURE_TEARDOWN(request)
{
	struct snapshot after;

	EXPECT_EQ(0, add_named(self->fd, "still open"));
	close(self->fd);
	ASSERT_EQ(0, snapshot_take(&after));
	EXPECT_EQ(self->before.generation, after.generation);
	EXPECT_TRUE(snapshot_same(&self->before, &after));
	snapshot_free(&self->before);
	snapshot_free(&after);
}

/*
 * The kernel's own checks say EINVAL or ERANGE as they see fit; @err is 0 for
 * both of them.
 */
static bool refused(int fd, struct message *msg, int err, const char *reason,
		    const char *what)
{
	struct answer answer;
	int ret = message_talk(fd, msg, &answer);
	bool good = err ? ret == err : ret == -EINVAL || ret == -ERANGE;

	good = good && answer.reason[0] && !answer.count &&
	       (!reason || !strcmp(answer.reason, reason));
	if (!good)
		fprintf(stderr, "# %s: error %d, '%s'\n", what, ret, answer.reason);
	answer_free(&answer);
	return good;
}

/* A profile that lacks only what is to be tested. */
static void begin(struct message *msg, const struct attribute *attr)
{
	message_init(msg, attr->cmd, attr->flags);
	if (attr->cmd == HOLDFAST_CMD_PROFILE_ADD &&
	    attr->type != HOLDFAST_A_PROFILE_NAME)
		message_put_text(msg, HOLDFAST_A_PROFILE_NAME, "x");
}

static size_t put_filled(struct message *msg, uint16_t type, size_t len)
{
	char *text = malloc(len + 1);
	size_t offset;

	memset(text, 'x', len);
	offset = message_put(msg, type, text, len);
	free(text);
	return offset;
}

static bool wrong_length(int fd, const struct attribute *attr, size_t len,
			 bool terminated)
{
	struct message msg;
	size_t offset;

	begin(&msg, attr);
	offset = put_filled(&msg, attr->type | (attr->kind == NEST ?
						NLA_F_NESTED : 0), len);
	if (terminated)
		((char *)(message_attr(&msg, offset) + 1))[len - 1] = '\0';
	if (refused(fd, &msg, 0, NULL, attr->name))
		return true;
	fprintf(stderr, "# ... with %zu bytes\n", len);
	return false;
}

static bool right_length(const struct attribute *attr, size_t len)
{
	switch (attr->kind) {
	case NUMBER32:
		return len == 4;
	case NUMBER64:
		return len == 8;
	case FLAG:
		return !len;
	case STRING:
		return len && len <= attr->size;
	case TEXT:
		return false;
	case NEST:
		return !len || len >= NLA_HDRLEN;
	}
	return false;
}

TEST_F(request, lengths)
{
	static const size_t lengths[] = { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16,
					  31, 32, 33, 100, 1000, 60000 };
	const struct attribute *attr;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		attr = &attributes[i];
		for (j = 0; j < ARRAY_SIZE(lengths); j++)
			if (!right_length(attr, lengths[j]))
				EXPECT_TRUE(wrong_length(self->fd, attr,
							 lengths[j], false));
	}
}

TEST_F(request, long_texts)
{
	const struct attribute *attr;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		attr = &attributes[i];
		if (attr->kind != TEXT && attr->kind != STRING)
			continue;
		EXPECT_TRUE(wrong_length(self->fd, attr, attr->size + 2, true));
		EXPECT_TRUE(wrong_length(self->fd, attr, 30000, true));
	}
}

/* The longest that are right, with and without what need not be there. */
TEST_F(request, longest_texts)
{
	struct message msg;
	size_t offset;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	offset = put_filled(&msg, HOLDFAST_A_PROFILE_NAME,
			    HOLDFAST_NAME_MAX + 1);
	((char *)(message_attr(&msg, offset) + 1))[HOLDFAST_NAME_MAX] = '\0';
	put_filled(&msg, HOLDFAST_A_PROFILE_FS_TYPE, HOLDFAST_FS_TYPE_MAX);
	put_filled(&msg, HOLDFAST_A_PROFILE_ALIAS, HOLDFAST_ALIAS_MAX);
	put_filled(&msg, HOLDFAST_A_PROFILE_SOCKET, HOLDFAST_SOCKET_MAX);
	message_put_text(&msg, HOLDFAST_A_PROFILE_FS_TYPE, "tmpfs");
	EXPECT_EQ(0, message_talk(self->fd, &msg, NULL));

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	offset = put_filled(&msg, HOLDFAST_A_RULE_CGROUP,
			    HOLDFAST_GLOB_MAX + 1);
	((char *)(message_attr(&msg, offset) + 1))[HOLDFAST_GLOB_MAX] = '\0';
	EXPECT_EQ(0, message_talk(self->fd, &msg, NULL));
}

TEST_F(request, unknown_attributes)
{
	static const uint16_t beyond[] = { 1, 2, 10, 100, 1000 };
	struct message msg;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(commands); i++) {
		for (j = 0; j < ARRAY_SIZE(beyond); j++) {
			message_init(&msg, commands[i].cmd, commands[i].flags);
			message_put_u32(&msg, commands[i].max + beyond[j], 1);
			EXPECT_TRUE(refused(self->fd, &msg, 0, NULL,
					    commands[i].name));
		}
		message_init(&msg, commands[i].cmd, commands[i].flags);
		message_put_u32(&msg, 0, 1);
		EXPECT_TRUE(refused(self->fd, &msg, 0, NULL,
				    commands[i].name));
		message_init(&msg, commands[i].cmd, commands[i].flags);
		message_put_u32(&msg, (uint16_t)NLA_TYPE_MASK, 1);
		EXPECT_TRUE(refused(self->fd, &msg, 0, NULL,
				    commands[i].name));
	}
}

/* What only answers have. */
TEST_F(request, attributes_of_answers)
{
	struct message msg;
	uint16_t type;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_INDEX, 0);
	EXPECT_TRUE(refused(self->fd, &msg, 0, NULL, "rule-add index"));
	for (type = 1; type < HOLDFAST_A_EVENT_SINCE; type++) {
		message_init(&msg, HOLDFAST_CMD_EVENT_GET, DUMP);
		message_put_u64(&msg, type, 0);
		EXPECT_TRUE(refused(self->fd, &msg, 0, NULL, "event-get"));
	}
}

static void put_valid(struct message *msg, const struct attribute *attr,
		      uint64_t generation)
{
	switch (attr->kind) {
	case NUMBER32:
		message_put_u32(msg, attr->type,
				attr->type == HOLDFAST_A_TRANSACTION_CONFIRM &&
				attr->cmd != HOLDFAST_CMD_PROFILE_ADD);
		break;
	case NUMBER64:
		message_put_u64(msg, attr->type,
				attr->cmd == HOLDFAST_CMD_PROFILE_ADD ?
					0 : generation);
		break;
	case FLAG:
		message_put(msg, attr->type, NULL, 0);
		break;
	case TEXT:
	case STRING:
		message_put_text(msg, attr->type, "x");
		break;
	case NEST:
		break;
	}
}

TEST_F(request, repeated_attributes)
{
	struct message msg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		if (attributes[i].repeatable)
			continue;
		begin(&msg, &attributes[i]);
		put_valid(&msg, &attributes[i], self->before.generation);
		put_valid(&msg, &attributes[i], self->before.generation);
		EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
				    "attribute given twice",
				    attributes[i].name));
	}
}

static bool bad_bytes(int fd, uint8_t cmd, uint16_t type, size_t len, int err,
		      const char *reason)
{
	struct message msg;

	message_init(&msg, cmd, 0);
	message_put(&msg, type, NULL, len);
	return refused(fd, &msg, err, reason, "bytes");
}

/* Signatures and certificates that are none, as long as an attribute can be. */
TEST_F(request, bytes)
{
	static const size_t lengths[] = { 0, 1, 100, 65000 };
	static const char no_certificate[] =
		"not an X.509 certificate in DER form that this kernel can use";
	struct message msg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		EXPECT_TRUE(bad_bytes(self->fd, HOLDFAST_CMD_POLICY_COMMIT,
				      HOLDFAST_A_TRANSACTION_SIGNATURE,
				      lengths[i], -EKEYREJECTED,
				      "not a detached PKCS#7 signature in DER form"));
		EXPECT_TRUE(bad_bytes(self->fd, HOLDFAST_CMD_KEY_ADD,
				      HOLDFAST_A_KEY_CERTIFICATE, lengths[i],
				      lengths[i] ? -EBADMSG : -EINVAL,
				      no_certificate));
	}
	message_init(&msg, HOLDFAST_CMD_KEY_ADD, 0);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL, "there is no certificate",
			    "no certificate"));
}

/* No time at all to confirm a policy in, or more than makes sense. */
TEST_F(request, confirm_range)
{
	static const uint32_t wrong[] = { 0, HOLDFAST_CONFIRM_MAX + 1, ~0U };
	struct message msg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(wrong); i++) {
		message_init(&msg, HOLDFAST_CMD_POLICY_COMMIT, 0);
		message_put_u32(&msg, HOLDFAST_A_TRANSACTION_CONFIRM, wrong[i]);
		EXPECT_TRUE(refused(self->fd, &msg, 0, NULL, "confirm"));
	}
}

static void put_scope(struct message *msg, uint32_t cap, uint64_t scopes)
{
	size_t nest = message_nest(msg, HOLDFAST_A_PROFILE_CAP_SCOPE);

	message_put_u32(msg, HOLDFAST_A_CAP_SCOPE_CAP, cap);
	message_put_u64(msg, HOLDFAST_A_CAP_SCOPE_SCOPES, scopes);
	message_nest_end(msg, nest);
}

static void put_device(struct message *msg, uint32_t major, uint32_t first,
		       uint32_t last)
{
	size_t nest = message_nest(msg, HOLDFAST_A_PROFILE_DEVICE);

	message_put_u32(msg, HOLDFAST_A_DEVICE_MAJOR, major);
	message_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_FIRST, first);
	message_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_LAST, last);
	message_nest_end(msg, nest);
}

static void put_caps(struct message *msg)
{
	message_put_u64(msg, HOLDFAST_A_PROFILE_CAP_HOST,
			(1ULL << CAP_SYS_ADMIN) | (1ULL << CAP_CHOWN));
}

static size_t scope(struct message *msg)
{
	return message_nest(msg, HOLDFAST_A_PROFILE_CAP_SCOPE);
}

static size_t device(struct message *msg)
{
	return message_nest(msg, HOLDFAST_A_PROFILE_DEVICE);
}

#define MAKE(NAME, ...)							\
	static void make_##NAME(struct message *msg)			\
	{								\
		size_t nest = 0;					\
									\
		__VA_ARGS__						\
		if (nest)						\
			message_nest_end(msg, nest);			\
	}

#define NUMBER(SET, NAME, VALUE)					\
	message_put_u32(msg, HOLDFAST_A_##SET##_##NAME, VALUE)
#define LONG(SET, NAME, VALUE)						\
	message_put_u64(msg, HOLDFAST_A_##SET##_##NAME, VALUE)

MAKE(class, NUMBER(PROFILE, COMPLAIN, HOLDFAST_CLASS_SELF + 1);)
MAKE(class_state, NUMBER(PROFILE, COMPLAIN, HOLDFAST_CLASS_STATE);)
MAKE(op, NUMBER(PROFILE, ALLOW, HOLDFAST_OP_SELF_CONTROL + 1);)
MAKE(wild_op, NUMBER(PROFILE, ALLOW, ~0U);)
MAKE(control, NUMBER(PROFILE, ALLOW, HOLDFAST_OP_SELF_CONTROL);)
MAKE(cap, LONG(PROFILE, CAP_HOST, 1ULL << (CAP_LAST_CAP + 1));)
MAKE(own_cap, LONG(PROFILE, CAP_OWN, 1ULL << 63);)
MAKE(empty_scope, put_caps(msg); nest = scope(msg);)
MAKE(scope_of_nothing, put_caps(msg); nest = scope(msg);
	LONG(CAP_SCOPE, SCOPES, 1);)
MAKE(scope_without_set, put_caps(msg); nest = scope(msg);
	NUMBER(CAP_SCOPE, CAP, CAP_CHOWN);)
MAKE(scope_of_none, put_caps(msg); put_scope(msg, CAP_CHOWN, 0);)
MAKE(unknown_scope, put_caps(msg);
	put_scope(msg, CAP_CHOWN, 1ULL << (HOLDFAST_SCOPE_PCICONFIG_WRITE + 1));)
MAKE(scope_cap, put_caps(msg); put_scope(msg, CAP_LAST_CAP + 1, 1);)
MAKE(scope_wild_cap, put_caps(msg); put_scope(msg, ~0U, 1);)
MAKE(two_scopes, put_caps(msg); put_scope(msg, CAP_CHOWN, 1);
	put_scope(msg, CAP_CHOWN, 2);)
MAKE(idle_scope, put_caps(msg); put_scope(msg, CAP_KILL, 1);)
MAKE(scope_twice_cap, put_caps(msg); nest = scope(msg);
	NUMBER(CAP_SCOPE, CAP, CAP_CHOWN);
	NUMBER(CAP_SCOPE, CAP, CAP_SYS_ADMIN); LONG(CAP_SCOPE, SCOPES, 1);)
MAKE(scope_unknown, put_caps(msg); nest = scope(msg);
	NUMBER(CAP_SCOPE, CAP, CAP_CHOWN); LONG(CAP_SCOPE, SCOPES, 1);
	NUMBER(CAP_SCOPE, MAX + 1, 1);)
MAKE(scope_short, put_caps(msg); nest = scope(msg);
	NUMBER(CAP_SCOPE, CAP, CAP_CHOWN); NUMBER(CAP_SCOPE, SCOPES, 1);)
MAKE(scope_flag, put_caps(msg); nest = scope(msg);
	NUMBER(CAP_SCOPE, CAP, CAP_CHOWN); LONG(CAP_SCOPE, SCOPES, 1);
	NUMBER(CAP_SCOPE, ONLY, 1);)
MAKE(scope_garbage, put_caps(msg); nest = scope(msg);
	message_put_bytes(msg, "garbage", 8);)
MAKE(scope_cut, put_caps(msg); nest = scope(msg);
	message_attr(msg, NUMBER(CAP_SCOPE, CAP, CAP_CHOWN))->nla_len = 200;)
MAKE(scope_unmarked, put_caps(msg); put_scope(msg, CAP_CHOWN, 1);
	message_attr(msg, msg->len - 24)->nla_type &= ~NLA_F_NESTED;)
MAKE(scope_deep, put_caps(msg); nest = scope(msg);
	put_scope(msg, CAP_CHOWN, 1);)
MAKE(empty_device, nest = device(msg);)
MAKE(device_no_major, nest = device(msg); NUMBER(DEVICE, MINOR_FIRST, 0);
	NUMBER(DEVICE, MINOR_LAST, 0);)
MAKE(device_no_last, nest = device(msg); NUMBER(DEVICE, MAJOR, 1);
	NUMBER(DEVICE, MINOR_FIRST, 0);)
MAKE(device_twice, nest = device(msg); NUMBER(DEVICE, MAJOR, 1);
	NUMBER(DEVICE, MAJOR, 8); NUMBER(DEVICE, MINOR_FIRST, 0);
	NUMBER(DEVICE, MINOR_LAST, 0);)
MAKE(device_unknown, nest = device(msg); NUMBER(DEVICE, MAJOR, 1);
	NUMBER(DEVICE, MINOR_FIRST, 0); NUMBER(DEVICE, MINOR_LAST, 0);
	NUMBER(DEVICE, MAX + 1, 0);)
MAKE(device_major, put_device(msg, 4096, 0, 0);)
MAKE(device_minor, put_device(msg, 1, 0, 1 << 20);)
MAKE(device_reversed, put_device(msg, 1, 4, 3);)
MAKE(fs_type, message_put_text(msg, HOLDFAST_A_PROFILE_FS_TYPE, "");)
MAKE(alias, message_put_text(msg, HOLDFAST_A_PROFILE_ALIAS, "");)
MAKE(trailing, message_put_bytes(msg, "\0\0", 2);)
MAKE(not_nested, message_put(msg, HOLDFAST_A_PROFILE_COMPLAIN | NLA_F_NESTED,
			     "\0\0\0", 4);)

static void put_many(struct message *msg, uint16_t attr)
{
	int i;

	for (i = 0; i < 257; i++)
		message_put_text(msg, attr, "x");
}

MAKE(fs_types, put_many(msg, HOLDFAST_A_PROFILE_FS_TYPE);)
MAKE(aliases, put_many(msg, HOLDFAST_A_PROFILE_ALIAS);)
MAKE(sockets, put_many(msg, HOLDFAST_A_PROFILE_SOCKET);)

static void make_devices(struct message *msg)
{
	int i;

	for (i = 0; i < 1025; i++)
		put_device(msg, 1, 3, 3);
}

static const struct {
	const char *name;
	void (*make)(struct message *msg);
	const char *reason;
} profiles[] = {
	{ "unknown class complains", make_class, NULL },
	{ "forged state complains", make_class_state,
	  "no such class, or none that can complain" },
	{ "unknown operation", make_op, NULL },
	{ "operation 4294967295", make_wild_op, NULL },
	{ "operation self-control", make_control, NULL },
	{ "unknown capability", make_cap, "no such capability" },
	{ "capability 63", make_own_cap, "no such capability" },
	{ "empty scope", make_empty_scope,
	  "a scope needs a capability and a set" },
	{ "scope without a capability", make_scope_of_nothing,
	  "a scope needs a capability and a set" },
	{ "scope without a set", make_scope_without_set,
	  "a scope needs a capability and a set" },
	{ "scope of no system call", make_scope_of_none,
	  "no such system-call scope" },
	{ "unknown system call", make_unknown_scope,
	  "no such system-call scope" },
	{ "scope of an unknown capability", make_scope_cap,
	  "no such capability" },
	{ "scope of capability 4294967295", make_scope_wild_cap,
	  "no such capability" },
	{ "two scopes of a capability", make_two_scopes,
	  "a capability has two scopes" },
	{ "scope of a capability that is not in the set", make_idle_scope,
	  "a scope narrows a capability that is not in the set" },
	{ "scope with two capabilities", make_scope_twice_cap,
	  "attribute given twice" },
	{ "scope with an unknown attribute", make_scope_unknown, NULL },
	{ "scope with a short set", make_scope_short, NULL },
	{ "scope with a flag that has content", make_scope_flag, NULL },
	{ "scope of garbage", make_scope_garbage, NULL },
	{ "scope that is cut off", make_scope_cut, NULL },
	{ "scope inside a scope", make_scope_deep, NULL },
	{ "empty device", make_empty_device,
	  "a device needs major and minor numbers" },
	{ "device without a major number", make_device_no_major,
	  "a device needs major and minor numbers" },
	{ "device without a last minor number", make_device_no_last,
	  "a device needs major and minor numbers" },
	{ "device with two major numbers", make_device_twice,
	  "attribute given twice" },
	{ "device with an unknown attribute", make_device_unknown, NULL },
	{ "device with a large major number", make_device_major,
	  "no such device number" },
	{ "device with a large minor number", make_device_minor,
	  "no such device number" },
	{ "minor numbers the wrong way round", make_device_reversed,
	  "the first minor number is above the last" },
	{ "empty filesystem type", make_fs_type,
	  "a member of a list is empty" },
	{ "empty alias", make_alias, "a member of a list is empty" },
	{ "257 filesystem types", make_fs_types, "too many filesystem types" },
	{ "257 aliases", make_aliases, "too many aliases of modules" },
	{ "257 sockets", make_sockets, "too many paths of sockets" },
	{ "1025 devices", make_devices, "too many devices" },
	{ "two bytes at the end", make_trailing, NULL },
	{ "a number marked as a nest", make_not_nested, NULL },
	{ "a nest that is not marked", make_scope_unmarked, NULL },
};

TEST_F(request, profiles)
{
	struct message msg;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(profiles); i++) {
		message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
		message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "x");
		profiles[i].make(&msg);
		EXPECT_TRUE(refused(self->fd, &msg, 0, profiles[i].reason,
				    profiles[i].name));
	}
}

TEST_F(request, names)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL, "a profile needs a name",
			    "no name"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "");
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL, "a profile needs a name",
			    "empty name"));
	EXPECT_EQ(0, add_named(self->fd, "one"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "one");
	EXPECT_TRUE(refused(self->fd, &msg, -EEXIST,
			    "two profiles of one name", "the same name"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "unconfined");
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "no profile can be called unconfined",
			    "a name that has a meaning"));
}

TEST_F(request, rules)
{
	struct message msg;
	int bit;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "nobody");
	EXPECT_TRUE(refused(self->fd, &msg, -ENOENT, "no such profile",
			    "unknown profile"));
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "privileged");
	EXPECT_TRUE(refused(self->fd, &msg, -ENOENT, "no such profile",
			    "profile of the active policy"));
	for (bit = 0; bit < 32; bit++) {
		if (1U << bit & (0x7e020000U | CLONE_NEWTIME))
			continue;
		message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
		message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, 1U << bit);
		EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
				    "no such namespace", "namespace flag"));
	}
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_USER_FIRST, 1);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "a range of users needs both its ends",
			    "first user alone"));
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_USER_LAST, 1);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "a range of users needs both its ends",
			    "last user alone"));
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_USER_FIRST, 2);
	message_put_u32(&msg, HOLDFAST_A_RULE_USER_LAST, 1);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "the first user is above the last",
			    "users the wrong way round"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "x");
	ASSERT_EQ(0, message_talk(self->fd, &msg, NULL));
	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "x");
	message_put(&msg, HOLDFAST_A_RULE_ASSIGNED, NULL, 0);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "a profile beside the assigned one",
			    "a profile beside the assigned one"));
}

static int talk_claiming(int fd, uint8_t cmd, uint32_t len)
{
	struct message msg;

	message_init(&msg, cmd, 0);
	message_header(&msg)->nlmsg_len = len;
	return message_talk(fd, &msg, NULL);
}

/* What is no message at all the kernel does not answer. */
TEST_F(request, truncated_messages)
{
	struct timeval patience = { .tv_usec = 200000 };
	uint32_t len;

	setsockopt(self->fd, SOL_SOCKET, SO_RCVTIMEO, &patience,
		   sizeof(patience));
	for (len = NLMSG_HDRLEN; len < NLMSG_HDRLEN + GENL_HDRLEN; len++)
		EXPECT_EQ(-EINVAL, talk_claiming(self->fd,
						 HOLDFAST_CMD_POLICY_COMMIT,
						 len));
	EXPECT_EQ(MESSAGE_SILENCE,
		  talk_claiming(self->fd, HOLDFAST_CMD_POLICY_COMMIT, 0));
	EXPECT_EQ(MESSAGE_SILENCE,
		  talk_claiming(self->fd, HOLDFAST_CMD_POLICY_COMMIT, 15));
	EXPECT_EQ(MESSAGE_SILENCE,
		  talk_claiming(self->fd, HOLDFAST_CMD_POLICY_COMMIT, 24));
	EXPECT_EQ(MESSAGE_SILENCE,
		  talk_claiming(self->fd, HOLDFAST_CMD_POLICY_COMMIT, ~0U));
}

TEST_F(request, truncated_attributes)
{
	static const uint16_t lengths[] = { 0, 1, 2, 3, 9, 200, 0xffff };
	const struct attribute *attr;
	struct message msg;
	size_t i, j, offset;

	for (i = 0; i < ARRAY_SIZE(attributes); i++) {
		attr = &attributes[i];
		for (j = 0; j < ARRAY_SIZE(lengths); j++) {
			begin(&msg, attr);
			offset = message_put(&msg, attr->type, NULL, 4);
			message_attr(&msg, offset)->nla_len = lengths[j];
			EXPECT_TRUE(refused(self->fd, &msg, 0, NULL,
					    attr->name));
		}
	}
}

TEST_F(request, commands)
{
	static const int unknown[] = { 0, HOLDFAST_CMD_EVENT_NTF,
				       HOLDFAST_CMD_MAX + 1, 128, 255 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		EXPECT_EQ(-EOPNOTSUPP,
			  message_simple(self->fd, unknown[i], 0));
		EXPECT_EQ(-EOPNOTSUPP,
			  message_simple(self->fd, unknown[i], DUMP));
	}
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		EXPECT_EQ(-EOPNOTSUPP,
			  message_simple(self->fd, commands[i].cmd,
					 commands[i].flags ^ DUMP));
}

/* More than any list may have, and more than an allocation can give. */
TEST_F(request, oversized)
{
	struct message msg;
	int room = 1 << 26, i;

	ASSERT_EQ(0, setsockopt(self->fd, SOL_SOCKET, SO_SNDBUFFORCE, &room,
				sizeof(room)));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "x");
	for (i = 0; i < 400000; i++)
		message_put(&msg, HOLDFAST_A_PROFILE_FS_TYPE, "x", 1);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL,
			    "too many filesystem types",
			    "400000 filesystem types"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "x");
	for (i = 0; i < 400000; i++)
		message_nest(&msg, HOLDFAST_A_PROFILE_DEVICE);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL, "too many devices",
			    "400000 devices"));
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "x");
	for (i = 0; i < 400000; i++)
		message_nest(&msg, HOLDFAST_A_PROFILE_CAP_SCOPE);
	EXPECT_TRUE(refused(self->fd, &msg, -EINVAL, NULL, "400000 scopes"));
}

/* A request with a bit of everything, and a name that is not taken. */
static void make_full(struct message *msg, unsigned int number)
{
	char name[32];
	size_t nest;

	snprintf(name, sizeof(name), "full-%u", number);
	message_init(msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(msg, HOLDFAST_A_PROFILE_NAME, name);
	message_put_u32(msg, HOLDFAST_A_PROFILE_COMPLAIN, HOLDFAST_CLASS_MOUNT);
	message_put_u32(msg, HOLDFAST_A_PROFILE_ALLOW, HOLDFAST_OP_MOUNT_NEW);
	message_put_text(msg, HOLDFAST_A_PROFILE_FS_TYPE, "tmpfs");
	put_caps(msg);
	put_scope(msg, CAP_SYS_ADMIN, 3);
	put_device(msg, 1, 3, 3);
	nest = message_nest(msg, HOLDFAST_A_PROFILE_DEVICE);
	message_put(msg, HOLDFAST_A_DEVICE_BLOCK, NULL, 0);
	message_put_u32(msg, HOLDFAST_A_DEVICE_MAJOR, 8);
	message_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_FIRST, 0);
	message_put_u32(msg, HOLDFAST_A_DEVICE_MINOR_LAST, 15);
	message_nest_end(msg, nest);
}

/*
 * Bytes that are changed at random: it is accepted, or refused with a reason.
 * The seed is fixed, so that what fails can be repeated.
 */
TEST_F_TIMEOUT(request, spoiled, 120)
{
	unsigned int round, accepted = 0, changes;
	struct answer answer;
	struct message msg;
	int ret;

	srand(1);
	for (round = 0; round < ROUNDS; round++) {
		make_full(&msg, round);
		for (changes = rand() % 4 + 1; changes; changes--)
			msg.data[NLMSG_HDRLEN + GENL_HDRLEN +
				 rand() % (msg.len - NLMSG_HDRLEN -
					   GENL_HDRLEN)] =
				rand() % 2 ? rand() : rand() % 8;
		ret = message_talk(self->fd, &msg, &answer);
		accepted += !ret;
		ASSERT_TRUE(ret != MESSAGE_SILENCE && (!ret || answer.reason[0]))
			TH_LOG("round %u: error %d", round, ret);
		answer_free(&answer);
		/* never so many that they are refused for that */
		if (round % 500)
			continue;
		close(self->fd);
		self->fd = message_socket();
		ASSERT_EQ(0, message_simple(self->fd,
					    HOLDFAST_CMD_POLICY_BEGIN, 0));
	}
	EXPECT_LT(ROUNDS / 50, accepted);
	EXPECT_GT(ROUNDS, accepted);
}

TEST_HARNESS_MAIN
