/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * report: what was measured, and how it is shown.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>
#include <stdio.h>

#define MAX_OPS		64
#define MAX_CONDITIONS	24

/* A row that varies by more, in percent, says so. */
#define STEADY		2.0

/**
 * struct cell - an operation under a condition
 *
 * @there: it was measured
 * @tried: what happened: "allowed", "refused", or NULL
 * @cost: instructions, the median of the samples
 * @spread: between the largest and the smallest sample, in percent of @cost
 */
struct cell {
	bool there;
	const char *tried;
	double cost;
	double spread;
};

#define MAX_FACTS	64

/**
 * struct fact - a single number
 *
 * @name: of what
 * @value: it
 */
struct fact {
	char *name;
	char *value;
};

/**
 * struct results - a run
 *
 * @date: when
 * @kernel: on which
 * @commit: of what
 * @nr_ops: length of @ops
 * @nr_conditions: length of @conditions
 * @ops: names of the operations, in the order they were done
 * @conditions: names of the conditions, likewise
 * @nr_facts: length of @facts
 * @cells: by operation and condition
 * @facts: what else was counted
 */
struct results {
	const char *date;
	const char *kernel;
	const char *commit;
	int nr_ops;
	int nr_conditions;
	char *ops[MAX_OPS];
	char *conditions[MAX_CONDITIONS];
	int nr_facts;
	struct cell cells[MAX_OPS][MAX_CONDITIONS];
	struct fact facts[MAX_FACTS];
};

int results_read(struct results *results, const char *path);
int results_condition(const struct results *results, const char *name);
const struct cell *results_cell(const struct results *results, int op,
				const char *condition);
bool results_added(const struct results *results, int op,
		   const char *condition, double *added, double *percent);

void table_print(const struct results *results, FILE *file);
void table_print_costs(const struct results *results, FILE *file);
void table_print_facts(const struct results *results, FILE *file);
int table_refusals(const struct results *results, FILE *file);
int json_write(const struct results *results, const char *path);
int json_read(struct results *results, const char *path);
int plot_write_all(const struct results *results, const char *dir);
int check_print(const struct results *before, const struct results *now);

#endif /* REPORT_H */
