/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - which system call the current task is in
 */

#ifndef _HOLDFAST_SYSCALL_SCOPE_H
#define _HOLDFAST_SYSCALL_SCOPE_H

#include <linux/types.h>
#include <uapi/linux/holdfast.h>

enum holdfast_scope holdfast_syscall_scope(void);
int holdfast_syscall_nr(u32 *arch);

#endif /* _HOLDFAST_SYSCALL_SCOPE_H */
