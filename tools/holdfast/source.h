/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_SOURCE_H
#define HOLDFAST_TOOL_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "util.h"

/**
 * struct loc - a stretch of a source
 * @source: which one; NULL for what came from no text
 * @start: offset of its first byte
 * @end: offset behind its last
 */
struct loc {
	const struct source *source;
	size_t start;
	size_t end;
};

/**
 * struct source - a policy file in memory
 * @name: as messages show it, and as it was opened
 * @text: all of it, with a NUL behind
 * @len: without that NUL
 * @number: its place in the order of reading
 * @from: the statement that includes it; without a source where none does
 * @dev: with @ino, which file it is, whatever its name
 * @ino: 0 for a text that is no file
 */
struct source {
	char *name;
	char *text;
	size_t len;
	unsigned int number;
	struct loc from;
	dev_t dev;
	ino_t ino;
};

/**
 * struct message - something to tell about a place
 * @loc: the place
 * @number: which one it is, in the order of finding
 * @warning: it is legal
 * @text: a sentence
 * @note: another place that has to do with it; may be without a source
 * @note_text: what
 */
struct message {
	struct loc loc;
	unsigned int number;
	bool warning;
	char *text;
	struct loc note;
	char *note_text;
};

/**
 * struct sources - all the files of a policy, and what is to be said of them
 * @name: of the whole, as the user gave it
 * @files: in the order of reading
 * @count: their number
 * @messages: as they were found; sources_report() puts them in order
 * @message_count: their number
 * @errors: how many there were
 * @warnings: how many there were
 */
struct sources {
	const char *name;
	struct source **files;
	unsigned int count;
	struct message *messages;
	unsigned int message_count;
	unsigned int errors;
	unsigned int warnings;
};

/* After so many errors the rest is not worth reading. */
#define SOURCE_ERRORS_MAX	20

/**
 * source_open() - read one more file
 * @sources: what to add it to
 * @path: the file, or "-" for standard input
 * @from: the statement that includes it, or NULL
 * @source: where to put it; NULL when @sources had it already
 *
 * Return: 0 or a negative errno.
 */
int source_open(struct sources *sources, const char *path,
		const struct loc *from, struct source **source);

/**
 * source_of_text() - take a text as if it were a file
 * @sources: what to add it to
 * @name: for messages
 * @text: it; is copied
 * @len: how long it is
 *
 * Return: the source, which belongs to @sources.
 */
struct source *source_of_text(struct sources *sources, const char *name,
			      const char *text, size_t len);

void sources_free(struct sources *sources);

/**
 * source_line() - the line that a place is on, from 1
 * @loc: the place
 */
unsigned int source_line(const struct loc *loc);

/**
 * source_place() - a place, as a sentence about another one names it
 * @loc: the place
 * @from: the place that the sentence is about
 *
 * Return: "line 7", with the file if that is another one; good until the next
 * call.
 */
const char *source_place(const struct loc *loc, const struct loc *from);

/* Print a place with a sentence, and its line with a caret below. */
void source_show(const struct loc *loc, const char *text, FILE *out);

/**
 * source_error() - an error: to be reported with its place, line and caret
 * @sources: the sources
 * @loc: what is wrong
 * @fmt: why, and what was expected
 *
 * Return: the message, so that a note can be put to it, or NULL; good until
 * the next call.
 */
struct message *source_error(struct sources *sources, const struct loc *loc,
			     const char *fmt, ...) __printf(3, 4);

/* The same for what is legal, but hardly meant. */
struct message *source_warn(struct sources *sources, const struct loc *loc,
			    const char *fmt, ...) __printf(3, 4);

/* Another place that explains a message, which may be NULL. */
void message_note(struct message *message, const struct loc *loc,
		  const char *fmt, ...) __printf(3, 4);

/**
 * sources_report() - print what was found, in the order of the text
 * @sources: the sources
 *
 * Beside errors, warnings are noise and are left out.
 */
void sources_report(struct sources *sources);

#endif /* HOLDFAST_TOOL_SOURCE_H */
