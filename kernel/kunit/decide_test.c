// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - the decision
 */

#include <kunit/test.h>
#include <linux/bits.h>
#include <linux/limits.h>
#include <linux/string.h>

#include "../decide.h"
#include "fixture.h"

#define ALL (BIT_ULL(HOLDFAST_NR_OPS) - 1)

/* What the profile below has on its lists, and what it has not. */
static const struct holdfast_request listed = {
	.name = "listed",
	.family = 1,
	.cap = CAP_CHOWN,
	.major = 1,
	.minor = 3,
};

static const struct holdfast_request unlisted = {
	.name = "unlisted",
	.family = 2,
	.cap = CAP_SYS_MODULE,
	.major = 8,
};

static int begin(struct kunit *test)
{
	struct holdfast_profile *profile = fixture_listing(test, "decide",
							   "list??");

	profile->families = BIT_ULL(1) | BIT_ULL(63);
	profile->cap_host = BIT_ULL(CAP_CHOWN) | BIT_ULL(CAP_SYS_ADMIN);
	profile->cap_own = profile->cap_host;
	profile->scopes[0].cap = CAP_SYS_ADMIN;
	profile->scopes[0].only = true;
	profile->scopes[0].scopes = BIT_ULL(HOLDFAST_SCOPE_MOUNT);
	profile->scopes[1] = profile->scopes[0];
	profile->scopes[1].own = true;
	profile->scopes[1].only = false;
	profile->devices[0].major = 1;
	profile->devices[0].minor_first = 3;
	profile->devices[0].minor_last = 5;
	test->priv = profile;
	return 0;
}

static void finish(struct kunit *test)
{
	holdfast_profile_free(test->priv);
}

static void expect(struct kunit *test, enum holdfast_op op,
		   const struct holdfast_request *request,
		   enum holdfast_op found, bool allowed)
{
	const struct holdfast_verdict verdict =
		holdfast_decide(test->priv, op, request);

	KUNIT_EXPECT_EQ_MSG(test, found, verdict.op, "op %d", op);
	KUNIT_EXPECT_EQ_MSG(test, allowed, verdict.allowed, "op %d", op);
}

/* What is looked up in a list, and what it is when that has it not. */
static const struct pair {
	const char *what;
	enum holdfast_op op;
	enum holdfast_op any;
} pairs[] = {
	{ "filesystem", HOLDFAST_OP_MOUNT_NEW, HOLDFAST_OP_MOUNT_NEW_ANY },
	{ "module", HOLDFAST_OP_MODULE_AUTOLOAD,
	  HOLDFAST_OP_MODULE_AUTOLOAD_ANY },
	{ "capability", HOLDFAST_OP_CAP_HOST, HOLDFAST_OP_CAP_HOST_ANY },
	{ "own capability", HOLDFAST_OP_CAP_OWN, HOLDFAST_OP_CAP_OWN_ANY },
	{ "open device", HOLDFAST_OP_DEVICE_OPEN, HOLDFAST_OP_DEVICE_OPEN_ANY },
	{ "make device", HOLDFAST_OP_DEVICE_MKNOD,
	  HOLDFAST_OP_DEVICE_MKNOD_ANY },
	{ "socket", HOLDFAST_OP_SOCKET_HOST, HOLDFAST_OP_SOCKET_HOST_ANY },
	{ "family", HOLDFAST_OP_SURFACE_SOCKET,
	  HOLDFAST_OP_SURFACE_SOCKET_ANY },
};

KUNIT_ARRAY_PARAM_DESC(pairs, pairs, what);

static void looks_lists_up(struct kunit *test)
{
	const struct pair *param = test->param_value;
	struct holdfast_profile *profile = test->priv;

	profile->allow = BIT_ULL(param->op);
	expect(test, param->op, &listed, param->op, true);
	expect(test, param->op, &unlisted, param->any, false);
	expect(test, param->any, &listed, param->any, false);
	profile->allow = BIT_ULL(param->any);
	expect(test, param->op, &listed, param->op, false);
	expect(test, param->op, &unlisted, param->any, true);
	expect(test, param->any, &listed, param->any, true);
}

/* Each operation is its own bit; what can never be allowed has none. */
static void allows_one_by_one(struct kunit *test)
{
	struct holdfast_profile *profile = test->priv;
	u32 op;

	for (op = 0; op < HOLDFAST_NR_OPS; op++) {
		const bool never = op >= HOLDFAST_OP_STATE_FORGED;

		profile->allow = BIT_ULL(op);
		expect(test, op, &listed, op, !never);
		profile->allow = ALL & ~BIT_ULL(op);
		expect(test, op, &listed, op, false);
	}
}

/* The first and the last operation of each class. */
static const struct {
	enum holdfast_class class;
	enum holdfast_op first;
	enum holdfast_op last;
} classes[] = {
	{ HOLDFAST_CLASS_NAMESPACE, HOLDFAST_OP_NS_CREATE_MNT,
	  HOLDFAST_OP_NS_JOIN_FOREIGN },
	{ HOLDFAST_CLASS_MOUNT, HOLDFAST_OP_MOUNT_NEW,
	  HOLDFAST_OP_MOUNT_ROOT_HOST },
	{ HOLDFAST_CLASS_MODULE, HOLDFAST_OP_MODULE_LOAD,
	  HOLDFAST_OP_MODULE_AUTOLOAD_ANY },
	{ HOLDFAST_CLASS_CAPABILITY, HOLDFAST_OP_CAP_HOST,
	  HOLDFAST_OP_CAP_OWN_ANY },
	{ HOLDFAST_CLASS_KERNEL_FILE, HOLDFAST_OP_KFILE_WRITE_OWN,
	  HOLDFAST_OP_KFILE_READ_LEAKY },
	{ HOLDFAST_CLASS_DEVICE, HOLDFAST_OP_DEVICE_OPEN,
	  HOLDFAST_OP_DEVICE_MKNOD_ANY },
	{ HOLDFAST_CLASS_HANDLE, HOLDFAST_OP_HANDLE_OPEN,
	  HOLDFAST_OP_HANDLE_OPEN },
	{ HOLDFAST_CLASS_PROCESS, HOLDFAST_OP_PROCESS_ACCESS_OWN,
	  HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN },
	{ HOLDFAST_CLASS_FILE, HOLDFAST_OP_FILE_KEEP_OUTSIDE,
	  HOLDFAST_OP_FILE_OPEN_OUTSIDE },
	{ HOLDFAST_CLASS_SOCKET, HOLDFAST_OP_SOCKET_ABSTRACT_OWN,
	  HOLDFAST_OP_SOCKET_HOST_ANY },
	{ HOLDFAST_CLASS_BPF, HOLDFAST_OP_BPF_OWN, HOLDFAST_OP_BPF_ANY },
	{ HOLDFAST_CLASS_EXEC, HOLDFAST_OP_EXEC_OUTSIDE,
	  HOLDFAST_OP_EXEC_WRITABLE },
	{ HOLDFAST_CLASS_KERNEL_SURFACE, HOLDFAST_OP_SURFACE_PERF,
	  HOLDFAST_OP_SURFACE_SOCKET_ANY },
	{ HOLDFAST_CLASS_STATE, HOLDFAST_OP_STATE_FORGED,
	  HOLDFAST_OP_STATE_FORGED },
	{ HOLDFAST_CLASS_SELF, HOLDFAST_OP_SELF_CONTROL,
	  HOLDFAST_OP_SELF_CONTROL },
};

static void knows_classes(struct kunit *test)
{
	u32 i, op, next = 0;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		KUNIT_EXPECT_EQ(test, next, classes[i].first);
		for (op = classes[i].first; op <= classes[i].last; op++)
			KUNIT_EXPECT_EQ_MSG(test, classes[i].class,
					    holdfast_op_class(op), "op %u", op);
		next = op;
	}
	KUNIT_EXPECT_EQ(test, HOLDFAST_NR_OPS, next);
}

/* A class complains, and no other does; the last two never. */
static void complains(struct kunit *test)
{
	struct holdfast_profile *profile = test->priv;
	struct holdfast_verdict verdict;
	u32 i, op;

	for (i = 0; i < ARRAY_SIZE(classes); i++) {
		profile->complain = BIT(classes[i].class);
		for (op = 0; op < HOLDFAST_NR_OPS; op++) {
			const bool does = op < HOLDFAST_OP_STATE_FORGED &&
					  op >= classes[i].first &&
					  op <= classes[i].last;

			verdict = holdfast_decide(profile, op, &listed);
			KUNIT_EXPECT_FALSE(test, verdict.allowed);
			KUNIT_EXPECT_EQ_MSG(test, does ? HOLDFAST_MODE_COMPLAIN :
							 HOLDFAST_MODE_ENFORCE,
					    verdict.mode, "op %u", op);
		}
	}
}

static void refuses_unknown(struct kunit *test)
{
	static const u32 wild[] = { 63, 64, 255, INT_MAX, UINT_MAX };
	struct holdfast_profile *profile = test->priv;
	struct holdfast_request request;
	u32 i;

	profile->allow = ~0ULL;
	profile->cap_host = ~0ULL;
	profile->complain = ~0U;
	for (i = 0; i < ARRAY_SIZE(wild); i++) {
		expect(test, wild[i], &listed, wild[i], false);
		request = listed;
		request.cap = wild[i];
		expect(test, HOLDFAST_OP_CAP_HOST, &request,
		       HOLDFAST_OP_CAP_HOST, false);
		request = listed;
		request.scope = wild[i];
		expect(test, HOLDFAST_OP_CAP_HOST, &request,
		       HOLDFAST_OP_CAP_HOST, false);
	}
	/* a family too large is one that is not listed */
	request = listed;
	request.family = 64;
	expect(test, HOLDFAST_OP_SURFACE_SOCKET, &request,
	       HOLDFAST_OP_SURFACE_SOCKET_ANY, true);
	request.family = 63;
	expect(test, HOLDFAST_OP_SURFACE_SOCKET, &request,
	       HOLDFAST_OP_SURFACE_SOCKET, true);
}

/* 'only' mount() against the host, 'not' mount() in what is its own. */
static void scopes_capabilities(struct kunit *test)
{
	struct holdfast_profile *profile = test->priv;
	struct holdfast_request request = { .cap = CAP_SYS_ADMIN };
	u32 scope;

	profile->allow = ALL;
	for (scope = 0; scope < HOLDFAST_NR_SCOPES; scope++) {
		const bool is = scope == HOLDFAST_SCOPE_MOUNT;

		request.scope = scope;
		expect(test, HOLDFAST_OP_CAP_HOST, &request,
		       is ? HOLDFAST_OP_CAP_HOST : HOLDFAST_OP_CAP_HOST_ANY,
		       true);
		expect(test, HOLDFAST_OP_CAP_OWN, &request,
		       is ? HOLDFAST_OP_CAP_OWN_ANY : HOLDFAST_OP_CAP_OWN,
		       true);
	}
}

static void has_borders(struct kunit *test)
{
	static const struct {
		bool block;
		u32 major, minor;
		bool inside;
	} devices[] = {
		{ false, 1, 2, false }, { false, 1, 3, true },
		{ false, 1, 4, true },	{ false, 1, 5, true },
		{ false, 1, 6, false }, { false, 0, 4, false },
		{ false, 2, 4, false }, { true, 1, 4, false },
	};
	struct holdfast_profile *profile = test->priv;
	struct holdfast_request request = { };
	u32 i;

	profile->allow = BIT_ULL(HOLDFAST_OP_DEVICE_OPEN);
	for (i = 0; i < ARRAY_SIZE(devices); i++) {
		request.block = devices[i].block;
		request.major = devices[i].major;
		request.minor = devices[i].minor;
		expect(test, HOLDFAST_OP_DEVICE_OPEN, &request,
		       devices[i].inside ? HOLDFAST_OP_DEVICE_OPEN :
					   HOLDFAST_OP_DEVICE_OPEN_ANY,
		       devices[i].inside);
	}
}

static void expect_room(struct kunit *test, u32 count, u32 depth, bool room)
{
	const struct holdfast_request request = {
		.user_ns_count = count,
		.user_ns_depth = depth,
	};

	expect(test, HOLDFAST_OP_NS_CREATE_USER, &request,
	       HOLDFAST_OP_NS_CREATE_USER, room);
}

static void limits_user_namespaces(struct kunit *test)
{
	struct holdfast_profile *profile = test->priv;

	profile->allow = BIT_ULL(HOLDFAST_OP_NS_CREATE_USER);
	expect_room(test, UINT_MAX, UINT_MAX, true);
	profile->user_ns_count = 2;
	expect_room(test, 1, UINT_MAX, true);
	expect_room(test, 2, 0, false);
	profile->user_ns_depth = 3;
	expect_room(test, 1, 2, true);
	expect_room(test, 1, 3, false);
	profile->user_ns_count = 0;
	expect_room(test, UINT_MAX, 2, true);
	profile->allow = 0;
	expect_room(test, 0, 0, false);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(looks_lists_up, pairs_gen_params),
	KUNIT_CASE(allows_one_by_one),
	KUNIT_CASE(knows_classes),
	KUNIT_CASE(complains),
	KUNIT_CASE(refuses_unknown),
	KUNIT_CASE(scopes_capabilities),
	KUNIT_CASE(has_borders),
	KUNIT_CASE(limits_user_namespaces),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_decide",
	.init = begin,
	.exit = finish,
	.test_cases = cases,
};

kunit_test_suite(suite);
