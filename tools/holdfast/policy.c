// SPDX-License-Identifier: GPL-2.0-only
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "util.h"

struct profile *policy_profile_add(struct policy *policy, const char *name)
{
	unsigned int count = policy->profile_count + 1;
	struct profile *profile;

	policy->profiles = xreallocarray(policy->profiles, count,
					 sizeof(*profile));
	profile = &policy->profiles[policy->profile_count++];
	*profile = (struct profile){ .name = xstrdup(name) };
	return profile;
}

struct rule *policy_rule_add(struct policy *policy)
{
	unsigned int count = policy->rule_count + 1;
	struct rule *rule;

	policy->rules = xreallocarray(policy->rules, count, sizeof(*rule));
	rule = &policy->rules[policy->rule_count++];
	*rule = (struct rule){ 0 };
	return rule;
}

struct profile *policy_profile_find(const struct policy *policy,
				    const char *name)
{
	unsigned int i;

	for (i = 0; i < policy->profile_count; i++)
		if (!strcmp(policy->profiles[i].name, name))
			return &policy->profiles[i];
	return NULL;
}

void profile_fs_type_add(struct profile *profile, const char *name)
{
	unsigned int count = profile->fs_type_count + 1;

	profile->fs_types = xreallocarray(profile->fs_types, count,
					  sizeof(*profile->fs_types));
	profile->fs_types[profile->fs_type_count++] = xstrdup(name);
}

void profile_device_add(struct profile *profile,
			const struct device_range *range)
{
	unsigned int count = profile->device_count + 1;

	profile->devices = xreallocarray(profile->devices, count,
					 sizeof(*profile->devices));
	profile->devices[profile->device_count++] = *range;
}

static void drop_fs_types(struct profile *profile)
{
	unsigned int i;

	for (i = 0; i < profile->fs_type_count; i++)
		free(profile->fs_types[i]);
	free(profile->fs_types);
	profile->fs_types = NULL;
	profile->fs_type_count = 0;
}

static void drop_devices(struct profile *profile)
{
	free(profile->devices);
	profile->devices = NULL;
	profile->device_count = 0;
}

static int compare_devices(const void *left, const void *right)
{
	const struct device_range *a = left, *b = right;

	if (a->block != b->block)
		return a->block ? 1 : -1;
	if (a->major != b->major)
		return a->major < b->major ? -1 : 1;
	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return 0;
}

static void merge_devices(struct profile *profile)
{
	struct device_range *out = profile->devices, *in;
	struct device_range *end = out + profile->device_count;

	if (!profile->device_count)
		return;
	qsort(out, profile->device_count, sizeof(*out), compare_devices);
	for (in = out + 1; in < end; in++) {
		if (in->block != out->block || in->major != out->major ||
		    in->first > (uint64_t)out->last + 1)
			*++out = *in;
		else if (in->last > out->last)
			out->last = in->last;
	}
	profile->device_count = (unsigned int)(out + 1 - profile->devices);
}

static bool allows(const struct profile *profile, enum holdfast_op op)
{
	return profile->allow & BIT_ULL(op);
}

/* The operation on any object stands right behind the one on listed ones. */
static_assert(HOLDFAST_OP_MOUNT_NEW + 1 == HOLDFAST_OP_MOUNT_NEW_ANY &&
	      HOLDFAST_OP_CAP_HOST + 1 == HOLDFAST_OP_CAP_HOST_ANY &&
	      HOLDFAST_OP_CAP_OWN + 1 == HOLDFAST_OP_CAP_OWN_ANY &&
	      HOLDFAST_OP_DEVICE_OPEN + 1 == HOLDFAST_OP_DEVICE_OPEN_ANY &&
	      HOLDFAST_OP_DEVICE_MKNOD + 1 == HOLDFAST_OP_DEVICE_MKNOD_ANY,
	      "the order of the operations");

/* A list is idle when all it could tell apart is allowed, or refused. */
static bool list_matters(const struct profile *profile, enum holdfast_op op)
{
	return allows(profile, op) != allows(profile, op + 1);
}

/* An operation on listed objects whose list is empty allows nothing. */
static void normalise_op(struct profile *profile, enum holdfast_op op,
			 bool listed)
{
	if (!listed && !allows(profile, op + 1))
		profile->allow &= ~BIT_ULL(op);
}

static void normalise_cap_set(const struct profile *profile, uint64_t *set,
			      enum holdfast_op op)
{
	*set &= CAP_ALL;
	if (!list_matters(profile, op))
		*set = allows(profile, op) ? CAP_ALL : 0;
}

static void normalise_caps(struct profile *profile)
{
	bool scoped = list_matters(profile, HOLDFAST_OP_CAP_HOST);
	unsigned int cap;

	normalise_cap_set(profile, &profile->cap_host, HOLDFAST_OP_CAP_HOST);
	normalise_cap_set(profile, &profile->cap_own, HOLDFAST_OP_CAP_OWN);
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (!scoped || !(profile->cap_host & BIT_ULL(cap)))
			profile->scopes[cap] = (struct cap_scope){ 0 };
}

void profile_normalise(struct profile *profile)
{
	if (!list_matters(profile, HOLDFAST_OP_MOUNT_NEW))
		drop_fs_types(profile);
	if (!list_matters(profile, HOLDFAST_OP_DEVICE_OPEN) &&
	    !list_matters(profile, HOLDFAST_OP_DEVICE_MKNOD))
		drop_devices(profile);
	normalise_caps(profile);
	merge_devices(profile);

	normalise_op(profile, HOLDFAST_OP_MOUNT_NEW, profile->fs_type_count);
	normalise_op(profile, HOLDFAST_OP_CAP_HOST, profile->cap_host);
	normalise_op(profile, HOLDFAST_OP_CAP_OWN, profile->cap_own);
	normalise_op(profile, HOLDFAST_OP_DEVICE_OPEN, profile->device_count);
	normalise_op(profile, HOLDFAST_OP_DEVICE_MKNOD, profile->device_count);
}

void policy_free(struct policy *policy)
{
	unsigned int i;

	for (i = 0; i < policy->profile_count; i++) {
		drop_fs_types(&policy->profiles[i]);
		drop_devices(&policy->profiles[i]);
		free(policy->profiles[i].name);
	}
	for (i = 0; i < policy->rule_count; i++) {
		free(policy->rules[i].cgroup);
		free(policy->rules[i].profile);
	}
	free(policy->profiles);
	free(policy->rules);
	*policy = (struct policy){ 0 };
}
