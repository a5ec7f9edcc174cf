// SPDX-License-Identifier: GPL-2.0-only
/*
 * Against Holdfast itself. Without it there is nothing to switch off, so the
 * same doors are tried on what stands in for it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "breakout.h"
#include "netlink.h"

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

/* For a host task, when it is locked and only force gets it out. */
static enum breakout_outcome force(const struct breakout_attempt *attempt)
{
	static char name[] = "holdfast";
	const int flags = O_NONBLOCK | O_TRUNC;
	long err = attempt->arg ?
		breakout_syscall32(NR32_DELETE_MODULE, (long)name, flags, 0, 0,
				   0) :
		syscall(SYS_delete_module, name, flags);

	if (err)
		return breakout_failed("delete_module");
	return breakout_escaped("%s was forced out", name);
}

static enum breakout_outcome ftrace_off(const struct breakout_attempt *attempt)
{
	const char path[] = "/proc/sys/kernel/ftrace_enabled";
	enum breakout_outcome outcome = breakout_change(path, "0");
	char now[8];
	int fd;

	(void)attempt;
	if (outcome != UNTRIED)
		return outcome;
	/* newer kernels take it, and go on tracing; or do not know it any more */
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (write(fd, "0", 1) < 0 ? errno == EOPNOTSUPP :
	    breakout_read(path, now, sizeof(now)) > 0 && *now == '1')
		outcome = breakout_absent("a switch for ftrace");
	close(fd);
	return outcome;
}

static enum breakout_outcome requested(int err)
{
	if (err == -ENOENT)
		return breakout_untried("there is no family 'holdfast'");
	errno = -err;
	if (err < 0)
		return breakout_failed("netlink");
	return breakout_escaped("Holdfast answers");
}

static enum breakout_outcome ask_status(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return requested(netlink_simple(HOLDFAST_CMD_STATUS_GET, 0));
}

static enum breakout_outcome ask_events(const struct breakout_attempt *attempt)
{
	struct netlink_event event;

	(void)attempt;
	return requested(netlink_events(0, &event, 1));
}

/* The transaction ends with its socket, so nothing is changed by it. */
static enum breakout_outcome ask_policy(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return requested(netlink_simple(HOLDFAST_CMD_POLICY_BEGIN, 0));
}

static enum breakout_outcome ask_listen(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return requested(netlink_listen());
}

const struct breakout_attempt breakout_self[] = {
	{ "control-status", "ask Holdfast how it is", ask_status },
	{ "control-events", "ask Holdfast for its events", ask_events },
	{ "control-policy", "begin another policy", ask_policy },
	{ "control-listen", "listen to the events", ask_listen },
	{ "unload-holdfast", "unload Holdfast with delete_module()", unload },
	{ "force-holdfast", "unload it though it is locked", force },
	{ "force-holdfast-32", "the same as a 32-bit program", force, "32" },
	{ "silence-holdfast", "switch ftrace off, and the hooks with it",
	  ftrace_off },
	{ }
};
