// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "containers.h"
#include "member.h"
#include "names.h"
#include "records.h"
#include "runtime.h"
#include "util.h"

/*
 * Seconds until it is asked again for a container that was not there, and for
 * one without a name: a runtime may write that down later than it starts it.
 */
#define RETRY		1
#define RETRY_NAME	10

/* Numbers of containers are not used again. */
static json_object *containers_by_id;

static json_object *find_container(uint64_t id)
{
	char key[24];

	snprintf(key, sizeof(key), "%llu", (unsigned long long)id);
	return member_get(containers_by_id, key);
}

static void describe(json_object *container, json_object *by_id)
{
	uint64_t id = member_number(container, "id");
	json_object *known = find_container(id);
	char key[24];

	if (member_exists(known, "name"))
		runtime_copy(container, known);
	else
		runtime_describe("", container);
	snprintf(key, sizeof(key), "%llu", (unsigned long long)id);
	json_object_object_add(by_id, key, json_object_get(container));
}

/* Only containers that are there are remembered. */
int containers_get(struct channel *channel, json_object **containers)
{
	json_object *by_id;
	size_t i;
	int err;

	err = records_get(channel, HOLDFAST_CMD_CONTAINER_GET, 0, containers);
	if (err)
		return err;
	by_id = json_object_new_object();
	for (i = 0; i < member_count(*containers); i++)
		describe(json_object_array_get_idx(*containers, i), by_id);
	json_object_put(containers_by_id);
	containers_by_id = by_id;
	return 0;
}

json_object *containers_find(struct channel *channel, uint64_t id)
{
	json_object *container = find_container(id), *containers;
	static time_t asked = -RETRY_NAME;
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	if (member_exists(container, "name") ||
	    now.tv_sec < asked + (container ? RETRY_NAME : RETRY))
		return container;
	asked = now.tv_sec;
	if (containers_get(channel, &containers))
		return container;
	json_object_put(containers);
	return find_container(id);
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
