/* SPDX-License-Identifier: GPL-2.0-only */
/* Stand-in: the C library's, and strscpy(). */
#ifndef STAND_IN_STRING_H
#define STAND_IN_STRING_H

#include <errno.h>
#include <string.h>
#include <sys/types.h>

static inline ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len;

	for (len = 0; len < size; len++) {
		to[len] = from[len];
		if (!from[len])
			return len;
	}
	if (size)
		to[size - 1] = '\0';
	return -E2BIG;
}

#endif /* STAND_IN_STRING_H */
