/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How often the tests do what they do many times.
 */
#ifndef ROUNDS_H
#define ROUNDS_H

#include <stdlib.h>

/* FEWER, in the environment, divides it, where there is no time for so many */
static inline unsigned int rounds(unsigned int usual)
{
	const char *fewer = getenv("FEWER");

	return fewer ? usual / strtoul(fewer, NULL, 10) : usual;
}

#endif /* ROUNDS_H */
