/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - hooks that only some kernels need
 *
 * COMPAT_NAME(HOOK) is the hook and a comma where the kernel can do what it
 * mediates, else nothing. A function that is missing where the hook is needed
 * fails the load as any other does.
 */

#ifndef _HOLDFAST_COMPAT_FUNCTIONS_H
#define _HOLDFAST_COMPAT_FUNCTIONS_H

#include <uapi/linux/mount.h>

/* open_tree() and fsmount() make mount namespaces, by create_new_namespace(). */
#ifdef OPEN_TREE_NAMESPACE
#define COMPAT_OPEN_TREE_NAMESPACE(...) __VA_ARGS__,
#else
#define COMPAT_OPEN_TREE_NAMESPACE(...)
#endif

#endif /* _HOLDFAST_COMPAT_FUNCTIONS_H */
