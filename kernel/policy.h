/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the compiled policy: build, verify, match, free
 *
 * A policy is built by one thread, verified, and from then on never written.
 * Nothing here knows tasks, locks or netlink; it compiles in userspace too.
 */

#ifndef _HOLDFAST_POLICY_H
#define _HOLDFAST_POLICY_H

#include <linux/percpu.h>
#include <linux/types.h>

#include "limits.h"

/**
 * struct holdfast_device_range - devices of one kind and major number
 * @block: Block devices; else character devices.
 * @major: Major number.
 * @minor_first: First minor number.
 * @minor_last: Last minor number.
 */
struct holdfast_device_range {
	bool block;
	u32 major;
	u32 minor_first;
	u32 minor_last;
};

/**
 * struct holdfast_cap_scope - the system calls in which a capability works
 * @cap: Capability number.
 * @own: Of the own set; else of the host set.
 * @only: It works in @scopes only; else in all but those.
 * @scopes: Set of &enum holdfast_scope, bit N for N.
 */
struct holdfast_cap_scope {
	u32 cap;
	bool own;
	bool only;
	u64 scopes;
};

/**
 * enum holdfast_list - what a profile lists by globs
 * @HOLDFAST_LIST_FS_TYPE: Filesystem types, of mount-new.
 * @HOLDFAST_LIST_ALIAS: Aliases of modules, of module-autoload.
 * @HOLDFAST_LIST_SOCKET: Paths of unix sockets, of socket-host.
 * @HOLDFAST_NR_LISTS: Their number.
 */
enum holdfast_list {
	HOLDFAST_LIST_FS_TYPE,
	HOLDFAST_LIST_ALIAS,
	HOLDFAST_LIST_SOCKET,
	HOLDFAST_NR_LISTS,
};

/**
 * struct holdfast_globs - a list of globs
 * @nr: Length of @glob.
 * @glob: Each of them.
 */
struct holdfast_globs {
	u32 nr;
	char **glob;
};

/**
 * struct holdfast_profile_size - how long the lists of a profile are
 * @globs: For each &enum holdfast_list.
 * @scopes: Capability scopes.
 * @devices: Device ranges.
 */
struct holdfast_profile_size {
	u32 globs[HOLDFAST_NR_LISTS];
	u32 scopes;
	u32 devices;
};

/**
 * struct holdfast_profile_stats - how often a profile was asked
 * @hits: For each operation, how often the answer was about it.
 * @differs: For each operation, how often the active policy answered
 *	otherwise; of profiles of a shadow.
 */
struct holdfast_profile_stats {
	u64 hits[HOLDFAST_NR_OPS];
	u64 differs[HOLDFAST_NR_OPS];
};

/**
 * struct holdfast_profile - what a container may do
 * @name: Unique in its policy.
 * @complain: Set of &enum holdfast_class, bit N for N, in which what is not
 *	allowed is only reported; in all others it is refused.
 * @allow: Set of &enum holdfast_op, bit N for N.
 * @cap_host: Capabilities against the initial user namespace.
 * @cap_own: Capabilities against own user namespaces.
 * @families: Address families that surface-socket covers.
 * @user_ns_count: User namespaces it may have created at a time; 0 for any
 *	number.
 * @user_ns_depth: How deep they may be nested; 0 for any depth.
 * @nr_scopes: Length of @scopes.
 * @nr_devices: Length of @devices.
 * @lists: What the operations on listed objects cover.
 * @scopes: Narrows @cap_host and @cap_own; at most one entry for a capability
 *	of each.
 * @devices: Devices that device-open and device-mknod cover.
 * @stats: Of each CPU; NULL for a profile that is not in a policy.
 */
struct holdfast_profile {
	char name[HOLDFAST_NAME_MAX + 1];
	u32 complain;
	u64 allow;
	u64 cap_host;
	u64 cap_own;
	u64 families;
	u32 user_ns_count;
	u32 user_ns_depth;
	u32 nr_scopes;
	u32 nr_devices;
	struct holdfast_globs lists[HOLDFAST_NR_LISTS];
	struct holdfast_cap_scope *scopes;
	struct holdfast_device_range *devices;
	struct holdfast_profile_stats __percpu *stats;
};

/**
 * struct holdfast_rule - which containers get which profile
 * @namespaces: CLONE_NEW* of the namespaces that must not be the host's.
 * @rootfs: The root directory must not be the host's.
 * @cgroup: Glob on the cgroup v2 path, or NULL for any.
 * @user: The owner of the user namespace must be one of @user_first to
 *	@user_last.
 * @user_first: The lowest, as the host sees it.
 * @user_last: The highest.
 * @assigned: A profile of this policy must have been assigned; it is what
 *	matches gets.
 * @transition: Tested at transitions too, not only at execve().
 * @profile: The profile of what matches, or NULL for unconfined. NULL with
 *	@assigned.
 * @matches: How often it was the first that matched.
 */
struct holdfast_rule {
	char *cgroup;
	const struct holdfast_profile *profile;
	u64 matches;
	u32 namespaces;
	u32 user_first;
	u32 user_last;
	bool rootfs;
	bool user;
	bool assigned;
	bool transition;
};

/**
 * struct holdfast_policy - profiles and the ordered rules that use them
 * @generation: Which of the active policies it is; set when it becomes one.
 * @version: Given by who wrote it; 0 when it has none.
 * @verified: It was signed with a trusted key.
 * @bytes: Memory it takes.
 * @nr_profiles: Length of @profiles.
 * @nr_rules: Length of @rules.
 * @max_profiles: Room in @profiles.
 * @max_rules: Room in @rules.
 * @assigns: Some rule asks for an assigned profile.
 * @transitions: Some rule is tested at transitions.
 * @profiles: In the order they were added.
 * @rules: In the order they are tested.
 */
struct holdfast_policy {
	u64 generation;
	u64 version;
	bool verified;
	size_t bytes;
	u32 nr_profiles;
	u32 nr_rules;
	u32 max_profiles;
	u32 max_rules;
	bool assigns;
	bool transitions;
	struct holdfast_profile **profiles;
	struct holdfast_rule *rules;
};

/**
 * struct holdfast_traits - what a rule asks of a task
 * @namespaces: CLONE_NEW* of its namespaces that are not the host's.
 * @rootfs: Its root directory is not the host's.
 * @cgroup: Its cgroup v2 path, or NULL where that could not be had; then no
 *	rule with a glob matches.
 * @user: The owner of its user namespace, as the host sees it.
 * @assigned: The profile that was assigned, or NULL.
 */
struct holdfast_traits {
	u32 namespaces;
	bool rootfs;
	const char *cgroup;
	u32 user;
	const char *assigned;
};

/* What a container gets that no rule gives a profile: it may do anything. */
extern const struct holdfast_profile holdfast_unconfined;

const char *holdfast_profile_size_verify(const struct holdfast_profile_size *size);
struct holdfast_profile *
holdfast_profile_alloc(const struct holdfast_profile_size *size);
int holdfast_profile_set_glob(struct holdfast_profile *profile,
			      enum holdfast_list list, u32 index,
			      const char *glob);
const char *holdfast_profile_verify(const struct holdfast_profile *profile);
void holdfast_profile_free(struct holdfast_profile *profile);

const char *holdfast_rule_verify(const struct holdfast_rule *rule);

struct holdfast_policy *holdfast_policy_alloc(void);
int holdfast_policy_add_profile(struct holdfast_policy *policy,
				struct holdfast_profile *profile);
int holdfast_policy_add_rule(struct holdfast_policy *policy,
			     const struct holdfast_rule *rule);
const struct holdfast_profile *
holdfast_policy_find(const struct holdfast_policy *policy, const char *name);
struct holdfast_rule *
holdfast_policy_match(const struct holdfast_policy *policy,
		      const struct holdfast_traits *traits);
const struct holdfast_profile *
holdfast_policy_choose(const struct holdfast_policy *policy,
		       const struct holdfast_rule *rule,
		       const struct holdfast_traits *traits);
void holdfast_policy_free(struct holdfast_policy *policy);

#endif /* _HOLDFAST_POLICY_H */
