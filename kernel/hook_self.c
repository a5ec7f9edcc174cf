// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hook that keeps containers away from Holdfast itself
 *
 * Unloading, ftrace's switch and the control files are refused by the classes
 * module and kernel file; requests are refused by the netlink family.
 */

#include <linux/errno.h>
#include <linux/sched.h>

#include "common.h"
#include "hooks.h"
#include "label.h"
#include "netlink.h"

/**
 * hook_genl_bind - a socket wants to listen to a generic-netlink group
 * @net: Its network namespace.
 * @group: Number of the group.
 *
 * A container with the host's network namespace must not read the events.
 *
 * Return: 0 or -EPERM.
 */
int hook_genl_bind(struct net *net, int group)
{
	if (holdfast_netlink_is_group(group) &&
	    holdfast_label_container(current))
		return -EPERM;
	return 0;
}
