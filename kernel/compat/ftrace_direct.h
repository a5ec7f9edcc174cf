/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - have functions call a trampoline directly
 *
 * Linux 6.1 calls by register_ftrace_direct_multi() what later kernels call by
 * register_ftrace_direct(), which is another function there.
 */

#ifndef _HOLDFAST_COMPAT_FTRACE_DIRECT_H
#define _HOLDFAST_COMPAT_FTRACE_DIRECT_H

#include <linux/ftrace.h>

/* Where a kernel has no such function, the compiler sees that none is called. */
int register_ftrace_direct_multi(struct ftrace_ops *ops, unsigned long addr);
int unregister_ftrace_direct_multi(struct ftrace_ops *ops, unsigned long addr);

#define COMPAT_FTRACE_DIRECT_MULTI                                        \
	__builtin_types_compatible_p(typeof(register_ftrace_direct),         \
				     int(unsigned long, unsigned long))

static inline int compat_register_direct(struct ftrace_ops *ops,
					 unsigned long addr)
{
	int (*direct)(struct ftrace_ops *ops, unsigned long addr) =
		(void *)register_ftrace_direct;

	return COMPAT_FTRACE_DIRECT_MULTI ?
		       register_ftrace_direct_multi(ops, addr) :
		       direct(ops, addr);
}

static inline int compat_unregister_direct(struct ftrace_ops *ops,
					   unsigned long addr)
{
	int (*direct)(struct ftrace_ops *ops, unsigned long addr,
		      bool free_filters) = (void *)unregister_ftrace_direct;

	return COMPAT_FTRACE_DIRECT_MULTI ?
		       unregister_ftrace_direct_multi(ops, addr) :
		       direct(ops, addr, false);
}

#endif /* _HOLDFAST_COMPAT_FTRACE_DIRECT_H */
