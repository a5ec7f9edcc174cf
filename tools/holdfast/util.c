// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "util.h"

static _Noreturn void out_of_memory(void)
{
	fputs("holdfast: out of memory\n", stderr);
	exit(EXIT_REFUSED);
}

void *xcalloc(size_t count, size_t size)
{
	void *mem = calloc(count, size);

	if (!mem)
		out_of_memory();
	return mem;
}

void *xreallocarray(void *old, size_t count, size_t size)
{
	void *mem = reallocarray(old, count, size);

	if (!mem)
		out_of_memory();
	return mem;
}

char *xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *xstrndup(const char *text, size_t len)
{
	char *copy = strndup(text, len);

	if (!copy)
		out_of_memory();
	return copy;
}

void complain(const char *fmt, ...)
{
	va_list args;

	fputs("holdfast: ", stderr);
	va_start(args, fmt);
	vfprintf(stderr, fmt, args);
	va_end(args);
	fputc('\n', stderr);
}

/* Bytes that a UTF-8 sequence with this first byte has; 0 if none does. */
static unsigned int utf8_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first <= 0xdf)
		return 2;
	if (first >= 0xe0 && first <= 0xef)
		return 3;
	if (first >= 0xf0 && first <= 0xf4)
		return 4;
	return 0;
}

/* Length of the valid sequence at @text, which ends in NUL; 0 if it is none. */
static unsigned int utf8_valid(const unsigned char *text)
{
	unsigned int len = utf8_length(text[0]);
	unsigned int i;

	for (i = 1; i < len; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if (len == 3 && text[0] == 0xe0 && text[1] < 0xa0)
		return 0;
	if (len == 3 && text[0] == 0xed && text[1] > 0x9f)
		return 0;
	if (len == 4 && text[0] == 0xf0 && text[1] < 0x90)
		return 0;
	if (len == 4 && text[0] == 0xf4 && text[1] > 0x8f)
		return 0;
	return len;
}

static bool is_control(const unsigned char *text, unsigned int len)
{
	if (len == 1)
		return text[0] < 0x20 || text[0] == 0x7f;
	return len == 2 && text[0] == 0xc2 && text[1] < 0xa0;
}

char *text_printable(const char *text)
{
	const unsigned char *in = (const unsigned char *)text;
	char *copy = xcalloc(strlen(text) + 1, 4);
	char *out = copy;
	unsigned int len;

	while (*in) {
		len = utf8_valid(in);
		if (!len || is_control(in, len)) {
			out += sprintf(out, "\\x%02x", *in++);
			continue;
		}
		while (len--)
			*out++ = (char)*in++;
	}
	return copy;
}

char *text_utf8(const char *text)
{
	const unsigned char *in = (const unsigned char *)text;
	char *copy = xcalloc(strlen(text) + 1, 3);
	char *out = copy;
	unsigned int len;

	while (*in) {
		len = utf8_valid(in);
		if (!len) {
			out = stpcpy(out, "\xef\xbf\xbd");
			in++;
			continue;
		}
		while (len--)
			*out++ = (char)*in++;
	}
	return copy;
}
