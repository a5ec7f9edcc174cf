// SPDX-License-Identifier: GPL-2.0-only
#include "cmd.h"
#include "difference.h"
#include "output.h"
#include "reading.h"
#include "util.h"

/* As diff(1) has it, 1 is for policies that differ. */
#define EXIT_DIFFERENT	1
#define EXIT_TROUBLE	2

static int tell(const struct policy *from, const struct policy *to, bool json)
{
	json_object *difference = policy_difference(from, to);
	bool same = difference_is_empty(difference);

	if (json) {
		output_json(difference);
	} else {
		difference_print(difference, stdout);
		json_object_put(difference);
	}
	return same ? EXIT_DONE : EXIT_DIFFERENT;
}

static int diff_active(const struct policy *policy, bool json)
{
	struct reading reading;
	int ret = reading_get(&reading, false);

	if (ret)
		return ret == EXIT_NO_MODULE ? ret : EXIT_TROUBLE;
	ret = tell(&reading.policy, policy, json);
	reading_free(&reading);
	return ret;
}

static int diff_file(const struct policy *policy, const char *path, bool json)
{
	struct sources sources;
	struct policy other;
	int ret = EXIT_TROUBLE;

	if (!policy_read(&other, &sources, path)) {
		ret = tell(policy, &other, json);
		policy_free(&other);
	}
	sources_free(&sources);
	return ret;
}

static int diff(const struct arguments *args, bool json)
{
	struct sources sources;
	struct policy policy;
	int ret = EXIT_TROUBLE;

	if (!policy_read(&policy, &sources, args->file)) {
		ret = args->count > 1 ?
			diff_file(&policy, args->list[1], json) :
			diff_active(&policy, json);
		policy_free(&policy);
	}
	sources_free(&sources);
	return ret;
}

int cmd_diff(const struct command *command, int argc, const char **argv)
{
	int json = 0, ret = EXIT_TROUBLE;
	const struct poptOption options[] = {
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse_list(&args, command, argc, argv, options, 1, 2))
		ret = diff(&args, json);
	arguments_free(&args);
	return ret;
}
