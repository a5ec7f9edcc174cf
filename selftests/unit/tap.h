/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_UNIT_TAP_H
#define HOLDFAST_UNIT_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

static unsigned int tap_count, tap_failed;

/* One line of TAP; a failed test does not end the program. */
__attribute__((format(printf, 2, 3)))
static bool tap(bool good, const char *fmt, ...)
{
	va_list args;

	printf("%sok %u ", good ? "" : "not ", ++tap_count);
	tap_failed += !good;
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	putchar('\n');
	return good;
}

static int tap_end(void)
{
	printf("1..%u\n", tap_count);
	return tap_failed ? 1 : 0;
}

#endif /* HOLDFAST_UNIT_TAP_H */
