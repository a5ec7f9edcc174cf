// SPDX-License-Identifier: GPL-2.0-only
/*
 * Switching Holdfast off. Without it the same doors are tried on what stands
 * in for it.
 */
#include <errno.h>

#include "escape.h"

#define CONTROL(NAME, SEQUENCE)						\
	{ "R01", NAME, NULL, NULL, SEQUENCE, HOLDFAST | HOST_NET, 0,	\
	  "genl_bind",							\
	  HOLDFAST_OP_SELF_CONTROL, EPERM }

const struct escape escape_self[] = {
	{ "R01", "unload-holdfast", NULL, NULL, "delete_module(holdfast)",
	  PRIVILEGED, 0, "security_capable", HOLDFAST_OP_MODULE_UNLOAD, EPERM },
	/* the module's hooks keep ftrace on, also for the host */
	{ "R09", "silence-holdfast", NULL, NULL,
	  "open(ftrace_enabled, O_WRONLY)", INIT_USER | UNMASKED, 0,
	  "security_file_open", HOLDFAST_OP_KFILE_WRITE, EPERM,
	  .module_err = EBUSY },
	{ "R09", "kprobes-enabled", NULL, NULL,
	  "mount(debugfs), write kprobes/enabled", PRIVILEGED, 0,
	  "security_sb_kern_mount", HOLDFAST_OP_MOUNT_NEW_ANY, EPERM },
	/* without Holdfast nobody answers */
	CONTROL("control-status", "status-get"),
	CONTROL("control-events", "event-get"),
	CONTROL("control-policy", "policy-begin"),
	CONTROL("control-listen", "joining the multicast group"),
	{ }
};
