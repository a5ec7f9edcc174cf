/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - events: from a refusal to a record, and the counters
 */

#ifndef _HOLDFAST_EVENT_H
#define _HOLDFAST_EVENT_H

#include "container.h"
#include "decide.h"
#include "ring.h"

/**
 * enum holdfast_counter - what is counted on each CPU
 * @HOLDFAST_COUNT_DENIALS: Refused operations.
 * @HOLDFAST_COUNT_COMPLAINTS: Operations that only complain mode let pass.
 * @HOLDFAST_COUNT_QUIET: Denials without an event, as the kernel asked.
 * @HOLDFAST_COUNT_REFUSALS: What is to be reported.
 * @HOLDFAST_COUNT_NO_MEMORY: Operations failed closed for want of memory.
 * @HOLDFAST_COUNT_KILLED: Tasks killed because they could not be labelled.
 * @HOLDFAST_NR_COUNTERS: How many there are.
 */
enum holdfast_counter {
	HOLDFAST_COUNT_DENIALS,
	HOLDFAST_COUNT_COMPLAINTS,
	HOLDFAST_COUNT_QUIET,
	HOLDFAST_COUNT_REFUSALS,
	HOLDFAST_COUNT_NO_MEMORY,
	HOLDFAST_COUNT_KILLED,
	HOLDFAST_NR_COUNTERS,
};

int holdfast_event_init(u32 ring_size);
void holdfast_event_stop(void);
void holdfast_event_exit(void);
void holdfast_event_record(struct holdfast_container *container,
			   const struct holdfast_profile *profile, u32 place,
			   const struct holdfast_request *request,
			   const struct holdfast_verdict *verdict);
void holdfast_event_number(void);
void holdfast_event_begin_reading(void);
void holdfast_event_end_reading(void);

void holdfast_count(enum holdfast_counter counter);
u64 holdfast_counted(enum holdfast_counter counter);

#endif /* _HOLDFAST_EVENT_H */
