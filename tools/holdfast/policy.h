/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_POLICY_H
#define HOLDFAST_TOOL_POLICY_H

#include <stdint.h>
#include <stdio.h>

#include "names.h"
#include "source.h"

#define DEVICE_MAJOR_MAX	4095
#define DEVICE_MINOR_MAX	0xfffff

/**
 * struct cap_scope - the system calls that a capability is good for
 * @set: whether it is narrowed at all
 * @only: it works in @scopes alone; else in all but @scopes
 * @scopes: bit N for scope N
 */
struct cap_scope {
	bool set;
	bool only;
	uint64_t scopes;
};

/**
 * struct device_range - some devices of one major number
 * @block: block devices; else character devices
 * @major: their major number
 * @first: lowest minor number
 * @last: highest minor number
 */
struct device_range {
	bool block;
	uint32_t major;
	uint32_t first;
	uint32_t last;
};

/**
 * struct profile - what a container may do
 * @name: unique in the policy
 * @mode: whether the rest is refused
 * @allow: bit N for operation N
 * @unknown: grants that this tool is too old for
 * @fs_types: what HOLDFAST_OP_MOUNT_NEW covers
 * @fs_type_count: their number
 * @cap_host: what HOLDFAST_OP_CAP_HOST covers
 * @cap_own: what HOLDFAST_OP_CAP_OWN covers
 * @scopes: narrow members of @cap_host
 * @devices: what the device operations on listed devices cover; sorted
 * @device_count: their number
 * @loc: its name in the source
 */
struct profile {
	char *name;
	unsigned int mode;
	uint64_t allow;
	unsigned int unknown;
	char **fs_types;
	unsigned int fs_type_count;
	uint64_t cap_host;
	uint64_t cap_own;
	struct cap_scope scopes[CAP_COUNT];
	struct device_range *devices;
	unsigned int device_count;
	struct loc loc;
};

/**
 * struct rule - which containers get which profile
 * @namespaces: CLONE_NEW* flags of those that must differ from the host's
 * @rootfs: the root directory must differ
 * @cgroup: glob for the cgroup; NULL for any
 * @profile: its name; NULL for unconfined
 * @loc: the whole statement
 * @profile_loc: the name in it
 */
struct rule {
	uint32_t namespaces;
	bool rootfs;
	char *cgroup;
	char *profile;
	struct loc loc;
	struct loc profile_loc;
};

/**
 * struct policy - profiles, and the rules in the order of testing
 * @profiles: in the order of the text
 * @profile_count: their number
 * @rules: in the order of testing
 * @rule_count: their number
 */
struct policy {
	struct profile *profiles;
	unsigned int profile_count;
	struct rule *rules;
	unsigned int rule_count;
};

/*
 * The new member is the last one; the pointer is good until the next call.
 */
struct profile *policy_profile_add(struct policy *policy, const char *name);
struct rule *policy_rule_add(struct policy *policy);

/* Return: the profile of that name, or NULL. */
struct profile *policy_profile_find(const struct policy *policy,
				    const char *name);

void profile_fs_type_add(struct profile *profile, const char *name);
void profile_device_add(struct profile *profile,
			const struct device_range *range);

/**
 * profile_normalise() - bring a profile in its one canonical form
 * @profile: the profile
 *
 * Devices are sorted and merged, and what no allowed operation refers to is
 * dropped. What the profile allows does not change.
 */
void profile_normalise(struct profile *profile);

void policy_free(struct policy *policy);

/**
 * policy_parse() - turn a text into a policy
 * @policy: what to fill in
 * @source: the text
 *
 * Return: 0, or -1 after one message or more, with nothing to free.
 */
int policy_parse(struct policy *policy, struct source *source);

/**
 * policy_check() - say what is wrong with a policy as a whole
 * @policy: the policy
 * @source: where it came from
 */
void policy_check(const struct policy *policy, struct source *source);

/**
 * policy_print() - write a policy as text that can be loaded again
 * @policy: the policy, of normalised profiles
 * @out: where to
 */
void policy_print(const struct policy *policy, FILE *out);

#endif /* HOLDFAST_TOOL_POLICY_H */
