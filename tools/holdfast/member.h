/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_MEMBER_H
#define HOLDFAST_TOOL_MEMBER_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Members of a JSON object, whatever is there: a number, text or flag that is
 * missing, or something else, is 0, "" or false. NULL has no members.
 */
uint64_t member_number(json_object *json, const char *name);
const char *member_text(json_object *json, const char *name);
bool member_flag(json_object *json, const char *name);
bool member_exists(json_object *json, const char *name);

/* The object or array of that name, or NULL. */
json_object *member_get(json_object *json, const char *name);

/* How many members an array has; 0 if it is none. */
size_t member_count(json_object *array);

/* Add text that somebody else chose; what is no UTF-8 becomes U+FFFD. */
void member_add_text(json_object *json, const char *name, const char *text);
void member_add_number(json_object *json, const char *name, uint64_t number);

#endif /* HOLDFAST_TOOL_MEMBER_H */
