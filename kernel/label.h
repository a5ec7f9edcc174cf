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
#include "state.h"

struct holdfast_held;

/**
 * struct holdfast_label - a task is in a container
 * @container: Its container, with a reference. Another task may write one that
 *	is inside of that: read with READ_ONCE().
 * @state: What the task must be; see there who writes it.
 * @held: What outside.c keeps for the task; written by the task itself.
 */
struct holdfast_label {
	struct holdfast_container *container;
	struct holdfast_state state;
	struct holdfast_held *held;
};

struct holdfast_label *holdfast_label_of(const struct task_struct *task);
struct holdfast_container *
holdfast_label_container(const struct task_struct *task);
int holdfast_label_add(struct task_struct *task,
		       struct holdfast_container *container,
		       const struct holdfast_state *state);
int holdfast_label_inherit(struct task_struct *task,
			   const struct holdfast_label *parent);
void holdfast_label_move(struct task_struct *task,
			 struct holdfast_container *container);
void holdfast_label_del(const struct task_struct *task);
u32 holdfast_label_count(void);

#endif /* _HOLDFAST_LABEL_H */
