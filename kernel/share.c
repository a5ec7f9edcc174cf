// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - shares: what a container has in the ring of events
 */

#include <linux/slab.h>

#include "share.h"

/**
 * holdfast_share_alloc - make a share
 *
 * Context: Any.
 * Return: The share with a reference, or NULL.
 */
struct holdfast_share *holdfast_share_alloc(void)
{
	struct holdfast_share *share;

	share = kzalloc(sizeof(*share), GFP_ATOMIC | __GFP_NOWARN);
	if (!share)
		return NULL;
	refcount_set(&share->refs, 1);
	spin_lock_init(&share->lock);
	INIT_LIST_HEAD(&share->open);
	INIT_LIST_HEAD(&share->kept);
	INIT_LIST_HEAD(&share->peers);
	return share;
}

/**
 * holdfast_share_get - take another reference
 * @share: A share the caller has a reference to.
 *
 * Context: Any.
 * Return: @share.
 */
struct holdfast_share *holdfast_share_get(struct holdfast_share *share)
{
	refcount_inc(&share->refs);
	return share;
}

/**
 * holdfast_share_put - drop a reference
 * @share: The share.
 *
 * Context: Any.
 */
void holdfast_share_put(struct holdfast_share *share)
{
	if (refcount_dec_and_test(&share->refs))
		kfree(share);
}
