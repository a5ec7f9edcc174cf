// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capabilities against the host, where nothing else stands in the way.
 */
#include <errno.h>

#include "escape.h"

#define HOST(ID, NAME, AS, SEQUENCE, MORE, ERR)				\
	{ ID, NAME, AS, NULL, SEQUENCE, PRIVILEGED | (MORE), 0,		\
	  "security_capable", HOLDFAST_OP_CAP_HOST_ANY, ERR }

const struct escape escape_capability[] = {
	HOST("C29", "swapon", NULL, "swapon() of a file in a volume", 0, EPERM),
	HOST("H25", "acct", NULL, "acct() to a file in a volume", 0, EPERM),
	HOST("H01", "quotactl", NULL, "quotactl_fd(Q_QUOTAOFF)", 0, EPERM),
	HOST("H21", "resize", NULL, "ioctl(EXT4_IOC_RESIZE_FS) of a volume", 0,
	     EPERM),
	HOST("K05", "keymap", NULL, "ioctl(KDSKBSENT) of a console left open",
	     LEAK, EPERM),
	HOST("H12", "settimeofday", NULL, "settimeofday()", 0, EPERM),
	HOST("H12", "settimeofday", "orphan", "settimeofday()", 0, EPERM),
	HOST("H12", "settimeofday", "memfd", "settimeofday()", 0, EPERM),
	HOST("H13", "syslog", NULL, "syslog(READ_ALL)", 0, EPERM),
	HOST("H03", "iopl", NULL, "iopl(3)", 0, EPERM),
	HOST("H03", "ioperm", NULL, "ioperm()", 0, EPERM),
	HOST("N05", "perf", NULL, "perf_event_open() of a CPU", 0, EACCES),
	HOST("G03", "reboot", NULL, "reboot(CAD_ON)", HOST_PID, EPERM),
	HOST("D18", "fifreeze", NULL, "ioctl(FIFREEZE) of a volume", 0, EPERM),
	HOST("N10", "fanotify", NULL,
	     "fanotify_init(), fanotify_mark(FAN_MARK_FILESYSTEM)", 0, EPERM),
	HOST("N10", "fanotify-names", NULL,
	     "fanotify_init(FAN_REPORT_DFID_NAME), fanotify_mark(FAN_MARK_FILESYSTEM)",
	     0, EPERM),
	HOST("H26", "wake-alarm", NULL, "timerfd_create(BOOTTIME_ALARM)", 0,
	     EPERM),
	HOST("H20", "audit", NULL, "AUDIT_GET", HOST_PID, EPERM),
	/* the log is that of the initial user namespace */
	HOST("H20", "audit-listen", NULL, "bind(AUDIT_NLGRP_READLOG)", 0, EPERM),
	{ "H01", "sethostname", NULL, NULL, "sethostname()",
	  PRIVILEGED | HOST_UTS, HOST_UTS, "security_capable",
	  HOLDFAST_OP_KFILE_WRITE, EPERM },
	{ "R02", "settimeofday", "orphan", NULL, "fork(), settimeofday()",
	  PRIVILEGED, 0, "security_task_alloc", HOLDFAST_OP_CAP_HOST_ANY,
	  EPERM },
	{ "R02", "settimeofday", "vfork", NULL, "vfork(), settimeofday()",
	  PRIVILEGED, 0, "security_task_alloc", HOLDFAST_OP_CAP_HOST_ANY,
	  EPERM },
	{ "R02", "settimeofday", "thread", NULL, "a thread, settimeofday()",
	  PRIVILEGED, 0, "security_task_alloc", HOLDFAST_OP_CAP_HOST_ANY,
	  EPERM },
	{ }
};
