// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "output.h"
#include "util.h"

#define NSEC_PER_SEC	1000000000LL

static void print_json(json_object *json, int flags)
{
	flags |= JSON_C_TO_STRING_NOSLASHESCAPE;
	puts(json_object_to_json_string_ext(json, flags));
	json_object_put(json);
}

void output_json(json_object *json)
{
	print_json(json, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED);
}

void output_json_line(json_object *json)
{
	print_json(json, JSON_C_TO_STRING_PLAIN);
}

struct libscols_table *output_table(const struct output_column *columns,
				    unsigned int count)
{
	struct libscols_table *table = scols_new_table();
	unsigned int i;

	if (!table)
		goto no_memory;
	scols_table_enable_colors(table, isatty(STDOUT_FILENO));
	for (i = 0; i < count; i++)
		if (!scols_table_new_column(table, columns[i].name, 0,
					    columns[i].flags))
			goto no_memory;
	return table;

no_memory:
	complain("out of memory");
	exit(EXIT_REFUSED);
}

struct libscols_line *output_line(struct libscols_table *table)
{
	struct libscols_line *line = scols_table_new_line(table, NULL);

	if (!line) {
		complain("out of memory");
		exit(EXIT_REFUSED);
	}
	return line;
}

void output_cell(struct libscols_line *line, unsigned int column,
		 const char *text)
{
	char *printable = text_printable(text ? text : "");

	scols_line_set_data(line, column, printable);
	free(printable);
}

void output_cell_number(struct libscols_line *line, unsigned int column,
			uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, number);
	output_cell(line, column, text);
}

void output_cell_count(struct libscols_line *line, unsigned int column,
		       uint64_t count)
{
	output_cell_number(line, column, count);
	if (count)
		scols_cell_set_color(scols_line_get_cell(line, column), "red");
}

static int64_t clock_nsec(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

void output_time(char *buf, size_t size, uint64_t boottime)
{
	int64_t nsec = clock_nsec(CLOCK_REALTIME) - clock_nsec(CLOCK_BOOTTIME);
	struct tm tm;
	time_t when;

	when = (time_t)((nsec + (int64_t)boottime) / NSEC_PER_SEC);
	if (!localtime_r(&when, &tm) ||
	    !strftime(buf, size, "%Y-%m-%d %H:%M:%S", &tm))
		snprintf(buf, size, "?");
}

void output_age(char *buf, size_t size, uint64_t boottime)
{
	int64_t sec = (clock_nsec(CLOCK_BOOTTIME) - (int64_t)boottime) /
		      NSEC_PER_SEC;

	if (sec < 0)
		sec = 0;
	if (sec < 60)
		snprintf(buf, size, "%ds", (int)sec);
	else if (sec < 3600)
		snprintf(buf, size, "%dm%02ds", (int)(sec / 60),
			 (int)(sec % 60));
	else if (sec < 86400)
		snprintf(buf, size, "%dh%02dm", (int)(sec / 3600),
			 (int)(sec / 60 % 60));
	else
		snprintf(buf, size, "%" PRId64 "d%02dh", sec / 86400,
			 (int)(sec / 3600 % 24));
}
