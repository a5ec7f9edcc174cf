// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "containers.h"
#include "member.h"
#include "output.h"
#include "records.h"
#include "runtime.h"
#include "util.h"

/* Lines above the table, and its heading. */
#define HEAD_LINES	4

enum {
	COL_ID,
	COL_NAME,
	COL_PROFILE,
	COL_MODE,
	COL_TASKS,
	COL_DENIALS,
	COL_NEW,
	COL_AGE,
	COL_COMM,
};

static const struct output_column columns[] = {
	[COL_ID] = { "ID", SCOLS_FL_RIGHT },
	[COL_NAME] = { "NAME", SCOLS_FL_TRUNC },
	[COL_PROFILE] = { "PROFILE", 0 },
	[COL_MODE] = { "MODE", 0 },
	[COL_TASKS] = { "TASKS", SCOLS_FL_RIGHT },
	[COL_DENIALS] = { "DENIALS", SCOLS_FL_RIGHT },
	[COL_NEW] = { "NEW", SCOLS_FL_RIGHT },
	[COL_AGE] = { "AGE", SCOLS_FL_RIGHT },
	[COL_COMM] = { "COMMAND", 0 },
};

/**
 * struct row - a container as it is shown
 * @json: as it was read
 * @fresh: refusals since the time before
 */
struct row {
	json_object *json;
	uint64_t fresh;
};

/**
 * struct screen - what is shown
 * @channel: where it is read
 * @status: numbers of the whole
 * @containers: as they were read
 * @before: the same, the time before; NULL the first time
 * @rows: sorted
 * @count: how many
 * @tty: it is redrawn in place; else one follows the other
 */
struct screen {
	struct channel channel;
	json_object *status;
	json_object *containers;
	json_object *before;
	struct row *rows;
	size_t count;
	bool tty;
};

/* Containers are in the order of their numbers, here and before. */
static uint64_t denials_before(const struct screen *screen, uint64_t id)
{
	size_t i;

	for (i = 0; i < member_count(screen->before); i++) {
		json_object *json = json_object_array_get_idx(screen->before,
							      i);

		if (member_number(json, "id") == id)
			return member_number(json, "denials");
	}
	return 0;
}

static int compare_rows(const void *left, const void *right)
{
	const struct row *a = left, *b = right;
	uint64_t x = a->fresh, y = b->fresh;

	if (x == y) {
		x = member_number(a->json, "denials");
		y = member_number(b->json, "denials");
	}
	if (x == y) {
		y = member_number(a->json, "id");
		x = member_number(b->json, "id");
	}
	return x > y ? -1 : x < y;
}

static void sort_rows(struct screen *screen)
{
	size_t i;

	screen->count = member_count(screen->containers);
	screen->rows = xcalloc(screen->count + 1, sizeof(*screen->rows));
	for (i = 0; i < screen->count; i++) {
		struct row *row = &screen->rows[i];
		uint64_t denials;

		row->json = json_object_array_get_idx(screen->containers, i);
		denials = member_number(row->json, "denials");
		if (screen->before)
			row->fresh = denials - denials_before(screen,
				member_number(row->json, "id"));
	}
	qsort(screen->rows, screen->count, sizeof(*screen->rows), compare_rows);
}

static void add_row(struct libscols_table *table, const struct row *row)
{
	struct libscols_line *line = output_line(table);
	char age[32];

	output_age(age, sizeof(age), member_number(row->json, "since"));
	output_cell_number(line, COL_ID, member_number(row->json, "id"));
	output_cell(line, COL_NAME, runtime_name(row->json));
	output_cell(line, COL_PROFILE, member_text(row->json, "profile"));
	output_cell(line, COL_MODE, container_mode(row->json));
	output_cell_number(line, COL_TASKS, member_number(row->json, "tasks"));
	output_cell_number(line, COL_DENIALS,
			   member_number(row->json, "denials"));
	output_cell_count(line, COL_NEW, row->fresh);
	output_cell(line, COL_AGE, age);
	output_cell(line, COL_COMM, member_text(row->json, "comm"));
}

/* How many containers there is room for. */
static size_t room(const struct screen *screen)
{
	struct winsize size;

	if (!screen->tty || ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) ||
	    size.ws_row <= HEAD_LINES)
		return screen->count;
	return size.ws_row - HEAD_LINES;
}

/* Lines are replaced where they stand, so that nothing flickers. */
static void put_lines(const struct screen *screen, const char *text)
{
	const char *end;

	for (; *text; text = end + 1) {
		end = strchrnul(text, '\n');
		fwrite(text, 1, (size_t)(end - text), stdout);
		fputs(screen->tty ? "\033[K\n" : "\n", stdout);
		if (!*end)
			break;
	}
}

static void draw(const struct screen *screen)
{
	struct libscols_table *table = output_table(columns,
						    ARRAY_SIZE(columns));
	size_t i, rows = room(screen);
	char head[160], *text = NULL;

	for (i = 0; i < screen->count && i < rows; i++)
		add_row(table, &screen->rows[i]);
	snprintf(head, sizeof(head),
		 "%" PRIu64 " containers, %" PRIu64 " tasks; refused %" PRIu64
		 ", allowed by complaining profiles %" PRIu64
		 "; events lost %" PRIu64,
		 member_number(screen->status, "containers"),
		 member_number(screen->status, "tasks"),
		 member_number(screen->status, "denials"),
		 member_number(screen->status, "complaints"),
		 member_number(screen->status, "events-lost"));
	if (screen->tty)
		fputs("\033[H", stdout);
	put_lines(screen, head);
	put_lines(screen, "\n");
	if (!scols_print_table_to_string(table, &text) && text)
		put_lines(screen, text);
	fputs(screen->tty ? "\033[J" : "\n", stdout);
	fflush(stdout);
	free(text);
	scols_unref_table(table);
}

static int refresh(struct screen *screen)
{
	if (records_status(&screen->channel, &screen->status) ||
	    containers_get(&screen->channel, &screen->containers))
		return channel_complain(&screen->channel);
	sort_rows(screen);
	draw(screen);
	free(screen->rows);
	json_object_put(screen->status);
	json_object_put(screen->before);
	screen->before = screen->containers;
	return EXIT_DONE;
}

static int top(unsigned long long interval, unsigned long long count)
{
	const struct timespec pause = { .tv_sec = (time_t)interval };
	struct screen screen = { .tty = isatty(STDOUT_FILENO) };
	unsigned long long i;
	int ret;

	ret = channel_open(&screen.channel);
	if (ret)
		return ret;
	if (screen.tty)
		fputs("\033[2J", stdout);
	for (i = 0; !ret && !ferror(stdout) && (!count || i < count); i++) {
		if (i)
			nanosleep(&pause, NULL);
		ret = refresh(&screen);
	}
	json_object_put(screen.before);
	channel_close(&screen.channel);
	return ret;
}

int cmd_top(const struct command *command, int argc, const char **argv)
{
	unsigned long long seconds = 2, times = 0;
	char *interval = NULL, *count = NULL;
	int ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "interval", 'i', POPT_ARG_STRING, &interval, 0,
		  "So often it is brought up to date, 2 without", "SECS" },
		{ "count", 'n', POPT_ARG_STRING, &count, 0,
		  "So many times; without it, until it is interrupted", "N" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false) &&
	    number_parse(command, "interval", interval, &seconds) &&
	    number_parse(command, "count", count, &times)) {
		if (seconds && seconds <= 3600)
			ret = top(seconds, times);
		else
			usage_error(command, "--interval is 1 to 3600",
				    interval);
	}
	arguments_free(&args);
	free(interval);
	free(count);
	return ret;
}
