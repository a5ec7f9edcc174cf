// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - names for people, as the netlink specification has them
 */

#include <linux/kernel.h>

#include "limits.h"
#include "names.h"
#include "names_gen.h"

static_assert(ARRAY_SIZE(class_names) == HOLDFAST_NR_CLASSES);
static_assert(ARRAY_SIZE(op_names) == HOLDFAST_NR_OPS);

/**
 * holdfast_class_name - name a class
 * @class: The class.
 *
 * Context: Any.
 * Return: Its name.
 */
const char *holdfast_class_name(enum holdfast_class class)
{
	return class_names[class];
}

/**
 * holdfast_op_name - name an operation
 * @op: The operation.
 *
 * Context: Any.
 * Return: Its name.
 */
const char *holdfast_op_name(enum holdfast_op op)
{
	return op_names[op];
}
