// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks that keep others away from Holdfast itself
 *
 * What containers try besides is refused elsewhere: unloading, ftrace's switch
 * and the control files by the classes module and kernel file, requests by the
 * netlink family.
 */

#include <linux/cred.h>
#include <linux/fcntl.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "hooks.h"
#include "lifecycle.h"
#include "mediate.h"
#include "netlink.h"

/**
 * hook_genl_bind - a socket wants to listen to a generic-netlink group
 * @net: Its network namespace.
 * @group: Number of the group.
 *
 * A container with the host's network namespace must not read the events, nor
 * must a user of the host, whom the kernel would let: they tell of everybody's
 * files and programs.
 *
 * Return: 0 or -EPERM.
 */
int hook_genl_bind(struct net *net, int group)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_STRING,
		.string = "listen to events",
	};
	int err;

	if (!holdfast_netlink_is_group(group))
		return 0;
	err = holdfast_mediate_op(HOLDFAST_OP_SELF_CONTROL, &object);
	if (!err && !holdfast_cred_capable(current_cred(), &init_user_ns,
					   CAP_MAC_ADMIN))
		err = -EPERM;
	return err;
}

/**
 * hook_delete_module - a module shall be unloaded
 * @flags: O_TRUNC among them has the kernel do it though the module is in use.
 *
 * A reference alone does not keep Holdfast where the kernel is built to let
 * modules be forced out, as Debian's are. Which module it is about cannot be
 * read here: that could sleep, and the name could be another one later. So
 * while Holdfast is pinned no module is forced out, by anybody.
 *
 * Return: 0 or -EPERM.
 */
int hook_delete_module(unsigned int flags)
{
	if (likely(!(flags & O_TRUNC)) || !holdfast_lifecycle_pinned())
		return 0;
	pr_warn_ratelimited("refused to force a module out: locked until reboot\n");
	return -EPERM;
}
