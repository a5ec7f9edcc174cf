// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "explain.h"
#include "policy.h"
#include "util.h"

static int check(const char *file, bool print, bool explain)
{
	struct policy policy;
	struct sources sources;
	int err;

	err = policy_read(&policy, &sources, file);
	if (!err && print)
		policy_print(&policy, stdout);
	if (!err && explain)
		policy_explain(&policy, stdout);
	if (!err)
		policy_free(&policy);
	sources_free(&sources);
	return err ? EXIT_REFUSED : EXIT_DONE;
}

int cmd_check(const struct command *command, int argc, const char **argv)
{
	int print = 0, explain = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "print", 'p', POPT_ARG_NONE, &print, 0,
		  "Print the policy in its canonical form", NULL },
		{ "explain", 'e', POPT_ARG_NONE, &explain, 0,
		  "Say in words what it allows and refuses", NULL },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, true))
		ret = check(args.file, print, explain);
	arguments_free(&args);
	return ret;
}
