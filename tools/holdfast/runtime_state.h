/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_RUNTIME_STATE_H
#define HOLDFAST_TOOL_RUNTIME_STATE_H

#include <json-c/json.h>
#include <sys/types.h>

#include "runtime.h"

/**
 * state_find_names() - look a container up in its runtime's files
 * @root: "" or where else they are
 * @id: the runtime and its id
 * @cgroup: its cgroup, which says whose podman it is
 * @container: gets "name" and "image"
 */
void state_find_names(const char *root, const struct runtime_id *id,
		      const char *cgroup, json_object *container);

/**
 * state_find_pid() - look in the OCI runtimes' state for who began with a process
 * @root: "" or where else it is
 * @pid: the process
 * @id: what to fill in
 *
 * Return: whether there is one.
 */
bool state_find_pid(const char *root, pid_t pid, struct runtime_id *id);

#endif /* HOLDFAST_TOOL_RUNTIME_STATE_H */
