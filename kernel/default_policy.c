// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the policy that is compiled in
 *
 * One profile, privileged, for every task that has its own mount namespace and
 * a root directory other than the host's, but for snaps: inside, anything;
 * outside, nothing.
 * The same as text: tools/holdfast/policy/privileged.holdfast.
 */

#include <linux/bits.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <linux/string.h>

#include "common.h"
#include "default_policy.h"
#include "policy.h"

#define OP(name) BIT_ULL(HOLDFAST_OP_##name)
#define CAP(name) BIT_ULL(CAP_##name)
#define SCOPE(name) BIT_ULL(HOLDFAST_SCOPE_##name)

static const u64 allow =
	OP(NS_CREATE_MNT) | OP(NS_CREATE_PID) | OP(NS_CREATE_USER) |
	OP(NS_CREATE_NET) | OP(NS_CREATE_UTS) | OP(NS_CREATE_IPC) |
	OP(NS_CREATE_CGROUP) | OP(NS_CREATE_TIME) | OP(NS_JOIN_OWN) |
	OP(MOUNT_NEW) | OP(MOUNT_BIND) | OP(MOUNT_MOVE) | OP(MOUNT_REMOUNT) |
	OP(MOUNT_PROPAGATION) | OP(MOUNT_UMOUNT) | OP(MOUNT_PIVOT_ROOT) |
	OP(MOUNT_CHROOT) | OP(CAP_HOST) | OP(CAP_OWN) | OP(KFILE_WRITE_OWN) |
	OP(DEVICE_OPEN) | OP(DEVICE_MKNOD) | OP(PROCESS_ACCESS_OWN) |
	OP(PROCESS_SIGNAL_OWN) | OP(SOCKET_ABSTRACT_OWN) | OP(BPF_OWN);

static const char *const fs_types[] = {
	"tmpfs",   "ramfs",   "proc", "sysfs",	 "devpts",    "mqueue",
	"cgroup2", "overlay", "fuse", "fusectl", "hugetlbfs",
};

static const u64 no_cap_host =
	CAP(SYS_MODULE) | CAP(SYS_RAWIO) | CAP(SYS_TIME) | CAP(MAC_ADMIN) |
	CAP(MAC_OVERRIDE) | CAP(PERFMON) | CAP(SYSLOG) | CAP(WAKE_ALARM) |
	CAP(BLOCK_SUSPEND) | CAP(AUDIT_CONTROL) | CAP(SYS_PACCT);

static const struct holdfast_cap_scope scopes[] = {
	{
		.cap = CAP_SYS_BOOT,
		.only = true,
		.scopes = SCOPE(REBOOT),
	},
	{
		.cap = CAP_SYS_ADMIN,
		.scopes = SCOPE(ACCT) | SCOPE(BPF) | SCOPE(FANOTIFY_INIT) |
			  SCOPE(IOCTL) | SCOPE(KEXEC_FILE_LOAD) | SCOPE(KEXEC_LOAD) |
			  SCOPE(LOOKUP_DCOOKIE) | SCOPE(MADVISE) |
			  SCOPE(PERF_EVENT_OPEN) | SCOPE(PROCESS_MADVISE) |
			  SCOPE(QUOTACTL) | SCOPE(QUOTACTL_FD) |
			  SCOPE(SWAPOFF) | SCOPE(SWAPON) | SCOPE(SYSLOG),
	},
	{
		.cap = CAP_BPF,
		.only = true,
		.scopes = SCOPE(BPF),
	},
	{
		.cap = CAP_DAC_READ_SEARCH,
		.scopes = SCOPE(OPEN_BY_HANDLE_AT),
	},
};

static const struct holdfast_device_range devices[] = {
	{ .major = 1, .minor_first = 3, .minor_last = 3 },	/* null */
	{ .major = 1, .minor_first = 5, .minor_last = 5 },	/* zero */
	{ .major = 1, .minor_first = 7, .minor_last = 9 },	/* full, random */
	{ .major = 5, .minor_first = 0, .minor_last = 2 },	/* tty, ptmx */
	{ .major = 10, .minor_first = 200, .minor_last = 200 },	/* net/tun */
	{ .major = 10, .minor_first = 229, .minor_last = 229 },	/* fuse */
	/* pts */
	{ .major = 136, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 137, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 138, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 139, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 140, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 141, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 142, .minor_last = HOLDFAST_MAX_MINOR },
	{ .major = 143, .minor_last = HOLDFAST_MAX_MINOR },
};

static struct holdfast_profile *build_profile(void)
{
	const u64 caps = GENMASK_ULL(CAP_LAST_CAP, 0);
	struct holdfast_profile *profile;
	int i;

	profile = holdfast_profile_alloc(ARRAY_SIZE(fs_types),
					 ARRAY_SIZE(scopes),
					 ARRAY_SIZE(devices));
	if (!profile)
		return NULL;
	strscpy(profile->name, "privileged", sizeof(profile->name));
	profile->allow = allow;
	profile->cap_host = caps & ~no_cap_host;
	profile->cap_own = caps;
	for (i = 0; i < ARRAY_SIZE(fs_types); i++)
		strscpy(profile->fs_types[i], fs_types[i],
			sizeof(*profile->fs_types));
	memcpy(profile->scopes, scopes, sizeof(scopes));
	memcpy(profile->devices, devices, sizeof(devices));
	return profile;
}

/*
 * A snap has a root of its own but is no container: its launcher goes back to
 * the host's mount namespace. Nobody inside a container can choose the cgroup
 * that it is labelled in.
 */
static const char *const unconfined_cgroups[] = {
	"/system.slice/snap.*",
	"/user.slice/*/snap.*",
};

static int add_rules(struct holdfast_policy *policy,
		     const struct holdfast_profile *profile)
{
	const struct holdfast_rule containers = {
		.namespaces = CLONE_NEWNS,
		.rootfs = true,
		.profile = profile,
	};
	int err = 0;
	int i;

	for (i = 0; i < ARRAY_SIZE(unconfined_cgroups) && !err; i++) {
		const struct holdfast_rule rule = {
			.cgroup = (char *)unconfined_cgroups[i],
		};

		err = holdfast_policy_add_rule(policy, &rule);
	}
	return err ?: holdfast_policy_add_rule(policy, &containers);
}

/**
 * holdfast_default_policy - build the policy that is compiled in
 *
 * Context: May sleep.
 * Return: The policy, or NULL when memory ran out.
 */
struct holdfast_policy *holdfast_default_policy(void)
{
	struct holdfast_profile *profile = build_profile();
	struct holdfast_policy *policy = holdfast_policy_alloc();

	if (!profile || !policy || WARN_ON(holdfast_profile_verify(profile)) ||
	    holdfast_policy_add_profile(policy, profile)) {
		holdfast_profile_free(profile);
		goto free_policy;
	}
	if (add_rules(policy, profile))
		goto free_policy;
	return policy;

free_policy:
	holdfast_policy_free(policy);
	return NULL;
}
