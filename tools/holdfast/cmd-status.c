// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "coverage.h"
#include "names.h"
#include "netlink.h"
#include "output.h"
#include "schema.h"
#include "util.h"

enum {
	COL_HOOK,
	COL_CLASS,
	COL_STATE,
	COL_PURPOSE,
};

static const struct output_column columns[] = {
	[COL_HOOK] = { "HOOK", 0 },
	[COL_CLASS] = { "CLASS", 0 },
	[COL_STATE] = { "STATE", 0 },
	[COL_PURPOSE] = { "NOT ENFORCED WITHOUT IT", SCOLS_FL_WRAP },
};

/**
 * struct reading - the status as it is read
 * @status: the answer of status-get
 * @hooks: those of hook-get
 * @table: the same as a table
 * @missing: hooks that this kernel lacks
 */
struct reading {
	json_object *status;
	json_object *hooks;
	struct libscols_table *table;
	unsigned int missing;
};

static void read_status(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	struct reading *reading = arg;

	if (cmd != HOLDFAST_CMD_STATUS_GET)
		return;
	json_object_put(reading->status);
	reading->status = attrs_to_json(&schema_status, head, len);
}

static void read_hook(unsigned int cmd, struct nlattr *head, int len,
		      void *arg)
{
	struct nlattr *table[HOLDFAST_A_HOOK_MAX + 1];
	struct reading *reading = arg;
	struct libscols_line *line;
	const char *state;
	char *name, *purpose;
	uint64_t value;

	if (cmd != HOLDFAST_CMD_HOOK_GET)
		return;
	json_object_array_add(reading->hooks,
			      attrs_to_json(&schema_hook, head, len));
	attrs_index(table, HOLDFAST_A_HOOK_MAX, head, len);
	name = attr_text(table[HOLDFAST_A_HOOK_NAME]);
	purpose = attr_text(table[HOLDFAST_A_HOOK_PURPOSE]);
	value = attr_number(table[HOLDFAST_A_HOOK_STATE]);
	state = hook_state_name((unsigned int)value);
	reading->missing += value != HOLDFAST_HOOK_STATE_ATTACHED;

	line = output_line(reading->table);
	output_cell(line, COL_HOOK, name);
	output_cell(line, COL_STATE, state ? state : "unknown");
	output_cell(line, COL_PURPOSE, purpose);
	if (table[HOLDFAST_A_HOOK_CLASS])
		value = attr_number(table[HOLDFAST_A_HOOK_CLASS]);
	output_cell(line, COL_CLASS, !table[HOLDFAST_A_HOOK_CLASS] ? "labels" :
		    class_word((unsigned int)value));
	free(name);
	free(purpose);
}

static int read_all(struct channel *channel, struct reading *reading)
{
	int err;

	err = channel_ask(channel,
			  channel_message(channel, HOLDFAST_CMD_STATUS_GET, 0,
					  0), read_status, reading);
	if (err)
		return err;
	return channel_ask(channel,
			   channel_message(channel, HOLDFAST_CMD_HOOK_GET,
					   NLM_F_DUMP, 0), read_hook, reading);
}

static uint64_t number(const struct reading *reading, const char *name)
{
	json_object *value;

	if (!json_object_object_get_ex(reading->status, name, &value))
		return 0;
	return json_object_get_uint64(value);
}

static bool flag(const struct reading *reading, const char *name)
{
	json_object *value;

	return json_object_object_get_ex(reading->status, name, &value) &&
	       json_object_get_boolean(value);
}

static const char *text(const struct reading *reading, const char *name)
{
	json_object *value;

	if (!json_object_object_get_ex(reading->status, name, &value))
		return "?";
	return json_object_get_string(value);
}

/* The classes that the kernel side claims; NULL if it tells of none. */
static json_object *enforced_classes(const struct reading *reading)
{
	json_object *classes;

	if (!json_object_object_get_ex(reading->status, "class-enforced",
				       &classes))
		return NULL;
	return classes;
}

static const char *string_at(json_object *array, size_t index)
{
	json_object *string = json_object_array_get_idx(array, index);

	return json_object_get_string(string);
}

static void add_string(json_object *array, const char *text)
{
	json_object_array_add(array, json_object_new_string(text));
}

static size_t array_length(json_object *array)
{
	return array ? json_object_array_length(array) : 0;
}

static void print_array(json_object *array)
{
	size_t i;

	for (i = 0; i < array_length(array); i++)
		printf("%s%s", i ? ", " : "", string_at(array, i));
	puts(i ? "" : "none");
}

static bool has_string(json_object *array, const char *text)
{
	size_t i;

	for (i = 0; i < array_length(array); i++)
		if (!strcmp(text, string_at(array, i)))
			return true;
	return false;
}

/* What the kernel side does not claim. */
static json_object *waiting_classes(const struct reading *reading)
{
	json_object *waiting = json_object_new_array();
	json_object *enforced = enforced_classes(reading);
	unsigned int i;

	for (i = 0; i < CLASS_COUNT; i++)
		if (!has_string(enforced, class_name(i)))
			add_string(waiting, class_name(i));
	return waiting;
}

static void print_classes(const struct reading *reading)
{
	json_object *waiting = waiting_classes(reading);

	printf("enforced:          ");
	print_array(enforced_classes(reading));
	printf("not enforced:      ");
	print_array(waiting);
	json_object_put(waiting);
}

/* Such as "2 rules". */
static void print_count(const struct reading *reading, const char *name,
			const char *noun, const char *after)
{
	uint64_t count = number(reading, name);

	printf("%" PRIu64 " %s%s%s", count, noun, count == 1 ? "" : "s",
	       after);
}

static bool has(const struct reading *reading, const char *name)
{
	return json_object_object_get_ex(reading->status, name, NULL);
}

static const char *origin_words(const struct reading *reading)
{
	const char *origin = text(reading, "origin");

	if (!strcmp(origin, "compiled-in"))
		return "compiled in";
	if (!strcmp(origin, "rolled-back"))
		return "by a rollback";
	if (!strcmp(origin, "reverted"))
		return "came back: its successor was not confirmed in time";
	return origin;
}

/* What can become of the active policy. */
static void print_outlook(const struct reading *reading)
{
	if (has(reading, "confirm-left"))
		printf("to be confirmed:   within %" PRIu64
		       " s, or the former policy comes back\n",
		       number(reading, "confirm-left"));
	if (has(reading, "former-version"))
		printf("former policy:     version %" PRIu64 "\n",
		       number(reading, "former-version"));
	if (flag(reading, "locked"))
		puts("locked:            until reboot");
}

static void print_signatures(const struct reading *reading)
{
	bool required = flag(reading, "signature-required");

	if (required || flag(reading, "signed"))
		printf("signatures:        the policy %s signed, unsigned ones are %s\n",
		       flag(reading, "signed") ? "is" : "is not",
		       required ? "refused" : "loaded");
	if (flag(reading, "keyring-closed"))
		puts("keyring:           closed until reboot");
}

static void print_policy(const struct reading *reading)
{
	char since[40];

	printf("policy:            version %" PRIu64 " (generation %" PRIu64
	       "), ",
	       number(reading, "policy-version"),
	       number(reading, "generation"));
	print_count(reading, "profiles", "profile", ", ");
	print_count(reading, "rules", "rule", ", ");
	print_count(reading, "policy-bytes", "byte",
		    flag(reading, "shadow") ? ", a shadow beside it\n" : "\n");
	output_time(since, sizeof(since), number(reading, "active-since"));
	printf("active since:      %s, %s\n", since, origin_words(reading));
	print_outlook(reading);
	print_signatures(reading);
}

static void print_counters(const struct reading *reading)
{
	char *version = text_printable(text(reading, "version"));

	printf("Holdfast %s (%s)\n", version, text(reading, "form"));
	free(version);
	print_policy(reading);
	printf("held:              ");
	print_count(reading, "containers", "container", ", ");
	print_count(reading, "tasks", "task", ", ");
	print_count(reading, "namespaces", "namespace", "\n");
	printf("refused:           %" PRIu64 " (%" PRIu64
	       " of them quietly), %" PRIu64
	       " allowed by a complaining profile\n",
	       number(reading, "denials"), number(reading, "quiet"),
	       number(reading, "complaints"));
	printf("failed closed:     %" PRIu64 " for want of memory, ",
	       number(reading, "no-memory"));
	print_count(reading, "killed", "task", " killed\n");
	printf("events:            %" PRIu64 ", %" PRIu64 " lost\n",
	       number(reading, "events"), number(reading, "events-lost"));
}

static void print_reading(struct reading *reading)
{
	print_counters(reading);
	print_classes(reading);
	if (reading->missing)
		printf("missing hooks:     %u of %zu, see below\n",
		       reading->missing,
		       json_object_array_length(reading->hooks));
	putchar('\n');
	fflush(stdout);
	scols_print_table(reading->table);
}

static void print_json(struct reading *reading)
{
	json_object_object_add(reading->status, "class-waiting",
			       waiting_classes(reading));
	json_object_object_add(reading->status, "hook",
			       json_object_get(reading->hooks));
	output_json(json_object_get(reading->status));
}

static void print_coverage(struct reading *reading, bool json)
{
	if (json)
		output_json(coverage_json(reading->hooks));
	else
		coverage_print(reading->hooks);
}

static int status(bool json, bool coverage)
{
	struct reading reading = { 0 };
	struct channel channel;
	int ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	reading.status = json_object_new_object();
	reading.hooks = json_object_new_array();
	reading.table = output_table(columns, ARRAY_SIZE(columns));
	if (read_all(&channel, &reading))
		ret = channel_complain(&channel);
	else if (coverage)
		print_coverage(&reading, json);
	else if (json)
		print_json(&reading);
	else
		print_reading(&reading);
	scols_unref_table(reading.table);
	json_object_put(reading.hooks);
	json_object_put(reading.status);
	channel_close(&channel);
	return ret;
}

int cmd_status(const struct command *command, int argc, const char **argv)
{
	int json = 0, coverage = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		OPTION_JSON(&json),
		{ "coverage", 0, POPT_ARG_NONE, &coverage, 0,
		  "Tell which operation is asked about where", NULL },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = status(json, coverage);
	arguments_free(&args);
	return ret;
}
