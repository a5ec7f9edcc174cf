// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>

#include "cmd.h"
#include "names.h"
#include "netlink.h"
#include "schema.h"
#include "util.h"

static void read_version(unsigned int cmd, struct nlattr *head, int len,
			 void *arg)
{
	struct nlattr *table[HOLDFAST_A_TRANSACTION_MAX + 1];
	uint64_t *version = arg;

	(void)cmd;
	attrs_index(table, HOLDFAST_A_TRANSACTION_MAX, head, len);
	*version = attr_number(table[HOLDFAST_A_TRANSACTION_POLICY_VERSION]);
}

/* A request that says it all by its name. */
static int ask(unsigned int cmd, uint64_t *version)
{
	struct channel channel;
	int ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	if (channel_ask(&channel, channel_message(&channel, cmd, 0, 0),
			read_version, version))
		ret = channel_complain(&channel);
	channel_close(&channel);
	return ret;
}

static int promote(void)
{
	uint64_t version = 0;
	int ret;

	ret = ask(HOLDFAST_CMD_POLICY_PROMOTE, &version);
	if (!ret)
		printf("the shadow is active, as policy version %" PRIu64 "\n",
		       version);
	return ret;
}

static int unshadow(void)
{
	uint64_t version = 0;

	return ask(HOLDFAST_CMD_POLICY_UNSHADOW, &version);
}

static int run(const struct command *command, int argc, const char **argv,
	       int (*what)(void))
{
	const struct poptOption options[] = {
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = what();
	arguments_free(&args);
	return ret;
}

int cmd_promote(const struct command *command, int argc, const char **argv)
{
	return run(command, argc, argv, promote);
}

int cmd_unshadow(const struct command *command, int argc, const char **argv)
{
	return run(command, argc, argv, unshadow);
}
