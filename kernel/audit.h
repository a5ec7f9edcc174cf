/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - events in the kernel's audit log
 */

#ifndef _HOLDFAST_AUDIT_H
#define _HOLDFAST_AUDIT_H

#include "ring.h"

extern bool holdfast_audit;

void holdfast_audit_log(const struct holdfast_event *event);
u64 holdfast_audit_lost(void);

#endif /* _HOLDFAST_AUDIT_H */
