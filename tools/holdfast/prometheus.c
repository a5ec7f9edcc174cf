// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdbool.h>
#include <string.h>

#include "member.h"
#include "prometheus.h"
#include "util.h"

/**
 * struct number - a metric that is one number, or flag, of the status
 * @metric: its name here
 * @member: there
 * @help: what it is
 */
struct number {
	const char *metric;
	const char *member;
	const char *help;
};

static const struct number gauges[] = {
	{ "policy_version", "policy-version",
	  "Version of the active policy." },
	{ "policy_generation", "generation",
	  "Goes up with each policy that becomes active." },
	{ "containers", "containers", "Containers that are held." },
	{ "tasks", "tasks", "Tasks with a label." },
	{ "namespaces", "namespaces", "Namespaces that a container owns." },
	{ "policy_locked", "locked", "1 if nobody can change the policy." },
	{ "policy_signed", "signed", "1 if the active policy was signed." },
};

static const struct number counters[] = {
	{ "denials_total", "denials", "Operations refused." },
	{ "denials_quiet_total", "quiet",
	  "Those of them that nobody was to be told of." },
	{ "complaints_total", "complaints",
	  "Operations that a complaining profile allowed." },
	{ "events_total", "events", "Events recorded." },
	{ "events_lost_total", "events-lost",
	  "Events overwritten before anybody read them." },
	{ "no_memory_total", "no-memory",
	  "Operations that failed for want of memory." },
	{ "killed_total", "killed", "Tasks killed." },
};

static void metric_begin(FILE *out, const char *metric, const char *type,
			 const char *help)
{
	fprintf(out, "# HELP holdfast_%s %s\n# TYPE holdfast_%s %s\n", metric,
		help, metric, type);
}

static void put_label(FILE *out, const char *name, const char *value,
		      bool first)
{
	fprintf(out, "%s%s=\"", first ? "{" : ",", name);
	for (; *value; value++) {
		if (*value == '\n')
			fputs("\\n", out);
		else if (*value == '"' || *value == '\\')
			fprintf(out, "\\%c", *value);
		else
			fputc(*value, out);
	}
	fputc('"', out);
}

static void put_numbers(FILE *out, json_object *status, const char *type,
			const struct number *numbers, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct number *number = &numbers[i];
		json_object *member = member_get(status, number->member);
		bool flag = json_object_is_type(member, json_type_boolean);

		metric_begin(out, number->metric, type, number->help);
		fprintf(out, "holdfast_%s %" PRIu64 "\n", number->metric, flag ?
			(uint64_t)member_flag(status, number->member) :
			member_number(status, number->member));
	}
}

static void put_info(FILE *out, json_object *status)
{
	metric_begin(out, "info", "gauge", "Which Holdfast this is; always 1.");
	fputs("holdfast_info", out);
	put_label(out, "version", member_text(status, "version"), true);
	put_label(out, "form", member_text(status, "form"), false);
	put_label(out, "origin", member_text(status, "origin"), false);
	fputs("} 1\n", out);
}

static void put_hooks(FILE *out, json_object *hooks)
{
	static const char *const states[] = { "attached", "missing" };
	unsigned int i, count;
	size_t k;

	metric_begin(out, "hooks", "gauge",
		     "Places in the kernel that are watched, or could not be.");
	for (i = 0; i < ARRAY_SIZE(states); i++) {
		for (k = 0, count = 0; k < member_count(hooks); k++)
			count += !strcmp(states[i], member_text(
				json_object_array_get_idx(hooks, k), "state"));
		fputs("holdfast_hooks", out);
		put_label(out, "state", states[i], true);
		fprintf(out, "} %u\n", count);
	}
}

static void put_container(FILE *out, const char *metric, const char *member,
			  json_object *container)
{
	char id[24];

	snprintf(id, sizeof(id), "%" PRIu64, member_number(container, "id"));
	fprintf(out, "holdfast_%s", metric);
	put_label(out, "container", id, true);
	put_label(out, "name", member_text(container, "name"), false);
	put_label(out, "image", member_text(container, "image"), false);
	put_label(out, "profile", member_text(container, "profile"), false);
	fprintf(out, "} %" PRIu64 "\n", member_number(container, member));
}

static void put_containers(FILE *out, json_object *containers)
{
	size_t i, count = member_count(containers);

	if (!count)
		return;
	metric_begin(out, "container_denials_total", "counter",
		     "Operations refused to a container.");
	for (i = 0; i < count; i++)
		put_container(out, "container_denials_total", "denials",
			      json_object_array_get_idx(containers, i));
	metric_begin(out, "container_tasks", "gauge", "Tasks of a container.");
	for (i = 0; i < count; i++)
		put_container(out, "container_tasks", "tasks",
			      json_object_array_get_idx(containers, i));
}

static void put_policy(FILE *out, json_object *record)
{
	put_label(out, "policy", member_flag(record, "shadow") ? "shadow" :
								 "active", true);
	put_label(out, "profile", member_exists(record, "profile") ?
		  member_text(record, "profile") : "unconfined", false);
}

static void put_operation(FILE *out, json_object *record)
{
	fputs("holdfast_operations_total", out);
	put_policy(out, record);
	put_label(out, "operation", member_text(record, "op"), false);
	put_label(out, "verdict", member_flag(record, "allowed") ? "allows" :
								   "refuses",
		  false);
	fprintf(out, "} %" PRIu64 "\n", member_number(record, "hits"));
}

static void put_rule(FILE *out, json_object *record)
{
	char rule[24];

	snprintf(rule, sizeof(rule), "%" PRIu64, member_number(record, "rule"));
	fputs("holdfast_rule_matches_total", out);
	put_policy(out, record);
	put_label(out, "rule", rule, false);
	fprintf(out, "} %" PRIu64 "\n", member_number(record, "matches"));
}

/* Records of operations, or those of rules. */
static void put_stats(FILE *out, json_object *stats, bool rules,
		      const char *metric, const char *help)
{
	bool begun = false;
	size_t i;

	for (i = 0; i < member_count(stats); i++) {
		json_object *record = json_object_array_get_idx(stats, i);

		if (member_exists(record, "rule") != rules)
			continue;
		if (!begun)
			metric_begin(out, metric, "counter", help);
		begun = true;
		if (rules)
			put_rule(out, record);
		else
			put_operation(out, record);
	}
}

void prometheus_print(const struct metrics *metrics, FILE *out)
{
	put_info(out, metrics->status);
	put_numbers(out, metrics->status, "gauge", gauges, ARRAY_SIZE(gauges));
	put_numbers(out, metrics->status, "counter", counters,
		    ARRAY_SIZE(counters));
	put_hooks(out, metrics->hooks);
	put_containers(out, metrics->containers);
	put_stats(out, metrics->stats, false, "operations_total",
		  "Operations put to a profile since its policy was loaded.");
	put_stats(out, metrics->stats, true, "rule_matches_total",
		  "How often a rule was the first that matched.");
}
