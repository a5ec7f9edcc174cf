/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The operations as the specification tells of them, for the tests to compare
 * the kernel's code with. Written from the documents, not from that code.
 */
#ifndef OPS_H
#define OPS_H

#include <linux/types.h>

#include "limits.h"

/**
 * enum op_list - which of a profile's lists decides between two operations
 *
 * @LIST_NONE: none; the operation is one by itself
 * @LIST_FS_TYPES: filesystem types
 * @LIST_CAP_HOST: capabilities against the host, and their scopes
 * @LIST_CAP_OWN: capabilities against own user namespaces
 * @LIST_DEVICES: devices
 * @LIST_ALIASES: aliases of modules
 * @LIST_SOCKETS: paths of unix sockets
 * @LIST_FAMILIES: address families
 */
enum op_list {
	LIST_NONE,
	LIST_FS_TYPES,
	LIST_CAP_HOST,
	LIST_CAP_OWN,
	LIST_DEVICES,
	LIST_ALIASES,
	LIST_SOCKETS,
	LIST_FAMILIES,
};

/**
 * struct op - an operation
 *
 * @name: as in the specification
 * @class: that it belongs to
 * @never: no profile can allow it, and complaining does not let it pass
 * @list: that the object is looked up in
 * @unlisted: the operation instead, for what @list lacks
 */
struct op {
	const char *name;
	enum holdfast_class class;
	bool never;
	enum op_list list;
	enum holdfast_op unlisted;
};

extern const struct op ops[HOLDFAST_NR_OPS];

#endif /* OPS_H */
