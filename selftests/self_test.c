// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast cannot be switched off from inside.
 */
#include "attempt_test.h"

HELD(delete_module, "delete-module", MODULE_UNLOAD, EPERM);
/* Holdfast's own hooks keep ftrace on, also for the host. */
HELD(ftrace_enabled, "silence-holdfast", KFILE_WRITE, EPERM,
     .host_err = EBUSY);
HELD(kprobes_enabled, "kprobes-enabled", MOUNT_NEW_ANY, EPERM);

TEST_HARNESS_MAIN
