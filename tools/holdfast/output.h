/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_OUTPUT_H
#define HOLDFAST_TOOL_OUTPUT_H

#include <json-c/json.h>
#include <libsmartcols.h>
#include <stdint.h>

/* Print JSON for people and programs, over many lines. Frees @json. */
void output_json(json_object *json);

/* Print JSON on one line. Frees @json. */
void output_json_line(json_object *json);

/**
 * struct output_column - a column of a table
 * @name: its heading
 * @flags: libsmartcols'
 */
struct output_column {
	const char *name;
	int flags;
};

/* A new table with these columns; it fits a terminal, or is plain. */
struct libscols_table *output_table(const struct output_column *columns,
				    unsigned int count);

/* Set a cell; the text is copied and made printable. */
void output_cell(struct libscols_line *line, unsigned int column,
		 const char *text);
void output_cell_number(struct libscols_line *line, unsigned int column,
			uint64_t number);

/* A number that had better be 0: another one is red on a terminal. */
void output_cell_count(struct libscols_line *line, unsigned int column,
		       uint64_t count);

struct libscols_line *output_line(struct libscols_table *table);

/**
 * output_time() - a time since boot as people write it
 * @buf: where to
 * @size: of it; 20 is enough
 * @boottime: CLOCK_BOOTTIME in nanoseconds
 */
void output_time(char *buf, size_t size, uint64_t boottime);

/* How long ago that is, in its two largest units, such as "3h12m". */
void output_age(char *buf, size_t size, uint64_t boottime);

#endif /* HOLDFAST_TOOL_OUTPUT_H */
