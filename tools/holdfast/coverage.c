// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "coverage.h"
#include "names.h"
#include "output.h"
#include "util.h"

enum {
	COL_OPERATION,
	COL_HOOK,
	COL_STATE,
};

static const struct output_column columns[] = {
	[COL_OPERATION] = { "CLASS AND OPERATION", 0 },
	[COL_HOOK] = { "ASKED ABOUT AT", 0 },
	[COL_STATE] = { "STATE", 0 },
};

static const char *text(json_object *hook, const char *key)
{
	json_object *value;

	if (!json_object_object_get_ex(hook, key, &value))
		return "?";
	return json_object_get_string(value);
}

static bool asks(json_object *hook, unsigned int op)
{
	json_object *ops;
	size_t i;

	if (!json_object_object_get_ex(hook, "op", &ops))
		return false;
	for (i = 0; i < json_object_array_length(ops); i++)
		if (!strcmp(op_name(op), json_object_get_string(
				json_object_array_get_idx(ops, i))))
			return true;
	return false;
}

/* The next hook from @index on that asks about @op; NULL behind the last. */
static json_object *next(json_object *hooks, size_t *index, unsigned int op)
{
	json_object *hook;

	while (*index < json_object_array_length(hooks)) {
		hook = json_object_array_get_idx(hooks, (*index)++);
		if (asks(hook, op))
			return hook;
	}
	return NULL;
}

static void add_row(struct libscols_table *table, const char *operation,
		    const char *hook, const char *state)
{
	struct libscols_line *line = output_line(table);

	output_cell(line, COL_OPERATION, operation);
	output_cell(line, COL_HOOK, hook);
	output_cell(line, COL_STATE, state);
}

static void add_operation(struct libscols_table *table, json_object *hooks,
			  unsigned int op)
{
	char *words = op_words(op), *first = words;
	json_object *hook;
	size_t index = 0;

	if (op == HOLDFAST_OP_STATE_FORGED)
		add_row(table, words, "all that mediate", "");
	while ((hook = next(hooks, &index, op))) {
		add_row(table, first, text(hook, "name"), text(hook, "state"));
		first = "";
	}
	if (first == words && op != HOLDFAST_OP_STATE_FORGED)
		add_row(table, words, "nowhere", "");
	free(words);
}

void coverage_print(json_object *hooks)
{
	struct libscols_table *table = output_table(columns,
						    ARRAY_SIZE(columns));
	unsigned int op;

	for (op = 0; op_name(op); op++)
		add_operation(table, hooks, op);
	scols_print_table(table);
	scols_unref_table(table);
}

json_object *coverage_json(json_object *hooks)
{
	json_object *all = json_object_new_array(), *hook, *pair;
	unsigned int op;
	size_t index;

	for (op = 0; op_name(op); op++) {
		index = 0;
		while ((hook = next(hooks, &index, op))) {
			pair = json_object_new_object();
			json_object_object_add(pair, "op",
					       json_object_new_string(op_name(op)));
			json_object_object_add(pair, "hook",
				json_object_new_string(text(hook, "name")));
			json_object_object_add(pair, "state",
				json_object_new_string(text(hook, "state")));
			json_object_array_add(all, pair);
		}
	}
	return all;
}
