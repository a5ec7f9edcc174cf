// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: namespaces
 *
 * unshare() is done in a child each time, and only it is counted. It is always
 * allowed for UTS namespaces: setns() needs a second one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME 0x80
#endif

/* Two UTS namespaces of the container, and in which one it is. */
static int uts_fds[2] = { -1, -1 };
static bool in_second;

static int timed_unshare(int flags)
{
	int err;

	bench_begin();
	err = unshare(flags) ? -errno : 0;
	bench_end();
	return err;
}

#define UNSHARE(name, flag)                                                 \
	static int unshare_##name(void)                                       \
	{                                                                     \
		return timed_unshare(flag);                                   \
	}                                                                     \
									    \
	static int run_##name(void)                                           \
	{                                                                     \
		return bench_child(unshare_##name);                           \
	}

UNSHARE(mnt, CLONE_NEWNS)
UNSHARE(pid, CLONE_NEWPID)
UNSHARE(user, CLONE_NEWUSER)
UNSHARE(net, CLONE_NEWNET)
UNSHARE(uts, CLONE_NEWUTS)
UNSHARE(ipc, CLONE_NEWIPC)
UNSHARE(cgroup, CLONE_NEWCGROUP)
UNSHARE(time, CLONE_NEWTIME)

static int open_uts(void)
{
	return open("/proc/self/ns/uts", O_RDONLY | O_CLOEXEC);
}

/* Where AppArmor refuses a second one, the same twice will do: it sees none. */
static int make_uts(void)
{
	uts_fds[0] = open_uts();
	unshare(CLONE_NEWUTS);
	uts_fds[1] = open_uts();
	in_second = true;
	return uts_fds[0] < 0 || uts_fds[1] < 0 ? -errno : 0;
}

static void leave_uts(void)
{
	close(uts_fds[0]);
	close(uts_fds[1]);
}

static int run_setns(void)
{
	if (setns(uts_fds[!in_second], CLONE_NEWUTS))
		return -errno;
	in_second = !in_second;
	return 0;
}

static int run_sethostname(void)
{
	return sethostname("holdfast-vm", strlen("holdfast-vm")) ? -errno : 0;
}

const struct bench_op bench_namespace_ops[] = {
	{ "unshare-mnt", 31, true, NULL, run_mnt },
	{ "unshare-pid", 31, true, NULL, run_pid },
	{ "unshare-user", 31, true, NULL, run_user },
	{ "unshare-net", 9, true, NULL, run_net },
	{ "unshare-uts", 31, false, NULL, run_uts },
	{ "unshare-ipc", 31, true, NULL, run_ipc },
	{ "unshare-cgroup", 31, true, NULL, run_cgroup },
	{ "unshare-time", 31, true, NULL, run_time },
	{ "setns-own", 201, true, make_uts, run_setns, leave_uts },
	{ "sethostname", 201, true, NULL, run_sethostname },
	{ }
};
