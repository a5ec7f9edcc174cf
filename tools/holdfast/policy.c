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

/* The profiles of a policy, as words to choose from. */
struct profile_vocabulary {
	struct vocabulary vocabulary;
	const struct policy *policy;
};

static const char *word_of_profile(const struct vocabulary *vocabulary,
				   unsigned int index)
{
	const struct profile_vocabulary *profiles = (const void *)vocabulary;

	return profiles->policy->profiles[index].name;
}

const char *policy_profile_nearest(const struct policy *policy,
				   const char *name)
{
	struct profile_vocabulary profiles = {
		.vocabulary = {
			.count = policy->profile_count,
			.word = word_of_profile,
		},
		.policy = policy,
	};

	return vocabulary_nearest(&profiles.vocabulary, name);
}

const struct list_info list_infos[LIST_COUNT] = {
	[LIST_FS_TYPE] = {
		HOLDFAST_OP_MOUNT_NEW, "filesystem type", HOLDFAST_FS_TYPE_MAX,
	},
	[LIST_ALIAS] = {
		HOLDFAST_OP_MODULE_AUTOLOAD, "alias of a module",
		HOLDFAST_ALIAS_MAX,
	},
	[LIST_SOCKET] = {
		HOLDFAST_OP_SOCKET_HOST, "path of a socket",
		HOLDFAST_SOCKET_MAX,
	},
};

enum glob_list glob_list_of(enum holdfast_op op)
{
	unsigned int list = 0;

	while (list < LIST_COUNT && list_infos[list].op != op)
		list++;
	return list;
}

static unsigned int find_glob(const struct globs *globs, const char *glob)
{
	unsigned int i;

	for (i = 0; i < globs->count; i++)
		if (!strcmp(globs->glob[i], glob))
			break;
	return i;
}

bool profile_glob_del(struct profile *profile, enum glob_list list,
		      const char *glob)
{
	struct globs *globs = &profile->lists[list];
	unsigned int i = find_glob(globs, glob);

	if (i == globs->count)
		return false;
	free(globs->glob[i]);
	globs->count--;
	memmove(&globs->glob[i], &globs->glob[i + 1],
		(globs->count - i) * sizeof(*globs->glob));
	return true;
}

void profile_glob_add(struct profile *profile, enum glob_list list,
		      const char *glob)
{
	struct globs *globs = &profile->lists[list];
	unsigned int count = globs->count + 1;

	if (find_glob(globs, glob) < globs->count)
		return;
	globs->glob = xreallocarray(globs->glob, count, sizeof(*globs->glob));
	globs->glob[globs->count++] = xstrdup(glob);
}

unsigned int profile_scope_count(const struct profile *profile)
{
	unsigned int cap, count = 0;

	for (cap = 0; cap < CAP_COUNT; cap++)
		count += profile->scopes[false][cap].set +
			 profile->scopes[true][cap].set;
	return count;
}

void profile_device_add(struct profile *profile,
			const struct device_range *range)
{
	unsigned int count = profile->device_count + 1;

	profile->devices = xreallocarray(profile->devices, count,
					 sizeof(*profile->devices));
	profile->devices[profile->device_count++] = *range;
}

/* Keep those of the other kind. */
void profile_devices_clear(struct profile *profile, bool block)
{
	unsigned int in, out = 0;

	for (in = 0; in < profile->device_count; in++)
		if (profile->devices[in].block != block)
			profile->devices[out++] = profile->devices[in];
	profile->device_count = out;
}

static bool overlaps(const struct device_range *a,
		     const struct device_range *b)
{
	return a->block == b->block && a->major == b->major &&
	       a->first <= b->last && b->first <= a->last;
}

bool profile_device_del(struct profile *profile,
			const struct device_range *range)
{
	struct profile rest = { 0 };
	struct device_range part;
	unsigned int i;
	bool found = false;

	for (i = 0; i < profile->device_count; i++)
		found |= overlaps(&profile->devices[i], range);
	if (!found)
		return false;
	for (i = 0; i < profile->device_count; i++) {
		part = profile->devices[i];
		if (!overlaps(&part, range)) {
			profile_device_add(&rest, &part);
			continue;
		}
		part.last = range->first - 1;
		if (profile->devices[i].first < range->first)
			profile_device_add(&rest, &part);
		part.first = range->last + 1;
		part.last = profile->devices[i].last;
		if (part.last > range->last)
			profile_device_add(&rest, &part);
	}
	free(profile->devices);
	profile->devices = rest.devices;
	profile->device_count = rest.device_count;
	return true;
}

void profile_globs_clear(struct profile *profile, enum glob_list list)
{
	struct globs *globs = &profile->lists[list];
	unsigned int i;

	for (i = 0; i < globs->count; i++)
		free(globs->glob[i]);
	free(globs->glob);
	*globs = (struct globs){ 0 };
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

void profile_merge_devices(struct profile *profile)
{
	struct device_range *out = profile->devices, *in, *end;

	if (!profile->device_count)
		return;
	end = out + profile->device_count;
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
	      HOLDFAST_OP_MODULE_AUTOLOAD + 1 ==
			HOLDFAST_OP_MODULE_AUTOLOAD_ANY &&
	      HOLDFAST_OP_SOCKET_HOST + 1 == HOLDFAST_OP_SOCKET_HOST_ANY &&
	      HOLDFAST_OP_SURFACE_SOCKET + 1 ==
			HOLDFAST_OP_SURFACE_SOCKET_ANY &&
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

static void normalise_scopes(struct cap_scope *scopes, uint64_t caps,
			     bool scoped)
{
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++)
		if (!scoped || !(caps & BIT_ULL(cap)))
			scopes[cap] = (struct cap_scope){ 0 };
}

static void normalise_caps(struct profile *profile)
{
	normalise_cap_set(profile, &profile->cap_host, HOLDFAST_OP_CAP_HOST);
	normalise_cap_set(profile, &profile->cap_own, HOLDFAST_OP_CAP_OWN);
	normalise_scopes(profile->scopes[false], profile->cap_host,
			 list_matters(profile, HOLDFAST_OP_CAP_HOST));
	normalise_scopes(profile->scopes[true], profile->cap_own,
			 list_matters(profile, HOLDFAST_OP_CAP_OWN));
	normalise_op(profile, HOLDFAST_OP_CAP_HOST, profile->cap_host);
	normalise_op(profile, HOLDFAST_OP_CAP_OWN, profile->cap_own);
}

static void normalise_globs(struct profile *profile, enum glob_list list)
{
	enum holdfast_op op = list_infos[list].op;

	if (!list_matters(profile, op))
		profile_globs_clear(profile, list);
	normalise_op(profile, op, profile->lists[list].count);
}

static void normalise_devices(struct profile *profile)
{
	if (!list_matters(profile, HOLDFAST_OP_DEVICE_OPEN) &&
	    !list_matters(profile, HOLDFAST_OP_DEVICE_MKNOD))
		drop_devices(profile);
	profile_merge_devices(profile);
	normalise_op(profile, HOLDFAST_OP_DEVICE_OPEN, profile->device_count);
	normalise_op(profile, HOLDFAST_OP_DEVICE_MKNOD, profile->device_count);
}

void profile_normalise(struct profile *profile)
{
	unsigned int list;

	for (list = 0; list < LIST_COUNT; list++)
		normalise_globs(profile, list);
	normalise_caps(profile);
	normalise_devices(profile);
	profile->families &= BIT_ULL(FAMILY_COUNT) - 1;
	if (!list_matters(profile, HOLDFAST_OP_SURFACE_SOCKET))
		profile->families = 0;
	normalise_op(profile, HOLDFAST_OP_SURFACE_SOCKET, profile->families);
	if (!allows(profile, HOLDFAST_OP_NS_CREATE_USER)) {
		profile->user_count = 0;
		profile->user_depth = 0;
	}
}

void profile_copy(struct profile *to, const struct profile *from)
{
	unsigned int i, list;

	to->complain = from->complain;
	to->allow = from->allow;
	to->cap_host = from->cap_host;
	to->cap_own = from->cap_own;
	to->families = from->families;
	to->user_count = from->user_count;
	to->user_depth = from->user_depth;
	memcpy(to->scopes, from->scopes, sizeof(to->scopes));
	for (list = 0; list < LIST_COUNT; list++)
		for (i = 0; i < from->lists[list].count; i++)
			profile_glob_add(to, list, from->lists[list].glob[i]);
	for (i = 0; i < from->device_count; i++)
		profile_device_add(to, &from->devices[i]);
}

void *policy_alloc(struct policy *policy, size_t size)
{
	void *mem = xcalloc(1, size);

	policy->arena = xreallocarray(policy->arena, policy->arena_count + 1,
				      sizeof(*policy->arena));
	policy->arena[policy->arena_count++] = mem;
	return mem;
}

void policy_free(struct policy *policy)
{
	unsigned int i, list;

	for (i = 0; i < policy->profile_count; i++) {
		for (list = 0; list < LIST_COUNT; list++)
			profile_globs_clear(&policy->profiles[i], list);
		drop_devices(&policy->profiles[i]);
		free(policy->profiles[i].name);
	}
	for (i = 0; i < policy->rule_count; i++) {
		free(policy->rules[i].cgroup);
		free(policy->rules[i].profile);
	}
	free(policy->profiles);
	free(policy->rules);
	while (policy->arena_count)
		free(policy->arena[--policy->arena_count]);
	free(policy->arena);
	*policy = (struct policy){ 0 };
}
