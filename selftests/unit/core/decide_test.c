// SPDX-License-Identifier: GPL-2.0-only
/*
 * The decision, operation by operation.
 */
#include <limits.h>
#include <linux/kernel.h>
#include <string.h>

#include "alloc.h"
#include "decide.h"
#include "ops.h"
#include "profile.h"
#include "tap.h"

#define ALL_OPS	(~0ULL >> (64 - HOLDFAST_NR_OPS))
#define BIT(n)	(1ULL << (n))

static const enum holdfast_op pairs[] = {
	HOLDFAST_OP_MOUNT_NEW,	 HOLDFAST_OP_CAP_HOST,
	HOLDFAST_OP_CAP_OWN,	 HOLDFAST_OP_DEVICE_OPEN,
	HOLDFAST_OP_DEVICE_MKNOD, HOLDFAST_OP_MODULE_AUTOLOAD,
	HOLDFAST_OP_SOCKET_HOST, HOLDFAST_OP_SURFACE_SOCKET,
};

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
	.minor = 0,
};

static struct holdfast_profile *lists(void)
{
	const struct holdfast_profile_size size = {
		.globs = { 1, 1, 1 },
		.devices = 1,
	};
	struct holdfast_profile *profile = holdfast_profile_alloc(&size);
	u32 list;

	strcpy(profile->name, "lists");
	for (list = 0; list < HOLDFAST_NR_LISTS; list++)
		holdfast_profile_set_glob(profile, list, 0, "listed");
	profile->families = BIT(1);
	profile->cap_host = BIT(CAP_CHOWN);
	profile->cap_own = BIT(CAP_CHOWN);
	profile->devices[0].major = 1;
	profile->devices[0].minor_first = 3;
	profile->devices[0].minor_last = 3;
	return profile;
}

/* What nobody knows, and what can never be allowed, no mode lets pass. */
static enum holdfast_mode mode(const struct holdfast_profile *profile,
			       enum holdfast_op op,
			       const struct holdfast_request *request)
{
	if (op >= HOLDFAST_NR_OPS || ops[op].never || request->cap > CAP_LAST_CAP ||
	    request->scope >= HOLDFAST_NR_SCOPES)
		return HOLDFAST_MODE_ENFORCE;
	return profile->complain & BIT(ops[op].class) ? HOLDFAST_MODE_COMPLAIN :
							HOLDFAST_MODE_ENFORCE;
}

static bool decided(const struct holdfast_profile *profile,
		    enum holdfast_op op, const struct holdfast_request *request,
		    enum holdfast_op looked_up, bool allowed)
{
	struct holdfast_verdict verdict = holdfast_decide(profile, op, request);

	if (verdict.op == looked_up && verdict.allowed == allowed &&
	    (allowed || verdict.mode == mode(profile, op, request)))
		return true;
	printf("# op %u: op %u %d, expected op %u %d\n", op, verdict.op,
	       verdict.allowed, looked_up, allowed);
	return false;
}

static enum holdfast_op other(enum holdfast_op op, bool is_listed)
{
	return ops[op].list == LIST_NONE || is_listed ? op : ops[op].unlisted;
}

/*
 * It is allowed when it alone is, and refused when all others are. What can
 * never be allowed is not, although the profile claims to.
 */
static void test_op(struct holdfast_profile *profile, enum holdfast_op op,
		    bool is_listed)
{
	const struct holdfast_request *request = is_listed ? &listed :
							     &unlisted;
	const enum holdfast_op asked = other(op, is_listed);
	bool good;

	profile->allow = BIT(asked);
	good = decided(profile, op, request, asked,
		       !ops[op].never);
	profile->allow = ALL_OPS & ~BIT(asked);
	good = decided(profile, op, request, asked, false) && good;
	profile->allow = 0;
	good = decided(profile, op, request, asked, false) && good;
	tap(good, "%s of what is %s%s", ops[op].name,
	    is_listed ? "listed" : "not listed",
	    profile->complain ? ", complaining" : "");
}

static void test_ops(struct holdfast_profile *profile)
{
	u32 op;

	for (op = 0; op < HOLDFAST_NR_OPS; op++) {
		test_op(profile, op, true);
		test_op(profile, op, false);
	}
}

/* All that a profile can allow of a pair, with the object listed and not. */
static void test_pairs(struct holdfast_profile *profile)
{
	size_t i, allow;

	for (i = 0; i < ARRAY_SIZE(pairs); i++) {
		const enum holdfast_op op = pairs[i], any = ops[op].unlisted;
		bool good = true;

		for (allow = 0; allow < 4; allow++) {
			profile->allow = (allow & 1 ? BIT(op) : 0) |
					 (allow & 2 ? BIT(any) : 0);
			good &= decided(profile, op, &listed, op, allow & 1);
			good &= decided(profile, op, &unlisted, any, allow & 2);
			/* a hook that asks for 'any' gets just that */
			good &= decided(profile, any, &listed, any, allow & 2);
		}
		tap(good, "%s and its twin for the rest%s", ops[op].name,
		    profile->complain ? ", complaining" : "");
	}
}

/* A class that complains does so alone. */
static void test_complaints(struct holdfast_profile *profile)
{
	u32 class, op;

	profile->allow = 0;
	for (class = 0; class < HOLDFAST_CLASS_STATE; class++) {
		bool good = true;

		profile->complain = BIT(class);
		for (op = 0; op < HOLDFAST_NR_OPS; op++)
			good &= decided(profile, op, &listed, op, false);
		tap(good, "class %u complains, and no other", class);
	}
}

static void test_classes(void)
{
	bool good = true;
	u32 op;

	for (op = 0; op < HOLDFAST_NR_OPS; op++) {
		good &= !!ops[op].name;
		good &= holdfast_op_class(op) == ops[op].class;
	}
	tap(good, "every operation has its class");
}

static void test_unknown(struct holdfast_profile *profile)
{
	static const u32 wild[] = { 63, 64, 65, 127, 128, 255, 256, INT_MAX,
				    (u32)INT_MAX + 1, UINT_MAX };
	struct holdfast_request request;
	bool op = true, cap = true, scope = true;
	size_t i;

	/* even one that claims to allow what nobody knows */
	profile->allow = ~0ULL;
	profile->cap_host = ~0ULL;
	op &= decided(profile, HOLDFAST_NR_OPS, &listed, HOLDFAST_NR_OPS,
		      false);
	request = listed;
	request.cap = CAP_LAST_CAP + 1;
	cap &= decided(profile, HOLDFAST_OP_CAP_HOST, &request,
		       HOLDFAST_OP_CAP_HOST, false);
	request = listed;
	request.scope = HOLDFAST_NR_SCOPES;
	scope &= decided(profile, HOLDFAST_OP_CAP_HOST, &request,
			 HOLDFAST_OP_CAP_HOST, false);
	for (i = 0; i < ARRAY_SIZE(wild); i++) {
		op &= decided(profile, wild[i], &listed, wild[i], false);
		request = listed;
		request.cap = wild[i];
		cap &= decided(profile, HOLDFAST_OP_CAP_OWN, &request,
			       HOLDFAST_OP_CAP_OWN, false);
		request = listed;
		request.scope = wild[i];
		scope &= decided(profile, HOLDFAST_OP_CAP_HOST, &request,
				 HOLDFAST_OP_CAP_HOST, false);
	}
	tap(op, "an unknown operation is refused");
	tap(cap, "an unknown capability is refused");
	tap(scope, "an unknown scope is refused");
}

static bool cap_works(const struct holdfast_profile *profile, bool own, u32 cap,
		      u32 scope)
{
	const struct holdfast_request request = { .cap = cap, .scope = scope };

	return holdfast_decide(profile, own ? HOLDFAST_OP_CAP_OWN :
					      HOLDFAST_OP_CAP_HOST,
			       &request).allowed;
}

/* Each capability with each system call as the only one on its list. */
static bool scopes_hold(struct holdfast_profile *profile, bool own, bool only)
{
	u32 cap, named, scope;

	for (cap = 0; cap <= CAP_LAST_CAP; cap++) {
		for (named = 0; named < HOLDFAST_NR_SCOPES; named++) {
			profile->scopes[0].cap = cap;
			profile->scopes[0].own = own;
			profile->scopes[0].only = only;
			profile->scopes[0].scopes = BIT(named);
			for (scope = 0; scope < HOLDFAST_NR_SCOPES; scope++)
				if (cap_works(profile, own, cap, scope) !=
				    (only ? scope == named : scope != named))
					return false;
		}
	}
	return true;
}

static void test_scopes(bool own)
{
	const char *set = own ? "own" : "host";
	struct holdfast_profile *profile = profile_sample(0, 1, 0);
	u32 scope;
	bool good = true;

	profile->cap_own = profile->cap_host;
	profile->allow = BIT(HOLDFAST_OP_CAP_HOST) | BIT(HOLDFAST_OP_CAP_OWN);
	tap(scopes_hold(profile, own, true), "%s: 'only' system calls", set);
	tap(scopes_hold(profile, own, false), "%s: 'not' system calls", set);

	profile->scopes[0].cap = CAP_SYS_ADMIN;
	for (scope = 0; scope < HOLDFAST_NR_SCOPES; scope++)
		good &= cap_works(profile, own, CAP_CHOWN, scope) &&
			cap_works(profile, !own, CAP_SYS_ADMIN, scope);
	tap(good, "%s: a scope narrows its own capability only", set);

	*(own ? &profile->cap_own : &profile->cap_host) = 0;
	tap(!cap_works(profile, own, CAP_SYS_ADMIN, HOLDFAST_SCOPE_OTHER),
	    "%s: a scope gives no capability that is not in the set", set);
	holdfast_profile_free(profile);
}

static bool creates(const struct holdfast_profile *profile, u32 count,
		    u32 depth)
{
	const struct holdfast_request request = {
		.user_ns_count = count,
		.user_ns_depth = depth,
	};

	return holdfast_decide(profile, HOLDFAST_OP_NS_CREATE_USER,
			       &request).allowed;
}

static void test_user_namespaces(void)
{
	struct holdfast_profile *profile = profile_sample(0, 0, 0);

	profile->allow = BIT(HOLDFAST_OP_NS_CREATE_USER);
	tap(creates(profile, UINT_MAX, UINT_MAX), "no limit");
	profile->user_ns_count = 2;
	tap(creates(profile, 1, UINT_MAX) && !creates(profile, 2, 0) &&
	    !creates(profile, UINT_MAX, 0), "no third user namespace");
	profile->user_ns_count = 0;
	profile->user_ns_depth = 1;
	tap(creates(profile, UINT_MAX, 0) && !creates(profile, 0, 1) &&
	    !creates(profile, 0, UINT_MAX), "none in one");
	profile->allow = 0;
	tap(!creates(profile, 0, 0), "a limit allows nothing");
	holdfast_profile_free(profile);
}

static bool opens(const struct holdfast_profile *profile, bool block, u32 major,
		  u32 minor)
{
	const struct holdfast_request request = {
		.block = block,
		.major = major,
		.minor = minor,
	};

	return holdfast_decide(profile, HOLDFAST_OP_DEVICE_OPEN,
			       &request).allowed;
}

static void test_devices(void)
{
	const struct holdfast_profile_size size = { .devices = 3 };
	struct holdfast_profile *profile = holdfast_profile_alloc(&size);
	const struct holdfast_device_range ranges[] = {
		{ false, 5, 10, 20 },
		{ false, 5, 22, 22 },
		{ true, HOLDFAST_MAX_MAJOR, 0, HOLDFAST_MAX_MINOR },
	};

	memcpy(profile->devices, ranges, sizeof(ranges));
	profile->allow = BIT(HOLDFAST_OP_DEVICE_OPEN);
	tap(!opens(profile, false, 5, 9) && opens(profile, false, 5, 10) &&
	    opens(profile, false, 5, 15) && opens(profile, false, 5, 20) &&
	    !opens(profile, false, 5, 21), "a range has its borders");
	tap(!opens(profile, false, 5, 21) && opens(profile, false, 5, 22) &&
	    !opens(profile, false, 5, 23), "a range of one device");
	tap(!opens(profile, false, 4, 15) && !opens(profile, false, 6, 15),
	    "a range is of one major number");
	tap(!opens(profile, true, 5, 15), "character is not block");
	tap(opens(profile, true, HOLDFAST_MAX_MAJOR, 0) &&
	    opens(profile, true, HOLDFAST_MAX_MAJOR, HOLDFAST_MAX_MINOR) &&
	    !opens(profile, true, HOLDFAST_MAX_MAJOR, HOLDFAST_MAX_MINOR + 1) &&
	    !opens(profile, false, HOLDFAST_MAX_MAJOR, 0),
	    "all minor numbers of the last major one");
	tap(!opens(profile, false, UINT_MAX, UINT_MAX) &&
	    !opens(profile, false, 5, UINT_MAX), "numbers out of all bounds");
	holdfast_profile_free(profile);
}

static bool mounts(const struct holdfast_profile *profile, const char *type)
{
	const struct holdfast_request request = { .name = type };

	return holdfast_decide(profile, HOLDFAST_OP_MOUNT_NEW, &request).allowed;
}

static void test_fs_types(void)
{
	const struct holdfast_profile_size size = {
		.globs[HOLDFAST_LIST_FS_TYPE] = 4,
	};
	struct holdfast_profile *profile = holdfast_profile_alloc(&size);
	char longest[HOLDFAST_FS_TYPE_MAX + 2];

	memset(longest, 'x', sizeof(longest));
	longest[HOLDFAST_FS_TYPE_MAX] = '\0';
	holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE, 0, "tmpfs");
	holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE, 1, "fuse");
	holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE, 2, longest);
	holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE, 3, "nfs*");
	profile->allow = BIT(HOLDFAST_OP_MOUNT_NEW);
	tap(mounts(profile, "tmpfs") && mounts(profile, "fuse"),
	    "types on the list");
	tap(!mounts(profile, "fuseblk") && !mounts(profile, "fus") &&
	    !mounts(profile, "fuse.sshfs") && !mounts(profile, ""),
	    "types that only resemble them");
	tap(!mounts(profile, "TMPFS"), "letters are compared as they are");
	tap(mounts(profile, "nfs") && mounts(profile, "nfs4") &&
	    !mounts(profile, "nf"), "types that match a glob");
	tap(mounts(profile, longest), "the longest name");
	memset(longest, 'x', sizeof(longest));
	longest[HOLDFAST_FS_TYPE_MAX + 1] = '\0';
	tap(!mounts(profile, longest), "a name that is longer by one");
	holdfast_profile_free(profile);
}

static void test_unconfined(void)
{
	const struct holdfast_profile *profile = &holdfast_unconfined;
	bool good = true;
	u32 op;

	for (op = 0; op < HOLDFAST_NR_OPS; op++) {
		good &= decided(profile, op, &unlisted, other(op, false),
				!ops[op].never);
	}
	tap(good, "an unconfined container may do all that can be allowed");
}

int main(void)
{
	struct holdfast_profile *profile = lists();

	test_ops(profile);
	test_pairs(profile);
	profile->complain = BIT(HOLDFAST_CLASS_STATE) - 1;
	test_ops(profile);
	test_pairs(profile);
	test_complaints(profile);
	test_unknown(profile);
	test_unconfined();
	test_classes();
	test_scopes(false);
	test_scopes(true);
	test_user_namespaces();
	test_devices();
	test_fs_types();
	holdfast_profile_free(profile);
	tap(!alloc_live() && !alloc_warnings(), "all memory is free");
	return tap_end();
}
