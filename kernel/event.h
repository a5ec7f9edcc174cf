/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - events: the ring of refusals and the counters
 */

#ifndef _HOLDFAST_EVENT_H
#define _HOLDFAST_EVENT_H

#include <linux/sched.h>

#include "container.h"
#include "decide.h"

/**
 * struct holdfast_event - a refusal, or what would be one in complain mode
 * @seq: Counts from 1.
 * @time: CLOCK_BOOTTIME in nanoseconds of the first occurrence.
 * @last: The same of the last one.
 * @count: Occurrences.
 * @error: What the task got, positive; 0 in complain mode.
 * @container: Container that refused.
 * @mode: Mode of the profile.
 * @op: Operation that was looked up.
 * @scope: System call, of capability checks.
 * @pid: Process, in the host's PID namespace.
 * @tid: Thread, likewise.
 * @uid: User, in the initial user namespace.
 * @comm: Name of the thread.
 * @profile: Name of the profile.
 * @object: What it was about.
 */
struct holdfast_event {
	u64 seq;
	u64 time;
	u64 last;
	u32 count;
	u32 error;
	u64 container;
	enum holdfast_mode mode;
	enum holdfast_op op;
	enum holdfast_scope scope;
	pid_t pid;
	pid_t tid;
	uid_t uid;
	char comm[TASK_COMM_LEN];
	char profile[HOLDFAST_NAME_MAX + 1];
	char object[HOLDFAST_OBJECT_SIZE];
};

/**
 * enum holdfast_counter - what is counted on each CPU
 * @HOLDFAST_COUNT_DENIALS: Refused operations.
 * @HOLDFAST_COUNT_COMPLAINTS: Operations that only complain mode let pass.
 * @HOLDFAST_COUNT_QUIET: Denials without an event, as the kernel asked.
 * @HOLDFAST_COUNT_NO_MEMORY: Operations failed closed for want of memory.
 * @HOLDFAST_COUNT_KILLED: Tasks killed because they could not be labelled.
 * @HOLDFAST_NR_COUNTERS: How many there are.
 */
enum holdfast_counter {
	HOLDFAST_COUNT_DENIALS,
	HOLDFAST_COUNT_COMPLAINTS,
	HOLDFAST_COUNT_QUIET,
	HOLDFAST_COUNT_NO_MEMORY,
	HOLDFAST_COUNT_KILLED,
	HOLDFAST_NR_COUNTERS,
};

int holdfast_event_init(void);
void holdfast_event_stop(void);
void holdfast_event_exit(void);
void holdfast_event_record(struct holdfast_container *container,
			   const struct holdfast_profile *profile,
			   const struct holdfast_request *request,
			   const struct holdfast_verdict *verdict);
bool holdfast_event_next(u64 after, struct holdfast_event *event);
void holdfast_event_was_read(u64 seq);
u64 holdfast_event_last(void);
u64 holdfast_event_lost(void);

void holdfast_count(enum holdfast_counter counter);
u64 holdfast_counted(enum holdfast_counter counter);

#endif /* _HOLDFAST_EVENT_H */
