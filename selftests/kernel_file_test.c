// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control files of the kernel can be written for the own namespaces only.
 */
#include "allowed_test.h"

#define OWN		.container = { .namespaces = ALL_NAMESPACES }
#define CAREFUL		.container = { .namespaces = ALL_NAMESPACES,	\
				       .docker_caps = true }

HELD(core_pattern, "core-pattern", KFILE_WRITE, EPERM, .marks = true);
HELD(core_pattern_careful, "core-pattern", KFILE_WRITE, EPERM, CAREFUL,
	.marks = true);
HELD(core_pattern_uring, "core-pattern-uring", KFILE_WRITE, EPERM);
HELD(core_pattern_32, "core-pattern-32", KFILE_WRITE, EPERM);
HELD(core_pattern_thread, "core-pattern-32", KFILE_WRITE, EPERM,
	.as = "thread");
HELD(modprobe, "modprobe", KFILE_WRITE, EPERM, .marks = true);
HELD(release_agent, "release-agent", MOUNT_NEW_ANY, EPERM, .marks = true);
HELD(sysrq, "sysrq", KFILE_WRITE, EPERM);
HELD(cgroup2_top, "cgroup2-top", KFILE_WRITE, EPERM);

HELD(cgroup2_clone, "cgroup2-clone", KFILE_WRITE, EPERM);
HELD(cgroup2_mkdir, "cgroup2-mkdir", KFILE_WRITE, EPERM);

HELD(sysctl_net_stale, "sysctl-net-stale", KFILE_WRITE, EPERM);
HELD(sysctl_ipc_stale, "sysctl-ipc-stale", KFILE_WRITE, EPERM);
/* What is a container's own when it has a namespace for it. */
HELD(sysctl_forward, "sysctl-own-forward", KFILE_WRITE, EPERM);
HELD(sysctl_hostname, "sysctl-own-hostname", KFILE_WRITE, EPERM);
HELD(sysctl_shmmni, "sysctl-own-shmmni", KFILE_WRITE, EPERM);
HELD(sysctl_sysrq, "sysctl-sysrq", KFILE_WRITE, EPERM);
HELD(sysctl_panic_on_oops, "sysctl-panic-on-oops", KFILE_WRITE, EPERM);
HELD(sysctl_kptr_restrict, "sysctl-kptr-restrict", KFILE_WRITE, EPERM);
HELD(sysctl_dmesg_restrict, "sysctl-dmesg-restrict", KFILE_WRITE, EPERM);
HELD(sysctl_aslr, "sysctl-aslr", KFILE_WRITE, EPERM);
HELD(sysctl_suid_dumpable, "sysctl-suid-dumpable", KFILE_WRITE, EPERM);
HELD(sysctl_symlinks, "sysctl-symlinks", KFILE_WRITE, EPERM);
HELD(sysctl_mmap_min_addr, "sysctl-mmap-min-addr", KFILE_WRITE, EPERM);
HELD(sysctl_overcommit, "sysctl-overcommit", KFILE_WRITE, EPERM);
HELD(sysfs_ksm, "sysfs-ksm", KFILE_WRITE, EPERM);
HELD(sysfs_printk, "sysfs-printk", KFILE_WRITE, EPERM);

/* These are reached by a mount, which is what is refused. */
HELD(binfmt_misc, "binfmt-misc", MOUNT_NEW_ANY, EPERM);
HELD(kprobe_events, "kprobe-events", MOUNT_NEW_ANY, EPERM);
HELD(kprobes_enabled, "kprobes-enabled", MOUNT_NEW_ANY, EPERM);

/* And when the mount is there already: the files themselves. */
#define HOST_SYS	.container = { .host_sys = true }

HELD(release_agent_file, "release-agent-file", KFILE_WRITE, EPERM, HOST_SYS,
	.marks = true);
HELD(kprobe_events_file, "kprobe-events", KFILE_WRITE, EPERM, HOST_SYS);
HELD(kprobes_enabled_file, "kprobes-enabled", KFILE_WRITE, EPERM, HOST_SYS);

/* In a container inside the container. */
HELD(core_pattern_nested, "core-pattern", KFILE_WRITE, EPERM, .marks = true,
	.as = "nested");

HELD(uevent_forged, "uevent-forged", KFILE_WRITE, EPERM);
ALLOWED(own_uevent, "uevent-forged", OWN);
HELD(cgroup2_xattr, "cgroup2-xattr", KFILE_WRITE, EPERM);

HELD(kcore, "kcore", CAP_HOST_ANY, EPERM);

ALLOWED(own_cgroup, "cgroup2-own");
ALLOWED(own_cgroup_ns, "cgroup2-own", OWN);
ALLOWED(own_oom, "own-oom");
ALLOWED(own_map, "own-map");
ALLOWED(own_forward, "sysctl-own-forward", OWN);
ALLOWED(own_hostname, "sysctl-own-hostname", OWN);
ALLOWED(own_shmmni, "sysctl-own-shmmni", OWN);

/* Debian compiles it out; a kernel that has it needs an attempt. */
TEST(uevent_helper)
{
	EXPECT_NE(0, access("/sys/kernel/uevent_helper", F_OK));
}

TEST_HARNESS_MAIN
