// SPDX-License-Identifier: GPL-2.0-only
/*
 * Attempts that make 32-bit system calls.
 *
 * A 64-bit program on arm64 cannot. There, such an attempt is run by a 32-bit
 * program: this one, compiled for arm, of which it has a copy.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "breakout.h"

#ifdef BREAKOUT32
extern const char program[], program_end[];
asm(".pushsection .rodata\n"
    "program: .incbin \"" BREAKOUT32 "\"\n"
    "program_end:\n"
    ".popsection\n");

/**
 * breakout_is_32bit() - does the attempt want a 32-bit program?
 * @name: the attempt
 *
 * Return: true when it does, and this is none.
 */
bool breakout_is_32bit(const char *name)
{
	return strstr(name, "-32");
}

/**
 * breakout_run_32bit() - become the 32-bit program
 * @argv: what to tell it
 *
 * Return: UNTRIED, or not at all.
 */
int breakout_run_32bit(char **argv)
{
	size_t size = program_end - program;
	char *env[] = { NULL };
	int fd = memfd_create("breakout", MFD_CLOEXEC);

	if (fd < 0 || write(fd, program, size) != (ssize_t)size)
		return breakout_untried("memfd_create");
	syscall(SYS_execveat, fd, "", argv, env, AT_EMPTY_PATH);
	return breakout_failed("execveat");
}
#else
bool breakout_is_32bit(const char *name)
{
	return false;
}

int breakout_run_32bit(char **argv)
{
	return UNTRIED;
}
#endif
