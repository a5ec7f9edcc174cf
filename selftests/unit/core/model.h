/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A model of the decision, from what the documents promise: a profile as
 * tables that can be read off, and a decision without a bit operation.
 */
#ifndef MODEL_H
#define MODEL_H

#include <linux/types.h>

#include "limits.h"

#define MODEL_CAPS	(CAP_LAST_CAP + 1)
#define MODEL_FS_TYPES	6
#define MODEL_DEVICES	6

/**
 * enum model_narrowing - in which system calls a capability works
 *
 * @IN_ALL: in all
 * @IN_NAMED_ONLY: in those that are named
 * @IN_ALL_BUT_NAMED: in the others
 */
enum model_narrowing {
	IN_ALL,
	IN_NAMED_ONLY,
	IN_ALL_BUT_NAMED,
};

/**
 * struct model_device - devices of one kind and major number
 *
 * @block: block devices
 * @major: major number
 * @from: first minor number
 * @to: last one
 */
struct model_device {
	bool block;
	u32 major;
	u32 from;
	u32 to;
};

/**
 * struct model_profile - what a container may do
 *
 * @complains: classes in which it reports, and lets pass
 * @allows: operations
 * @host: capabilities against the host
 * @own: capabilities against own user namespaces
 * @narrowing: of each capability against the host
 * @named: system calls that @narrowing is about
 * @fs_type_count: entries of @fs_types
 * @fs_types: filesystem types it lists
 * @device_count: entries of @devices
 * @devices: devices it lists
 */
struct model_profile {
	bool complains[HOLDFAST_NR_CLASSES];
	bool allows[HOLDFAST_NR_OPS];
	bool host[MODEL_CAPS];
	bool own[MODEL_CAPS];
	enum model_narrowing narrowing[MODEL_CAPS];
	bool named[MODEL_CAPS][HOLDFAST_NR_SCOPES];
	u32 fs_type_count;
	const char *fs_types[MODEL_FS_TYPES];
	u32 device_count;
	struct model_device devices[MODEL_DEVICES];
};

/**
 * struct model_answer - what comes of it
 *
 * @op: operation that the event names
 * @allowed: it may
 * @passes: it may, or is only reported
 */
struct model_answer {
	u32 op;
	bool allowed;
	bool passes;
};

struct holdfast_request;

struct model_answer model_decide(const struct model_profile *profile, u32 op,
				 const struct holdfast_request *request);

#endif /* MODEL_H */
