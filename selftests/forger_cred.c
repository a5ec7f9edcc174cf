// SPDX-License-Identifier: GPL-2.0-only
/*
 * Credentials and filters, changed as anybody may change them.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/keyctl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"
#include "forger.h"

#define PROGRAM		"/tmp/honest"
#define USER		1000
#define BIT(CAP)	(1ULL << (CAP))

struct caps {
	unsigned long long permitted;
	unsigned long long effective;
	unsigned long long inheritable;
};

static int complain(const char *what)
{
	perror(what);
	return 1;
}

static struct __user_cap_header_struct header = {
	.version = _LINUX_CAPABILITY_VERSION_3,
};

static int caps_get(struct caps *caps)
{
	struct __user_cap_data_struct data[2];

	if (syscall(SYS_capget, &header, data))
		return complain("capget");
	caps->permitted = data[0].permitted | BIT(32) * data[1].permitted;
	caps->effective = data[0].effective | BIT(32) * data[1].effective;
	caps->inheritable = data[0].inheritable |
			    BIT(32) * data[1].inheritable;
	return 0;
}

static int caps_set(const struct caps *caps)
{
	struct __user_cap_data_struct data[2] = {
		{ caps->effective, caps->permitted, caps->inheritable },
		{ caps->effective >> 32, caps->permitted >> 32,
		  caps->inheritable >> 32 },
	};

	return syscall(SYS_capset, &header, data) ? complain("capset") : 0;
}

static int run_program(void)
{
	pid_t pid = fork();

	if (!pid) {
		if (setresgid(USER, USER, USER) ||
		    setresuid(USER, USER, USER) || forger_settled())
			_exit(1);
		execl(PROGRAM, "honest", "--privileged", NULL);
		_exit(1);
	}
	return forger_wait(pid) ? 0 : complain(PROGRAM);
}

/**
 * honest_setuid() - another user executes a program that is root's
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_setuid(long arg)
{
	(void)arg;
	if (breakout_copy("/proc/self/exe", PROGRAM, 04755))
		return complain(PROGRAM);
	return run_program();
}

/**
 * honest_file_caps() - another user executes a program with capabilities
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_file_caps(long arg)
{
	struct vfs_cap_data data = {
		.magic_etc = VFS_CAP_REVISION_2 | VFS_CAP_FLAGS_EFFECTIVE,
		.data = { { .permitted = BIT(CAP_CHOWN) | BIT(CAP_NET_RAW) } },
	};

	(void)arg;
	if (breakout_copy("/proc/self/exe", PROGRAM, 0755) ||
	    setxattr(PROGRAM, "security.capability", &data, sizeof(data), 0))
		return complain(PROGRAM);
	return run_program();
}

/**
 * honest_capset() - drop capabilities, and get them again by execve()
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_capset(long arg)
{
	struct caps caps, none = { };

	(void)arg;
	if (caps_get(&caps))
		return 1;
	none.permitted = caps.permitted;
	none.inheritable = caps.inheritable;
	if (caps_set(&none) || forger_settled() || caps_set(&caps) ||
	    forger_settled())
		return 1;
	none.permitted = 0;
	return caps_set(&none) || forger_settled();
}

/**
 * honest_bounding() - drop a capability for good, and have it elsewhere
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_bounding(long arg)
{
	(void)arg;
	if (prctl(PR_CAPBSET_DROP, CAP_SYS_TIME) || forger_settled())
		return complain("bounding set");
	/* a new user namespace begins with all */
	if (unshare(CLONE_NEWUSER))
		return complain("unshare");
	return forger_settled() || unshare(CLONE_NEWNS);
}

/**
 * honest_keep() - another user keeps capabilities, and takes them up again
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_keep(long arg)
{
	struct caps caps;

	(void)arg;
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) ||
	    setresuid(USER, USER, USER) || forger_settled())
		return complain("setresuid");
	if (caps_get(&caps))
		return 1;
	caps.effective = caps.permitted;
	return caps_set(&caps);
}

/**
 * honest_ambient() - another user hands a capability on through execve()
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_ambient(long arg)
{
	struct caps caps;

	if (honest_keep(arg) || caps_get(&caps))
		return 1;
	caps.inheritable = BIT(CAP_CHOWN);
	if (caps_set(&caps) || prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE,
				     CAP_CHOWN, 0, 0))
		return complain("ambient");
	return 0;
}

/**
 * honest_seccomp() - filters, one on the other
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_seccomp(long arg)
{
	struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog prog = { 1, &code };
	int i;

	(void)arg;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return complain("no_new_privs");
	for (i = 0; i < 3; i++)
		if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			    i ? SECCOMP_FILTER_FLAG_TSYNC : 0, &prog) ||
		    forger_settled())
			return complain("seccomp");
	return 0;
}

/**
 * honest_access() - access(), which asks for the real user, to processes' files
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_access(long arg)
{
	(void)arg;
	if (access("/proc/self/exe", X_OK) || access("/proc/self/fd/0", F_OK) ||
	    access("/dev/null", R_OK | W_OK))
		return complain("access");
	if (syscall(SYS_setresuid, -1, USER, 0) ||
	    access("/proc/self/exe", X_OK) || access("/dev/null", W_OK))
		return complain("access as another user");
	return syscall(SYS_setresuid, -1, 0, 0) ? complain("setresuid") : 0;
}

/**
 * honest_keyring() - a child gives its parent a keyring, in new credentials
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_keyring(long arg)
{
	pid_t pid = fork();

	(void)arg;
	if (!pid)
		_exit(syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) <
		      0 || syscall(SYS_keyctl, KEYCTL_SESSION_TO_PARENT));
	return forger_wait(pid) ? 0 : complain("keyring");
}

/**
 * forger_careful() - be a runtime that leaves no more than a few capabilities
 *
 * Return: 0 when it works.
 */
int forger_careful(void)
{
	const unsigned long long kept = BIT(CAP_CHOWN) | BIT(CAP_DAC_OVERRIDE) |
		BIT(CAP_FOWNER) | BIT(CAP_KILL) | BIT(CAP_SETGID) |
		BIT(CAP_SETUID) | BIT(CAP_SETPCAP) | BIT(CAP_SETFCAP);
	const struct caps caps = { kept, kept, 0 };
	int cap;

	for (cap = 0; prctl(PR_CAPBSET_READ, cap) >= 0; cap++)
		if (!(kept & BIT(cap)) && prctl(PR_CAPBSET_DROP, cap))
			return complain("bounding set");
	return caps_set(&caps);
}

/**
 * forger_inherit() - be a runtime that leaves a capability in the inheritable
 * set alone, so that root has it again after execve()
 *
 * Return: 0 when it works.
 */
int forger_inherit(void)
{
	struct caps caps;

	if (caps_get(&caps))
		return 1;
	caps.inheritable |= BIT(CAP_SYS_TIME);
	if (caps_set(&caps) || prctl(PR_CAPBSET_DROP, CAP_SYS_TIME))
		return complain("inheritable set");
	caps.permitted &= ~BIT(CAP_SYS_TIME);
	caps.effective &= ~BIT(CAP_SYS_TIME);
	return caps_set(&caps);
}
