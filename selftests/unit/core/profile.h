/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Profiles for the tests to start from.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include "policy.h"

struct holdfast_profile *profile_named(const char *name);
struct holdfast_profile *profile_sample(u32 fs_types, u32 scopes, u32 devices);

#endif /* PROFILE_H */
