/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FUZZ_H
#define FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* What libFuzzer calls, and replay.c. Return: 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold, whatever the input. */
#define MUST(condition)							\
	do {								\
		if (!(condition)) {					\
			fprintf(stdout, "%s:%d: %s\n", __FILE__,	\
				__LINE__, #condition);			\
			fflush(stdout);					\
			abort();					\
		}							\
	} while (0)

#endif /* FUZZ_H */
