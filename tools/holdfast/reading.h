/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_READING_H
#define HOLDFAST_TOOL_READING_H

#include <json-c/json.h>

#include "policy.h"

/**
 * struct identity - which policies there are
 * @generation: of the active one
 * @version: of the active one
 * @shadow_version: of the shadow
 */
struct identity {
	uint64_t generation;
	uint64_t version;
	uint64_t shadow_version;
};

/**
 * struct reading - the policy as it is read
 * @shadow: it is the shadow rather than the active one
 * @identity: which one it is
 * @policy: what there is of it
 * @profiles: the same as JSON
 * @rules: the same as JSON
 */
struct reading {
	bool shadow;
	struct identity identity;
	struct policy policy;
	json_object *profiles;
	json_object *rules;
};

/**
 * reading_get() - read a policy from the kernel
 * @reading: what to fill in, to be freed with reading_free()
 * @shadow: the shadow rather than the active one
 *
 * Return: EXIT_DONE, or what to exit with, after a message.
 */
int reading_get(struct reading *reading, bool shadow);

void reading_free(struct reading *reading);

#endif /* HOLDFAST_TOOL_READING_H */
