/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_ESCAPE_H
#define HOLDFAST_TOOL_ESCAPE_H

#include "judge.h"

/**
 * escape_use() - what an operation is used for by who wants to escape
 * @op: the operation
 *
 * Return: a sentence or two; NULL for an operation that this tool does not know.
 */
const char *escape_use(unsigned int op);

/**
 * escape_suspicion() - why allowing something would be a way out
 * @question: what was asked for
 *
 * Return: a sentence about what a container gets that is allowed just this, or
 * NULL if that leads nowhere by itself.
 */
const char *escape_suspicion(const struct question *question);

#endif /* HOLDFAST_TOOL_ESCAPE_H */
