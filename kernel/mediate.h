/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - a hook's way to a decision: ask every container around the task
 */

#ifndef _HOLDFAST_MEDIATE_H
#define _HOLDFAST_MEDIATE_H

#include "container.h"
#include "request.h"

struct dentry;
struct holdfast_label;
struct task_struct;
struct user_namespace;
struct cred;

int holdfast_mediate_state(struct holdfast_label *label);
int holdfast_mediate(const struct holdfast_request *request);
int holdfast_mediate_op(enum holdfast_op op, const struct holdfast_object *object);
int holdfast_mediate_file(enum holdfast_op op, const struct dentry *dentry);
bool holdfast_allows(enum holdfast_op op);
bool holdfast_owns_user_ns(const struct holdfast_container *container,
			   const void *user_ns);
bool holdfast_owns_task(const struct holdfast_container *container,
			const void *task);
bool holdfast_owns_inum(const struct holdfast_container *container,
			const void *inum);
bool holdfast_cred_capable(const struct cred *cred,
			   const struct user_namespace *user_ns, int cap);

#endif /* _HOLDFAST_MEDIATE_H */
