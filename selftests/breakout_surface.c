// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is no way out by itself, but much of the kernel to attack.
 */
#define _GNU_SOURCE
#include <linux/io_uring.h>
#include <linux/keyctl.h>
#include <linux/perf_event.h>
#include <linux/userfaultfd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "breakout.h"

static enum breakout_outcome made(int fd, const char *call)
{
	if (fd < 0)
		return breakout_failed(call);
	close(fd);
	return breakout_escaped("%s() works", call);
}

static enum breakout_outcome perf(const struct breakout_attempt *attempt)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_TASK_CLOCK,
	};

	(void)attempt;
	return made(syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0),
		    "perf_event_open");
}

static enum breakout_outcome uring(const struct breakout_attempt *attempt)
{
	struct io_uring_params params = { 0 };

	(void)attempt;
	return made(syscall(SYS_io_uring_setup, 1, &params), "io_uring_setup");
}

static enum breakout_outcome fault(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return made(syscall(SYS_userfaultfd, UFFD_USER_MODE_ONLY),
		    "userfaultfd");
}

static enum breakout_outcome key(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL) < 0)
		return breakout_failed("keyctl");
	return breakout_escaped("keyctl() works");
}

/* Each user has one keyring, in whatever container. */
static enum breakout_outcome host_key(const struct breakout_attempt *attempt)
{
	char text[128] = "", secret[128];
	long nr = syscall(SYS_keyctl, KEYCTL_SEARCH, KEY_SPEC_USER_KEYRING,
			  "user", HOST_KEY, 0);

	(void)attempt;
	if (nr < 0)
		return breakout_failed("keyctl");
	if (syscall(SYS_keyctl, KEYCTL_READ, nr, text, sizeof(text) - 1) < 0)
		return breakout_failed("keyctl");
	if (breakout_read(HOST_SECRET, secret, sizeof(secret)) > 0 &&
	    strcmp(text, secret))
		return breakout_untried("it is another key");
	return breakout_escaped("read a key of the host: %s", text);
}

static enum breakout_outcome family(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return made(socket(AF_INET, SOCK_DGRAM, 0), "socket");
}

const struct breakout_attempt breakout_surface[] = {
	{ "perf-own", "perf_event_open() of itself", perf },
	{ "uring", "make an io_uring", uring },
	{ "userfaultfd", "make a userfaultfd", fault },
	{ "keyring", "make a keyring", key },
	{ "host-key", "read a key of the host's root", host_key },
	{ "socket-family", "make a socket of the internet family", family },
	{ }
};
