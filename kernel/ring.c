// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the ring: records, which of them are kept, and what was lost
 *
 * All records are allocated when Holdfast is loaded. One that is needed when
 * none is free is taken from the share that keeps most, its oldest: so a share
 * that keeps fewer than others loses nothing to them. Shares are in lists by
 * how many they keep, so that none has to be looked for.
 */

#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "common.h"
#include "ring.h"

/* Guards all below. Interrupts off; the innermost lock. */
static DEFINE_SPINLOCK(ring_lock);
static struct holdfast_record *records;
static LIST_HEAD(unused);
static struct rb_root_cached by_seq = RB_ROOT_CACHED;
/* At index N the shares that keep N events; a list of its own for each N. */
static struct list_head *keepers;
static u32 most;	/* the largest N that some share keeps */
static u32 nr_open;	/* records that have no number yet */
static struct holdfast_ring_counts counted;

/*
 * The event that is being handed to readers. When it has to make room meanwhile
 * nobody knows yet what came of it, so it is accounted for when that is known.
 */
static struct {
	u64 seq;			/* 0 for none */
	struct holdfast_share *share;	/* set when it has made room */
} handed;

/**
 * holdfast_ring_init - make the ring
 * @size: Events that it keeps.
 *
 * Context: May sleep; before any hook is attached.
 * Return: 0, -EINVAL for a size out of bounds, or -ENOMEM.
 */
int holdfast_ring_init(u32 size)
{
	u32 i;

	if (size < HOLDFAST_RING_MIN || size > HOLDFAST_RING_MAX) {
		pr_err("ring_size must be %u to %u\n", HOLDFAST_RING_MIN,
		       HOLDFAST_RING_MAX);
		return -EINVAL;
	}
	records = kvcalloc(size, sizeof(*records), GFP_KERNEL);
	keepers = kvcalloc(size + 1, sizeof(*keepers), GFP_KERNEL);
	if (!records || !keepers) {
		kvfree(keepers);
		kvfree(records);
		return -ENOMEM;
	}
	counted.size = size;
	for (i = 0; i < size; i++)
		list_add_tail(&records[i].node, &unused);
	for (i = 0; i <= size; i++)
		INIT_LIST_HEAD(&keepers[i]);
	return 0;
}

/**
 * holdfast_ring_exit - free the ring
 *
 * Context: May sleep; no record is open, nobody reads.
 */
void holdfast_ring_exit(void)
{
	u32 i;

	for (i = 0; i < counted.size; i++)
		if (records[i].share)
			holdfast_share_put(records[i].share);
	kvfree(keepers);
	kvfree(records);
}

static void keep_more(struct holdfast_share *share)
{
	lockdep_assert_held(&ring_lock);
	list_move_tail(&share->peers, &keepers[++share->nr_kept]);
	most = max(most, share->nr_kept);
}

static void keep_less(struct holdfast_share *share)
{
	lockdep_assert_held(&ring_lock);
	if (--share->nr_kept)
		list_move_tail(&share->peers, &keepers[share->nr_kept]);
	else
		list_del_init(&share->peers);
	if (list_empty(&keepers[most]))
		most--;
}

/* Adds up what came of an event that goes, or of refusals that have none. */
static void lose(struct holdfast_share *share, enum holdfast_fate fate,
		 u32 refusals)
{
	lockdep_assert_held(&ring_lock);
	counted.waiting -= refusals;
	counted.lost[fate] += refusals;
	WRITE_ONCE(share->lost, share->lost + refusals);
}

/* The oldest event of the share that keeps most, @own when it is one of them. */
static struct holdfast_record *evict(struct holdfast_share *own)
{
	struct holdfast_record *record;
	struct holdfast_share *share;

	lockdep_assert_held(&ring_lock);
	if (!most)
		return NULL;
	share = own->nr_kept == most ? own :
		list_first_entry(&keepers[most], struct holdfast_share, peers);
	record = list_first_entry(&share->kept, struct holdfast_record, node);
	list_del(&record->node);
	rb_erase_cached(&record->by_seq, &by_seq);
	keep_less(share);
	if (record->event.seq == handed.seq) {
		handed.share = share;
		return record;
	}
	if (record->event.fate != HOLDFAST_FATE_DELIVERED)
		lose(share, record->event.fate, record->event.count);
	holdfast_share_put(share);
	return record;
}

/**
 * holdfast_ring_crowded - whether so much is open that room must be spared
 *
 * Context: Any.
 * Return: True when half of the records have no number yet.
 */
bool holdfast_ring_crowded(void)
{
	return READ_ONCE(nr_open) >= counted.size / 2;
}

/**
 * holdfast_ring_take - take a record to fill
 * @share: Who needs it; gets a reference for the record.
 *
 * Context: Any.
 * Return: The record, or NULL when all are being filled.
 */
struct holdfast_record *holdfast_ring_take(struct holdfast_share *share)
{
	struct holdfast_record *record;
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	record = list_first_entry_or_null(&unused, struct holdfast_record,
					  node);
	if (record)
		list_del(&record->node);
	else
		record = evict(share);
	if (record) {
		record->share = holdfast_share_get(share);
		WRITE_ONCE(nr_open, nr_open + 1);
	}
	spin_unlock_irqrestore(&ring_lock, flags);
	return record;
}

/**
 * holdfast_ring_give_back - a record that was taken is not needed
 * @record: The record.
 *
 * Context: Any; the caller has a reference to the share.
 */
void holdfast_ring_give_back(struct holdfast_record *record)
{
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	holdfast_share_put(record->share);
	record->share = NULL;
	list_add(&record->node, &unused);
	WRITE_ONCE(nr_open, nr_open - 1);
	spin_unlock_irqrestore(&ring_lock, flags);
}

static bool earlier(struct rb_node *a, const struct rb_node *b)
{
	return rb_entry(a, struct holdfast_record, by_seq)->event.seq <
	       rb_entry(b, struct holdfast_record, by_seq)->event.seq;
}

/**
 * holdfast_ring_number - give an event the next number, and keep it
 * @record: The record, that nobody writes to any more.
 *
 * Context: Any; calls are made one after the other.
 */
void holdfast_ring_number(struct holdfast_record *record)
{
	struct holdfast_event *event = &record->event;
	struct holdfast_share *share = record->share;
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	counted.refusals += event->count;
	counted.waiting += event->count;
	counted.coalesced += event->count - 1;
	event->seq = counted.events + 1;
	WRITE_ONCE(counted.events, event->seq);
	event->refusals = counted.refusals;
	event->fate = HOLDFAST_FATE_OVERRUN;
	rb_add_cached(&record->by_seq, &by_seq, earlier);
	list_add_tail(&record->node, &share->kept);
	keep_more(share);
	WRITE_ONCE(nr_open, nr_open - 1);
	spin_unlock_irqrestore(&ring_lock, flags);
}

/**
 * holdfast_ring_lose - account for refusals that found no record
 * @share: Whose they are.
 * @refusals: How many; each takes a number, so that a reader sees the gap.
 *
 * Context: Any; not in between calls of holdfast_ring_number().
 */
void holdfast_ring_lose(struct holdfast_share *share, u32 refusals)
{
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	WRITE_ONCE(counted.events, counted.events + refusals);
	counted.refusals += refusals;
	counted.waiting += refusals;
	lose(share, HOLDFAST_FATE_OVERRUN, refusals);
	spin_unlock_irqrestore(&ring_lock, flags);
}

/* The kept record with the lowest number above @after. */
static struct holdfast_record *find_next(u64 after)
{
	struct rb_node *node = by_seq.rb_root.rb_node;
	struct holdfast_record *found = NULL;

	lockdep_assert_held(&ring_lock);
	while (node) {
		struct holdfast_record *record =
			rb_entry(node, struct holdfast_record, by_seq);

		if (record->event.seq > after) {
			found = record;
			node = node->rb_left;
		} else {
			node = node->rb_right;
		}
	}
	return found;
}

/**
 * holdfast_ring_next - read the ring
 * @after: Number to read on from.
 * @event: Gets the oldest event above that. holdfast_ring_settle() must follow
 *	before the next call, of anybody.
 *
 * Context: Any.
 * Return: False when there is none.
 */
bool holdfast_ring_next(u64 after, struct holdfast_event *event)
{
	struct holdfast_record *record;
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	record = find_next(after);
	if (record) {
		*event = record->event;
		handed.seq = event->seq;
	}
	spin_unlock_irqrestore(&ring_lock, flags);
	return record;
}

static void deliver(u32 refusals)
{
	lockdep_assert_held(&ring_lock);
	counted.waiting -= refusals;
	counted.delivered += refusals;
}

/* It has made room while it was handed out. */
static void settle_gone(const struct holdfast_event *event,
			enum holdfast_fate fate)
{
	lockdep_assert_held(&ring_lock);
	if (event->fate != HOLDFAST_FATE_DELIVERED) {
		if (fate == HOLDFAST_FATE_DELIVERED)
			deliver(event->count);
		else
			lose(handed.share, fate, event->count);
	}
	holdfast_share_put(handed.share);
	handed.share = NULL;
}

/**
 * holdfast_ring_settle - tell what came of an event
 * @event: From holdfast_ring_next().
 * @fate: What came of it; when it was delivered before it stays that.
 *
 * Context: Any.
 */
void holdfast_ring_settle(const struct holdfast_event *event,
			  enum holdfast_fate fate)
{
	struct holdfast_record *record;
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	if (handed.share) {
		settle_gone(event, fate);
	} else if (event->fate != HOLDFAST_FATE_DELIVERED) {
		record = find_next(event->seq - 1);
		record->event.fate = fate;
		if (fate == HOLDFAST_FATE_DELIVERED)
			deliver(event->count);
	}
	handed.seq = 0;
	spin_unlock_irqrestore(&ring_lock, flags);
}

/**
 * holdfast_ring_newest - the newest number
 *
 * Context: Any.
 * Return: It, or 0 when there was no event yet.
 */
u64 holdfast_ring_newest(void)
{
	return READ_ONCE(counted.events);
}

/**
 * holdfast_ring_lost_by - what a share has lost
 * @share: The share.
 *
 * Context: Any.
 * Return: Refusals whose event is gone and was given to no reader.
 */
u64 holdfast_ring_lost_by(const struct holdfast_share *share)
{
	return READ_ONCE(share->lost);
}

/**
 * holdfast_ring_count - tell the accounts
 * @counts: Gets them, of one moment.
 *
 * Context: Any.
 */
void holdfast_ring_count(struct holdfast_ring_counts *counts)
{
	unsigned long flags;

	spin_lock_irqsave(&ring_lock, flags);
	*counts = counted;
	spin_unlock_irqrestore(&ring_lock, flags);
}
