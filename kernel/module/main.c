// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - load and unload
 */

#include <linux/module.h>

#include "../assignment.h"
#include "../audit.h"
#include "../common.h"
#include "../event.h"
#include "../facts.h"
#include "../hooks.h"
#include "../lifecycle.h"
#include "../netlink.h"
#include "../outside.h"
#include "../signature.h"
#include "../socket_owner.h"
#include "attach.h"
#include "label_table.h"

static bool require_signature;
module_param(require_signature, bool, 0400);
MODULE_PARM_DESC(require_signature, "refuse policies that are not signed");

static unsigned int ring_size = HOLDFAST_RING_SIZE;
module_param(ring_size, uint, 0400);
MODULE_PARM_DESC(ring_size, "events that are kept for readers");

module_param_named(audit, holdfast_audit, bool, 0600);
MODULE_PARM_DESC(audit, "write events to the kernel's audit log");

static int __init check_kernel(void)
{
	const char *wrong = holdfast_facts_init();

	if (!wrong)
		return holdfast_attach_find();
	pr_err("cannot work on this kernel: %s\n", wrong);
	return -EOPNOTSUPP;
}

static int __init holdfast_init(void)
{
	int err;

	err = check_kernel();
	if (err)
		return err;
	err = holdfast_label_table_init();
	if (err)
		return err;
	err = holdfast_event_init(ring_size);
	if (err)
		goto label_table_exit;
	err = holdfast_outside_init();
	if (err)
		goto event_exit;
	err = holdfast_signature_init(require_signature);
	if (err)
		goto outside_exit;
	err = holdfast_lifecycle_init();
	if (err)
		goto signature_exit;
	err = holdfast_netlink_init();
	if (err)
		goto free_policy;
	err = holdfast_attach();
	if (err)
		goto netlink_exit;
	err = holdfast_task_adopt();
	if (err)
		goto detach;
	pr_info("version " HOLDFAST_VERSION " holds containers\n");
	return 0;

detach:
	holdfast_detach();
netlink_exit:
	holdfast_event_stop();
	holdfast_netlink_exit();
	holdfast_lifecycle_stop();
	holdfast_label_table_clear();
	holdfast_socket_clear();
	rcu_barrier();
free_policy:
	holdfast_lifecycle_exit();
	holdfast_assignment_clear();
signature_exit:
	holdfast_signature_exit();
outside_exit:
	holdfast_outside_exit();
event_exit:
	holdfast_event_exit();
label_table_exit:
	holdfast_label_table_exit();
	return err;
}

/*
 * Who may still be inside, and what ends each: tasks in a hook - the detach
 * waits for them; work that closes descriptors - its queue is drained; netlink
 * requests - unregistering the family does; the work that sends events, and the
 * one that has a policy come back - they are
 * cancelled; RCU callbacks that free labels, containers and owners -
 * rcu_barrier().
 */
static void __exit holdfast_exit(void)
{
	holdfast_detach();
	holdfast_outside_exit();
	holdfast_event_stop();
	holdfast_netlink_exit();
	holdfast_lifecycle_stop();
	holdfast_label_table_clear();
	holdfast_socket_clear();
	rcu_barrier();
	holdfast_lifecycle_exit();
	holdfast_assignment_clear();
	holdfast_signature_exit();
	holdfast_event_exit();
	holdfast_label_table_exit();
	pr_info("unloaded, containers are not held any more\n");
}

module_init(holdfast_init);
module_exit(holdfast_exit);

MODULE_DESCRIPTION("Holdfast: keeps containers from escaping");
MODULE_LICENSE("GPL");
MODULE_VERSION(HOLDFAST_VERSION);
