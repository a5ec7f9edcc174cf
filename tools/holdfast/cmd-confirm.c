// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <linux/holdfast.h>

#include "change.h"
#include "util.h"

int cmd_confirm(const struct command *command, int argc, const char **argv)
{
	struct active active;
	int ret;

	ret = change_run(command, argc, argv, HOLDFAST_CMD_POLICY_CONFIRM, &active);
	if (ret == EXIT_DONE)
		printf("policy version %" PRIu64 " (generation %" PRIu64 ") stays\n",
		       active.version, active.generation);
	return ret;
}
