/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_RUNTIME_H
#define HOLDFAST_TOOL_RUNTIME_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>

/* An id or name of a runtime's, with the NUL. */
#define RUNTIME_ID_SIZE	256

/**
 * struct runtime_id - how a container's runtime knows it
 * @runtime: which; NULL if the cgroup does not tell
 * @id: its id there
 */
struct runtime_id {
	const char *runtime;
	char id[RUNTIME_ID_SIZE];
};

/**
 * runtime_of_cgroup() - what a cgroup's path says of its container
 * @cgroup: the path, as the host sees it
 * @id: what to fill in
 *
 * Return: whether a runtime is known to name its cgroups so.
 */
bool runtime_of_cgroup(const char *cgroup, struct runtime_id *id);

/**
 * runtime_describe() - add to a container what its runtime calls it
 * @root: "" or another place to look for the runtimes' files
 * @container: of container-get; gets "runtime" and "runtime-id", if they can be
 *	told, and then "name" and "image", if they are known
 *
 * What a user's own podman says of its containers is that user's to choose.
 */
void runtime_describe(const char *root, json_object *container);

/* What to call it: its name, else the beginning of its runtime's id, or "". */
const char *runtime_name(json_object *container);

/**
 * runtime_words() - a container as people speak of it
 * @container: what runtime_describe() was given, or NULL
 * @id: its number
 *
 * Return: runtime, number, name and image as far as they are known, printable,
 *	to be freed by the caller.
 */
char *runtime_words(json_object *container, uint64_t id);

/**
 * runtime_copy() - add to something what runtime_describe() added to a container
 * @to: what to add it to
 * @container: the container; NULL for one that nobody knows
 */
void runtime_copy(json_object *to, json_object *container);

#endif /* HOLDFAST_TOOL_RUNTIME_H */
