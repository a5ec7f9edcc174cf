// SPDX-License-Identifier: GPL-2.0-only
/* The LSM hook of a new task is given 64-bit clone flags. */
#include <linux/lsm_hooks.h>

typeof(int (*)(struct task_struct *task, u64 flags))
probe(const union security_list_options *hook);
typeof(int (*)(struct task_struct *task, u64 flags))
probe(const union security_list_options *hook)
{
	return hook->task_alloc;
}
