/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef FUZZ_FILES_H
#define FUZZ_FILES_H

#include <stddef.h>
#include <stdint.h>

/* The name of the first file. */
#define FILES_MAIN "main.holdfast"

/**
 * files_fill() - make an input the only files that there are
 * @data: the main file, and others behind a line '+++ NAME' each
 * @size: how long it is
 */
void files_fill(const uint8_t *data, size_t size);

/* There are other files again. */
void files_drop(void);

#endif /* FUZZ_FILES_H */
