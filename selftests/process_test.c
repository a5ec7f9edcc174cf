// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes of the host, in its PID namespace.
 */
#include "allowed_test.h"

HELD(root, "proc-1-root", PROCESS_ACCESS_FOREIGN, EACCES, .marks = true);
HELD(cwd, "proc-1-cwd", PROCESS_ACCESS_FOREIGN, EACCES);
HELD(ptrace, "ptrace", PROCESS_ACCESS_FOREIGN, EPERM, .marks = true);
HELD(seize, "ptrace-seize", PROCESS_ACCESS_FOREIGN, EPERM, .marks = true);
HELD(vm_writev, "process-vm-writev", PROCESS_ACCESS_FOREIGN, EPERM,
	.marks = true);
HELD(mem, "proc-mem", KFILE_WRITE, EPERM, .marks = true);
HELD(fd, "proc-fd", PROCESS_ACCESS_FOREIGN, EACCES, .marks = true);
HELD(pidfd_getfd, "pidfd-getfd", PROCESS_ACCESS_FOREIGN, EPERM,
	.marks = true);
HELD(environ, "proc-environ", PROCESS_ACCESS_FOREIGN, EACCES);
HELD(exe, "proc-exe", PROCESS_ACCESS_FOREIGN, EACCES);
HELD(kill, "kill", PROCESS_SIGNAL_FOREIGN, EPERM, .marks = true);
HELD(kill_careful, "kill", PROCESS_SIGNAL_FOREIGN, EPERM, .marks = true,
	.container = { .namespaces = ALL_NAMESPACES, .docker_caps = true });
HELD(kill_group, "kill-group", PROCESS_SIGNAL_FOREIGN, EPERM, .marks = true);
HELD(pidfd_kill, "pidfd-kill", PROCESS_SIGNAL_FOREIGN, EPERM,
	.marks = true);
HELD(kill_sigio, "kill-sigio", PROCESS_SIGNAL_FOREIGN, EPERM, .marks = true);
HELD(prlimit, "prlimit", PROCESS_ACCESS_FOREIGN, EPERM);
HELD(ptrace_orphan, "ptrace", PROCESS_ACCESS_FOREIGN, EPERM,
	.marks = true, .as = "orphan");

HELD(root_nested, "proc-1-root", PROCESS_ACCESS_FOREIGN, EACCES,
	.marks = true, .as = "nested");

ALLOWED(own, "trace-own");

TEST_HARNESS_MAIN
