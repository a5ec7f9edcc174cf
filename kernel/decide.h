/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the decision: (profile, operation, request) to verdict
 */

#ifndef _HOLDFAST_DECIDE_H
#define _HOLDFAST_DECIDE_H

#include "policy.h"
#include "request.h"

/**
 * struct holdfast_verdict - what the policy says
 * @allowed: The profile allows it.
 * @mode: What follows when it does not.
 * @op: The operation that was looked up, for the event.
 */
struct holdfast_verdict {
	bool allowed;
	enum holdfast_mode mode;
	enum holdfast_op op;
};

enum holdfast_class holdfast_op_class(enum holdfast_op op);
struct holdfast_verdict holdfast_decide(const struct holdfast_profile *profile,
					enum holdfast_op op,
					const struct holdfast_request *request);

#endif /* _HOLDFAST_DECIDE_H */
