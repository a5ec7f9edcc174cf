/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_UTIL_H
#define HOLDFAST_TOOL_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define __printf(a, b)	__attribute__((format(printf, a, b)))
#define BIT_ULL(n)	(1ULL << (n))

/**
 * enum exit_code - what the command tells its caller
 * @EXIT_DONE: it did what was asked
 * @EXIT_REFUSED: it was refused, or failed
 * @EXIT_USAGE: the command line makes no sense
 * @EXIT_NO_MODULE: there is no Holdfast in this kernel
 */
enum exit_code {
	EXIT_DONE,
	EXIT_REFUSED,
	EXIT_USAGE,
	EXIT_NO_MODULE,
};

/* These end the program when memory runs out, so they never return NULL. */
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *old, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t len);

/**
 * complain() - print "holdfast: " and a sentence on standard error
 * @fmt: the sentence, without a newline
 */
void complain(const char *fmt, ...) __printf(1, 2);

/**
 * text_printable() - a copy of untrusted text that is safe on a terminal
 * @text: what somebody else chose, a program's name for instance
 *
 * Control characters and bytes that are no UTF-8 become \xNN.
 *
 * Return: the copy, to be freed.
 */
char *text_printable(const char *text);

/**
 * text_utf8() - a copy of untrusted text that is valid UTF-8
 * @text: what somebody else chose
 *
 * Each byte that is no UTF-8 becomes U+FFFD.
 *
 * Return: the copy, to be freed.
 */
char *text_utf8(const char *text);

#endif /* HOLDFAST_TOOL_UTIL_H */
