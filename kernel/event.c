// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - events: the ring of refusals and the counters
 *
 * A hook writes a refusal into the ring and goes on; it never waits for a
 * reader. A work item sends what is new to the listeners a moment later; until
 * then an identical refusal only raises the count of the record, after that
 * the record is never changed.
 */

#include <linux/cred.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/percpu.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "common.h"
#include "event.h"
#include "netlink.h"
#include "object.h"

/* How long a record waits for identical refusals before it is sent. */
#define SEND_DELAY (HZ / 20)

static DEFINE_PER_CPU(u64, counters[HOLDFAST_NR_COUNTERS]);

/* Guards the ring and the numbers below. Interrupts off. */
static DEFINE_SPINLOCK(ring_lock);
static struct holdfast_event *ring;
static u64 newest;	/* sequence number of the newest event, 0 for none */
static u64 sent;	/* up to here records are final */
static u64 was_read;	/* up to here somebody got them */
static u64 lost;	/* overwritten before anybody got them */
static bool stopped;	/* no work may be scheduled any more */

static void send_new(struct work_struct *work);
static DECLARE_DELAYED_WORK(send_work, send_new);

static struct holdfast_event *slot(u64 seq)
{
	return &ring[seq % HOLDFAST_RING_SIZE];
}

static u64 oldest(void)
{
	return newest > HOLDFAST_RING_SIZE ? newest - HOLDFAST_RING_SIZE + 1 :
					     1;
}

/**
 * holdfast_event_init - make the ring ready
 *
 * Context: May sleep; before any hook is attached.
 * Return: 0 or -ENOMEM.
 */
int holdfast_event_init(void)
{
	ring = kvcalloc(HOLDFAST_RING_SIZE, sizeof(*ring), GFP_KERNEL);
	return ring ? 0 : -ENOMEM;
}

/**
 * holdfast_event_stop - send no more
 *
 * A request from inside a container is still recorded, as long as there is the
 * netlink family, but it sets no work off that would outlive the module.
 *
 * Context: May sleep; after the last hook has been detached.
 */
void holdfast_event_stop(void)
{
	spin_lock_irq(&ring_lock);
	stopped = true;
	spin_unlock_irq(&ring_lock);
	cancel_delayed_work_sync(&send_work);
}

/**
 * holdfast_event_exit - free the ring
 *
 * Context: May sleep; nobody reads it any more.
 */
void holdfast_event_exit(void)
{
	kvfree(ring);
}

/**
 * holdfast_count - count one
 * @counter: Of what.
 *
 * Context: Any.
 */
void holdfast_count(enum holdfast_counter counter)
{
	this_cpu_inc(counters[counter]);
}

/**
 * holdfast_counted - add a counter up
 * @counter: Which one.
 *
 * Context: Any.
 * Return: The sum over all CPUs.
 */
u64 holdfast_counted(enum holdfast_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(counters[counter], cpu));
	return sum;
}

static void send_new(struct work_struct *work)
{
	struct holdfast_event event;

	spin_lock_irq(&ring_lock);
	while (sent < newest) {
		sent = max(sent + 1, oldest());
		event = *slot(sent);
		spin_unlock_irq(&ring_lock);
		if (holdfast_netlink_send(&event))
			holdfast_event_was_read(event.seq);
		spin_lock_irq(&ring_lock);
	}
	spin_unlock_irq(&ring_lock);
}

static bool same_refusal(const struct holdfast_event *a,
			 const struct holdfast_event *b)
{
	return a->container == b->container && a->op == b->op &&
	       a->pid == b->pid && a->tid == b->tid && a->uid == b->uid &&
	       a->mode == b->mode && a->scope == b->scope &&
	       !strcmp(a->object, b->object) && !strcmp(a->comm, b->comm);
}

/* Adds the refusal to a record that is not sent yet, if one is the same. */
static bool coalesce(const struct holdfast_event *event)
{
	u64 seq = newest;
	int i;

	lockdep_assert_held(&ring_lock);
	for (i = 0; i < HOLDFAST_COALESCE_DEPTH && seq > sent; i++, seq--) {
		struct holdfast_event *earlier = slot(seq);

		if (!same_refusal(earlier, event))
			continue;
		earlier->count++;
		earlier->last = event->last;
		return true;
	}
	return false;
}

static void append(struct holdfast_event *event)
{
	lockdep_assert_held(&ring_lock);
	if (newest >= HOLDFAST_RING_SIZE && oldest() > was_read)
		lost++;
	event->seq = ++newest;
	*slot(newest) = *event;
}

static void fill(struct holdfast_event *event,
		 const struct holdfast_container *container,
		 const struct holdfast_profile *profile,
		 const struct holdfast_request *request,
		 const struct holdfast_verdict *verdict)
{
	event->time = ktime_get_boottime_ns();
	event->last = event->time;
	event->count = 1;
	event->error = verdict->mode == HOLDFAST_MODE_ENFORCE ? EPERM : 0;
	event->container = container->id;
	event->mode = verdict->mode;
	event->op = verdict->op;
	event->scope = request->scope;
	event->pid = task_tgid_nr(current);
	event->tid = task_pid_nr(current);
	event->uid = from_kuid(&init_user_ns, current_uid());
	memcpy(event->comm, current->comm, sizeof(event->comm));
	event->comm[sizeof(event->comm) - 1] = '\0';
	strscpy(event->profile, profile->name, sizeof(event->profile));
	holdfast_object_print(request, event->object);
}

/**
 * holdfast_event_record - count a refusal and put it in the ring
 * @container: The container that refuses.
 * @profile: Its profile.
 * @request: What the current task asked.
 * @verdict: What the profile said.
 *
 * Context: In a hook, of the current task; does not sleep.
 */
void holdfast_event_record(struct holdfast_container *container,
			   const struct holdfast_profile *profile,
			   const struct holdfast_request *request,
			   const struct holdfast_verdict *verdict)
{
	struct holdfast_event event = {};
	unsigned long flags;

	switch (verdict->mode) {
	case HOLDFAST_MODE_ENFORCE:
		holdfast_count(HOLDFAST_COUNT_DENIALS);
		atomic64_inc(&container->denials);
		break;
	case HOLDFAST_MODE_COMPLAIN:
		holdfast_count(HOLDFAST_COUNT_COMPLAINTS);
		break;
	case HOLDFAST_MODE_SHADOW:
		break;
	}
	if (request->quiet) {
		holdfast_count(HOLDFAST_COUNT_QUIET);
		return;
	}
	fill(&event, container, profile, request, verdict);
	spin_lock_irqsave(&ring_lock, flags);
	if (!coalesce(&event))
		append(&event);
	if (!stopped)
		schedule_delayed_work(&send_work, SEND_DELAY);
	spin_unlock_irqrestore(&ring_lock, flags);
}

/**
 * holdfast_event_next - read the ring
 * @after: Sequence number to read on from.
 * @event: Gets the oldest event above that.
 *
 * Context: Any.
 * Return: False when there is none.
 */
bool holdfast_event_next(u64 after, struct holdfast_event *event)
{
	unsigned long flags;
	bool found;

	spin_lock_irqsave(&ring_lock, flags);
	found = after < newest;
	if (found)
		*event = *slot(max(after + 1, oldest()));
	spin_unlock_irqrestore(&ring_lock, flags);
	return found;
}

/**
 * holdfast_event_was_read - somebody got an event
 * @seq: Its sequence number; those before count as read too.
 *
 * Context: Any.
 */
void holdfast_event_was_read(u64 seq)
{
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	was_read = max(was_read, seq);
	spin_unlock_irqrestore(&ring_lock, flags);
}

/**
 * holdfast_event_last - the newest sequence number
 *
 * Context: Any.
 * Return: It, or 0 when there was no event yet.
 */
u64 holdfast_event_last(void)
{
	return READ_ONCE(newest);
}

/**
 * holdfast_event_lost - events that nobody got
 *
 * Context: Any.
 * Return: How many were overwritten before any reader came.
 */
u64 holdfast_event_lost(void)
{
	return READ_ONCE(lost);
}
