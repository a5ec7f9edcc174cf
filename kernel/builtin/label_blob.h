/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, built in - labels in the task's security blob
 */

#ifndef _HOLDFAST_LABEL_BLOB_H
#define _HOLDFAST_LABEL_BLOB_H

#include <linux/lsm_hooks.h>
#include <linux/sched.h>

#include "../label.h"

extern struct lsm_blob_sizes holdfast_blob_sizes;

/**
 * holdfast_label_blob - where a task's label is, if it has one
 * @task: The task.
 *
 * Context: Any.
 * Return: The place.
 */
static inline struct holdfast_label *
holdfast_label_blob(const struct task_struct *task)
{
	return task->security + holdfast_blob_sizes.lbs_task;
}

/**
 * holdfast_label_possible - the one test that host tasks pay
 * @task: The task.
 *
 * Context: Any.
 * Return: Whether @task has a label.
 */
static inline bool holdfast_label_possible(const struct task_struct *task)
{
	return READ_ONCE(holdfast_label_blob(task)->container);
}

#endif /* _HOLDFAST_LABEL_BLOB_H */
