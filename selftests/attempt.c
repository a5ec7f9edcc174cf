// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run an attempt and judge it. Each judgement is NULL when all is as it must
 * be, else a sentence that says what is not.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "attempt.h"
#include "breakout.h"
#include "netlink.h"
#include "state.h"

#define MAX_EVENTS	64

const char attempt_absent[] = "this kernel does not know it";

static const char *complain(const char *fmt, ...)
{
	static char text[2048];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return text;
}

static uint64_t boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/**
 * attempt_setup() - see to it that the host is worth attacking
 *
 * Return: NULL or a complaint.
 */
const char *attempt_setup(void)
{
	if (breakout_find(VICTIM_COMM) > 0 && breakout_find(OTHER_COMM) > 0)
		return NULL;
	if (system("./breakout --prepare"))
		return "breakout --prepare fails";
	return NULL;
}

static int run(const struct attempt *attempt,
	       const struct container_options *options, char *text, size_t size)
{
	char *argv[] = { "./breakout", (char *)attempt->name, NULL, NULL,
			 NULL };

	/* a host task that does this is no host task any more */
	if (attempt->as && (options || strcmp(attempt->as, "nested"))) {
		argv[1] = "--as";
		argv[2] = (char *)attempt->as;
		argv[3] = (char *)attempt->name;
	}
	unlink(HOST_MARK);
	return container_run(options, argv, text, size);
}

/* Whether there is a mark, or comes one before some time is over. */
static bool marked(int milliseconds)
{
	while (access(HOST_MARK, F_OK)) {
		if (milliseconds <= 0)
			return false;
		usleep(10000);
		milliseconds -= 10;
	}
	return true;
}

static const char *must_work(const struct attempt *attempt,
			     const struct container_options *options)
{
	struct state *before = state_take();
	const char *change;
	char text[512];
	int status;

	status = run(attempt, options, text, sizeof(text));
	if (status == ABSENT)
		return attempt_absent;
	if (status != ESCAPED)
		return complain("%s does not work: %d, %s", attempt->name,
				status, text);
	if (attempt->marks && !marked(2500))
		return complain("%s: %s, but left no mark", attempt->name,
				text);
	/* a container that may load it may not be one that may unload it */
	syscall(SYS_delete_module, "af_alg", O_NONBLOCK);
	syscall(SYS_delete_module, "squashfs", O_NONBLOCK);
	change = state_compare(before);
	if (change)
		return complain("%s does not clean up: %s", attempt->name,
				change);
	return NULL;
}

/* The last word of 'refused: CALL: ERRNO'. */
static const char *errno_of(const char *text)
{
	const char *last = strrchr(text, ' ');

	return last ? last + 1 : "nothing";
}

static const char *judge_refusal(const struct attempt *attempt, int err,
				 int status, const char *text)
{
	if (status != REFUSED)
		return complain("%s is not refused: %d, %s", attempt->name,
				status, text);
	if (strcmp(errno_of(text), breakout_errno_name(err)))
		return complain("%s: %s, not %s", attempt->name, text,
				breakout_errno_name(err));
	return NULL;
}

/* What was reported instead, for the reader of a failure. */
static void describe(const struct netlink_event *events, int count, char *text,
		     size_t size)
{
	size_t len = 0;
	int i;

	*text = 0;
	for (i = 0; i < count && len < size; i++)
		len += snprintf(text + len, size - len,
				" [class %u op %u errno %u object '%s']",
				events[i].class, events[i].op, events[i].err,
				events[i].object);
}

static const char *judge_event(const struct attempt *attempt, uint64_t since)
{
	static struct netlink_event events[MAX_EVENTS];
	char text[1024];
	int count, i;

	count = netlink_events(since, events, MAX_EVENTS);
	if (count < 0)
		return complain("events: %s", strerror(-count));
	for (i = 0; i < count; i++)
		if (events[i].op == attempt->op &&
		    (events[i].err == EPERM || events[i].err == EACCES))
			return NULL;
	describe(events, count, text, sizeof(text));
	return complain("%s: no event of operation %u, but%s", attempt->name,
			attempt->op, *text ? text : " none at all");
}

static const char *must_hold(const struct attempt *attempt)
{
	uint64_t since = boot_time();
	struct state *before = state_take();
	const char *complaint;
	char text[512];
	int status;

	status = run(attempt, &attempt->container, text, sizeof(text));
	if (status == ABSENT)
		return attempt_absent;
	complaint = judge_refusal(attempt, attempt->err, status, text);
	if (!complaint)
		complaint = judge_event(attempt, since);
	if (complaint)
		return complaint;
	/* the process that is attacked looks around every now and then */
	if (marked(attempt->marks ? 100 : 0))
		return complain("%s left a mark: %s", attempt->name, text);
	complaint = state_compare(before);
	if (complaint)
		return complain("%s: refused, but %s", attempt->name,
				complaint);
	return NULL;
}

/**
 * attempt_host() - the leg of a host task
 * @attempt: what to try
 *
 * Return: NULL or a complaint.
 */
const char *attempt_host(const struct attempt *attempt)
{
	char text[512];
	int status;

	if (!attempt->host_err)
		return must_work(attempt, NULL);
	status = run(attempt, NULL, text, sizeof(text));
	if (status == ABSENT)
		return attempt_absent;
	if (status == ESCAPED ||
	    strcmp(errno_of(text), breakout_errno_name(attempt->host_err)))
		return complain("%s: %s, not %s", attempt->name, text,
				breakout_errno_name(attempt->host_err));
	return NULL;
}

/**
 * attempt_contained() - the leg in a container
 * @attempt: what to try
 *
 * Return: NULL or a complaint.
 */
const char *attempt_contained(const struct attempt *attempt)
{
	if (netlink_present())
		return must_hold(attempt);
	return must_work(attempt, &attempt->container);
}

/**
 * attempt_hopeless() - one that the kernel itself must hold there
 * @attempt: what to try
 *
 * Return: NULL or a complaint.
 */
const char *attempt_hopeless(const struct attempt *attempt)
{
	struct state *before = state_take();
	const char *change;
	char text[512];

	if (run(attempt, &attempt->container, text, sizeof(text)) == ESCAPED)
		return complain("%s works: %s", attempt->name, text);
	/* an attempt that was not made is none that was held */
	if (!*text)
		return complain("%s says nothing", attempt->name);
	if (marked(0))
		return complain("%s left a mark: %s", attempt->name, text);
	change = state_compare(before);
	if (change)
		return complain("%s: %s, but %s", attempt->name, text, change);
	return NULL;
}

/* No more tasks have a label than before, or soon. */
static bool labels_end(uint64_t before)
{
	uint64_t tasks;
	int i;

	for (i = 0; i < 200; i++) {
		if (netlink_status(HOLDFAST_A_STATUS_TASKS, &tasks) ||
		    tasks <= before)
			return true;
		usleep(20000);
	}
	return false;
}

/**
 * attempt_allowed() - something harmless in a container
 * @attempt: what to do
 *
 * Return: NULL or a complaint.
 */
const char *attempt_allowed(const struct attempt *attempt)
{
	static struct netlink_event events[MAX_EVENTS];
	uint64_t since = boot_time(), tasks = 0;
	const char *complaint;
	char text[1024];
	int count;

	netlink_status(HOLDFAST_A_STATUS_TASKS, &tasks);
	complaint = must_work(attempt, &attempt->container);
	if (complaint || !netlink_present())
		return complaint;
	if (!labels_end(tasks))
		return complain("%s works, but tasks keep their label",
				attempt->name);
	count = netlink_events(since, events, MAX_EVENTS);
	if (!count)
		return NULL;
	if (count < 0)
		return complain("events: %s", strerror(-count));
	describe(events, count, text, sizeof(text));
	return complain("%s works, but is reported:%s", attempt->name, text);
}
