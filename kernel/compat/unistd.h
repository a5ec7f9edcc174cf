/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - numbers of system calls
 *
 * A number is never given to another call, so it may be named before there is
 * the call. What 32-bit programs call has numbers of its own:
 * COMPAT_NR_32(NAME), where the kernel has such programs.
 */

#ifndef _HOLDFAST_COMPAT_UNISTD_H
#define _HOLDFAST_COMPAT_UNISTD_H

#include <linux/compat.h>

#include <asm/unistd.h>

#ifndef __NR_open_tree_attr
#define __NR_open_tree_attr 467
#endif

#if defined(CONFIG_IA32_EMULATION)

#ifndef __NR_ia32_open_tree_attr
#define __NR_ia32_open_tree_attr 467
#endif
#define COMPAT_NR_32(name) __NR_ia32_##name
#define compat_in_32bit_syscall() in_ia32_syscall()

#elif defined(CONFIG_ARM64) && defined(CONFIG_COMPAT)

#include <asm/unistd_compat_32.h>

#ifndef __NR_compat32_open_tree_attr
#define __NR_compat32_open_tree_attr 467
#endif
#define COMPAT_NR_32(name) __NR_compat32_##name
#define compat_in_32bit_syscall() is_compat_task()

#endif

#endif /* _HOLDFAST_COMPAT_UNISTD_H */
