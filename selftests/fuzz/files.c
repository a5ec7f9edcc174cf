// SPDX-License-Identifier: GPL-2.0-only
/*
 * Files that are parts of an input, for a parser that opens what it is told to.
 * The linker puts the functions here in the place of the C library's.
 */
#include <errno.h>
#include <fnmatch.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

#define FILES_MAX	4
#define NAME_SIZE	64

/**
 * struct file - a file
 * @name: its whole name; there are no folders
 * @fd: has its contents, and an inode that is its own
 */
struct file {
	char name[NAME_SIZE];
	int fd;
};

static struct file files[FILES_MAX];
static unsigned int count;
static bool active;

FILE *__real_fopen(const char *path, const char *mode);
int __real_stat(const char *path, struct stat *status);
int __real_glob(const char *pattern, int flags,
		int (*error)(const char *path, int err), glob_t *found);
void __real_globfree(glob_t *found);

FILE *__wrap_fopen(const char *path, const char *mode);
int __wrap_stat(const char *path, struct stat *status);
int __wrap_glob(const char *pattern, int flags,
		int (*error)(const char *path, int err), glob_t *found);
void __wrap_globfree(glob_t *found);

static void add(const char *name, size_t name_len, const uint8_t *data,
		size_t size)
{
	struct file *file = &files[count];

	if (count == FILES_MAX)
		return;
	count++;
	if (name_len >= NAME_SIZE)
		name_len = NAME_SIZE - 1;
	memcpy(file->name, name, name_len);
	file->name[name_len] = '\0';
	if (!file->fd)
		file->fd = memfd_create("fuzz", MFD_CLOEXEC);
	if (file->fd < 0 || ftruncate(file->fd, 0) ||
	    pwrite(file->fd, data, size, 0) != (ssize_t)size)
		abort();
}

void files_fill(const uint8_t *data, size_t size)
{
	static const char separator[] = "\n+++ ";
	const size_t len = sizeof(separator) - 1;
	const char *name = FILES_MAIN;
	size_t name_len = strlen(name);
	const uint8_t *end = data + size, *next, *newline;

	count = 0;
	active = true;
	for (;;) {
		next = memmem(data, (size_t)(end - data), separator, len);
		add(name, name_len, data,
		    next ? (size_t)(next + 1 - data) : (size_t)(end - data));
		if (!next)
			return;
		next += len;
		newline = memchr(next, '\n', (size_t)(end - next));
		if (!newline)
			newline = end;
		name = (const char *)next;
		name_len = (size_t)(newline - next);
		data = newline < end ? newline + 1 : end;
	}
}

void files_drop(void)
{
	active = false;
}

static struct file *find(const char *path)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (!strcmp(files[i].name, path))
			return &files[i];
	errno = ENOENT;
	return NULL;
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	struct file *file;
	char name[32];

	if (!active)
		return __real_fopen(path, mode);
	file = find(path);
	if (!file)
		return NULL;
	snprintf(name, sizeof(name), "/proc/self/fd/%d", file->fd);
	return __real_fopen(name, mode);
}

int __wrap_stat(const char *path, struct stat *status)
{
	struct file *file;

	if (!active)
		return __real_stat(path, status);
	file = find(path);
	return file ? fstat(file->fd, status) : -1;
}

int __wrap_glob(const char *pattern, int flags,
		int (*error)(const char *path, int err), glob_t *found)
{
	unsigned int i;

	if (!active)
		return __real_glob(pattern, flags, error, found);
	*found = (glob_t){ 0 };
	found->gl_pathv = calloc(FILES_MAX, sizeof(char *));
	for (i = 0; i < count; i++)
		if (!fnmatch(pattern, files[i].name, FNM_PATHNAME))
			found->gl_pathv[found->gl_pathc++] = files[i].name;
	if (found->gl_pathc)
		return 0;
	free(found->gl_pathv);
	return GLOB_NOMATCH;
}

void __wrap_globfree(glob_t *found)
{
	if (active)
		free(found->gl_pathv);
	else
		__real_globfree(found);
}
