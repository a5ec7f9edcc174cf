/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - what a hook fills in, and what decides and reports from it
 */

#ifndef _HOLDFAST_REQUEST_H
#define _HOLDFAST_REQUEST_H

#include <linux/types.h>

#include "limits.h"

struct dentry;
struct holdfast_container;
struct sock;
struct task_struct;

/**
 * enum holdfast_object_kind - how an event names its object
 * @HOLDFAST_OBJECT_NONE: The operation says it all.
 * @HOLDFAST_OBJECT_STRING: @string.
 * @HOLDFAST_OBJECT_FILE: @dentry, as type of filesystem and path inside it.
 * @HOLDFAST_OBJECT_TASK: @task, as PID and name.
 * @HOLDFAST_OBJECT_CAP: The request's capability.
 * @HOLDFAST_OBJECT_DEVICE: The request's device.
 * @HOLDFAST_OBJECT_NS: @string is the type, @inum the number of a namespace.
 * @HOLDFAST_OBJECT_SOCKET: @socket, a unix socket with an abstract address.
 * @HOLDFAST_OBJECT_FAMILY: The request's address family, as a number.
 * @HOLDFAST_OBJECT_USER_NS: The user namespaces that the request found.
 */
enum holdfast_object_kind {
	HOLDFAST_OBJECT_NONE,
	HOLDFAST_OBJECT_STRING,
	HOLDFAST_OBJECT_FILE,
	HOLDFAST_OBJECT_TASK,
	HOLDFAST_OBJECT_CAP,
	HOLDFAST_OBJECT_DEVICE,
	HOLDFAST_OBJECT_NS,
	HOLDFAST_OBJECT_SOCKET,
	HOLDFAST_OBJECT_FAMILY,
	HOLDFAST_OBJECT_USER_NS,
};

/**
 * struct holdfast_object - what an operation is about, for the event
 * @kind: Which of the others counts.
 * @inum: See @kind.
 * @string: See @kind.
 * @dentry: See @kind.
 * @task: See @kind.
 * @socket: See @kind.
 *
 * Read on a refusal only; the pointers live as long as the hook runs.
 */
struct holdfast_object {
	enum holdfast_object_kind kind;
	u32 inum;
	union {
		const char *string;
		const struct dentry *dentry;
		const struct task_struct *task;
		const struct sock *socket;
	};
};

/**
 * struct holdfast_request - one question to the policy
 * @op: The operation, when @owned is NULL or says yes.
 * @foreign_op: The operation when @owned says no.
 * @owned: Whether the subject is the container's own; NULL where that makes
 *	no difference. Called once for each container around the task.
 * @subject: What @owned is about.
 * @scope: The system call, of capability checks.
 * @cap: The capability, of capability checks.
 * @name: What the globs of a list are compared with: the filesystem type, of
 *	mount-new; the alias, of module-autoload; the path, of socket-host.
 * @family: The address family, of surface-socket.
 * @user_ns_count: User namespaces that the container has created, of
 *	ns-create-user.
 * @user_ns_depth: How deep in it the task is, of ns-create-user.
 * @block: Block device, of device operations.
 * @major: Its major number.
 * @minor: Its minor number.
 * @quiet: The kernel asked not to report a refusal.
 * @object: For the event.
 */
struct holdfast_request {
	enum holdfast_op op;
	enum holdfast_op foreign_op;
	bool (*owned)(const struct holdfast_container *container,
		      const void *subject);
	const void *subject;
	enum holdfast_scope scope;
	u32 cap;
	const char *name;
	u32 family;
	u32 user_ns_count;
	u32 user_ns_depth;
	bool block;
	u32 major;
	u32 minor;
	bool quiet;
	struct holdfast_object object;
};

#endif /* _HOLDFAST_REQUEST_H */
