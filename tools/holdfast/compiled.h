/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_COMPILED_H
#define HOLDFAST_TOOL_COMPILED_H

#include <stdbool.h>
#include <stdio.h>

#include "policy.h"

/**
 * compiled_write() - write the bytes of a policy, which are what is signed
 * @policy: the policy
 * @out: where to
 *
 * Return: false if a part of the policy does not fit a message.
 */
bool compiled_write(const struct policy *policy, FILE *out);

#endif /* HOLDFAST_TOOL_COMPILED_H */
