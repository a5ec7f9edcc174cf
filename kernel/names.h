/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - names for people, as the netlink specification has them
 */

#ifndef _HOLDFAST_NAMES_H
#define _HOLDFAST_NAMES_H

#include <uapi/linux/holdfast.h>

const char *holdfast_class_name(enum holdfast_class class);
const char *holdfast_op_name(enum holdfast_op op);

#endif /* _HOLDFAST_NAMES_H */
