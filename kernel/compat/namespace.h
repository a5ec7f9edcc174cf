/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, compat - the type of a namespace
 *
 * It has moved from the operations to the namespace itself.
 */

#ifndef _HOLDFAST_COMPAT_NAMESPACE_H
#define _HOLDFAST_COMPAT_NAMESPACE_H

#include <linux/ns_common.h>
#include <linux/proc_ns.h>
#include <linux/uaccess.h>

#include "probed.h"

/**
 * compat_ns_type - the type of what may be a namespace
 * @ns: The namespace, or some other address.
 *
 * Context: Any.
 * Return: CLONE_NEW*, or 0 where nothing can be read.
 */
static inline int compat_ns_type(const struct ns_common *ns)
{
	int type = 0;

#ifdef HOLDFAST_HAVE_NS_TYPE
	return get_kernel_nofault(type, (int *)&ns->ns_type) ? 0 : type;
#else
	const struct proc_ns_operations *ops;

	return get_kernel_nofault(ops, &ns->ops) ||
	       get_kernel_nofault(type, &ops->type) ? 0 : type;
#endif
}

#endif /* _HOLDFAST_COMPAT_NAMESPACE_H */
