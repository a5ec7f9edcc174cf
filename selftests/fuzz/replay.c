// SPDX-License-Identifier: GPL-2.0-only
/*
 * Run a fuzz target over files, without the fuzzer: replay FILE... Prints TAP.
 */
#include <string.h>

#include "fuzz.h"

static uint8_t *read_all(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	long len;

	if (!file || fseek(file, 0, SEEK_END))
		return NULL;
	len = ftell(file);
	rewind(file);
	/* Just as large, so that a read behind its end is noticed. */
	data = malloc(len ? (size_t)len : 1);
	*size = data ? fread(data, 1, (size_t)len, file) : 0;
	fclose(file);
	return data;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	uint8_t *data;
	size_t size;
	int i;

	/* What is said of bad policies is not looked at here. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	for (i = 1; i < argc; i++) {
		data = read_all(argv[i], &size);
		if (!data) {
			printf("not ok %d %s\n", i, argv[i]);
			return 1;
		}
		LLVMFuzzerTestOneInput(data, size);
		free(data);
	}
	printf("ok 1 %s: %d inputs\n1..1\n", name ? name + 1 : argv[0],
	       argc - 1);
	return argc < 2;
}
