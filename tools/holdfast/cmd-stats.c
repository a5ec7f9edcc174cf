// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>

#include "cmd.h"
#include "names.h"
#include "netlink.h"
#include "output.h"
#include "schema.h"
#include "util.h"

/* A policy that is replaced while it is read is read again, so often. */
#define TRIES	5

enum {
	COL_POLICY,
	COL_PROFILE,
	COL_WHAT,
	COL_VERDICT,
	COL_HITS,
	COL_DIFFERS,
};

static const struct output_column columns[] = {
	[COL_POLICY] = { "POLICY", 0 },
	[COL_PROFILE] = { "PROFILE", 0 },
	[COL_WHAT] = { "RULE OR OPERATION", 0 },
	[COL_VERDICT] = { "VERDICT", 0 },
	[COL_HITS] = { "HITS", SCOLS_FL_RIGHT },
	[COL_DIFFERS] = { "ACTIVE DIFFERS", SCOLS_FL_RIGHT },
};

/**
 * struct reading - the statistics as they are read
 * @json: as JSON
 * @table: as a table
 * @interrupted: the policy changed meanwhile
 */
struct reading {
	json_object *json;
	struct libscols_table *table;
	bool interrupted;
};

static void cells_rule(struct libscols_line *line, struct nlattr **table)
{
	char rule[32];

	snprintf(rule, sizeof(rule), "rule %u",
		 (unsigned int)attr_number(table[HOLDFAST_A_STATS_RULE]));
	output_cell(line, COL_WHAT, rule);
	output_cell(line, COL_VERDICT, "matches");
	output_cell_number(line, COL_HITS,
			   attr_number(table[HOLDFAST_A_STATS_MATCHES]));
}

static void cells_op(struct libscols_line *line, struct nlattr **table)
{
	const char *op;

	op = op_name((unsigned int)attr_number(table[HOLDFAST_A_STATS_OP]));
	output_cell(line, COL_WHAT, op ? op : "unknown");
	output_cell(line, COL_VERDICT,
		    table[HOLDFAST_A_STATS_ALLOWED] ? "allows" : "refuses");
	output_cell_number(line, COL_HITS,
			   attr_number(table[HOLDFAST_A_STATS_HITS]));
	if (table[HOLDFAST_A_STATS_SHADOW])
		output_cell_number(line, COL_DIFFERS,
				   attr_number(table[HOLDFAST_A_STATS_DIFFERS]));
}

static void read_record(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	struct nlattr *table[HOLDFAST_A_STATS_MAX + 1];
	struct reading *reading = arg;
	struct libscols_line *line;
	char *profile;

	if (cmd != HOLDFAST_CMD_STATS_GET)
		return;
	json_object_array_add(reading->json,
			      attrs_to_json(&schema_stats, head, len));
	attrs_index(table, HOLDFAST_A_STATS_MAX, head, len);
	line = output_line(reading->table);
	output_cell(line, COL_POLICY,
		    table[HOLDFAST_A_STATS_SHADOW] ? "shadow" : "active");
	profile = attr_text(table[HOLDFAST_A_STATS_PROFILE]);
	output_cell(line, COL_PROFILE, profile ? profile : "unconfined");
	free(profile);
	if (table[HOLDFAST_A_STATS_RULE])
		cells_rule(line, table);
	else
		cells_op(line, table);
}

static int read_policy(struct channel *channel, struct reading *reading,
		       bool shadow)
{
	struct nl_msg *msg;
	int err;

	msg = channel_message(channel, HOLDFAST_CMD_STATS_GET, NLM_F_DUMP,
			      nla_total_size(0));
	if (shadow)
		nla_put_flag(msg, HOLDFAST_A_STATS_SHADOW);
	err = channel_ask(channel, msg, read_record, reading);
	reading->interrupted |= channel->interrupted;
	return shadow && err == -ENOENT ? 0 : err;
}

static int read_all(struct channel *channel, struct reading *reading)
{
	int err;

	*reading = (struct reading){
		.json = json_object_new_array(),
		.table = output_table(columns, ARRAY_SIZE(columns)),
	};
	err = read_policy(channel, reading, false);
	return err ? err : read_policy(channel, reading, true);
}

static void free_all(struct reading *reading)
{
	json_object_put(reading->json);
	scols_unref_table(reading->table);
}

static int stats(bool json)
{
	struct channel channel;
	struct reading reading;
	int tries = 0, err, ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	err = read_all(&channel, &reading);
	while (!err && reading.interrupted && ++tries < TRIES) {
		free_all(&reading);
		err = read_all(&channel, &reading);
	}
	if (err) {
		ret = channel_complain(&channel);
	} else if (reading.interrupted) {
		complain("the policy keeps changing while it is read");
		ret = EXIT_REFUSED;
	} else if (json) {
		output_json(json_object_get(reading.json));
	} else {
		scols_print_table(reading.table);
	}
	free_all(&reading);
	channel_close(&channel);
	return ret;
}

int cmd_stats(const struct command *command, int argc, const char **argv)
{
	int json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = stats(json);
	arguments_free(&args);
	return ret;
}
