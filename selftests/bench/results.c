// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: read what guest.sh said.
 */
#define _GNU_SOURCE
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "report.h"

#define MAX_SAMPLES	64

static int find(char **names, int count, const char *name)
{
	int i;

	for (i = 0; i < count; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

static int find_or_add(char **names, int *count, int max, const char *name)
{
	int i = find(names, *count, name);

	if (i >= 0)
		return i;
	if (*count == max) {
		fprintf(stderr, "report: too many names: %s\n", name);
		exit(1);
	}
	names[*count] = strdup(name);
	return (*count)++;
}

static int compare(const void *a, const void *b)
{
	const double *one = a, *two = b;

	return (*one > *two) - (*one < *two);
}

static int add_cost(struct cell *cell, char *samples)
{
	double all[MAX_SAMPLES];
	int count = 0;
	char *end;

	for (; samples && *samples && count < MAX_SAMPLES; samples = end) {
		all[count++] = strtod(samples, &end);
		if (end == samples)
			return -1;
	}
	if (!count)
		return -1;
	qsort(all, count, sizeof(*all), compare);
	cell->cost = (all[(count - 1) / 2] + all[count / 2]) / 2;
	cell->spread = 100 * (all[count - 1] - all[0]) / cell->cost;
	cell->there = true;
	return 0;
}

static int add_fact(struct results *results, const char *name, const char *value)
{
	struct fact *fact = &results->facts[results->nr_facts];

	if (results->nr_facts == MAX_FACTS)
		return -1;
	fact->name = strdup(name);
	fact->value = strdup(value);
	results->nr_facts++;
	return 0;
}

/* A line: WORD CONDITION OPERATION REST, or 'fact' NAME VALUE; with tabs. */
static int add_line(struct results *results, char *line)
{
	char *word = strsep(&line, "\t"), *condition = strsep(&line, "\t");
	char *op = strsep(&line, "\t");
	struct cell *cell;

	if (!strcmp(word, "fact") && op)
		return add_fact(results, condition, op);
	if (!condition || !op || !line)
		return 0;
	cell = &results->cells[find_or_add(results->ops, &results->nr_ops,
					   MAX_OPS, op)]
		[find_or_add(results->conditions, &results->nr_conditions,
			     MAX_CONDITIONS, condition)];
	if (!strcmp(word, "cost") && add_cost(cell, line)) {
		fprintf(stderr, "report: %s, %s: %s\n", condition, op, line);
		return -1;
	}
	if (!strcmp(word, "try"))
		cell->tried = strdup(line);
	return 0;
}

/**
 * results_read - read a run
 * @results: gets it
 * @path: what guest.sh said
 *
 * Return: 0, or -1 when something could not be measured.
 */
int results_read(struct results *results, const char *path)
{
	FILE *file = fopen(path, "r");
	size_t size = 0;
	char *line = NULL;
	int err = 0;

	if (!file) {
		perror(path);
		return -1;
	}
	while (getline(&line, &size, file) > 0) {
		line[strcspn(line, "\n")] = '\0';
		err |= add_line(results, line);
	}
	free(line);
	fclose(file);
	return err;
}

/**
 * results_condition - find a condition
 * @results: the run
 * @name: its name
 *
 * Return: its number, or -1.
 */
int results_condition(const struct results *results, const char *name)
{
	return find((char **)results->conditions, results->nr_conditions, name);
}

/**
 * results_cell - find an operation under a condition
 * @results: the run
 * @op: number of the operation
 * @condition: name of the condition
 *
 * Return: it, or NULL when it was not measured.
 */
const struct cell *results_cell(const struct results *results, int op,
				const char *condition)
{
	int i = results_condition(results, condition);
	const struct cell *cell = i < 0 ? NULL : &results->cells[op][i];

	return cell && cell->there ? cell : NULL;
}

/* A host task is compared with one of the host. */
static const char *base_of(const char *condition)
{
	return strcmp(condition, "holdfast-host") ? "none" : "none-host";
}

/**
 * results_added - what a condition adds to an operation
 * @results: the run
 * @op: number of the operation
 * @condition: name of the condition
 * @added: gets instructions
 * @percent: gets percent
 *
 * Return: false when there is nothing to compare.
 */
bool results_added(const struct results *results, int op,
		   const char *condition, double *added, double *percent)
{
	const struct cell *cell = results_cell(results, op, condition);
	const struct cell *base =
		results_cell(results, op, base_of(condition));

	if (!cell || !base)
		return false;
	*added = cell->cost - base->cost;
	*percent = 100 * *added / base->cost;
	return true;
}
