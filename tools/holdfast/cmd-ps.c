// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "cmd.h"
#include "containers.h"
#include "member.h"
#include "output.h"
#include "runtime.h"
#include "util.h"

enum {
	COL_ID,
	COL_PARENT,
	COL_NAME,
	COL_PROFILE,
	COL_MODE,
	COL_TASKS,
	COL_DENIALS,
	COL_AGE,
	COL_PID,
	COL_COMM,
	COL_IMAGE,
	COL_NAMESPACES,
	COL_CGROUP,
};

static const struct output_column columns[] = {
	[COL_ID] = { "ID", SCOLS_FL_RIGHT },
	[COL_PARENT] = { "PARENT", SCOLS_FL_RIGHT },
	[COL_NAME] = { "NAME", 0 },
	[COL_PROFILE] = { "PROFILE", 0 },
	[COL_MODE] = { "MODE", 0 },
	[COL_TASKS] = { "TASKS", SCOLS_FL_RIGHT },
	[COL_DENIALS] = { "DENIALS", SCOLS_FL_RIGHT },
	[COL_AGE] = { "AGE", SCOLS_FL_RIGHT },
	[COL_PID] = { "PID", SCOLS_FL_RIGHT },
	[COL_COMM] = { "COMMAND", 0 },
	[COL_IMAGE] = { "IMAGE", SCOLS_FL_TRUNC },
	[COL_NAMESPACES] = { "NAMESPACES", SCOLS_FL_TRUNC },
	[COL_CGROUP] = { "CGROUP", SCOLS_FL_TRUNC },
};

static void cell_parent(struct libscols_line *line, json_object *container)
{
	if (member_exists(container, "parent"))
		output_cell_number(line, COL_PARENT,
				   member_number(container, "parent"));
	else
		output_cell(line, COL_PARENT, "-");
}

static void cells(struct libscols_line *line, json_object *container)
{
	char text[64];

	output_cell_number(line, COL_ID, member_number(container, "id"));
	cell_parent(line, container);
	output_cell(line, COL_NAME, runtime_name(container));
	output_cell(line, COL_PROFILE, member_text(container, "profile"));
	output_cell(line, COL_MODE, container_mode(container));
	output_cell_number(line, COL_TASKS, member_number(container, "tasks"));
	output_cell_count(line, COL_DENIALS,
			  member_number(container, "denials"));
	output_age(text, sizeof(text), member_number(container, "since"));
	if (member_flag(container, "adopted"))
		strcat(text, " (adopted)");
	output_cell(line, COL_AGE, text);
	output_cell_number(line, COL_PID, member_number(container, "pid"));
	output_cell(line, COL_COMM, member_text(container, "comm"));
	output_cell(line, COL_IMAGE, member_text(container, "image"));
	container_namespaces(container, text, sizeof(text));
	output_cell(line, COL_NAMESPACES, text);
	output_cell(line, COL_CGROUP, member_text(container, "cgroup"));
}

static void print_table(json_object *containers)
{
	struct libscols_table *table = output_table(columns,
						    ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < member_count(containers); i++)
		cells(output_line(table),
		      json_object_array_get_idx(containers, i));
	scols_print_table(table);
	scols_unref_table(table);
}

static int ps(bool json)
{
	json_object *containers;
	int ret = containers_ask(&containers);

	if (ret)
		return ret;
	if (json)
		output_json(json_object_get(containers));
	else
		print_table(containers);
	json_object_put(containers);
	return EXIT_DONE;
}

int cmd_ps(const struct command *command, int argc, const char **argv)
{
	return command_run(command, argc, argv, ps);
}
