// SPDX-License-Identifier: GPL-2.0-only
/*
 * report: plots: for each operation a group of bars, one for each condition.
 */
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "report.h"

#define LEFT	150	/* room for the names */
#define WIDTH	560	/* of the longest bar */
#define TOP	64
#define BAR	9
#define GAP	8

struct series {
	const char *condition;
	const char *name;
	const char *colour;
};

struct plot {
	const char *file;
	const char *title;
	struct series series[4];
};

static const struct plot plots[] = {
	{ "allowed.svg", "Added to what is allowed, in percent", {
		{ "holdfast-host", "host task", "#9aa5b1" },
		{ "holdfast-allowed", "Holdfast", "#1f6feb" },
		{ "apparmor-allowed", "AppArmor", "#d9822b" },
		{ "twin-allowed", "BPF", "#2e9f60" },
	} },
	{ "complain.svg", "Added to what is only reported, in percent", {
		{ "holdfast-complain", "Holdfast", "#1f6feb" },
		{ "apparmor-complain", "AppArmor", "#d9822b" },
	} },
};

static int nr_series(const struct plot *plot)
{
	int n = 0;

	while (n < 4 && plot->series[n].condition)
		n++;
	return n;
}

/* Half of the plot is for what adds less than a tenth. */
static double length(double percent)
{
	if (percent <= 0)
		return 0;
	return fmin(WIDTH, WIDTH / 2.0 * log10(1 + percent * 0.9));
}

static void axis(FILE *file, int bottom)
{
	static const double marks[] = { 1, 2, 5, 10, 20, 50, 100 };
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
		double x = LEFT + length(marks[i]);

		fprintf(file,
			"<line x1='%.1f' y1='%d' x2='%.1f' y2='%d' stroke='#ddd'/>\n"
			"<text x='%.1f' y='%d' text-anchor='middle' fill='#666'>%g</text>\n",
			x, TOP, x, bottom, x, bottom + 14, marks[i]);
	}
}

static void legend(const struct plot *plot, FILE *file)
{
	int i;

	for (i = 0; i < nr_series(plot); i++)
		fprintf(file,
			"<rect x='%d' y='40' width='10' height='10' fill='%s'/>\n"
			"<text x='%d' y='49'>%s</text>\n",
			LEFT + i * 110, plot->series[i].colour,
			LEFT + 14 + i * 110, plot->series[i].name);
}

static void bars(const struct plot *plot, const struct results *results,
		 int op, int y, FILE *file)
{
	double added, percent;
	int i;

	fprintf(file, "<text x='%d' y='%d' text-anchor='end'>%s</text>\n",
		LEFT - 6, y + nr_series(plot) * BAR / 2 + 4, results->ops[op]);
	for (i = 0; i < nr_series(plot); i++) {
		const struct series *series = &plot->series[i];

		if (!results_added(results, op, series->condition, &added,
				   &percent))
			continue;
		fprintf(file,
			"<rect x='%d' y='%d' width='%.1f' height='%d' fill='%s'>"
			"<title>%s: %+.0f instructions, %+.2f%%</title></rect>\n",
			LEFT, y + i * BAR, fmax(length(percent), 0.5), BAR - 1,
			series->colour, series->name, added, percent);
	}
}

static int write_plot(const struct plot *plot, const struct results *results,
		      const char *dir)
{
	const int step = nr_series(plot) * BAR + GAP;
	const int bottom = TOP + results->nr_ops * step;
	char path[512];
	FILE *file;
	int op;

	snprintf(path, sizeof(path), "%s/%s", dir, plot->file);
	file = fopen(path, "w");
	if (!file) {
		perror(path);
		return -1;
	}
	fprintf(file,
		"<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' font-family='sans-serif' font-size='11'>\n"
		"<rect width='100%%' height='100%%' fill='white'/>\n"
		"<text x='%d' y='18' font-size='14'>%s</text>\n"
		"<text x='%d' y='32' fill='#666'>%s, Linux %s, commit %s</text>\n",
		LEFT + WIDTH + 20, bottom + 24, LEFT, plot->title, LEFT,
		results->date, results->kernel, results->commit);
	legend(plot, file);
	axis(file, bottom);
	for (op = 0; op < results->nr_ops; op++)
		bars(plot, results, op, TOP + op * step + GAP / 2, file);
	fprintf(file, "</svg>\n");
	return fclose(file) ? -1 : 0;
}

/**
 * plot_write_all - draw a run
 * @results: the run
 * @dir: where the plots go
 *
 * Return: 0 or -1.
 */
int plot_write_all(const struct results *results, const char *dir)
{
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(plots) / sizeof(plots[0]); i++)
		err |= write_plot(&plots[i], results, dir);
	return err;
}
