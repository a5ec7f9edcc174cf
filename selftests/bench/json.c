// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: results as JSON, to be kept and to be compared with.
 */
#include <json-c/json.h>
#include <string.h>

#include "report.h"

static struct json_object *cell_json(const struct cell *cell)
{
	struct json_object *object = json_object_new_object();
	char text[32];

	snprintf(text, sizeof(text), "%.1f", cell->cost);
	json_object_object_add(object, "instructions",
			       json_object_new_double_s(cell->cost, text));
	snprintf(text, sizeof(text), "%.2f", cell->spread);
	json_object_object_add(object, "spread-percent",
			       json_object_new_double_s(cell->spread, text));
	return object;
}

static struct json_object *op_json(const struct results *results, int op)
{
	struct json_object *object = json_object_new_object();
	int i;

	for (i = 0; i < results->nr_conditions; i++)
		if (results->cells[op][i].there)
			json_object_object_add(object, results->conditions[i],
					       cell_json(&results->cells[op][i]));
	return object;
}

/**
 * json_write - keep a run
 * @results: the run
 * @path: where
 *
 * Return: 0 or -1.
 */
int json_write(const struct results *results, const char *path)
{
	struct json_object *root = json_object_new_object();
	struct json_object *ops = json_object_new_object();
	int op, err;

	json_object_object_add(root, "date",
			       json_object_new_string(results->date));
	json_object_object_add(root, "kernel",
			       json_object_new_string(results->kernel));
	json_object_object_add(root, "commit",
			       json_object_new_string(results->commit));
	for (op = 0; op < results->nr_ops; op++)
		json_object_object_add(ops, results->ops[op],
				       op_json(results, op));
	json_object_object_add(root, "operations", ops);
	err = json_object_to_file_ext(path, root, JSON_C_TO_STRING_PRETTY);
	if (err)
		fprintf(stderr, "report: %s: %s\n", path,
			json_util_get_last_err());
	json_object_put(root);
	return err;
}

static double number(struct json_object *cell, const char *name)
{
	return json_object_get_double(json_object_object_get(cell, name));
}

static void read_op(struct results *results, struct json_object *op)
{
	json_object_object_foreach(op, name, value) {
		int i = results_condition(results, name);
		struct cell *cell;

		if (i < 0) {
			if (results->nr_conditions == MAX_CONDITIONS)
				return;
			i = results->nr_conditions++;
			results->conditions[i] = strdup(name);
		}
		cell = &results->cells[results->nr_ops][i];
		cell->there = true;
		cell->cost = number(value, "instructions");
		cell->spread = number(value, "spread-percent");
	}
}

/**
 * json_read - get a run back
 * @results: gets it
 * @path: where json_write() has put it
 *
 * Return: 0 or -1.
 */
int json_read(struct results *results, const char *path)
{
	struct json_object *root = json_object_from_file(path);
	struct json_object *ops;

	if (!root || !json_object_object_get_ex(root, "operations", &ops)) {
		fprintf(stderr, "report: %s holds no results\n", path);
		return -1;
	}
	json_object_object_foreach(ops, name, op) {
		if (results->nr_ops == MAX_OPS)
			break;
		results->ops[results->nr_ops] = strdup(name);
		read_op(results, op);
		results->nr_ops++;
	}
	json_object_put(root);
	return 0;
}
