// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>

#include "cmd.h"
#include "output.h"
#include "reading.h"
#include "util.h"

static void print_reading(struct reading *reading, bool json)
{
	json_object *object;

	if (!json) {
		printf("# %sgeneration %" PRIu64 "\n\n",
		       reading->shadow ? "shadow of " : "",
		       reading->identity.generation);
		policy_print(&reading->policy, stdout);
		return;
	}
	object = json_object_new_object();
	json_object_object_add(object, "generation",
			       json_object_new_uint64(reading->identity.generation));
	json_object_object_add(object, "policy-version",
			       json_object_new_uint64(reading->policy.version));
	json_object_object_add(object, "profile",
			       json_object_get(reading->profiles));
	json_object_object_add(object, "rule",
			       json_object_get(reading->rules));
	output_json(object);
}

static int show(bool shadow, bool json)
{
	struct reading reading;
	int ret = reading_get(&reading, shadow);

	if (ret)
		return ret;
	print_reading(&reading, json);
	reading_free(&reading);
	return EXIT_DONE;
}

int cmd_show(const struct command *command, int argc, const char **argv)
{
	int shadow = 0, json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "shadow", 's', POPT_ARG_NONE, &shadow, 0,
		  "The policy that is judged beside the active one", NULL },
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = show(shadow, json);
	arguments_free(&args);
	return ret;
}
