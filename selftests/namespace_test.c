// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joining namespaces is refused, creating and joining own ones is not.
 */
#include "allowed_test.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

/*
 *   host ---- PID 1, and a sandbox with one of each namespace
 *     |
 *     +-- container: own namespaces; sees both through the host's PIDs
 */
#define OWN		.container = { .namespaces = ALL_NAMESPACES }
#define LEAKING		.container = { .namespaces = ALL_NAMESPACES,	\
				       .leak = true }

HELD(nsenter_mnt, "nsenter-mnt", PROCESS_ACCESS_FOREIGN, EACCES, OWN,
	.marks = true);
HELD(pidfd_all, "setns-pidfd", PROCESS_ACCESS_FOREIGN, EPERM, OWN,
	.marks = true);

HELD(link_host, "link-host", NS_JOIN_FOREIGN, EPERM, OWN);

#define JOINS(TYPE)							\
HELD(proc_##TYPE, "setns-proc-" #TYPE, PROCESS_ACCESS_FOREIGN, EACCES,	\
	OWN);								\
HELD(pidfd_##TYPE, "setns-pidfd-" #TYPE, PROCESS_ACCESS_FOREIGN, EPERM,	\
	OWN);								\
HELD(fd_##TYPE, "setns-fd-" #TYPE, FILE_KEEP_OUTSIDE, EBADF, LEAKING);	\
HELD(scm_##TYPE, "setns-scm-" #TYPE, FILE_RECEIVE_OUTSIDE, EPERM, OWN);	\
ALLOWED(own_##TYPE, "setns-own-" #TYPE, OWN);				\
ALLOWED(unshare_##TYPE, "unshare-" #TYPE, OWN);				\
ALLOWED(clone3_##TYPE, "clone3-" #TYPE, OWN)

JOINS(mnt);
JOINS(net);
JOINS(uts);
JOINS(ipc);
JOINS(cgroup);
JOINS(pid);
JOINS(user);
JOINS(time);

HELD(file_net, "setns-file-net", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_uts, "setns-file-uts", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_ipc, "setns-file-ipc", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_cgroup, "setns-file-cgroup", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_pid, "setns-file-pid", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_user, "setns-file-user", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_time, "setns-file-time", NS_JOIN_FOREIGN, EPERM, LEAKING);

HELD(file_32, "setns-32", NS_JOIN_FOREIGN, EPERM, LEAKING);
HELD(file_thread, "setns-file-uts", NS_JOIN_FOREIGN, EPERM, LEAKING,
	.as = "thread");
HELD(file_orphan, "setns-file-net", NS_JOIN_FOREIGN, EPERM, LEAKING,
	.as = "orphan");
/* A namespace that is shared with the host. */
ALLOWED(same_net, "setns-same-net");
ALLOWED(same_uts, "setns-same-uts");
ALLOWED(same_ipc, "setns-same-ipc");
ALLOWED(same_cgroup, "setns-same-cgroup");
ALLOWED(same_time, "setns-same-time");
ALLOWED(same_user, "setns-same-user");

ALLOWED(unshare_32, "unshare-32-mnt", OWN);

TEST_HARNESS_MAIN
