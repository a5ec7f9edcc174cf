// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "difference.h"
#include "view.h"

#define NOTE_DIR	"/run/holdfast"
#define NOTE		NOTE_DIR "/policy"
#define SHIPPED		HOLDFAST_DATADIR "/holdfast/default.holdfast"

void view_note(const char *file)
{
	char *path = realpath(file, NULL);
	FILE *note;

	/* Without it only the line is missing in what 'explain' says. */
	if (!path || !strcmp(file, "-")) {
		unlink(NOTE);
	} else if (!mkdir(NOTE_DIR, 0755) || errno == EEXIST) {
		note = fopen(NOTE, "we");
		if (note) {
			fprintf(note, "%s\n", path);
			fclose(note);
		}
	}
	free(path);
}

static bool read_note(char *path)
{
	FILE *note = fopen(NOTE, "re");
	bool good;

	if (!note)
		return false;
	good = fgets(path, PATH_MAX, note);
	path[strcspn(path, "\n")] = '\0';
	fclose(note);
	return good;
}

static bool same(const struct policy *a, const struct policy *b)
{
	json_object *difference = policy_difference(a, b);
	bool empty = difference_is_empty(difference);

	json_object_put(difference);
	return empty;
}

int view_read(struct view *view, const char *file)
{
	*view = (struct view){ 0 };
	if (policy_read(&view->written, &view->sources, file)) {
		sources_free(&view->sources);
		return EXIT_REFUSED;
	}
	view->file = view->sources.name;
	view->policy = &view->written;
	return EXIT_DONE;
}

/* Return: whether @file says what is active. */
static bool try_file(struct view *view, const char *file)
{
	struct reading reading = view->reading;

	if (access(file, R_OK) || view_read(view, file)) {
		view->reading = reading;
		return false;
	}
	view->reading = reading;
	if (same(&reading.policy, &view->written))
		return true;
	policy_free(&view->written);
	sources_free(&view->sources);
	view->file = NULL;
	return false;
}

int view_get(struct view *view, const char *file)
{
	static char note[PATH_MAX];
	bool found;
	int ret;

	*view = (struct view){ 0 };
	ret = reading_get(&view->reading, false);
	if (ret)
		return ret;
	if (file) {
		found = try_file(view, file);
		if (!found)
			complain("%s is not the active policy", file);
	} else {
		found = (read_note(note) && try_file(view, note)) ||
			try_file(view, SHIPPED);
	}
	if (!found)
		view->policy = &view->reading.policy;
	return EXIT_DONE;
}

void view_free(struct view *view)
{
	if (view->file) {
		policy_free(&view->written);
		sources_free(&view->sources);
	}
	if (view->reading.profiles)
		reading_free(&view->reading);
}
