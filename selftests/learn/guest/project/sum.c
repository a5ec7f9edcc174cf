// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "sum.h"

int sum_add(long *sum, const char *text)
{
	char *end;

	*sum += strtol(text, &end, 10);
	return *text && !*end ? 0 : -1;
}
