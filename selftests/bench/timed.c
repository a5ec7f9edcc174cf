// SPDX-License-Identifier: GPL-2.0-only
/*
 * timed: run a command and print the instructions from its start to its end.
 *
 *	timed COMMAND ARGUMENT...
 */
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

int main(int argc, char **argv)
{
	uint64_t start = bench_now();
	int status = 1;
	pid_t pid;

	if (argc < 2)
		return 2;
	pid = fork();
	if (!pid) {
		dup2(2, 1);
		execvp(argv[1], argv + 1);
		_exit(127);
	}
	waitpid(pid, &status, 0);
	printf("%llu\n", (unsigned long long)(bench_now() - start));
	return !WIFEXITED(status) || WEXITSTATUS(status);
}
