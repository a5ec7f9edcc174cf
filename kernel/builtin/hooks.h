/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, built in - the LSM hooks
 */

#ifndef _HOLDFAST_BUILTIN_HOOKS_H
#define _HOLDFAST_BUILTIN_HOOKS_H

#include <linux/init.h>
#include <linux/jump_label.h>

struct lsm_id;

/* Programs can be executed by containers: all is initialised. */
DECLARE_STATIC_KEY_FALSE(holdfast_ready);

void __init holdfast_hooks_add(const struct lsm_id *id);

#endif /* _HOLDFAST_BUILTIN_HOOKS_H */
