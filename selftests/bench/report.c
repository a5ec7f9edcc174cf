// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: show what guest.sh has measured.
 *
 *	report [-d DATE] [-k KERNEL] [-g COMMIT] [-o DIR] RESULTS
 *	report -s | -b [-o DIR] RESULTS
 *	report -c KEPT RESULTS
 *
 * The first prints tables, and with -o leaves results.json, table.md and plots
 * in DIR. It fails when the twin or Holdfast do not refuse the same. The second
 * does so with what scale.sh has measured, in scale.md, and with what was measured
 * of what is built in, in builtin.md. The third compares with a
 * results.json that was kept and prints TAP.
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "report.h"

static struct results now = { .date = "?", .kernel = "?", .commit = "?" };
static struct results before;

static int keep(const char *dir)
{
	char path[512];
	FILE *file;
	int err;

	snprintf(path, sizeof(path), "%s/table.md", dir);
	file = fopen(path, "w");
	if (!file) {
		perror(path);
		return -1;
	}
	table_print(&now, file);
	err = table_refusals(&now, file);
	err |= fclose(file);
	snprintf(path, sizeof(path), "%s/results.json", dir);
	return err | json_write(&now, path) | plot_write_all(&now, dir);
}

static int show(const char *dir)
{
	int err;

	table_print(&now, stdout);
	err = table_refusals(&now, stdout);
	if (err)
		fprintf(stderr,
			"report: they do not refuse and allow the same\n");
	return dir ? err | keep(dir) : err;
}

static FILE *begin(const char *dir, const char *name)
{
	char path[512];
	FILE *file = stdout;

	if (dir) {
		snprintf(path, sizeof(path), "%s/%s", dir, name);
		file = fopen(path, "w");
		if (!file)
			perror(path);
	}
	return file;
}

static int show_scale(const char *dir)
{
	FILE *file = begin(dir, "scale.md");

	if (!file)
		return -1;
	fprintf(file, "%s, Linux %s, commit %s\n\n", now.date, now.kernel,
		now.commit);
	table_print_costs(&now, file);
	table_print_facts(&now, file);
	return dir ? fclose(file) : 0;
}

static int show_builtin(const char *dir)
{
	FILE *file = begin(dir, "builtin.md");
	int err;

	if (!file)
		return -1;
	table_print(&now, file);
	err = table_refusals(&now, file);
	return dir ? err | fclose(file) : err;
}

int main(int argc, char **argv)
{
	const char *dir = NULL, *kept = NULL;
	bool scale = false, builtin = false;
	int opt;

	while ((opt = getopt(argc, argv, "d:k:g:o:c:sb")) != -1) {
		switch (opt) {
		case 'd':
			now.date = optarg;
			break;
		case 'k':
			now.kernel = optarg;
			break;
		case 'g':
			now.commit = optarg;
			break;
		case 'o':
			dir = optarg;
			break;
		case 'c':
			kept = optarg;
			break;
		case 's':
			scale = true;
			break;
		case 'b':
			builtin = true;
			break;
		default:
			return 2;
		}
	}
	if (optind + 1 != argc) {
		fprintf(stderr,
			"usage: report [-d DATE] [-k KERNEL] [-g COMMIT] [-o DIR] RESULTS\n"
			"       report -s | -b [-d DATE] [-k KERNEL] [-g COMMIT] [-o DIR] RESULTS\n"
			"       report -c KEPT RESULTS\n");
		return 2;
	}
	if (results_read(&now, argv[optind]))
		return 1;
	if (scale)
		return show_scale(dir) ? 1 : 0;
	if (builtin)
		return show_builtin(dir) ? 1 : 0;
	if (!kept)
		return show(dir) ? 1 : 0;
	if (json_read(&before, kept))
		return 1;
	return check_print(&before, &now) ? 1 : 0;
}
