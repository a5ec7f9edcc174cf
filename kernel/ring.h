/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the ring: records, which of them are kept, and what was lost
 */

#ifndef _HOLDFAST_RING_H
#define _HOLDFAST_RING_H

#include <linux/list.h>
#include <linux/rbtree.h>
#include <linux/sched.h>

#include "decide.h"
#include "facts.h"
#include "share.h"

/**
 * enum holdfast_fate - why nobody got an event
 * @HOLDFAST_FATE_OVERRUN: Nobody was there.
 * @HOLDFAST_FATE_SOCKET: It did not fit into the sockets of those who listened.
 * @HOLDFAST_FATE_MEMORY: There was no memory to send it.
 * @HOLDFAST_FATE_DELIVERED: Somebody got it.
 * @HOLDFAST_NR_FATES: How many there are.
 */
enum holdfast_fate {
	HOLDFAST_FATE_OVERRUN,
	HOLDFAST_FATE_SOCKET,
	HOLDFAST_FATE_MEMORY,
	HOLDFAST_FATE_DELIVERED,
	HOLDFAST_NR_FATES,
};

/**
 * struct holdfast_matter - what was refused; what is identical shares an event
 * @container: Container that refused.
 * @generation: Of the policy that judged.
 * @mode: Mode of the profile.
 * @op: Operation that was looked up.
 * @scope: System call, of capability checks.
 * @syscall: Number of the system call, -1 for none.
 * @arch: AUDIT_ARCH_* that it is of.
 * @object: What it was about.
 */
struct holdfast_matter {
	u64 container;
	u64 generation;
	enum holdfast_mode mode;
	enum holdfast_op op;
	enum holdfast_scope scope;
	int syscall;
	u32 arch;
	char object[HOLDFAST_TEXT_SIZE];
};

/**
 * struct holdfast_event - refusals, or what would be some in complain mode
 * @matter: What was refused.
 * @seq: Counts from 1; 0 as long as it is open.
 * @container_seq: The same for its container.
 * @refusals: Refusals in this event and all before it.
 * @fate: What came of it so far.
 * @time: CLOCK_BOOTTIME in nanoseconds of the first occurrence.
 * @last: The same of the last one.
 * @count: Occurrences.
 * @error: What the task got, positive; 0 in complain mode.
 * @inner: Container that the task is in.
 * @rule: Index of the rule that chose the profile, or HOLDFAST_NO_RULE.
 * @pid: Process, in the host's PID namespace; of the first occurrence, as all
 *	below.
 * @tid: Thread, likewise.
 * @uid: User, in the initial user namespace.
 * @namespaces: Numbers of those that are not the host's; 0 for one that is.
 * @other_processes: Some were of other processes.
 * @other_objects: Some were about something else than @matter says.
 * @comm: Name of the thread.
 * @profile: Name of the profile.
 * @exe: The program, as type of filesystem and path inside it.
 * @cgroup: Path of the task's cgroup (v2), or the end of it.
 */
struct holdfast_event {
	struct holdfast_matter matter;
	u64 seq;
	u64 container_seq;
	u64 refusals;
	enum holdfast_fate fate;
	u64 time;
	u64 last;
	u32 count;
	u32 error;
	u64 inner;
	u32 rule;
	pid_t pid;
	pid_t tid;
	uid_t uid;
	u32 namespaces[HOLDFAST_NR_NAMESPACES];
	bool other_processes;
	bool other_objects;
	char comm[TASK_COMM_LEN];
	char profile[HOLDFAST_NAME_MAX + 1];
	char exe[HOLDFAST_TEXT_SIZE];
	char cgroup[HOLDFAST_TEXT_SIZE];
};

/**
 * struct holdfast_record - a place in the ring
 * @share: Whose it is, with a reference; NULL when it is free.
 * @node: In the list of free ones, or in one of the share's.
 * @by_seq: In the tree of those that have a number.
 * @event: The event.
 */
struct holdfast_record {
	struct holdfast_share *share;
	struct list_head node;
	struct rb_node by_seq;
	struct holdfast_event event;
};

/**
 * struct holdfast_ring_counts - the accounts
 * @size: Records.
 * @events: The newest number.
 * @refusals: In events that have a number, or have made room since; the sum of
 *	@delivered, @waiting and @lost.
 * @coalesced: Of these, those that only raised a count.
 * @delivered: Of these, those in events that somebody got.
 * @waiting: Of these, those in events that nobody got yet.
 * @lost: Of these, those in events that nobody got and nobody will, by reason.
 */
struct holdfast_ring_counts {
	u32 size;
	u64 events;
	u64 refusals;
	u64 coalesced;
	u64 delivered;
	u64 waiting;
	u64 lost[HOLDFAST_FATE_DELIVERED];
};

int holdfast_ring_init(u32 size);
void holdfast_ring_exit(void);

bool holdfast_ring_crowded(void);
struct holdfast_record *holdfast_ring_take(struct holdfast_share *share);
void holdfast_ring_give_back(struct holdfast_record *record);
void holdfast_ring_number(struct holdfast_record *record);
void holdfast_ring_lose(struct holdfast_share *share, u32 refusals);

bool holdfast_ring_next(u64 after, struct holdfast_event *event);
void holdfast_ring_settle(const struct holdfast_event *event,
			  enum holdfast_fate fate);
u64 holdfast_ring_newest(void);
u64 holdfast_ring_lost_by(const struct holdfast_share *share);
void holdfast_ring_count(struct holdfast_ring_counts *counts);

#endif /* _HOLDFAST_RING_H */
