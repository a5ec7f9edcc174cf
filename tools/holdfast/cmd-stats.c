// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>

#include "cmd.h"
#include "containers.h"
#include "member.h"
#include "output.h"
#include "prometheus.h"
#include "records.h"
#include "util.h"

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

static void cells_rule(struct libscols_line *line, json_object *record)
{
	char rule[32];

	snprintf(rule, sizeof(rule), "rule %u",
		 (unsigned int)member_number(record, "rule"));
	output_cell(line, COL_WHAT, rule);
	output_cell(line, COL_VERDICT, "matches");
	output_cell_number(line, COL_HITS, member_number(record, "matches"));
}

static void cells_op(struct libscols_line *line, json_object *record)
{
	output_cell(line, COL_WHAT, member_text(record, "op"));
	output_cell(line, COL_VERDICT,
		    member_flag(record, "allowed") ? "allows" : "refuses");
	output_cell_number(line, COL_HITS, member_number(record, "hits"));
	if (member_flag(record, "shadow"))
		output_cell_number(line, COL_DIFFERS,
				   member_number(record, "differs"));
}

static void print_table(json_object *records)
{
	struct libscols_table *table = output_table(columns,
						    ARRAY_SIZE(columns));
	size_t i;

	for (i = 0; i < member_count(records); i++) {
		json_object *record = json_object_array_get_idx(records, i);
		struct libscols_line *line = output_line(table);

		output_cell(line, COL_POLICY, member_flag(record, "shadow") ?
				    "shadow" : "active");
		output_cell(line, COL_PROFILE,
			    member_exists(record, "profile") ?
				    member_text(record, "profile") :
				    "unconfined");
		if (member_exists(record, "rule"))
			cells_rule(line, record);
		else
			cells_op(line, record);
	}
	scols_print_table(table);
	scols_unref_table(table);
}

/* Both policies' records in one list. Return: 0, or what to exit with. */
static int read_stats(struct channel *channel, json_object **records)
{
	json_object *shadow;
	bool interrupted;
	size_t i;
	int err;

	err = records_get(channel, HOLDFAST_CMD_STATS_GET, 0, records);
	if (err)
		return channel_complain(channel);
	interrupted = channel->interrupted;
	err = records_get(channel, HOLDFAST_CMD_STATS_GET,
			  HOLDFAST_A_STATS_SHADOW, &shadow);
	for (i = 0; !err && i < member_count(shadow); i++)
		json_object_array_add(*records, json_object_get(
				      json_object_array_get_idx(shadow, i)));
	json_object_put(shadow);
	if ((!err || err == -ENOENT) && !interrupted && !channel->interrupted)
		return EXIT_DONE;
	json_object_put(*records);
	*records = NULL;
	if (err && err != -ENOENT)
		return channel_complain(channel);
	complain("the policy keeps changing while it is read");
	return EXIT_REFUSED;
}

/* All that Prometheus gets, or nothing: half of it would look like the whole. */
static int read_metrics(struct channel *channel, struct metrics *metrics)
{
	int ret = read_stats(channel, &metrics->stats);

	if (ret)
		return ret;
	if (records_status(channel, &metrics->status) ||
	    records_get(channel, HOLDFAST_CMD_HOOK_GET, 0, &metrics->hooks) ||
	    containers_get(channel, &metrics->containers))
		return channel_complain(channel);
	return EXIT_DONE;
}

static int print_metrics(struct channel *channel)
{
	struct metrics metrics = { 0 };
	int ret = read_metrics(channel, &metrics);

	if (!ret)
		prometheus_print(&metrics, stdout);
	json_object_put(metrics.status);
	json_object_put(metrics.hooks);
	json_object_put(metrics.containers);
	json_object_put(metrics.stats);
	return ret;
}

static int print_stats(struct channel *channel, bool json)
{
	json_object *records;
	int ret = read_stats(channel, &records);

	if (ret)
		return ret;
	if (json)
		output_json(json_object_get(records));
	else
		print_table(records);
	json_object_put(records);
	return EXIT_DONE;
}

static int stats(bool json, bool prometheus)
{
	struct channel channel;
	int ret = channel_open(&channel);

	if (ret)
		return ret;
	ret = prometheus ? print_metrics(&channel) :
			   print_stats(&channel, json);
	channel_close(&channel);
	return ret;
}

int cmd_stats(const struct command *command, int argc, const char **argv)
{
	int json = 0, prometheus = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "prometheus", 'p', POPT_ARG_NONE, &prometheus, 0,
		  "Print all counters as Prometheus' text format has them",
		  NULL },
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = stats(json, prometheus);
	arguments_free(&args);
	return ret;
}
