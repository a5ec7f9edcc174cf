// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>

#include "sum.h"

int main(int argc, char **argv)
{
	long sum = 0;
	int i;

	for (i = 1; i < argc; i++)
		if (sum_add(&sum, argv[i]))
			return 1;
	printf("%ld\n", sum);
	return 0;
}
