// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: compare a run with the figures that were kept.
 */
#include <string.h>

#include "report.h"

/* Worse by so much, in percent of what is added, ... */
#define WORSE	3.0
/* ... and by so much of the whole operation, or it is noise. */
#define NOISE	0.5

static bool is_worse(const struct results *before, int was,
		     const struct results *now, int op, const char *condition,
		     char *text, size_t size)
{
	double then, then_percent, added, percent;

	if (!results_added(before, was, condition, &then, &then_percent) ||
	    !results_added(now, op, condition, &added, &percent))
		return false;
	snprintf(text, size, "%+.0f instructions (%+.2f%%), were %+.0f (%+.2f%%)",
		 added, percent, then, then_percent);
	return added > then * (1 + WORSE / 100) &&
	       percent > then_percent + NOISE;
}

static bool varies(const struct results *results, int op, const char *condition)
{
	const struct cell *cell = results_cell(results, op, condition);

	return cell && cell->spread > STEADY;
}

/* A row that varies in itself, or did, says nothing. */
static bool is_unsteady(const struct results *results, int op,
			const char *condition)
{
	return varies(results, op, condition) || varies(results, op, "none") ||
	       varies(results, op, "none-host");
}

static int find_op(const struct results *results, const char *name)
{
	int i;

	for (i = 0; i < results->nr_ops; i++)
		if (!strcmp(results->ops[i], name))
			return i;
	return -1;
}

/**
 * check_print - say whether anything got worse, as TAP
 * @before: the figures that were kept
 * @now: the run
 *
 * Return: 0, or -1 when something did, or was not measured.
 */
int check_print(const struct results *before, const struct results *now)
{
	static const char *const conditions[] = {
		"holdfast-host", "holdfast-allowed",
	};
	int op, was, number = 0, err = 0;
	char text[128];
	size_t i;

	for (op = 0; op < now->nr_ops; op++) {
		was = find_op(before, now->ops[op]);
		if (was < 0)
			continue;
		for (i = 0; i < 2; i++) {
			bool worse;

			if (is_unsteady(before, was, conditions[i]) ||
			    is_unsteady(now, op, conditions[i])) {
				printf("ok %d - %s, %s # SKIP varies by more than %.0f%%\n",
				       ++number, conditions[i], now->ops[op],
				       STEADY);
				continue;
			}
			text[0] = '\0';
			worse = is_worse(before, was, now, op, conditions[i],
					 text, sizeof(text));
			printf("%sok %d - %s, %s: %s\n",
			       worse || !*text ? "not " : "", ++number,
			       conditions[i], now->ops[op],
			       *text ? text : "not measured");
			if (worse || !*text)
				err = -1;
		}
	}
	printf("1..%d\n", number);
	return number ? err : -1;
}
