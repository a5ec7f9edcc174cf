// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "source.h"
#include "util.h"

/* No sane policy is larger; /dev/zero is. */
#define SOURCE_BYTES_MAX	(16u << 20)

/* Nor has one more files. */
#define SOURCE_FILES_MAX	1000

/* More than that are not kept to be sorted. */
#define MESSAGES_MAX		1000

static int read_all(struct source *source, FILE *file)
{
	size_t size = 4096, got;

	for (;;) {
		source->text = xreallocarray(source->text, size + 1, 1);
		got = fread(source->text + source->len, 1, size - source->len,
			    file);
		source->len += got;
		if (ferror(file))
			return -errno;
		if (source->len < size)
			break;
		if (size >= SOURCE_BYTES_MAX)
			return -EFBIG;
		size *= 2;
	}
	source->text[source->len] = '\0';
	return 0;
}

static void source_free(struct source *source)
{
	free(source->name);
	free(source->text);
	free(source);
}

static struct source *source_add(struct sources *sources, struct source *source)
{
	sources->files = xreallocarray(sources->files, sources->count + 1,
				       sizeof(struct source *));
	source->number = sources->count;
	sources->files[sources->count++] = source;
	return source;
}

static bool has_file(const struct sources *sources, const struct source *file)
{
	unsigned int i;

	for (i = 0; i < sources->count; i++)
		if (sources->files[i]->ino == file->ino &&
		    sources->files[i]->dev == file->dev)
			return true;
	return false;
}

/* Return: 0, 1 if @sources had it already, or a negative errno. */
static int read_file(const struct sources *sources, struct source *source,
		     FILE *file)
{
	struct stat status;

	if (fstat(fileno(file), &status))
		return -errno;
	source->dev = status.st_dev;
	source->ino = status.st_ino;
	if (has_file(sources, source))
		return 1;
	return read_all(source, file);
}

int source_open(struct sources *sources, const char *path,
		const struct loc *from, struct source **source)
{
	bool is_stdin = !strcmp(path, "-") && !from;
	struct source *new;
	FILE *file;
	int ret;

	*source = NULL;
	if (sources->count >= SOURCE_FILES_MAX)
		return -EMFILE;
	file = is_stdin ? stdin : fopen(path, "re");
	if (!file)
		return -errno;
	new = xcalloc(1, sizeof(*new));
	new->name = xstrdup(is_stdin ? "<stdin>" : path);
	if (from)
		new->from = *from;
	ret = read_file(sources, new, file);
	if (!is_stdin)
		fclose(file);
	if (ret) {
		source_free(new);
		return ret < 0 ? ret : 0;
	}
	*source = source_add(sources, new);
	return 0;
}

struct source *source_of_text(struct sources *sources, const char *name,
			      const char *text, size_t len)
{
	struct source *source = xcalloc(1, sizeof(*source));

	source->name = xstrdup(name);
	source->text = xcalloc(len + 1, 1);
	memcpy(source->text, text, len);
	source->len = len;
	return source_add(sources, source);
}

static void drop_messages(struct sources *sources)
{
	unsigned int i;

	for (i = 0; i < sources->message_count; i++) {
		free(sources->messages[i].text);
		free(sources->messages[i].note_text);
	}
	free(sources->messages);
	sources->messages = NULL;
	sources->message_count = 0;
}

void sources_free(struct sources *sources)
{
	drop_messages(sources);
	while (sources->count)
		source_free(sources->files[--sources->count]);
	free(sources->files);
	*sources = (struct sources){ 0 };
}

static const char *line_start(const struct loc *loc)
{
	const char *c = loc->source->text + loc->start;

	while (c > loc->source->text && c[-1] != '\n')
		c--;
	return c;
}

unsigned int source_line(const struct loc *loc)
{
	const char *c = loc->source->text, *place = c + loc->start;
	unsigned int line = 1;

	while ((c = memchr(c, '\n', (size_t)(place - c)))) {
		c++;
		line++;
	}
	return line;
}

const char *source_place(const struct loc *loc, const struct loc *from)
{
	static char *place;
	const char *name = loc->source == from->source ? "" : loc->source->name;

	free(place);
	if (asprintf(&place, "line %u%s%s", source_line(loc), *name ? " of " : "",
		     name) < 0)
		place = NULL;
	return place ? place : "another line";
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The source line, then a caret below the place; tabs stay tabs in both. */
static void print_excerpt(const struct loc *loc, FILE *out)
{
	const struct source *source = loc->source;
	const char *start = line_start(loc);
	const char *place = source->text + loc->start;
	const char *end = source->text + source->len;
	const char *newline = memchr(start, '\n', (size_t)(end - start));
	const char *c;

	if (start == end)
		return;
	if (newline)
		end = newline;
	for (c = start; c < end; c++)
		fputc(*c == '\t' || (unsigned char)*c >= 0x20 ? *c : '?', out);
	fputc('\n', out);

	for (c = start; c < place; c++)
		if (!is_continuation(*c))
			fputc(*c == '\t' ? '\t' : ' ', out);
	fputc('^', out);
	for (c = place + 1; c < end && c < source->text + loc->end; c++)
		if (!is_continuation(*c))
			fputc('~', out);
	fputc('\n', out);
}

static void print_sentence(const struct loc *loc, const char *kind,
			   const char *text, FILE *out)
{
	const char *c, *place = loc->source->text + loc->start;
	unsigned int column = 1;

	for (c = line_start(loc); c < place; c++)
		column += !is_continuation(*c);
	fprintf(out, "%s:%u:%u: %s%s\n", loc->source->name, source_line(loc),
		column, kind, text);
}

void source_show(const struct loc *loc, const char *text, FILE *out)
{
	print_sentence(loc, "", text, out);
	print_excerpt(loc, out);
}

static bool same_place(const struct loc *a, const struct loc *b)
{
	return a->source == b->source && a->start == b->start;
}

/* Return: the new message, or NULL if it is no news or there are too many. */
static struct message *message_add(struct sources *sources,
				   const struct loc *loc, bool warning,
				   char *text)
{
	struct message *message;
	unsigned int i;

	for (i = 0; i < sources->message_count; i++) {
		message = &sources->messages[i];
		if (same_place(&message->loc, loc) &&
		    !strcmp(message->text, text))
			break;
	}
	if (i < sources->message_count || i >= MESSAGES_MAX) {
		free(text);
		return NULL;
	}
	sources->messages = xreallocarray(sources->messages, i + 1,
					  sizeof(*message));
	sources->message_count++;
	message = &sources->messages[i];
	*message = (struct message){
		.loc = *loc, .number = i, .warning = warning, .text = text,
	};
	return message;
}

static char *__printf(1, 0) format(const char *fmt, va_list args)
{
	char *text;

	return vasprintf(&text, fmt, args) < 0 ? xstrdup(fmt) : text;
}

struct message *source_error(struct sources *sources, const struct loc *loc,
			     const char *fmt, ...)
{
	va_list args;
	char *text;

	sources->errors++;
	va_start(args, fmt);
	text = format(fmt, args);
	va_end(args);
	return message_add(sources, loc, false, text);
}

struct message *source_warn(struct sources *sources, const struct loc *loc,
			    const char *fmt, ...)
{
	va_list args;
	char *text;

	sources->warnings++;
	va_start(args, fmt);
	text = format(fmt, args);
	va_end(args);
	return message_add(sources, loc, true, text);
}

void message_note(struct message *message, const struct loc *loc,
		  const char *fmt, ...)
{
	va_list args;

	if (!message)
		return;
	message->note = *loc;
	va_start(args, fmt);
	message->note_text = format(fmt, args);
	va_end(args);
}

static int compare_messages(const void *left, const void *right)
{
	const struct message *a = left, *b = right;

	if (a->loc.source != b->loc.source)
		return a->loc.source->number < b->loc.source->number ? -1 : 1;
	if (a->loc.start != b->loc.start)
		return a->loc.start < b->loc.start ? -1 : 1;
	return a->number < b->number ? -1 : 1;
}

/* Where a file is included, where the one is that does, and so on. */
static void print_chain(const struct loc *from)
{
	for (; from->source; from = &from->source->from)
		print_sentence(from, "note: ", "included here", stderr);
}

static void print_message(const struct message *message)
{
	print_sentence(&message->loc, message->warning ? "warning: " : "",
		       message->text, stderr);
	print_excerpt(&message->loc, stderr);
	if (message->note.source)
		print_sentence(&message->note, "note: ", message->note_text,
			       stderr);
}

void sources_report(struct sources *sources)
{
	const struct source *last = NULL;
	unsigned int i, printed = 0;

	if (sources->message_count)
		qsort(sources->messages, sources->message_count,
		      sizeof(*sources->messages), compare_messages);
	for (i = 0; i < sources->message_count; i++) {
		if (sources->errors && sources->messages[i].warning)
			continue;
		if (printed++ >= SOURCE_ERRORS_MAX) {
			complain("%s: too many errors, the rest is not shown",
				 sources->name);
			break;
		}
		print_message(&sources->messages[i]);
		if (sources->messages[i].loc.source != last)
			print_chain(&sources->messages[i].loc.source->from);
		last = sources->messages[i].loc.source;
	}
	drop_messages(sources);
}
