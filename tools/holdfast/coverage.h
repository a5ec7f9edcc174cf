/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_COVERAGE_H
#define HOLDFAST_TOOL_COVERAGE_H

#include <json-c/json.h>

/**
 * coverage_print() - which operation is asked about where, as a table
 * @hooks: what the kernel tells of its hooks
 *
 * An operation that no hook asks about is in it, and says so.
 */
void coverage_print(json_object *hooks);

/**
 * coverage_json() - the same for programs
 * @hooks: what the kernel tells of its hooks
 *
 * Return: an array, for each pair of operation and hook an object.
 */
json_object *coverage_json(json_object *hooks);

#endif /* HOLDFAST_TOOL_COVERAGE_H */
