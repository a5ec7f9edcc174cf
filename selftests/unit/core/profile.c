// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bits.h>
#include <linux/string.h>
#include <stdio.h>

#include "profile.h"

/**
 * profile_named() - a profile that allows nothing and lists nothing
 * @name: its name
 *
 * Return: the profile, or NULL when an allocation was made to fail.
 */
struct holdfast_profile *profile_named(const char *name)
{
	const struct holdfast_profile_size none = { };
	struct holdfast_profile *profile = holdfast_profile_alloc(&none);

	if (profile)
		snprintf(profile->name, sizeof(profile->name), "%s", name);
	return profile;
}

/**
 * profile_sample() - a sound profile with full lists
 * @fs_types: how many filesystem types: fs0, fs1, ...
 * @scopes: how many capabilities with a scope: from capability 0 on
 * @devices: how many devices: character devices of major 1, two minors each
 *
 * Return: the profile, or NULL when an allocation was made to fail.
 */
struct holdfast_profile *profile_sample(u32 fs_types, u32 scopes, u32 devices)
{
	const struct holdfast_profile_size size = {
		.globs[HOLDFAST_LIST_FS_TYPE] = fs_types,
		.scopes = scopes,
		.devices = devices,
	};
	struct holdfast_profile *profile = holdfast_profile_alloc(&size);
	char name[16];
	u32 i;

	if (!profile)
		return NULL;
	strcpy(profile->name, "sample");
	profile->cap_host = GENMASK_ULL(CAP_LAST_CAP, 0);
	for (i = 0; i < fs_types; i++) {
		snprintf(name, sizeof(name), "fs%u", i);
		if (holdfast_profile_set_glob(profile, HOLDFAST_LIST_FS_TYPE,
					      i, name)) {
			holdfast_profile_free(profile);
			return NULL;
		}
	}
	for (i = 0; i < scopes; i++) {
		profile->scopes[i].cap = i;
		profile->scopes[i].scopes = 1ULL << HOLDFAST_SCOPE_MOUNT;
	}
	for (i = 0; i < devices; i++) {
		profile->devices[i].major = 1;
		profile->devices[i].minor_first = 2 * i;
		profile->devices[i].minor_last = 2 * i + 1;
	}
	return profile;
}
