/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: the C library's, and strscpy(). */
#ifndef STAND_IN_STRING_H
#define STAND_IN_STRING_H

#include <errno.h>
#include <string.h>
#include <sys/types.h>

static inline ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);
	bool fits = len < size;

	if (!size)
		return -E2BIG;
	if (!fits)
		len = size - 1;
	memcpy(to, from, len);
	to[len] = '\0';
	return fits ? (ssize_t)len : -E2BIG;
}

#endif /* STAND_IN_STRING_H */
