/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - registers of a traced function
 *
 * Linux 6.12 hides struct ftrace_regs behind arch_ftrace_regs(); before, its
 * one member was open.
 */

#ifndef _HOLDFAST_COMPAT_FTRACE_REGS_H
#define _HOLDFAST_COMPAT_FTRACE_REGS_H

#include <linux/ftrace.h>

#ifdef arch_ftrace_regs
#define compat_ftrace_regs(fregs) (&arch_ftrace_regs(fregs)->regs)
#else
#define compat_ftrace_regs(fregs) (&(fregs)->regs)
#endif

#endif /* _HOLDFAST_COMPAT_FTRACE_REGS_H */
