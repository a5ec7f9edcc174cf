// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "util.h"

static int usage_error(const struct command *command, const char *what,
		       const char *word)
{
	complain("%s: %s%s%s", command->name, what, word ? ": " : "",
		 word ? word : "");
	fprintf(stderr, "Usage: holdfast %s%s%s\n", command->name,
		*command->arguments ? " " : "", command->arguments);
	return -1;
}

int arguments_parse(struct arguments *args, const struct command *command,
		    int argc, const char **argv,
		    const struct poptOption *options, bool wants_file)
{
	const char *extra;
	int ret;

	args->file = NULL;
	/* popt's help begins with it. */
	snprintf(args->name, sizeof(args->name), "holdfast %s", command->name);
	argv[0] = args->name;
	args->context = poptGetContext("holdfast", argc, argv, options, 0);
	poptSetOtherOptionHelp(args->context, command->arguments);

	ret = poptGetNextOpt(args->context);
	if (ret < -1)
		return usage_error(command, poptStrerror(ret),
				   poptBadOption(args->context, 0));
	if (wants_file)
		args->file = poptGetArg(args->context);
	if (wants_file && !args->file)
		return usage_error(command, "no FILE given", NULL);
	extra = poptGetArg(args->context);
	if (extra)
		return usage_error(command, "unexpected argument", extra);
	return 0;
}

void arguments_free(struct arguments *args)
{
	poptFreeContext(args->context);
}
