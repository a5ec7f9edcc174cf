// SPDX-License-Identifier: GPL-2.0-only
/*
 * Capabilities against the host, beyond what other classes say.
 */
#include "attempt_test.h"

HELD(swapon, "swapon", CAP_HOST_ANY, EPERM);
HELD(acct, "acct", CAP_HOST_ANY, EPERM);
HELD(quotactl, "quotactl", CAP_HOST_ANY, EPERM);
HELD(settimeofday, "settimeofday", CAP_HOST_ANY, EPERM);
HELD(syslog, "syslog", CAP_HOST_ANY, EPERM);
HELD(iopl, "iopl", CAP_HOST_ANY, EPERM);
HELD(ioperm, "ioperm", CAP_HOST_ANY, EPERM);
HELD(perf, "perf", CAP_HOST_ANY, EACCES);
HELD(reboot, "reboot", CAP_HOST_ANY, EPERM);

HELD(fifreeze, "fifreeze", CAP_HOST_ANY, EPERM);
HELD(fanotify, "fanotify", CAP_HOST_ANY, EPERM);
HELD(sethostname, "sethostname", KFILE_WRITE, EPERM);
HELD(wake_alarm, "wake-alarm", CAP_HOST_ANY, EPERM);
HELD(audit, "audit", CAP_HOST_ANY, EPERM);
HELD(audit_listen, "audit-listen", CAP_HOST_ANY, EPERM);

/* From a process whose parent is gone, and after another execve(). */
HELD(settimeofday_orphan, "settimeofday", CAP_HOST_ANY, EPERM,
	.as = "orphan");
HELD(settimeofday_memfd, "settimeofday", CAP_HOST_ANY, EPERM,
	.as = "memfd");

TEST_HARNESS_MAIN
