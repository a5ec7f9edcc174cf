// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, built in - registration and start
 *
 * The hooks are there from the beginning, but there is no label before the
 * policy is; and no program of a container is executed while the kernel starts.
 */

#include <linux/init.h>
#include <linux/lsm_hooks.h>
#include <linux/moduleparam.h>
#include <linux/panic.h>

#include "../audit.h"
#include "../common.h"
#include "../compat/lsm.h"
#include "../event.h"
#include "../facts.h"
#include "../lifecycle.h"
#include "../limits.h"
#include "../netlink.h"
#include "../outside.h"
#include "../signature.h"
#include "hooks.h"
#include "label_blob.h"

static bool require_signature;
module_param(require_signature, bool, 0400);

static unsigned int ring_size = HOLDFAST_RING_SIZE;
module_param(ring_size, uint, 0400);

module_param_named(audit, holdfast_audit, bool, 0600);

/* What CONFIG_LSM and lsm= say, unless it is switched off. */
static int enabled __ro_after_init = 1;
static bool hooked __ro_after_init;

static int __init set_enabled(char *value)
{
	if (!strcmp(value, "off"))
		enabled = 0;
	return 1;
}
__setup("holdfast=", set_enabled);

static const struct lsm_id id = {
	.name = "holdfast",
	.id = LSM_ID_HOLDFAST,
};

static int __init holdfast_hook(void)
{
	holdfast_hooks_add(&id);
	hooked = true;
	return 0;
}

static int __init start(void)
{
	const char *wrong = holdfast_facts_init();
	int err;

	if (wrong) {
		pr_err("cannot work on this kernel: %s\n", wrong);
		return -EOPNOTSUPP;
	}
	err = holdfast_event_init(ring_size);
	if (err)
		return err;
	err = holdfast_outside_init();
	if (err)
		return err;
	err = holdfast_signature_init(require_signature);
	if (err)
		return err;
	err = holdfast_lifecycle_init();
	if (err)
		return err;
	return holdfast_netlink_init();
}

/*
 * The first process executes its program after this. A kernel that was told to
 * hold containers does not run without.
 */
static int __init holdfast_start(void)
{
	int err;

	if (!hooked)
		return 0;
	err = start();
	if (err)
		panic("holdfast: cannot start: error %d", err);
	static_branch_enable(&holdfast_ready);
	pr_info("version " HOLDFAST_VERSION " holds containers\n");
	return 0;
}
late_initcall(holdfast_start);

DEFINE_LSM(holdfast) = {
	COMPAT_LSM_NAME(id),
	.enabled = &enabled,
	.init = holdfast_hook,
	.blobs = &holdfast_blob_sizes,
};
