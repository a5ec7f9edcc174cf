// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "blob.h"
#include "util.h"

int blob_read(struct blob *blob, const char *path)
{
	FILE *file = fopen(path, "rbe");

	*blob = (struct blob){ 0 };
	if (!file) {
		complain("%s: %s", path, strerror(errno));
		return -1;
	}
	blob->data = xcalloc(1, BLOB_MAX + 1);
	blob->len = fread(blob->data, 1, BLOB_MAX + 1, file);
	if (ferror(file))
		complain("%s: %s", path, strerror(errno));
	else if (!blob->len)
		complain("%s: the file is empty", path);
	else if (blob->len > BLOB_MAX)
		complain("%s: the file is too large", path);
	if (ferror(file) || !blob->len || blob->len > BLOB_MAX)
		blob_free(blob);
	fclose(file);
	return blob->data ? 0 : -1;
}

void blob_free(struct blob *blob)
{
	free(blob->data);
	*blob = (struct blob){ 0 };
}
