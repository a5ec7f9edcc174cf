/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - shares: what a container has in the ring of events
 *
 * A container that is in no other has a share, and those inside of it use the
 * same: who makes containers within his own gets no more room by that. It
 * outlives the container, as long as there are events of it.
 */

#ifndef _HOLDFAST_SHARE_H
#define _HOLDFAST_SHARE_H

#include <linux/list.h>
#include <linux/llist.h>
#include <linux/refcount.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/**
 * struct holdfast_share - what a container has in the ring
 * @refs: One for each container that uses it, each event, and the list of those
 *	that have something open.
 * @lock: Guards the next four. Interrupts off; never held together with the ring's.
 * @open: Events that have no number yet and take in identical refusals.
 * @nr_open: Length of that.
 * @unrecorded: Refusals since events were last numbered that got no event.
 * @dirty: In the list of those that have something to be numbered.
 * @dirty_node: There.
 * @kept: Events that have a number, oldest first; under the ring's lock, as
 *	what follows.
 * @nr_kept: Length of that.
 * @peers: Shares that have as many.
 * @lost: Refusals whose event is gone and was given to no reader.
 */
struct holdfast_share {
	refcount_t refs;
	spinlock_t lock;	/* guards the next four */
	struct list_head open;
	u32 nr_open;
	u32 unrecorded;
	bool dirty;
	struct llist_node dirty_node;
	struct list_head kept;
	u32 nr_kept;
	struct list_head peers;
	u64 lost;
};

struct holdfast_share *holdfast_share_alloc(void);
struct holdfast_share *holdfast_share_get(struct holdfast_share *share);
void holdfast_share_put(struct holdfast_share *share);

#endif /* _HOLDFAST_SHARE_H */
