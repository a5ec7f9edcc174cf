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
#define MODEL_NAMES	6
#define MODEL_FAMILIES	64
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
 * struct model_names - names, of which some end in '*': any end will do
 *
 * @count: their number
 * @name: each of them
 */
struct model_names {
	u32 count;
	const char *name[MODEL_NAMES];
};

/**
 * struct model_profile - what a container may do
 *
 * @complains: classes in which it reports, and lets pass
 * @allows: operations
 * @host: capabilities against the host
 * @own: capabilities against own user namespaces
 * @narrowing: of each capability against the host, and in own ones
 * @named: system calls that @narrowing is about
 * @fs_types: filesystem types it lists
 * @aliases: aliases of modules it lists
 * @sockets: paths of sockets it lists
 * @families: address families it lists
 * @user_count: user namespaces it may have; 0 for any number
 * @user_depth: how deep they may be nested; 0 for any depth
 * @device_count: entries of @devices
 * @devices: devices it lists
 */
struct model_profile {
	bool complains[HOLDFAST_NR_CLASSES];
	bool allows[HOLDFAST_NR_OPS];
	bool host[MODEL_CAPS];
	bool own[MODEL_CAPS];
	enum model_narrowing narrowing[2][MODEL_CAPS];
	bool named[2][MODEL_CAPS][HOLDFAST_NR_SCOPES];
	struct model_names fs_types;
	struct model_names aliases;
	struct model_names sockets;
	bool families[MODEL_FAMILIES];
	u32 user_count;
	u32 user_depth;
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
