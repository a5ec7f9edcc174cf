/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_BLOB_H
#define HOLDFAST_TOOL_BLOB_H

#include <stddef.h>

/* More does not fit an attribute. */
#define BLOB_MAX	65000

/**
 * struct blob - a small file of bytes in memory
 * @data: they; NULL if there are none
 * @len: how many
 */
struct blob {
	char *data;
	size_t len;
};

/**
 * blob_read() - read a file
 * @blob: what to fill in
 * @path: the file
 *
 * Return: 0, or -1 after a message.
 */
int blob_read(struct blob *blob, const char *path);

void blob_free(struct blob *blob);

#endif /* HOLDFAST_TOOL_BLOB_H */
