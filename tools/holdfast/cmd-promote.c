// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <linux/holdfast.h>
#include <stdlib.h>

#include "change.h"
#include "util.h"

static int promote(const struct terms *terms)
{
	struct channel channel;
	struct active active;
	struct nl_msg *msg;
	int ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	msg = channel_message(&channel, HOLDFAST_CMD_POLICY_PROMOTE, 0, 16);
	terms_put(msg, terms);
	ret = change_ask(&channel, msg, &active);
	channel_close(&channel);
	if (ret)
		return ret;
	printf("the shadow is active, as policy version %" PRIu64
	       " (generation %" PRIu64 ")\n", active.version,
	       active.generation);
	terms_print(terms);
	return EXIT_DONE;
}

int cmd_promote(const struct command *command, int argc, const char **argv)
{
	struct terms terms = { 0 };
	const struct poptOption options[] = {
		OPTION_CONFIRM(&terms),
		OPTION_FORCE(&terms),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, false) &&
	    terms_parse(command, &terms))
		ret = promote(&terms);
	arguments_free(&args);
	free(terms.confirm_text);
	return ret;
}

int cmd_unshadow(const struct command *command, int argc, const char **argv)
{
	struct active active;

	return change_run(command, argc, argv, HOLDFAST_CMD_POLICY_UNSHADOW,
			  &active);
}
