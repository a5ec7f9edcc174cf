// SPDX-License-Identifier: GPL-2.0-only
/*
 * Against Holdfast itself. Without it there is nothing to switch off, so the
 * same doors are tried on what stands in for it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "breakout.h"

static enum breakout_outcome unload(const struct breakout_attempt *attempt)
{
	const char *name = breakout_module_loaded("holdfast") ? "holdfast" :
								LOST_MODULE;
	char path[256];

	(void)attempt;
	if (!breakout_module_loaded(name))
		return breakout_untried("%s is not loaded", name);
	if (syscall(SYS_delete_module, name, O_NONBLOCK))
		return breakout_failed("delete_module");
	if (breakout_module_path(name, path, sizeof(path)))
		syscall(SYS_finit_module, open(path, O_RDONLY), "", 0);
	return breakout_escaped("%s was unloaded", name);
}

static enum breakout_outcome ftrace_off(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return breakout_change("/proc/sys/kernel/ftrace_enabled", "0");
}

const struct breakout_attempt breakout_self[] = {
	{ "unload-holdfast", "unload Holdfast with delete_module()", unload },
	{ "silence-holdfast", "switch ftrace off, and the hooks with it",
	  ftrace_off },
	{ }
};
