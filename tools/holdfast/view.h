/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_VIEW_H
#define HOLDFAST_TOOL_VIEW_H

#include "reading.h"

/**
 * struct view - a policy to look things up in
 * @reading: as the kernel has it; empty if it was not asked
 * @sources: the files it was written in
 * @written: as it stands there
 * @file: which of them was read first; NULL if none says the same as the kernel
 * @policy: @written where there is a file, else what the kernel has
 */
struct view {
	struct reading reading;
	struct sources sources;
	struct policy written;
	const char *file;
	const struct policy *policy;
};

/**
 * view_get() - the active policy, with its text if that can be found
 * @view: what to fill in, to be freed with view_free()
 * @file: where the text is; NULL to look where it was loaded from, and at the
 *	shipped one. A file that says something else than the active policy is
 *	not used, and if it was asked for, that is told.
 *
 * Return: EXIT_DONE, or what to exit with, after a message.
 */
int view_get(struct view *view, const char *file);

/* The same of a file alone; the kernel is not asked. */
int view_read(struct view *view, const char *file);

void view_free(struct view *view);

/**
 * view_note() - remember where the active policy's text is
 * @file: what was loaded; forgotten if it is none that can be read again
 */
void view_note(const char *file);

#endif /* HOLDFAST_TOOL_VIEW_H */
