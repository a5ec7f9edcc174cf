// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd.h"
#include "compiled.h"
#include "util.h"

static int write_to(const struct policy *policy, FILE *out, const char *name)
{
	bool fits = compiled_write(policy, out);

	if (!fits)
		complain("%s: a profile does not fit a message", name);
	if (!fflush(out) && !ferror(out))
		return fits ? EXIT_DONE : EXIT_REFUSED;
	complain("%s: %s", name, strerror(errno));
	return EXIT_REFUSED;
}

static int write_file(const struct policy *policy, const char *name)
{
	FILE *out = fopen(name, "wbe");
	int ret;

	if (!out) {
		complain("%s: %s", name, strerror(errno));
		return EXIT_REFUSED;
	}
	ret = write_to(policy, out, name);
	fclose(out);
	return ret;
}

static int compile(const char *file, const char *output)
{
	struct policy policy;
	struct sources sources;
	int ret = EXIT_REFUSED;

	if (!policy_read(&policy, &sources, file)) {
		ret = output ? write_file(&policy, output) :
			       write_to(&policy, stdout, "standard output");
		policy_free(&policy);
	}
	sources_free(&sources);
	return ret;
}

int cmd_compile(const struct command *command, int argc, const char **argv)
{
	char *output = NULL;
	const struct poptOption options[] = {
		{ "output", 'o', POPT_ARG_STRING, &output, 0,
		  "Write to this file rather than to standard output", "OUT" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (arguments_parse(&args, command, argc, argv, options, true))
		goto free_args;
	if (output || !isatty(STDOUT_FILENO))
		ret = compile(args.file, output);
	else
		complain("compile: this is not for a terminal, give --output");
free_args:
	arguments_free(&args);
	free(output);
	return ret;
}
