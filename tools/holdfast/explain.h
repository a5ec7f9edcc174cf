/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_EXPLAIN_H
#define HOLDFAST_TOOL_EXPLAIN_H

#include "policy.h"

/**
 * policy_explain() - say in words what a policy allows and refuses, and why
 * that matters
 * @policy: of normalised profiles
 * @out: where to
 */
void policy_explain(const struct policy *policy, FILE *out);

#endif /* HOLDFAST_TOOL_EXPLAIN_H */
