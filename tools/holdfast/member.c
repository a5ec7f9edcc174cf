// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "member.h"
#include "util.h"

json_object *member_get(json_object *json, const char *name)
{
	json_object *member;

	if (!json_object_is_type(json, json_type_object) ||
	    !json_object_object_get_ex(json, name, &member))
		return NULL;
	return member;
}

uint64_t member_number(json_object *json, const char *name)
{
	json_object *member = member_get(json, name);

	return json_object_is_type(member, json_type_int) ?
		       json_object_get_uint64(member) : 0;
}

const char *member_text(json_object *json, const char *name)
{
	json_object *member = member_get(json, name);

	return json_object_is_type(member, json_type_string) ?
		       json_object_get_string(member) : "";
}

bool member_flag(json_object *json, const char *name)
{
	json_object *member = member_get(json, name);

	return json_object_is_type(member, json_type_boolean) &&
	       json_object_get_boolean(member);
}

bool member_exists(json_object *json, const char *name)
{
	return member_get(json, name);
}

size_t member_count(json_object *array)
{
	return json_object_is_type(array, json_type_array) ?
		       json_object_array_length(array) : 0;
}

void member_add_text(json_object *json, const char *name, const char *text)
{
	char *valid = text_utf8(text);

	json_object_object_add(json, name, json_object_new_string(valid));
	free(valid);
}

void member_add_number(json_object *json, const char *name, uint64_t number)
{
	json_object_object_add(json, name, json_object_new_uint64(number));
}
