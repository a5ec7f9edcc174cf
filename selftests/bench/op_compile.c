// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: a build
 *
 * Debian's compiler makes object files of generated sources that include the
 * headers of the C library. Each is a compiler, an assembler, and dozens of files
 * opened.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

/* Each is compiled once: in a batch that warms up and five that count. */
#define BATCH	40
#define FILES	(6 * BATCH)
#define TOOLS	BENCH_PROGRAMS "/cc"

static int write_source(unsigned int number)
{
	char path[64];
	FILE *file;
	int i;

	snprintf(path, sizeof(path), BENCH_DIR "/%u.c", number);
	file = fopen(path, "w");
	if (!file)
		return -errno;
	fprintf(file, "#include <stdio.h>\n#include <string.h>\n");
	for (i = 0; i < 2; i++)
		fprintf(file, "int f%d_%u(const char *s, int n)\n{\n"
			"\tint i, sum = strlen(s);\n\n"
			"\tfor (i = 0; i < n; i++)\n"
			"\t\tsum += s[i] * %d;\n"
			"\tprintf(\"%%d\\n\", sum);\n"
			"\treturn sum;\n}\n", i, number, i + 2);
	return fclose(file) ? -EIO : 0;
}

static int write_sources(void)
{
	unsigned int i;
	int err = 0;

	for (i = 0; i < FILES && !err; i++)
		err = write_source(i);
	return err;
}

static void remove_sources(void)
{
	unsigned int i;
	char path[64];

	for (i = 0; i < FILES; i++) {
		snprintf(path, sizeof(path), BENCH_DIR "/%u.c", i);
		unlink(path);
	}
	unlink(BENCH_DIR "/out.o");
}

static int compile(unsigned int number)
{
	char path[64];

	snprintf(path, sizeof(path), BENCH_DIR "/%u.c", number);
	setenv("LD_LIBRARY_PATH", TOOLS, 1);
	execl(TOOLS "/gcc", "gcc", "-B" TOOLS, "-nostdinc", "-isystem",
	      TOOLS "/include", "-O1", "-c", "-o", BENCH_DIR "/out.o", path,
	      NULL);
	return errno;
}

static int run_compile(void)
{
	static unsigned int number;
	int status;
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid)
		_exit(compile(number % FILES));
	number++;
	if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return -ECHILD;
	return WEXITSTATUS(status) ? -EIO : 0;
}

const struct bench_op bench_compile_ops[] = {
	{ "compile", BATCH, false, write_sources, run_compile, remove_sources },
	{ }
};
