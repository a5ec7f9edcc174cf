// SPDX-License-Identifier: GPL-2.0-only
/*
 * Joining namespaces that are not the container's own.
 *
 *   host ---- PID 1, and a sandbox with one of each namespace
 *     |
 *     +-- container
 *
 * Nobody climbs to an ancestor's PID or user namespace, and all share the time
 * namespace: of these three the sandbox's is joined.
 */
#include <errno.h>

#include "escape.h"

#define SEEN		(PRIVILEGED | HOST_PID)
/* the sandbox's user namespace belongs to user 0 of the host */
#define SEEN_USER	(INIT_USER | HOST_PID)

#define BY_PROC(TYPE, ID, NEEDS)					\
	{ ID, "setns-proc-" TYPE, NULL, "T1611, nsenter",		\
	  "open(/proc/PID/ns/" TYPE "), setns()", NEEDS, HOST_PID,	\
	  "security_ptrace_access_check",				\
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EACCES }

#define BY_PIDFD(TYPE, NEEDS)						\
	{ "A06", "setns-pidfd-" TYPE, NULL, "T1611",			\
	  "pidfd_open(PID), setns(pidfd, " TYPE ")", NEEDS, HOST_PID,	\
	  "security_ptrace_access_check",				\
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EPERM }

/* Closed at the seal: execve() of the payload already finds it gone. */
#define BY_INHERITED(TYPE, NEEDS)					\
	{ "A08", "setns-fd-" TYPE, NULL,				\
	  "CVE-2016-9962, CVE-2024-21626",				\
	  "setns() of a " TYPE " descriptor left open", (NEEDS) | LEAK, LEAK,	\
	  "security_bprm_committing_creds",				\
	  HOLDFAST_OP_FILE_KEEP_OUTSIDE, EBADF }

#define BY_RECEIVED(TYPE, NEEDS)					\
	{ "A09", "setns-scm-" TYPE, NULL, "T1611",			\
	  "recvmsg() of a " TYPE " descriptor, setns()",		\
	  NEEDS, 0, "security_file_receive",				\
	  HOLDFAST_OP_FILE_RECEIVE_OUTSIDE, EPERM }

#define BY_MOUNTED(TYPE, AS, NEEDS)					\
	{ "A08", "setns-file-" TYPE, AS, "ip netns, podman",		\
	  "open() of a mounted " TYPE " file, setns()",			\
	  (NEEDS) | LEAK, LEAK, TYPE "ns_install",			\
	  HOLDFAST_OP_NS_JOIN_FOREIGN, EPERM }

const struct escape escape_namespace[] = {
	{ "A01", "nsenter-mnt", NULL, "T1611, CDK, kubectl node-shell",
	  "open(/proc/1/ns/mnt), setns(), open() of the host's files", SEEN, 0,
	  "security_ptrace_access_check", HOLDFAST_OP_PROCESS_ACCESS_FOREIGN,
	  EACCES, true },
	BY_PROC("mnt", "A01", SEEN),
	BY_PROC("net", "A02", SEEN),
	BY_PROC("uts", "A03", SEEN),
	BY_PROC("ipc", "A03", SEEN),
	BY_PROC("cgroup", "A03", SEEN),
	BY_PROC("time", "A03", SEEN),
	BY_PROC("pid", "A04", SEEN),
	BY_PROC("user", "A05", SEEN_USER),
	{ "A06", "setns-pidfd", NULL, "T1611, nsenter -a",
	  "pidfd_open(1), setns() to all of its namespaces at once", SEEN, 0,
	  "security_ptrace_access_check", HOLDFAST_OP_PROCESS_ACCESS_FOREIGN,
	  EPERM, true },
	BY_PIDFD("mnt", SEEN),
	BY_PIDFD("net", SEEN),
	BY_PIDFD("uts", SEEN),
	BY_PIDFD("ipc", SEEN),
	BY_PIDFD("cgroup", SEEN),
	BY_PIDFD("time", SEEN),
	BY_PIDFD("pid", SEEN),
	BY_PIDFD("user", SEEN_USER),
	BY_INHERITED("mnt", PRIVILEGED),
	BY_INHERITED("net", PRIVILEGED),
	BY_INHERITED("uts", PRIVILEGED),
	BY_INHERITED("ipc", PRIVILEGED),
	BY_INHERITED("cgroup", PRIVILEGED),
	BY_INHERITED("time", PRIVILEGED),
	BY_INHERITED("pid", PRIVILEGED),
	BY_INHERITED("user", INIT_USER),
	BY_RECEIVED("mnt", PRIVILEGED),
	BY_RECEIVED("net", PRIVILEGED),
	BY_RECEIVED("uts", PRIVILEGED),
	BY_RECEIVED("ipc", PRIVILEGED),
	BY_RECEIVED("cgroup", PRIVILEGED),
	BY_RECEIVED("time", PRIVILEGED),
	BY_RECEIVED("pid", PRIVILEGED | HOST_PID),
	BY_RECEIVED("user", INIT_USER),
	/* a mount namespace's file cannot be mounted in a later one */
	BY_MOUNTED("net", NULL, PRIVILEGED),
	BY_MOUNTED("uts", NULL, PRIVILEGED),
	BY_MOUNTED("ipc", NULL, PRIVILEGED),
	BY_MOUNTED("cgroup", NULL, PRIVILEGED),
	BY_MOUNTED("time", NULL, PRIVILEGED),
	BY_MOUNTED("pid", NULL, PRIVILEGED),
	BY_MOUNTED("user", NULL, INIT_USER),
	BY_MOUNTED("uts", "thread", PRIVILEGED),
	BY_MOUNTED("net", "orphan", PRIVILEGED),
	{ "R07", "setns-32", NULL, NULL,
	  "setns() of a mounted file by int 0x80", PRIVILEGED | LEAK, LEAK,
	  "utsns_install", HOLDFAST_OP_NS_JOIN_FOREIGN, EPERM },
	{ "O01", "link-host", NULL, NULL,
	  "RTM_NEWLINK with IFLA_NET_NS_PID: a device for PID 1's namespace",
	  SEEN, HOST_PID, "get_net_ns_by_pid", HOLDFAST_OP_NS_JOIN_FOREIGN,
	  EPERM },
	{ "O01", "link-host-id", NULL, NULL,
	  "RTM_NEWLINK with IFLA_TARGET_NETNSID: the number of the host's namespace, where a device has its other end",
	  PRIVILEGED, 0, "get_net_ns_by_id", HOLDFAST_OP_NS_JOIN_FOREIGN,
	  EINVAL },
	{ "O01", "link-host-fd", NULL, NULL,
	  "RTM_NEWLINK with IFLA_NET_NS_FD: a device for the host's namespace",
	  SEEN, HOST_PID, "get_net_ns_by_fd", HOLDFAST_OP_NS_JOIN_FOREIGN,
	  EPERM, .kind = ALONE },
	{ "A09", "setns-scm-mnt", NULL, NULL,
	  "recvmsg() of a mnt descriptor, setns()", PRIVILEGED, 0,
	  "mntns_install", HOLDFAST_OP_NS_JOIN_FOREIGN, EPERM, .kind = ALONE },
	{ "A08", "setns-again", NULL, NULL,
	  "recvmsg() of one with the number of an own dead one, setns()",
	  PRIVILEGED, 0, "proc_free_inum", HOLDFAST_OP_FILE_RECEIVE_OUTSIDE,
	  EPERM },
	/*
	 * The default policy lets it use no capability in ioctl(), which is
	 * refused in silence: the kernel only wants to know
	 */
	{ "A13", "setns-former", NULL, NULL,
	  "ioctl(NS_MNT_GET_PREV) from the own mount namespace, setns()",
	  SEEN, HOST_PID, "mntns_install", HOLDFAST_OP_NS_JOIN_FOREIGN, EPERM,
	  true, .kind = ALONE },
	/* Linux 6.18 */
	{ "K09", "setns-handle", NULL, NULL,
	  "open_by_handle_at() of a namespace, setns()", SEEN, HOST_PID,
	  "mntns_install", HOLDFAST_OP_NS_JOIN_FOREIGN, EPERM, true },
	CLOSED("A12", "climb-parent", "ioctl(NS_GET_PARENT), setns()", 0),
	CLOSED("A12", "climb-owner", "ioctl(NS_GET_USERNS), setns()", 0),
	/* where the runtime did no more than chroot() */
	{ "E01", "own-mnt-root", NULL, NULL,
	  "setns() to the own mount namespace, whose root is the host's",
	  PRIVILEGED | CHROOTED, CHROOTED, "set_fs_root",
	  HOLDFAST_OP_MOUNT_ROOT_HOST, EPERM, true },
	{ "E01", "own-mnt-cwd", NULL, NULL, "the same for the working directory",
	  PRIVILEGED | CHROOTED, CHROOTED, "set_fs_pwd",
	  HOLDFAST_OP_MOUNT_ROOT_HOST, EPERM, true },
	/* creating: 'namespace create' has a word for each type */
	MAY("B01", "unshare-user", "unshare(CLONE_NEWUSER)", 0,
	    "security_create_user_ns", NS_CREATE_USER, EPERM),
	MAY("B04", "unshare-mnt", "unshare(mnt)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_MNT, EPERM),
	MAY("B05", "unshare-net", "unshare(net)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_NET, EPERM),
	MAY("B06", "unshare-uts", "unshare(uts)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_UTS, EPERM),
	MAY("B06", "unshare-ipc", "unshare(ipc)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_IPC, EPERM),
	MAY("B06", "unshare-cgroup", "unshare(cgroup)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_CGROUP, EPERM),
	MAY("B06", "unshare-pid", "unshare(pid)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_PID, EPERM),
	MAY("B06", "unshare-time", "unshare(time)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_TIME, EPERM),
	MAY("B02", "clone3-mnt", "clone3(mnt)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_MNT, EPERM),
	MAY("B02", "clone3-net", "clone3(net)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_NET, EPERM),
	MAY("B02", "clone3-uts", "clone3(uts)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_UTS, EPERM),
	MAY("B02", "clone3-ipc", "clone3(ipc)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_IPC, EPERM),
	MAY("B02", "clone3-cgroup", "clone3(cgroup)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_CGROUP, EPERM),
	MAY("B02", "clone3-pid", "clone3(pid)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_PID, EPERM),
	MAY("B02", "clone3-user", "clone3(user)", 0, "security_task_alloc",
	    NS_CREATE_USER, EPERM),
	MAY("B02", "clone3-time", "clone3(time)", OWN_CAPS, "security_task_alloc",
	    NS_CREATE_TIME, EPERM),
	MAY("R07", "unshare-32-mnt", "unshare(mnt) by int 0x80", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_MNT, EPERM),
	MAY("A08", "setns-own-mnt", "setns() to an own mnt namespace", OWN_CAPS,
	    "mntns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-net", "setns() to an own net namespace", OWN_CAPS,
	    "netns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-uts", "setns() to an own uts namespace", OWN_CAPS,
	    "utsns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-ipc", "setns() to an own ipc namespace", OWN_CAPS,
	    "ipcns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-cgroup", "setns() to an own cgroup namespace", OWN_CAPS,
	    "cgroupns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-pid", "setns() to an own pid namespace", OWN_CAPS,
	    "pidns_install", NS_JOIN_OWN, EPERM),
	MAY("A08", "setns-own-time", "setns() to an own time namespace", OWN_CAPS,
	    "timens_install", NS_JOIN_OWN, EPERM),
	/* Linux 7.0 */
	MAY("B09", "setns-open-tree", "open_tree(OPEN_TREE_NAMESPACE), setns()",
	    OWN_CAPS, "create_new_namespace", NS_CREATE_MNT, EPERM),
	MAY("B09", "setns-fsmount", "fsmount(FSMOUNT_NAMESPACE), setns()",
	    OWN_CAPS, "create_new_namespace", NS_CREATE_MNT, EPERM),
	/* Linux 7.1: with nothing in it, and no CLONE_NEWNS */
	MAY("B09", "unshare-empty", "unshare(UNSHARE_EMPTY_MNTNS)", OWN_CAPS,
	    "unshare_nsproxy_namespaces", NS_CREATE_MNT, EPERM),
	MAY("B09", "clone3-empty", "clone3(CLONE_EMPTY_MNTNS)", OWN_CAPS,
	    "security_task_alloc", NS_CREATE_MNT, EPERM),
	WORKS("B09", "unshare-empty", "unshare(UNSHARE_EMPTY_MNTNS)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B09", "clone3-empty", "clone3(CLONE_EMPTY_MNTNS)", OWN_CAPS,
	      "wake_up_new_task"),
	WORKS("B09", "setns-open-tree", "open_tree(), setns()", OWN_CAPS,
	      "__ns_tree_add_raw"),
	WORKS("B09", "setns-fsmount", "fsmount(), setns()", OWN_CAPS,
	      "__ns_tree_add_raw"),
	WORKS("B06", "unshare-mnt", "unshare(mnt)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-mnt", "clone3(mnt)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-mnt", "setns() to an own mnt namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-net", "unshare(net)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-net", "clone3(net)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-net", "setns() to an own net namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-uts", "unshare(uts)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-uts", "clone3(uts)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-uts", "setns() to an own uts namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-ipc", "unshare(ipc)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-ipc", "clone3(ipc)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-ipc", "setns() to an own ipc namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-cgroup", "unshare(cgroup)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-cgroup", "clone3(cgroup)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-cgroup", "setns() to an own cgroup namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-pid", "unshare(pid)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-pid", "clone3(pid)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-pid", "setns() to an own pid namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B06", "unshare-user", "unshare(user)", 0,
	      "commit_creds"),
	WORKS("B02", "clone3-user", "clone3(user)", 0, "wake_up_new_task"),
	WORKS("A08", "setns-own-user", "setns() to an own user namespace", 0,
	      "commit_creds"),
	WORKS("B06", "unshare-time", "unshare(time)", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("B02", "clone3-time", "clone3(time)", OWN_CAPS, "wake_up_new_task"),
	WORKS("A08", "setns-own-time", "setns() to an own time namespace", OWN_CAPS,
	      "switch_task_namespaces"),
	WORKS("A08", "setns-same-net", "setns() to where we are", PRIVILEGED,
	      "netns_install"),
	WORKS("A08", "setns-same-uts", "setns() to where we are", PRIVILEGED,
	      "utsns_install"),
	WORKS("A08", "setns-same-ipc", "setns() to where we are", PRIVILEGED,
	      "ipcns_install"),
	WORKS("A08", "setns-same-cgroup", "setns() to where we are", PRIVILEGED,
	      "cgroupns_install"),
	WORKS("A08", "setns-same-time", "setns() to where we are", PRIVILEGED,
	      "timens_install"),
	WORKS("A08", "setns-same-user", "setns() to where we are", PRIVILEGED,
	      "userns_install"),
	{ }
};
