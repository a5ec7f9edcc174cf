/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the policy that is compiled in
 */

#ifndef _HOLDFAST_DEFAULT_POLICY_H
#define _HOLDFAST_DEFAULT_POLICY_H

struct holdfast_policy;

struct holdfast_policy *holdfast_default_policy(void);

#endif /* _HOLDFAST_DEFAULT_POLICY_H */
