// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - netlink: containers
 */

#include <linux/pid.h>
#include <linux/pid_namespace.h>
#include <linux/sched.h>

#include "assignment.h"
#include "common.h"
#include "container.h"
#include "lifecycle.h"
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
	      holdfast_netlink_put_set(skb, HOLDFAST_A_CONTAINER_COMPLAIN,
				       profile->complain);
	rcu_read_unlock();
	return err;
}

static int put_optional(struct sk_buff *skb,
			const struct holdfast_container *container)
{
	char assigned[HOLDFAST_NAME_MAX + 1];
	u32 rule;
	int err = 0;

	rcu_read_lock();
	rule = READ_ONCE(container->rules[holdfast_container_place()]);
	rcu_read_unlock();

	if (container->parent)
		err = holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_PARENT,
					       container->parent->id);
	if (!err && container->cgroup)
		err = nla_put_string(skb, HOLDFAST_A_CONTAINER_CGROUP,
				     container->cgroup);
	if (!err && container->adopted)
		err = nla_put_flag(skb, HOLDFAST_A_CONTAINER_ADOPTED);
	if (!err && rule != HOLDFAST_NO_RULE)
		err = nla_put_u32(skb, HOLDFAST_A_CONTAINER_RULE, rule);
	if (!err && holdfast_assignment_find(container->anchor, assigned))
		err = nla_put_string(skb, HOLDFAST_A_CONTAINER_ASSIGNED,
				     assigned);
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
			   container->namespaces) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_EVENTS,
					READ_ONCE(container->events)) ?:
	       holdfast_netlink_put_u64(skb, HOLDFAST_A_CONTAINER_EVENTS_LOST,
					holdfast_ring_lost_by(container->share));
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

/* A container's message: the longest path, the longest names, the numbers. */
#define MESSAGE_SIZE (PATH_MAX + 2 * HOLDFAST_NAME_MAX + 512)

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

/* The profile is one of the active policy, which has a use for it. */
static int check_assignable(const char *profile, struct netlink_ext_ack *extack)
{
	const struct holdfast_policy *policy;
	int err = 0;

	rcu_read_lock();
	policy = holdfast_container_policy();
	if (!holdfast_policy_find(policy, profile)) {
		NL_SET_ERR_MSG(extack, "no such profile");
		err = -ENOENT;
	} else if (!policy->assigns) {
		NL_SET_ERR_MSG(extack,
			       "the active policy has no rule for assigned profiles");
		err = -EINVAL;
	}
	rcu_read_unlock();
	return err;
}

/* The anchor of a process that the host knows by @pid, or an error. */
static s64 anchor_of(pid_t pid, struct netlink_ext_ack *extack)
{
	struct holdfast_facts facts;
	struct task_struct *task;
	int err = -ESRCH;

	rcu_read_lock();
	task = pid_task(find_pid_ns(pid, &init_pid_ns), PIDTYPE_PID);
	if (task) {
		err = holdfast_facts_read(task, &facts);
		holdfast_facts_release(&facts);
	}
	rcu_read_unlock();
	if (err == -ESRCH)
		NL_SET_ERR_MSG(extack, "no such process");
	if (err)
		return err;
	if (facts.anchor)
		return facts.anchor;
	NL_SET_ERR_MSG(extack,
		       "the process has neither a PID nor a mount namespace of its own");
	return -EINVAL;
}

/* What a container gets is not to change any more once all is locked. */
static int check_locked(const struct genl_info *info)
{
	struct holdfast_change change = {};
	int err = holdfast_lifecycle_begin(&change);

	return err ? holdfast_netlink_refuse(info, &change, err) : 0;
}

/*
 * The namespace could have ended, and its number could mean another one, before
 * it was noted down; after that it is forgotten when it ends.
 */
static int assign(pid_t pid, const char *profile,
		  struct netlink_ext_ack *extack)
{
	const s64 anchor = anchor_of(pid, extack);
	int err;

	if (anchor < 0)
		return anchor;
	err = holdfast_assignment_set(anchor, profile);
	if (err)
		return err;
	if (anchor_of(pid, extack) != anchor) {
		holdfast_assignment_forget(anchor);
		return -ESRCH;
	}
	holdfast_container_rematch(anchor);
	return 0;
}

/**
 * holdfast_nl_container_assign_doit - answer container-assign
 * @skb: The request.
 * @info: The same, parsed.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -EINVAL, -ENOENT, -ESRCH or -ENOMEM.
 */
int holdfast_nl_container_assign_doit(struct sk_buff *skb,
				      struct genl_info *info)
{
	const struct nlattr *profile =
		info->attrs[HOLDFAST_A_CONTAINER_PROFILE];
	const struct nlattr *pid = info->attrs[HOLDFAST_A_CONTAINER_PID];
	int err;

	err = holdfast_netlink_permit(skb) ?:
	      holdfast_netlink_unique(info->nlhdr, 0, info->extack);
	if (err)
		return err;
	if (!profile || !pid) {
		NL_SET_ERR_MSG(info->extack,
			       "an assignment needs a profile and a process");
		return -EINVAL;
	}
	return check_locked(info) ?:
	       check_assignable(nla_data(profile), info->extack) ?:
	       assign(nla_get_u32(pid), nla_data(profile), info->extack);
}
