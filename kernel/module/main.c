// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - load and unload
 */

#include <linux/module.h>

#include "../assignment.h"
#include "../common.h"
#include "../container.h"
#include "../default_policy.h"
#include "../event.h"
#include "../facts.h"
#include "../hooks.h"
#include "../netlink.h"
#include "attach.h"
#include "label_table.h"

static int __init use_default_policy(void)
{
	struct holdfast_policy *policy = holdfast_default_policy();

	if (!policy)
		return -ENOMEM;
	holdfast_container_set_policy(policy);
	return 0;
}

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

	holdfast_label_table_init();
	err = check_kernel();
	if (err)
		return err;
	err = holdfast_event_init();
	if (err)
		return err;
	err = use_default_policy();
	if (err)
		goto event_exit;
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
	holdfast_label_table_clear();
	rcu_barrier();
netlink_exit:
	holdfast_event_stop();
	holdfast_netlink_exit();
free_policy:
	holdfast_policy_free(holdfast_container_set_policy(NULL));
event_exit:
	holdfast_event_exit();
	return err;
}

/*
 * Who may still be inside, and what ends each: tasks in a hook - the detach
 * waits for them; netlink requests - unregistering the family does; the work
 * that sends events - it is cancelled; RCU callbacks that free labels,
 * containers and owners - rcu_barrier().
 */
static void __exit holdfast_exit(void)
{
	holdfast_detach();
	holdfast_event_stop();
	holdfast_netlink_exit();
	holdfast_label_table_clear();
	rcu_barrier();
	holdfast_policy_free(holdfast_container_set_shadow(NULL));
	holdfast_policy_free(holdfast_container_set_policy(NULL));
	holdfast_assignment_clear();
	holdfast_event_exit();
	pr_info("unloaded, containers are not held any more\n");
}

module_init(holdfast_init);
module_exit(holdfast_exit);

MODULE_DESCRIPTION("Holdfast: keeps containers from escaping");
MODULE_LICENSE("GPL");
MODULE_VERSION(HOLDFAST_VERSION);
