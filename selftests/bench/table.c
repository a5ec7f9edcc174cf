// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: tables, as Markdown that can be read on a terminal.
 */
#include <stdlib.h>
#include <string.h>

#include "report.h"

static const char *const columns[][2] = {
	{ "holdfast-host", "host task" },
	{ "holdfast-allowed", "Holdfast" },
	{ "apparmor-allowed", "AppArmor" },
	{ "twin-allowed", "BPF" },
	{ "holdfast-complain", "complain" },
	{ "apparmor-complain", "AA compl." },
	{ "holdfast-denied", "denied" },
	{ "apparmor-denied", "AA denied" },
	{ "twin-denied", "BPF denied" },
};

#define NR_COLUMNS (sizeof(columns) / sizeof(columns[0]))

static bool measured(const struct results *results, const char *condition)
{
	return results_condition(results, condition) >= 0;
}

/* The largest spread of the row. */
static double row_spread(const struct results *results, int op)
{
	double spread = 0;
	int i;

	for (i = 0; i < results->nr_conditions; i++)
		if (results->cells[op][i].there &&
		    results->cells[op][i].spread > spread)
			spread = results->cells[op][i].spread;
	return spread;
}

static void print_row(const struct results *results, int op, FILE *file)
{
	const struct cell *base = results_cell(results, op, "none");
	double spread = row_spread(results, op), added, percent;
	char text[32];
	size_t i;

	fprintf(file, "| %-17s | %9.0f |", results->ops[op],
		base ? base->cost : 0);
	for (i = 0; i < NR_COLUMNS; i++) {
		if (!measured(results, columns[i][0]))
			continue;
		text[0] = '\0';
		if (results_added(results, op, columns[i][0], &added, &percent))
			snprintf(text, sizeof(text), "%+.0f %+.1f%%", added,
				 percent);
		fprintf(file, " %15s |", text);
	}
	fprintf(file, " %.1f%%%s |\n", spread, spread > STEADY ? " (!)" : "");
}

/**
 * table_print - print what each condition adds
 * @results: the run
 * @file: where to
 */
void table_print(const struct results *results, FILE *file)
{
	size_t i;
	int op;

	fprintf(file, "%s, Linux %s, commit %s\n\n", results->date,
		results->kernel, results->commit);
	fprintf(file, "| %-17s | %9s |", "operation", "none");
	for (i = 0; i < NR_COLUMNS; i++)
		if (measured(results, columns[i][0]))
			fprintf(file, " %15s |", columns[i][1]);
	fprintf(file, " spread |\n|---|--:|");
	for (i = 0; i < NR_COLUMNS; i++)
		if (measured(results, columns[i][0]))
			fprintf(file, "--:|");
	fprintf(file, "--:|\n");
	for (op = 0; op < results->nr_ops; op++)
		print_row(results, op, file);
	fprintf(file,
		"\nInstructions for one operation: without anything, and what is added to that.\n"
		"spread: of the samples, the largest of the row; (!): more than %.0f%%.\n",
		STEADY);
}

/**
 * table_print_costs - print costs as they are, one column for each condition
 * @results: the run
 * @file: where to
 */
void table_print_costs(const struct results *results, FILE *file)
{
	int op, i;

	fprintf(file, "| %-17s |", "operation");
	for (i = 0; i < results->nr_conditions; i++)
		fprintf(file, " %16s |", results->conditions[i]);
	fprintf(file, "\n|---|");
	for (i = 0; i < results->nr_conditions; i++)
		fprintf(file, "--:|");
	for (op = 0; op < results->nr_ops; op++) {
		fprintf(file, "\n| %-17s |", results->ops[op]);
		for (i = 0; i < results->nr_conditions; i++) {
			const struct cell *cell = &results->cells[op][i];

			if (cell->there)
				fprintf(file, " %16.0f |", cell->cost);
			else
				fprintf(file, " %16s |", "");
		}
	}
	fprintf(file, "\n");
}

/**
 * table_print_facts - print single numbers
 * @results: the run
 * @file: where to
 */
void table_print_facts(const struct results *results, FILE *file)
{
	int i;

	fprintf(file, "\n| %-40s | %12s |\n|---|--:|\n", "", "");
	for (i = 0; i < results->nr_facts; i++)
		fprintf(file, "| %-40s | %12s |\n", results->facts[i].name,
			results->facts[i].value);
}

static const char *tried(const struct results *results, int op,
			 const char *condition)
{
	int i = results_condition(results, condition);

	return i < 0 || !results->cells[op][i].tried ?
		       "" : results->cells[op][i].tried;
}

/**
 * table_refusals - print who refuses what
 * @results: the run
 * @file: where to
 *
 * Return: 0, or -1 when the twin does not refuse what Holdfast refuses, or when
 * something is refused that is allowed.
 */
int table_refusals(const struct results *results, FILE *file)
{
	static const char *const allowed[] = {
		"holdfast-host", "holdfast-allowed", "holdfast-complain",
		"apparmor-allowed", "apparmor-complain", "twin-allowed",
	};
	static const char *const who[][2] = {
		{ "holdfast-denied", "Holdfast" },
		{ "twin-denied", "BPF" },
		{ "apparmor-denied", "AppArmor" },
	};
	int op, err = 0;
	size_t i;

	fprintf(file, "\n| %-17s |", "to be refused");
	for (i = 0; i < 3; i++)
		if (measured(results, who[i][0]))
			fprintf(file, " %-8s |", who[i][1]);
	fprintf(file, "\n|---|");
	for (i = 0; i < 3; i++)
		if (measured(results, who[i][0]))
			fprintf(file, "---|");
	for (op = 0; op < results->nr_ops; op++) {
		for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
			if (!strcmp(tried(results, op, allowed[i]), "refused"))
				err = -1;
		if (!*tried(results, op, "holdfast-denied"))
			continue;
		fprintf(file, "\n| %-17s |", results->ops[op]);
		for (i = 0; i < 3; i++) {
			const char *what = tried(results, op, who[i][0]);

			if (!measured(results, who[i][0]))
				continue;
			fprintf(file, " %-8s |", what);
			/* AppArmor has no word for some */
			if (i < 2 && strcmp(what, "refused"))
				err = -1;
		}
	}
	fprintf(file, "\n");
	return err;
}
