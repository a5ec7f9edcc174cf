// SPDX-License-Identifier: GPL-2.0-only
/*
 * What leads out of a container: descriptors left open or handed over, and
 * abstract sockets of the host.
 */
#include <errno.h>

#include "escape.h"

const struct escape escape_outside[] = {
	{ "E03", "leaked-root", NULL, "CVE-2016-9962, CVE-2024-21626",
	  "openat(FD) of a directory left open", INIT_USER | LEAK, 0,
	  "security_bprm_committing_creds", HOLDFAST_OP_FILE_KEEP_OUTSIDE,
	  EBADF, true },
	{ "K10", "leaked-core", NULL, NULL,
	  "write(FD) of a control file left open", LEAK, 0,
	  "security_bprm_committing_creds", HOLDFAST_OP_FILE_KEEP_OUTSIDE,
	  EBADF },
	{ "E03", "received-root", NULL, NULL,
	  "recvmsg() of a directory, openat()", INIT_USER, 0,
	  "security_file_receive", HOLDFAST_OP_FILE_RECEIVE_OUTSIDE, EPERM,
	  true },
	{ "L02", "abstract-socket", NULL, "CVE-2020-15257, CDK shim-pwn",
	  "connect(@NAME)", HOST_NET, 0, "security_unix_stream_connect",
	  HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN, EPERM },
	{ "L02", "abstract-datagram", NULL, NULL, "sendto(@NAME)", HOST_NET, 0,
	  "security_unix_may_send", HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN, EPERM,
	  true },
	{ "L02", "abstract-datagram-connected", NULL, NULL,
	  "connect(@NAME), send()", HOST_NET, 0, "security_unix_may_send",
	  HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN, EPERM, true },
	{ "I07", "pidfd-getfd-root", NULL, NULL,
	  "pidfd_open(), pidfd_getfd() of a directory, openat()",
	  PRIVILEGED | HOST_PID, 0, "security_ptrace_access_check",
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EPERM, true },
	{ "I07", "pidfd-getfd-ns", NULL, NULL,
	  "pidfd_open(), pidfd_getfd() of a namespace file, setns()",
	  PRIVILEGED | HOST_PID, 0, "security_ptrace_access_check",
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EPERM },
	/* some kernels, as 6.1, want no less capabilities than the other has */
	{ "C07", "cgroup-freeze", NULL, NULL,
	  "mkdir() below the own cgroup, write cgroup.procs, cgroup.freeze",
	  PRIVILEGED | HOST_PID | HOST_CGROUP | UNMASKED, INIT_CAPS,
	  "cgroup_attach_task", HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN, EPERM },
	{ "C07", "cgroup-kill", NULL, NULL,
	  "mkdir() below the own cgroup, write cgroup.procs, cgroup.kill",
	  PRIVILEGED | HOST_PID | HOST_CGROUP | UNMASKED, INIT_CAPS,
	  "cgroup_attach_task", HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN, EPERM,
	  true },
	{ "K10", "received-core", NULL, NULL,
	  "recvmsg() of a control file, write()", INIT_USER, 0,
	  "security_file_receive", HOLDFAST_OP_FILE_RECEIVE_OUTSIDE, EPERM },
	WORKS("L02", "abstract-own", "connect() to an own abstract socket", 0,
	      "security_socket_bind"),
	WORKS("L02", "abstract-own-packet", "the same with packets", 0,
	      "security_socket_bind"),
	WORKS("L02", "abstract-own-datagram", "sendto()", 0,
	      "security_socket_bind"),
	WORKS("L02", "abstract-own-datagram-connected", "connect(), send()", 0,
	      "security_socket_bind"),
	WORKS("L02", "abstract-own-orphan", "whose listener's process is gone", 0,
	      "security_socket_bind"),
	WORKS("L02", "abstract-own-autobound", "sendto() what the kernel named",
	      0, "unix_autobind"),
	{ }
};
