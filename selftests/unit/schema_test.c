// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints the JSON schema of what 'events --json' prints, from the table that
 * makes those lines. 'run' compares it with the one in the documentation.
 */
#include <stdio.h>
#include <string.h>

#include "names.h"
#include "schema.h"
#include "util.h"

/* Asked with, never told. */
static bool is_request(const struct attr_info *info)
{
	return !strcmp(info->name, "since");
}

static json_object *typed(const char *type)
{
	json_object *json = json_object_new_object();

	json_object_object_add(json, "type", json_object_new_string(type));
	return json;
}

static json_object *number(void)
{
	json_object *json = typed("integer");

	json_object_object_add(json, "minimum", json_object_new_int(0));
	return json;
}

static json_object *one_of_names(const struct attr_info *info)
{
	json_object *json = typed("string");
	json_object *list = json_object_new_array();
	unsigned int value;

	for (value = 0; info->value_name(value); value++)
		json_object_array_add(list, json_object_new_string(
			info->value_name(value)));
	json_object_object_add(json, "enum", list);
	return json;
}

static json_object *schema_object(const struct attr_set *set);

static json_object *schema_of(const struct attr_info *info)
{
	switch (info->kind) {
	case ATTR_NUMBER:
		return number();
	case ATTR_FLAG:
		return typed("boolean");
	case ATTR_ENUM:
		return one_of_names(info);
	case ATTR_NEST:
		return schema_object(info->nested);
	default:
		return typed("string");
	}
}

static json_object *schema_object(const struct attr_set *set)
{
	json_object *json = typed("object");
	json_object *properties = json_object_new_object();
	unsigned int i;

	for (i = 1; i <= set->max; i++)
		if (!is_request(&set->attrs[i]))
			json_object_object_add(properties, set->attrs[i].name,
					       schema_of(&set->attrs[i]));
	json_object_object_add(json, "properties", properties);
	json_object_object_add(json, "additionalProperties",
			       json_object_new_boolean(false));
	return json;
}

static json_object *names(const char *const *list, size_t count)
{
	json_object *json = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++)
		json_object_array_add(json, json_object_new_string(list[i]));
	return json;
}

static json_object *event(void)
{
	static const char *const always[] = {
		"seq", "time", "count", "container", "class", "op", "mode",
	};
	static const char *const runtime[] = {
		"runtime", "runtime-id", "name", "image", "pod",
	};
	json_object *json = schema_object(&schema_event);
	json_object *properties = json_object_object_get(json, "properties");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(runtime); i++)
		json_object_object_add(properties, runtime[i],
				       typed("string"));
	json_object_object_add(json, "required",
			       names(always, ARRAY_SIZE(always)));
	return json;
}

/* A line in place of events: @key says how many. */
static json_object *gap(const char *key)
{
	json_object *json = typed("object");
	json_object *properties = json_object_new_object();

	json_object_object_add(properties, key, number());
	json_object_object_add(properties, "refusals", number());
	json_object_object_add(json, "properties", properties);
	json_object_object_add(json, "additionalProperties",
			       json_object_new_boolean(false));
	json_object_object_add(json, "required", names(&key, 1));
	return json;
}

int main(void)
{
	json_object *json = json_object_new_object();
	json_object *lines = json_object_new_array();

	json_object_object_add(json, "$schema", json_object_new_string(
		"https://json-schema.org/draft/2020-12/schema"));
	json_object_object_add(json, "title", json_object_new_string(
		"A line of 'holdfast events --json'"));
	json_object_array_add(lines, event());
	json_object_array_add(lines, gap("events-lost"));
	json_object_array_add(lines, gap("events-not-kept"));
	json_object_object_add(json, "oneOf", lines);
	puts(json_object_to_json_string_ext(json, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(json);
	return 0;
}
