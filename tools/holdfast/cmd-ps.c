// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "names.h"
#include "netlink.h"
#include "output.h"
#include "schema.h"
#include "util.h"

/* A list that changes while it is read is read again, so often. */
#define TRIES	5

enum {
	COL_ID,
	COL_PARENT,
	COL_PROFILE,
	COL_MODE,
	COL_TASKS,
	COL_DENIALS,
	COL_PID,
	COL_COMM,
	COL_SINCE,
	COL_NAMESPACES,
	COL_CGROUP,
};

static const struct output_column columns[] = {
	[COL_ID] = { "ID", SCOLS_FL_RIGHT },
	[COL_PARENT] = { "PARENT", SCOLS_FL_RIGHT },
	[COL_PROFILE] = { "PROFILE", 0 },
	[COL_MODE] = { "MODE", 0 },
	[COL_TASKS] = { "TASKS", SCOLS_FL_RIGHT },
	[COL_DENIALS] = { "DENIALS", SCOLS_FL_RIGHT },
	[COL_PID] = { "PID", SCOLS_FL_RIGHT },
	[COL_COMM] = { "COMMAND", 0 },
	[COL_SINCE] = { "SINCE", 0 },
	[COL_NAMESPACES] = { "NAMESPACES", 0 },
	[COL_CGROUP] = { "CGROUP", SCOLS_FL_TRUNC },
};

/**
 * struct reading - the containers as they are read
 * @json: as JSON
 * @table: as a table
 */
struct reading {
	json_object *json;
	struct libscols_table *table;
};

static void cell_namespaces(struct libscols_line *line, uint64_t flags)
{
	char text[64] = "";
	unsigned int ns;

	for (ns = 0; ns < NS_COUNT; ns++) {
		if (!(flags & ns_flag(ns)))
			continue;
		if (*text)
			strcat(text, ",");
		strcat(text, ns_name(ns));
	}
	output_cell(line, COL_NAMESPACES, text);
}

static void cell_number(struct libscols_line *line, unsigned int column,
			const struct nlattr *attr)
{
	if (attr)
		output_cell_number(line, column, attr_number(attr));
	else
		output_cell(line, column, "-");
}

static void cell_text(struct libscols_line *line, unsigned int column,
		      const struct nlattr *attr)
{
	char *text = attr_text(attr);

	output_cell(line, column, text);
	free(text);
}

static void cell_since(struct libscols_line *line, const struct nlattr *since,
		       bool adopted)
{
	char text[40];

	output_time(text, sizeof(text), attr_number(since));
	if (adopted)
		strcat(text, " (adopted)");
	output_cell(line, COL_SINCE, text);
}

/* The mode of a container's profile, of which each class has one. */
static const char *mode_word(struct nlattr *head, int len)
{
	uint64_t complain = 0;
	struct nlattr *attr;
	int rest;

	nla_for_each_attr(attr, head, len, rest)
		if (nla_type(attr) == HOLDFAST_A_CONTAINER_COMPLAIN)
			complain |= 1ULL << (attr_number(attr) & 63);
	if (!complain)
		return mode_name(HOLDFAST_MODE_ENFORCE);
	return complain == CLASSES_THAT_COMPLAIN ?
		       mode_name(HOLDFAST_MODE_COMPLAIN) : "mixed";
}

static void read_container(unsigned int cmd, struct nlattr *head, int len,
			   void *arg)
{
	struct nlattr *table[HOLDFAST_A_CONTAINER_MAX + 1];
	struct reading *reading = arg;
	struct libscols_line *line;

	if (cmd != HOLDFAST_CMD_CONTAINER_GET)
		return;
	json_object_array_add(reading->json,
			      attrs_to_json(&schema_container, head, len));
	attrs_index(table, HOLDFAST_A_CONTAINER_MAX, head, len);
	line = output_line(reading->table);
	cell_number(line, COL_ID, table[HOLDFAST_A_CONTAINER_ID]);
	cell_number(line, COL_PARENT, table[HOLDFAST_A_CONTAINER_PARENT]);
	cell_text(line, COL_PROFILE, table[HOLDFAST_A_CONTAINER_PROFILE]);
	output_cell(line, COL_MODE, mode_word(head, len));
	cell_number(line, COL_TASKS, table[HOLDFAST_A_CONTAINER_TASKS]);
	cell_number(line, COL_DENIALS, table[HOLDFAST_A_CONTAINER_DENIALS]);
	cell_number(line, COL_PID, table[HOLDFAST_A_CONTAINER_PID]);
	cell_text(line, COL_COMM, table[HOLDFAST_A_CONTAINER_COMM]);
	cell_since(line, table[HOLDFAST_A_CONTAINER_SINCE],
		   table[HOLDFAST_A_CONTAINER_ADOPTED]);
	cell_namespaces(line,
			attr_number(table[HOLDFAST_A_CONTAINER_NAMESPACES]));
	cell_text(line, COL_CGROUP, table[HOLDFAST_A_CONTAINER_CGROUP]);
}

static int read_all(struct channel *channel, struct reading *reading)
{
	reading->json = json_object_new_array();
	reading->table = output_table(columns, ARRAY_SIZE(columns));
	return channel_ask(channel,
			   channel_message(channel, HOLDFAST_CMD_CONTAINER_GET,
					   NLM_F_DUMP, 0), read_container,
			   reading);
}

static void free_all(struct reading *reading)
{
	json_object_put(reading->json);
	scols_unref_table(reading->table);
}

static int ps(bool json)
{
	struct channel channel;
	struct reading reading;
	int tries = 0, err, ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	err = read_all(&channel, &reading);
	while (!err && channel.interrupted && ++tries < TRIES) {
		free_all(&reading);
		err = read_all(&channel, &reading);
	}
	if (err)
		ret = channel_complain(&channel);
	else if (json)
		output_json(json_object_get(reading.json));
	else
		scols_print_table(reading.table);
	if (!err && channel.interrupted)
		complain("the list changed while it was read and may be incomplete");
	free_all(&reading);
	channel_close(&channel);
	return ret;
}

int cmd_ps(const struct command *command, int argc, const char **argv)
{
	int json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = ps(json);
	arguments_free(&args);
	return ret;
}
