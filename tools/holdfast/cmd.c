// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>

#include "cmd.h"
#include "util.h"

int usage_error(const struct command *command, const char *what,
		const char *word)
{
	complain("%s: %s%s%s", command->name, what, word ? ": " : "",
		 word ? word : "");
	fprintf(stderr, "Usage: holdfast %s%s%s\n", command->name,
		*command->arguments ? " " : "", command->arguments);
	return -1;
}

int arguments_parse_list(struct arguments *args, const struct command *command,
			 int argc, const char **argv,
			 const struct poptOption *options, unsigned int min,
			 unsigned int max)
{
	int ret;

	*args = (struct arguments){ 0 };
	/* popt's help begins with it. */
	snprintf(args->name, sizeof(args->name), "holdfast %s", command->name);
	argv[0] = args->name;
	args->context = poptGetContext("holdfast", argc, argv, options, 0);
	poptSetOtherOptionHelp(args->context, command->arguments);

	ret = poptGetNextOpt(args->context);
	if (ret < -1)
		return usage_error(command, poptStrerror(ret),
				   poptBadOption(args->context, 0));
	args->list = poptGetArgs(args->context);
	while (args->list && args->list[args->count])
		args->count++;
	if (args->count < min)
		return usage_error(command, args->count ? "more is missing" :
					    "no FILE given", NULL);
	if (!args->list)
		return 0;
	if (args->count > max)
		return usage_error(command, "unexpected argument",
				   args->list[max]);
	args->file = args->list[0];
	return 0;
}

int arguments_parse(struct arguments *args, const struct command *command,
		    int argc, const char **argv,
		    const struct poptOption *options, bool wants_file)
{
	return arguments_parse_list(args, command, argc, argv, options,
				    wants_file, wants_file);
}

void arguments_free(struct arguments *args)
{
	poptFreeContext(args->context);
}

bool number_parse(const struct command *command, const char *name,
		  const char *text, unsigned long long *number)
{
	char *end;

	if (!text)
		return true;
	errno = 0;
	*number = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno)
		return true;
	complain("%s: --%s wants a number, not '%s'", command->name, name,
		 text);
	return false;
}

int command_run(const struct command *command, int argc, const char **argv,
		int (*run)(bool json))
{
	int json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = run(json);
	arguments_free(&args);
	return ret;
}
