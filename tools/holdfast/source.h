/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_SOURCE_H
#define HOLDFAST_TOOL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "util.h"

/**
 * struct loc - a stretch of a source
 * @start: offset of its first byte
 * @end: offset behind its last
 */
struct loc {
	size_t start;
	size_t end;
};

/**
 * struct source - a policy file in memory, and what was said about it
 * @name: as messages show it
 * @text: all of it, with a NUL behind
 * @len: without that NUL
 * @errors: how many were reported
 * @warnings: how many were reported
 */
struct source {
	const char *name;
	char *text;
	size_t len;
	unsigned int errors;
	unsigned int warnings;
};

/* After so many errors the rest is not worth reading. */
#define SOURCE_ERRORS_MAX	20

/**
 * source_read() - read a policy file
 * @source: what to fill in
 * @path: the file, or "-" for standard input
 *
 * Return: 0, or -1 after a message.
 */
int source_read(struct source *source, const char *path);

void source_free(struct source *source);

/**
 * source_line() - the line that a place is on, from 1
 * @source: the source
 * @loc: the place
 */
unsigned int source_line(const struct source *source, const struct loc *loc);

/**
 * source_error() - report an error: place, sentence, line, caret
 * @source: the source
 * @loc: what is wrong
 * @fmt: why, and what was expected
 */
void source_error(struct source *source, const struct loc *loc,
		  const char *fmt, ...) __printf(3, 4);

/* The same for what is legal, but hardly meant. */
void source_warn(struct source *source, const struct loc *loc,
		 const char *fmt, ...) __printf(3, 4);

#endif /* HOLDFAST_TOOL_SOURCE_H */
