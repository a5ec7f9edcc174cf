// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes of the host, in its PID namespace.
 */
#include <errno.h>

#include "escape.h"

/* Who has less capabilities than the other may not look at it. */
#define ACCESS(ID, NAME, AS, REFS, SEQUENCE, ERR, MARKS)		\
	{ ID, NAME, AS, REFS, SEQUENCE, PRIVILEGED | HOST_PID, 0,	\
	  "security_ptrace_access_check",				\
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, ERR, MARKS }

/* User 0 is enough. */
#define SIGNAL(NAME, SEQUENCE, HOOK)					\
	{ "I12", NAME, NULL, NULL, SEQUENCE, INIT_USER | HOST_PID, 0, HOOK, \
	  HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN, EPERM, true }

/* Linux 6.2 and later let anybody do so only if a sysctl says so; it does. */
#define TYPE(ID, NAME, SEQUENCE)					\
	{ ID, NAME, NULL, "CVE-2017-5226", SEQUENCE, LEAK, 0, "tty_ioctl", \
	  HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN, EPERM }

#define CHANGE(NAME, SEQUENCE, MORE, HOOK)				\
	{ "I13", NAME, NULL, NULL, SEQUENCE, INIT_USER | HOST_PID | (MORE), 0, \
	  HOOK,								\
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EPERM }

const struct escape escape_process[] = {
	ACCESS("I05", "proc-1-root", NULL, "T1611, deepce",
	       "open(/proc/1/root/FILE)", EACCES, true),
	ACCESS("R05", "proc-1-root", "nested", NULL,
	       "open(/proc/1/root/FILE)", EACCES, true),
	ACCESS("I06", "proc-1-cwd", NULL, NULL, "open(/proc/1/cwd)", EACCES,
	       false),
	ACCESS("I06", "proc-exe", NULL, "CVE-2019-5736", "open(/proc/PID/exe)",
	       EACCES, false),
	ACCESS("I01", "ptrace", NULL, "T1055.008, CDK check-ptrace",
	       "ptrace(PTRACE_ATTACH)", EPERM, true),
	ACCESS("I01", "ptrace", "orphan", NULL, "ptrace(PTRACE_ATTACH)", EPERM,
	       true),
	ACCESS("I01", "ptrace-seize", NULL, "T1055.008",
	       "ptrace(PTRACE_SEIZE)", EPERM, true),
	ACCESS("I03", "process-vm-writev", NULL, "T1055", "process_vm_writev()",
	       EPERM, true),
	{ "I04", "proc-mem", NULL, "T1055.009", "open(/proc/PID/mem, O_RDWR)",
	  PRIVILEGED | HOST_PID, 0, "security_file_open",
	  HOLDFAST_OP_KFILE_WRITE, EPERM, true },
	ACCESS("I07", "proc-fd", NULL, NULL, "open(/proc/PID/fd/N, O_RDWR)",
	       EACCES, true),
	ACCESS("I07", "pidfd-getfd", NULL, NULL, "pidfd_open(), pidfd_getfd()",
	       EPERM, true),
	/* Linux 7.3 asks for CAP_SYS_ADMIN where ptrace() is refused */
	{ "I09", "proc-environ", NULL, NULL, "open(/proc/PID/environ)",
	  PRIVILEGED | HOST_PID, 0, "mm_access",
	  HOLDFAST_OP_PROCESS_ACCESS_FOREIGN, EACCES },
	SIGNAL("kill", "kill(PID)", "security_task_kill"),
	SIGNAL("kill-group", "kill(-PGRP)", "security_task_kill"),
	SIGNAL("pidfd-kill", "pidfd_open(), pidfd_send_signal()",
	       "security_task_kill"),
	SIGNAL("kill-sigio", "fcntl(F_SETOWN), O_ASYNC", "__f_setown"),
	TYPE("H24", "type", "ioctl(TIOCSTI) where the runtime began no session"),
	TYPE("R07", "type-32", "the same by int 0x80"),
	CHANGE("prlimit", "prlimit(PID)", 0, "security_task_setrlimit"),
	/* for these the kernel itself wants no less capabilities */
	CHANGE("nice", "setpriority(PID)", INIT_CAPS, "security_task_setnice"),
	CHANGE("ioprio", "ioprio_set(PID)", INIT_CAPS,
	       "security_task_setioprio"),
	CHANGE("schedule", "sched_setscheduler(PID)", INIT_CAPS,
	       "security_task_setscheduler"),
	ACCESS("I13", "migrate", NULL, NULL, "migrate_pages(PID)", EPERM, false),
	ACCESS("E05", "proc-1-chroot", NULL, NULL, "chroot(/proc/1/root)",
	       EACCES, true),
	ACCESS("I10", "kcmp", NULL, NULL, "kcmp(PID)", EPERM, false),
	ACCESS("I18", "robust-list", NULL, NULL, "get_robust_list(PID)", EPERM,
	       false),
	{ "I15", "perf-process", NULL, NULL, "perf_event_open(PID)",
	  PRIVILEGED | HOST_PID, 0, "security_capable",
	  HOLDFAST_OP_CAP_HOST_ANY, EACCES },
	ACCESS("R07", "ptrace-32", NULL, NULL,
	       "ptrace(PTRACE_ATTACH) by int 0x80", EPERM, false),
	{ "R07", "kill-32", NULL, NULL, "kill(PID) by int 0x80",
	  INIT_USER | HOST_PID, 0, "security_task_kill",
	  HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN, EPERM, true },
	{ "I13", "proc-oom", NULL, NULL, "open(/proc/PID/oom_score_adj)",
	  INIT_USER | HOST_PID, 0, "security_file_open",
	  HOLDFAST_OP_KFILE_WRITE, EPERM },
	{ "I14", "proc-coredump", NULL, NULL,
	  "open(/proc/PID/coredump_filter)", INIT_USER | HOST_PID, 0,
	  "security_file_open", HOLDFAST_OP_KFILE_WRITE, EPERM },
	MAY("I01", "trace-own", "ptrace() of an own process", 0,
	    "security_ptrace_access_check", PROCESS_ACCESS_OWN, EPERM),
	WORKS("I01", "trace-own", "ptrace() and kill() of an own process", 0,
	      "security_ptrace_access_check"),
	/* its label ends with it */
	WORKS("R02", "trace-own", "fork(), kill()", 0, "free_task"),
	{ }
};
