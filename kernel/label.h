/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - labels: which container a task is in
 *
 * Accessors only; the front end says where labels are kept
 * (module/label_table.c).
 */

#ifndef _HOLDFAST_LABEL_H
#define _HOLDFAST_LABEL_H

#include "container.h"

struct holdfast_container *
holdfast_label_container(const struct task_struct *task);
int holdfast_label_add(struct task_struct *task,
		       struct holdfast_container *container);
void holdfast_label_move(struct task_struct *task,
			 struct holdfast_container *container);
void holdfast_label_del(const struct task_struct *task);
u32 holdfast_label_count(void);

#endif /* _HOLDFAST_LABEL_H */
