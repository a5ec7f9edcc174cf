// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: containers
 */

#include "common.h"
#include "container.h"
#include "netlink.h"

static int put_profile(struct sk_buff *skb,
		       const struct holdfast_container *container)
{
	const struct holdfast_profile *profile;
	int err;

	rcu_read_lock();
	profile = holdfast_container_profile(container,
					     holdfast_container_place());
	err = nla_put_string(skb, HOLDFAST_A_CONTAINER_PROFILE,
			     profile->name) ?:
	      nla_put_u32(skb, HOLDFAST_A_CONTAINER_MODE, profile->mode);
	rcu_read_unlock();
	return err;
}

static int put_optional(struct sk_buff *skb,
			const struct holdfast_container *container)
{
	int err = 0;

	if (container->parent)
		err = holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_PARENT,
					       container->parent->id);
	if (!err && container->cgroup)
		err = nla_put_string(skb, HOLDFAST_A_CONTAINER_CGROUP,
				     container->cgroup);
	if (!err && container->adopted)
		err = nla_put_flag(skb, HOLDFAST_A_CONTAINER_ADOPTED);
	return err;
}

static int put_container(struct sk_buff *skb,
			 const struct holdfast_container *container)
{
	u64 denials = atomic64_read(&container->denials);

	return holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_ID,
					container->id) ?:
	       put_profile(skb, container) ?:
	       put_optional(skb, container) ?:
	       nla_put_u32(skb, HOLDFAST_A_CONTAINER_TASKS,
			   atomic_read(&container->tasks)) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_DENIALS,
					denials) ?:
	       nla_put_u32(skb, HOLDFAST_A_CONTAINER_PID, container->pid) ?:
	       nla_put_string(skb, HOLDFAST_A_CONTAINER_COMM,
			      container->comm) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_CGROUP_ID,
					container->cgroup_id) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_SINCE,
					container->since) ?:
	       nla_put_u32(skb, HOLDFAST_A_CONTAINER_NAMESPACES,
			   container->namespaces);
}

static int dump_one(struct sk_buff *skb, struct netlink_callback *cb,
		    const struct holdfast_container *container)
{
	void *header;

	header = holdfast_netlink_begin(skb, cb, HOLDFAST_CMD_CONTAINER_GET);
	if (!header)
		return -EMSGSIZE;
	if (put_container(skb, container)) {
		genlmsg_cancel(skb, header);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, header);
	return 0;
}

/* A container's message: the longest path, the longest name, the numbers. */
#define MESSAGE_SIZE (PATH_MAX + HOLDFAST_NAME_MAX + 512)

/**
 * holdfast_nl_container_get_start - begin to answer container-get
 * @cb: The request.
 *
 * Sees to it that each container fits: one in a deep cgroup would otherwise
 * end the list, and hide those behind it.
 *
 * Context: May sleep.
 * Return: 0.
 */
int holdfast_nl_container_get_start(struct netlink_callback *cb)
{
	cb->min_dump_alloc = MESSAGE_SIZE;
	return 0;
}

/**
 * holdfast_nl_container_get_dumpit - answer container-get
 * @skb: Gets the containers.
 * @cb: State: args[0] is the id of the last one given.
 *
 * Context: May sleep.
 * Return: Bytes, 0 at the end, or -EPERM.
 */
int holdfast_nl_container_get_dumpit(struct sk_buff *skb,
				     struct netlink_callback *cb)
{
	struct holdfast_container *container = NULL;
	int err;

	err = holdfast_netlink_permit(cb->skb);
	if (err)
		return err;
	while ((container = holdfast_container_next(container))) {
		if (container->id <= cb->args[0])
			continue;
		if (dump_one(skb, cb, container)) {
			holdfast_container_put(container);
			break;
		}
		cb->args[0] = container->id;
	}
	return skb->len;
}
