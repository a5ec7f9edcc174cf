/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_DIFFERENCE_H
#define HOLDFAST_TOOL_DIFFERENCE_H

#include <json-c/json.h>

#include "policy.h"

/**
 * policy_difference() - what one policy says and another does not
 * @from: one
 * @to: the other
 *
 * Profiles are told by their names, and their order means nothing; that of
 * rules does.
 *
 * Return: an object with the lists "profile" and "rule" of what differs; its
 * members are as in the guide.
 */
json_object *policy_difference(const struct policy *from,
			       const struct policy *to);

/* Whether there is any. */
bool difference_is_empty(json_object *difference);

/* Print it for people. */
void difference_print(json_object *difference, FILE *out);

#endif /* HOLDFAST_TOOL_DIFFERENCE_H */
