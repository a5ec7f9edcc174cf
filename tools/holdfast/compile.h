/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_COMPILE_H
#define HOLDFAST_TOOL_COMPILE_H

#include "policy.h"

struct holdfast_policy;

/**
 * struct refusal - why the kernel would not take a policy
 * @reason: a sentence
 * @loc: what it is about; may be without a source
 */
struct refusal {
	const char *reason;
	struct loc loc;
};

/**
 * policy_compile() - what the kernel makes of a policy, by its own code
 * @policy: of normalised profiles
 * @refusal: to be filled in if it does not take it
 *
 * Return: the policy, for holdfast_policy_free(), or NULL.
 */
struct holdfast_policy *policy_compile(const struct policy *policy,
				       struct refusal *refusal);

#endif /* HOLDFAST_TOOL_COMPILE_H */
