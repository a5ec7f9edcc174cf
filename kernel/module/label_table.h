/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, loadable - the table of labels
 */

#ifndef _HOLDFAST_LABEL_TABLE_H
#define _HOLDFAST_LABEL_TABLE_H

#include <linux/hash.h>

#include "../label.h"

extern struct hlist_head holdfast_label_table[1 << HOLDFAST_LABEL_BITS];

/**
 * holdfast_label_possible - the one test that host tasks pay
 * @task: The task.
 *
 * Context: Any.
 * Return: False when @task has no label for sure.
 */
static inline bool holdfast_label_possible(const struct task_struct *task)
{
	return READ_ONCE(holdfast_label_table[hash_ptr(task,
						       HOLDFAST_LABEL_BITS)]
				 .first);
}

int holdfast_label_table_init(void);
void holdfast_label_table_clear(void);
void holdfast_label_table_exit(void);

#endif /* _HOLDFAST_LABEL_TABLE_H */
