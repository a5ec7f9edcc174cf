// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hook that keeps containers away from Holdfast itself
 *
 * Unloading, ftrace's switch and the control files are refused by the classes
 * module and kernel file; requests are refused by the netlink family.
 */

#include <linux/cred.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "hooks.h"
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
