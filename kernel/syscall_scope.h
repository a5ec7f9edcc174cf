/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - which system call the current task is in
 */

#ifndef _HOLDFAST_SYSCALL_SCOPE_H
#define _HOLDFAST_SYSCALL_SCOPE_H

#include <uapi/linux/holdfast.h>

enum holdfast_scope holdfast_syscall_scope(void);

#endif /* _HOLDFAST_SYSCALL_SCOPE_H */
