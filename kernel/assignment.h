/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - assignments: the profile that a host tool wants for a container
 */

#ifndef _HOLDFAST_ASSIGNMENT_H
#define _HOLDFAST_ASSIGNMENT_H

#include <linux/types.h>

#include "limits.h"

int holdfast_assignment_set(u32 anchor, const char *profile);
const char *holdfast_assignment_find(u32 anchor,
				     char profile[HOLDFAST_NAME_MAX + 1]);
void holdfast_assignment_forget(u32 anchor);
void holdfast_assignment_clear(void);

#endif /* _HOLDFAST_ASSIGNMENT_H */
