// SPDX-License-Identifier: GPL-2.0-only
/*
 * The policy that is compiled in: it is sound, and holds what it promises. It
 * is made of tools/holdfast/policy/default.holdfast; what is here was written
 * from the design, so that a slip there or in the generator shows.
 */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <string.h>

#include "alloc.h"
#include "decide.h"
#include "default_policy.h"
#include "ops.h"
#include "tap.h"

#define CONTAINER (CLONE_NEWNS | CLONE_NEWPID)

static const struct holdfast_profile *profile;

static bool allows(enum holdfast_op op, const struct holdfast_request *request)
{
	return holdfast_decide(profile, op, request).allowed;
}

/* Operations on the host itself, whatever they are about. */
static void test_outside(void)
{
	static const enum holdfast_op refused[] = {
		HOLDFAST_OP_NS_JOIN_FOREIGN,
		HOLDFAST_OP_MOUNT_NEW_ANY,
		HOLDFAST_OP_MOUNT_NEW_DEVICE,
		HOLDFAST_OP_MOUNT_REMOUNT_SHARED,
		HOLDFAST_OP_MOUNT_ROOT_HOST,
		HOLDFAST_OP_MODULE_LOAD,
		HOLDFAST_OP_MODULE_UNLOAD,
		HOLDFAST_OP_MODULE_AUTOLOAD,
		HOLDFAST_OP_MODULE_AUTOLOAD_ANY,
		HOLDFAST_OP_MODULE_KEXEC,
		HOLDFAST_OP_MODULE_FIRMWARE,
		HOLDFAST_OP_CAP_HOST_ANY,
		HOLDFAST_OP_CAP_OWN_ANY,
		HOLDFAST_OP_KFILE_WRITE,
		HOLDFAST_OP_DEVICE_OPEN_ANY,
		HOLDFAST_OP_DEVICE_MKNOD_ANY,
		HOLDFAST_OP_HANDLE_OPEN,
		HOLDFAST_OP_PROCESS_ACCESS_FOREIGN,
		HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN,
		HOLDFAST_OP_FILE_KEEP_OUTSIDE,
		HOLDFAST_OP_FILE_RECEIVE_OUTSIDE,
		HOLDFAST_OP_FILE_OPEN_OUTSIDE,
		HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN,
		HOLDFAST_OP_BPF_ANY,
		HOLDFAST_OP_EXEC_OUTSIDE,
		HOLDFAST_OP_STATE_FORGED,
		HOLDFAST_OP_SELF_CONTROL,
	};
	const struct holdfast_request inside = { .name = "tmpfs", .major = 1,
						 .minor = 3 };
	bool outside[HOLDFAST_NR_OPS] = { };
	u32 op;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(refused); i++)
		outside[refused[i]] = true;
	for (op = 0; op < HOLDFAST_NR_OPS; op++)
		tap(allows(op, &inside) != outside[op], "%s is %s",
		    ops[op].name, outside[op] ? "refused" : "allowed");
}

static bool mounts(const char *type)
{
	const struct holdfast_request request = { .name = type };

	return allows(HOLDFAST_OP_MOUNT_NEW, &request);
}

static void test_mounts(void)
{
	static const char *const types[] = {
		"tmpfs", "ramfs", "proc", "sysfs", "devpts", "mqueue",
		"cgroup2", "overlay", "fuse", "hugetlbfs",
	};
	static const char *const not[] = {
		"cgroup", "devtmpfs", "debugfs", "tracefs", "securityfs", "bpf",
		"pstore", "configfs", "efivarfs", "ext4", "fuseblk",
		"binfmt_misc",
	};
	bool good = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(types); i++)
		good &= mounts(types[i]);
	tap(good, "mounts what a container may own");
	for (good = true, i = 0; i < ARRAY_SIZE(not); i++)
		good &= !mounts(not[i]);
	tap(good, "mounts nothing else");
}

static bool capable(u32 cap, enum holdfast_scope scope)
{
	const struct holdfast_request request = { .cap = cap, .scope = scope };

	return allows(HOLDFAST_OP_CAP_HOST, &request);
}

static void test_caps(void)
{
	static const u32 not[] = {
		CAP_SYS_MODULE, CAP_SYS_RAWIO, CAP_SYS_TIME, CAP_MAC_ADMIN,
		CAP_MAC_OVERRIDE, CAP_PERFMON, CAP_SYSLOG, CAP_WAKE_ALARM,
		CAP_BLOCK_SUSPEND, CAP_AUDIT_CONTROL, CAP_SYS_PACCT,
	};
	u32 cap, scope;
	bool good = true;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(not); i++)
		for (scope = 0; scope < HOLDFAST_NR_SCOPES; scope++)
			good &= !capable(not[i], scope);
	tap(good, "not one of the host's own capabilities");
	tap(capable(CAP_NET_ADMIN, HOLDFAST_SCOPE_OTHER) &&
	    capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_MOUNT) &&
	    capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_OTHER),
	    "the others work");
	tap(!capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_SWAPON) &&
	    !capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_ACCT) &&
	    !capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_QUOTACTL) &&
	    !capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_IOCTL) &&
	    !capable(CAP_SYS_ADMIN, HOLDFAST_SCOPE_BPF),
	    "sys_admin has its scope");
	for (good = true, scope = 0; scope < HOLDFAST_NR_SCOPES; scope++)
		good &= capable(CAP_SYS_BOOT, scope) ==
			(scope == HOLDFAST_SCOPE_REBOOT);
	tap(good, "sys_boot ends the own PID namespace only");
	for (good = true, scope = 0; scope < HOLDFAST_NR_SCOPES; scope++)
		good &= capable(CAP_BPF, scope) ==
			(scope == HOLDFAST_SCOPE_BPF);
	tap(good, "bpf is for bpf() only, where its class decides");
	tap(!capable(CAP_DAC_READ_SEARCH, HOLDFAST_SCOPE_OPEN_BY_HANDLE_AT) &&
	    capable(CAP_DAC_READ_SEARCH, HOLDFAST_SCOPE_OTHER),
	    "dac_read_search opens no file by handle");
	for (good = true, cap = 0; cap <= CAP_LAST_CAP; cap++) {
		const struct holdfast_request request = { .cap = cap };

		good &= allows(HOLDFAST_OP_CAP_OWN, &request);
	}
	tap(good, "all of them in own user namespaces");
}

static void test_devices(void)
{
	struct holdfast_request request = { .block = true };
	bool good = true;
	u32 i;

	for (i = 0; i <= HOLDFAST_MAX_MAJOR; i++) {
		request.major = i;
		good &= !allows(HOLDFAST_OP_DEVICE_OPEN, &request);
	}
	tap(good, "no block device");
	request.block = false;
	request.major = 1;
	for (good = true, i = 0; i < 20; i++) {
		request.minor = i;
		good &= allows(HOLDFAST_OP_DEVICE_MKNOD, &request) ==
			(i == 3 || i == 5 || i == 7 || i == 8 || i == 9);
	}
	tap(good, "no mem, port, kmsg");
}

static void test_rules(struct holdfast_policy *policy)
{
	static const struct {
		struct holdfast_traits traits;
		bool container;
		const char *what;
	} tasks[] = {
		{ { CONTAINER, true, "/", 0, NULL }, true, "a container" },
		{ { CLONE_NEWNS, true, NULL, 0, NULL }, true,
		  "one that shares all but the mount namespace" },
		{ { CONTAINER, false, "/", 0, NULL }, false, "the host's root" },
		{ { CONTAINER, true, "/system.slice/docker-1.scope", 0, NULL }, true,
		  "one that a runtime put into a scope" },
		{ { CONTAINER, true, "/system.slice/snap.a.service", 0, NULL }, false,
		  "a snap's service" },
		{ { CONTAINER, true, "/user.slice/user-1.slice/snap.a.scope", 0, NULL },
		  false, "a user's snap" },
		{ { CONTAINER, true, "/a/system.slice/snap.a", 0, NULL }, true,
		  "one whose cgroup ends like a snap's" },
		{ { 0, true, "/", 0, NULL }, false, "chroot" },
		{ { CLONE_NEWNET, false, "/", 0, NULL }, false, "ip netns exec" },
		{ { 0, false, "/", 0, NULL }, false, "the host" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(tasks); i++) {
		const struct holdfast_rule *rule =
			holdfast_policy_match(policy, &tasks[i].traits);

		tap((rule ? rule->profile : NULL) ==
			(tasks[i].container ? profile : NULL),
		    "%s is %s", tasks[i].what,
		    tasks[i].container ? "held" : "left alone");
	}
}

static void test_no_memory(void)
{
	unsigned long number;
	bool good = true;

	for (number = 1;; number++) {
		struct holdfast_policy *policy;

		alloc_fail_at(number);
		policy = holdfast_default_policy();
		if (!alloc_failed()) {
			good &= !!policy;
			holdfast_policy_free(policy);
			break;
		}
		good &= !policy && !alloc_live();
		holdfast_policy_free(policy);
	}
	alloc_fail_at(0);
	tap(good && number > 6, "%lu allocations fail in turn", number - 1);
}

int main(void)
{
	struct holdfast_policy *policy;

	test_no_memory();
	policy = holdfast_default_policy();
	tap(policy && policy->nr_profiles == 1 && policy->nr_rules == 3,
	    "one profile, three rules");
	profile = policy->profiles[0];
	tap(!strcmp(profile->name, "privileged") &&
	    !profile->complain, "privileged, enforced");
	tap(!holdfast_profile_verify(profile), "it is sound");
	test_outside();
	test_mounts();
	test_caps();
	test_devices();
	test_rules(policy);
	holdfast_policy_free(policy);
	tap(!alloc_live() && !alloc_warnings(), "all memory is free");
	return tap_end();
}
