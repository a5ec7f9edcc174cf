// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>

#include "containers.h"
#include "member.h"
#include "names.h"
#include "records.h"
#include "runtime.h"
#include "util.h"

/* As docker and podman shorten it. */
#define SHORT_ID_LEN	12

/* What runtime_describe() adds. */
static const char *const described[] = {
	"runtime", "runtime-id", "name", "image", "pod",
};

/* Numbers of containers are not used again. */
static json_object *names_by_id;

static void copy_members(json_object *to, json_object *from)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(described); i++)
		if (member_exists(from, described[i]))
			json_object_object_add(to, described[i],
				json_object_get(member_get(from, described[i])));
}

/* A runtime may write a name down later than it starts the container. */
static void describe(json_object *container, json_object *names)
{
	char id[24];

	snprintf(id, sizeof(id), "%llu", (unsigned long long)
		 member_number(container, "id"));
	if (member_exists(names_by_id, id))
		copy_members(container, member_get(names_by_id, id));
	else
		runtime_describe("", container);
	if (member_exists(container, "name"))
		json_object_object_add(names, id, json_object_get(container));
}

/* Only the names of containers that are there are kept. */
int containers_get(struct channel *channel, json_object **containers)
{
	json_object *names;
	size_t i;
	int err;

	err = records_get(channel, HOLDFAST_CMD_CONTAINER_GET, 0, containers);
	if (err)
		return err;
	names = json_object_new_object();
	for (i = 0; i < member_count(*containers); i++)
		describe(json_object_array_get_idx(*containers, i), names);
	json_object_put(names_by_id);
	names_by_id = names;
	return 0;
}

int containers_ask(json_object **containers)
{
	struct channel channel;
	int ret = channel_open(&channel);

	if (ret)
		return ret;
	if (containers_get(&channel, containers))
		ret = channel_complain(&channel);
	else if (channel.interrupted)
		complain("the list changed while it was read and may be incomplete");
	channel_close(&channel);
	return ret;
}

const char *container_mode(json_object *container)
{
	size_t count = member_count(member_get(container, "complain"));

	if (!count)
		return mode_name(HOLDFAST_MODE_ENFORCE);
	return count == (size_t)__builtin_popcountll(CLASSES_THAT_COMPLAIN) ?
		       mode_name(HOLDFAST_MODE_COMPLAIN) : "mixed";
}

const char *container_name(json_object *container)
{
	static char text[SHORT_ID_LEN + 1];
	const char *name = member_text(container, "name");

	if (*name)
		return name;
	snprintf(text, sizeof(text), "%s",
		 member_text(container, "runtime-id"));
	return text;
}

void container_namespaces(json_object *container, char *text, size_t size)
{
	json_object *list = member_get(container, "namespaces");
	size_t i, len = 0;

	*text = '\0';
	for (i = 0; i < member_count(list) && len < size; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%s",
				i ? "," : "", json_object_get_string(
					json_object_array_get_idx(list, i)));
}
