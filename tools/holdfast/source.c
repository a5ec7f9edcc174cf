// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "source.h"
#include "util.h"

/* No sane policy is larger; /dev/zero is. */
#define SOURCE_BYTES_MAX	(16u << 20)

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

int source_read(struct source *source, const char *path)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	int err;

	*source = (struct source){ .name = is_stdin ? "<stdin>" : path };
	if (!file) {
		complain("%s: %s", path, strerror(errno));
		return -1;
	}
	err = read_all(source, file);
	if (!is_stdin)
		fclose(file);
	if (err) {
		complain("%s: %s", source->name, strerror(-err));
		source_free(source);
		return -1;
	}
	return 0;
}

void source_free(struct source *source)
{
	free(source->text);
	source->text = NULL;
}

static const char *line_start(const struct source *source, size_t offset)
{
	const char *c = source->text + offset;

	while (c > source->text && c[-1] != '\n')
		c--;
	return c;
}

unsigned int source_line(const struct source *source, const struct loc *loc)
{
	const char *c = source->text, *place = c + loc->start;
	unsigned int line = 1;

	while ((c = memchr(c, '\n', (size_t)(place - c)))) {
		c++;
		line++;
	}
	return line;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xc0) == 0x80;
}

/* The source line, then a caret below the place; tabs stay tabs in both. */
static void print_excerpt(const struct source *source, const struct loc *loc)
{
	const char *start = line_start(source, loc->start);
	const char *place = source->text + loc->start;
	const char *end = source->text + source->len;
	const char *newline = memchr(start, '\n', (size_t)(end - start));
	const char *c;

	if (start == end)
		return;
	if (newline)
		end = newline;
	for (c = start; c < end; c++)
		fputc(*c == '\t' || (unsigned char)*c >= 0x20 ? *c : '?',
		      stderr);
	fputc('\n', stderr);

	for (c = start; c < place; c++)
		if (!is_continuation(*c))
			fputc(*c == '\t' ? '\t' : ' ', stderr);
	fputc('^', stderr);
	for (c = place + 1; c < end && c < source->text + loc->end; c++)
		if (!is_continuation(*c))
			fputc('~', stderr);
	fputc('\n', stderr);
}

static void __printf(4, 0) report(const struct source *source,
				  const struct loc *loc, const char *kind,
				  const char *fmt, va_list args)
{
	const char *start = line_start(source, loc->start);
	const char *c, *place = source->text + loc->start;
	unsigned int column = 1;

	for (c = start; c < place; c++)
		column += !is_continuation(*c);
	fprintf(stderr, "%s:%u:%u: %s", source->name,
		source_line(source, loc), column, kind);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	print_excerpt(source, loc);
}

void source_error(struct source *source, const struct loc *loc,
		  const char *fmt, ...)
{
	va_list args;

	if (source->errors++ >= SOURCE_ERRORS_MAX)
		return;
	va_start(args, fmt);
	report(source, loc, "", fmt, args);
	va_end(args);
	if (source->errors == SOURCE_ERRORS_MAX)
		complain("%s: too many errors, the rest is not shown",
			 source->name);
}

void source_warn(struct source *source, const struct loc *loc,
		 const char *fmt, ...)
{
	va_list args;

	/* Beside errors they are noise, and may even come from one. */
	if (source->errors)
		return;
	source->warnings++;
	va_start(args, fmt);
	report(source, loc, "warning: ", fmt, args);
	va_end(args);
}
