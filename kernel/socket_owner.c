// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - which container has bound a unix socket
 *
 * The kernel remembers who listens to a socket for as long as that process
 * lives, and of a datagram socket nobody. So a socket that a labelled task
 * binds to a name is noted, until the kernel frees it: its address cannot mean
 * another one before.
 */

#include <linux/hashtable.h>
#include <linux/rculist.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include "common.h"
#include "container.h"
#include "socket_owner.h"

/**
 * struct owner - a container has bound a socket
 * @node: In owners, by @sk.
 * @sk: The socket; to compare.
 * @container: The container, with a reference.
 * @rcu: Defers the free.
 */
struct owner {
	struct hlist_node node;
	const struct sock *sk;
	struct holdfast_container *container;
	struct rcu_head rcu;
};

/* Guards owners, which are read under RCU too. Sockets are freed anywhere. */
static DEFINE_SPINLOCK(owner_lock);
static DEFINE_HASHTABLE(owners, HOLDFAST_SOCKET_BITS);

static struct owner *find(const struct sock *sk)
{
	struct owner *owner;

	hash_for_each_possible_rcu(owners, owner, node, (unsigned long)sk,
				   lockdep_is_held(&owner_lock))
		if (owner->sk == sk)
			return owner;
	return NULL;
}

/**
 * holdfast_socket_own - note who binds a socket
 * @container: The container; a reference of its own is taken.
 * @sk: The socket, which the caller keeps alive. Who tried first counts.
 *
 * Context: Any.
 * Return: 0 or -ENOMEM.
 */
int holdfast_socket_own(struct holdfast_container *container,
			const struct sock *sk)
{
	struct owner *owner;
	unsigned long flags;
	bool known;

	owner = kmalloc(sizeof(*owner), GFP_ATOMIC | __GFP_NOWARN);
	if (!owner)
		return -ENOMEM;
	owner->sk = sk;
	owner->container = holdfast_container_get(container);

	spin_lock_irqsave(&owner_lock, flags);
	known = find(sk);
	if (!known)
		hash_add_rcu(owners, &owner->node, (unsigned long)sk);
	spin_unlock_irqrestore(&owner_lock, flags);
	if (known) {
		holdfast_container_put(container);
		kfree(owner);
	}
	return 0;
}

/**
 * holdfast_socket_is_own - ask whether a container has bound a socket
 * @container: The container.
 * @sk: The socket, which the caller keeps alive.
 *
 * Context: In an RCU read section.
 * Return: True when it has, or one inside of it.
 */
bool holdfast_socket_is_own(const struct holdfast_container *container,
			    const struct sock *sk)
{
	const struct owner *owner = find(sk);

	return owner && holdfast_container_within(owner->container, container);
}

/**
 * holdfast_socket_is_owned - ask whether any container has bound a socket
 * @sk: The socket, which the caller keeps alive.
 *
 * Context: In an RCU read section.
 * Return: True when one has.
 */
bool holdfast_socket_is_owned(const struct sock *sk)
{
	return find(sk);
}

/**
 * holdfast_socket_forget - a socket is gone
 * @sk: The socket; it may have no owner.
 *
 * Context: Any.
 */
void holdfast_socket_forget(const struct sock *sk)
{
	struct owner *owner;
	unsigned long flags;

	if (hlist_empty(&owners[hash_min((unsigned long)sk,
					 HOLDFAST_SOCKET_BITS)]))
		return;
	spin_lock_irqsave(&owner_lock, flags);
	owner = find(sk);
	if (owner)
		hash_del_rcu(&owner->node);
	spin_unlock_irqrestore(&owner_lock, flags);
	if (!owner)
		return;
	holdfast_container_put(owner->container);
	kfree_rcu(owner, rcu);
}

/**
 * holdfast_socket_clear - free all that was noted
 *
 * Context: After the last hook has been detached.
 */
void holdfast_socket_clear(void)
{
	struct hlist_node *next;
	struct owner *owner;
	int bucket;

	hash_for_each_safe(owners, bucket, next, owner, node) {
		hash_del(&owner->node);
		holdfast_container_put(owner->container);
		kfree(owner);
	}
}
