// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>

#include "cmd.h"
#include "containers.h"
#include "member.h"
#include "output.h"
#include "runtime.h"
#include "util.h"

enum {
	COL_CONTAINER,
	COL_PROFILE,
	COL_MODE,
	COL_TASKS,
	COL_DENIALS,
	COL_NAMESPACES,
};

static const struct output_column columns[] = {
	[COL_CONTAINER] = { "CONTAINER", SCOLS_FL_TREE },
	[COL_PROFILE] = { "PROFILE", 0 },
	[COL_MODE] = { "MODE", 0 },
	[COL_TASKS] = { "TASKS", SCOLS_FL_RIGHT },
	[COL_DENIALS] = { "DENIALS", SCOLS_FL_RIGHT },
	[COL_NAMESPACES] = { "OWN NAMESPACES", SCOLS_FL_TRUNC },
};

static json_object *find(json_object *containers, uint64_t id)
{
	size_t i;

	for (i = 0; id && i < member_count(containers); i++) {
		json_object *json = json_object_array_get_idx(containers, i);

		if (member_number(json, "id") == id)
			return json;
	}
	return NULL;
}

/* Put each container into the one around it. Return: those without. */
static json_object *nest(json_object *containers)
{
	json_object *roots = json_object_new_array(), *outer;
	size_t i;

	for (i = 0; i < member_count(containers); i++) {
		json_object *json = json_object_array_get_idx(containers, i);

		json_object_object_add(json, "container",
				       json_object_new_array());
	}
	for (i = 0; i < member_count(containers); i++) {
		json_object *json = json_object_array_get_idx(containers, i);

		outer = find(containers, member_number(json, "parent"));
		json_object_array_add(outer ? member_get(outer, "container") :
					      roots, json_object_get(json));
	}
	return roots;
}

static void add_line(struct libscols_table *table, struct libscols_line *outer,
		     json_object *container)
{
	struct libscols_line *line = output_line(table);
	json_object *inner = member_get(container, "container");
	char text[RUNTIME_ID_SIZE + 32];
	size_t i;

	if (outer)
		scols_line_add_child(outer, line);
	snprintf(text, sizeof(text), "%" PRIu64 " %s",
		 member_number(container, "id"),
		 *runtime_name(container) ? runtime_name(container) :
					      member_text(container, "comm"));
	output_cell(line, COL_CONTAINER, text);
	output_cell(line, COL_PROFILE, member_text(container, "profile"));
	output_cell(line, COL_MODE, container_mode(container));
	output_cell_number(line, COL_TASKS, member_number(container, "tasks"));
	output_cell_count(line, COL_DENIALS,
			  member_number(container, "denials"));
	container_namespaces(container, text, sizeof(text));
	output_cell(line, COL_NAMESPACES, text);
	for (i = 0; i < member_count(inner); i++)
		add_line(table, line, json_object_array_get_idx(inner, i));
}

static void print_tree(json_object *roots)
{
	struct libscols_table *table = output_table(columns,
						    ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < member_count(roots); i++)
		add_line(table, NULL, json_object_array_get_idx(roots, i));
	scols_print_table(table);
	scols_unref_table(table);
}

static int tree(bool json)
{
	json_object *containers, *roots;
	int ret = containers_ask(&containers);

	if (ret)
		return ret;
	roots = nest(containers);
	if (json)
		output_json(json_object_get(roots));
	else
		print_tree(roots);
	json_object_put(roots);
	json_object_put(containers);
	return EXIT_DONE;
}

int cmd_tree(const struct command *command, int argc, const char **argv)
{
	return command_run(command, argc, argv, tree);
}
