/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_POLICY_H
#define HOLDFAST_TOOL_POLICY_H

#include <stdint.h>
#include <stdio.h>

#include "names.h"
#include "source.h"

struct draft;

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
 * enum glob_list - what is listed by globs
 * @LIST_FS_TYPE: filesystem types, of HOLDFAST_OP_MOUNT_NEW
 * @LIST_ALIAS: aliases of modules, of HOLDFAST_OP_MODULE_AUTOLOAD
 * @LIST_SOCKET: paths of unix sockets, of HOLDFAST_OP_SOCKET_HOST
 * @LIST_COUNT: their number
 */
enum glob_list {
	LIST_FS_TYPE,
	LIST_ALIAS,
	LIST_SOCKET,
	LIST_COUNT,
};

/**
 * struct list_info - a list of globs
 * @op: the operation on what is listed
 * @what: what a member is, for messages
 * @max: bytes of the longest member
 */
struct list_info {
	enum holdfast_op op;
	const char *what;
	size_t max;
};

extern const struct list_info list_infos[LIST_COUNT];

/* Return: the list of an operation on what is listed, or LIST_COUNT. */
enum glob_list glob_list_of(enum holdfast_op op);

/**
 * struct globs - a list of globs
 * @glob: each of them
 * @count: their number
 */
struct globs {
	char **glob;
	unsigned int count;
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
 * @complain: classes in which the rest is only reported, bit N for N
 * @allow: bit N for operation N
 * @unknown: grants that this tool is too old for
 * @lists: what the operations on listed objects cover
 * @cap_host: what HOLDFAST_OP_CAP_HOST covers
 * @cap_own: what HOLDFAST_OP_CAP_OWN covers
 * @scopes: narrow members of @cap_host, and of @cap_own
 * @families: what HOLDFAST_OP_SURFACE_SOCKET covers, bit N for AF_ N
 * @user_count: user namespaces it may have created at a time; 0 for any
 * @user_depth: how deep they may be nested; 0 for any
 * @devices: what the device operations on listed devices cover; sorted
 * @device_count: their number
 * @loc: its name in the source
 * @draft: as it is written; NULL when it was not
 */
struct profile {
	char *name;
	uint64_t complain;
	uint64_t allow;
	unsigned int unknown;
	struct globs lists[LIST_COUNT];
	uint64_t cap_host;
	uint64_t cap_own;
	struct cap_scope scopes[2][CAP_COUNT];
	uint64_t families;
	uint32_t user_count;
	uint32_t user_depth;
	struct device_range *devices;
	unsigned int device_count;
	struct loc loc;
	struct draft *draft;
};

/**
 * struct rule - which containers get which profile
 * @namespaces: CLONE_NEW* flags of those that must differ from the host's
 * @rootfs: the root directory must differ
 * @cgroup: glob for the cgroup; NULL for any
 * @user: the owner of the user namespace must be one of
 * @user_first: this
 * @user_last: to this
 * @assigned: what a host tool chose is used, and nothing without
 * @transition: sandboxes that never execute are labelled too
 * @profile: its name; NULL for unconfined and for @assigned
 * @loc: the whole statement
 * @profile_loc: the name in it
 */
struct rule {
	uint32_t namespaces;
	bool rootfs;
	char *cgroup;
	bool user;
	uint32_t user_first;
	uint32_t user_last;
	bool assigned;
	bool transition;
	char *profile;
	struct loc loc;
	struct loc profile_loc;
};

/**
 * struct policy - profiles, and the rules in the order of testing
 * @version: given by who wrote it; 0 without
 * @profiles: in the order of the text
 * @profile_count: their number
 * @rules: in the order of testing
 * @rule_count: their number
 * @arena: what is freed with it
 * @arena_count: how many pieces
 */
struct policy {
	uint64_t version;
	struct profile *profiles;
	unsigned int profile_count;
	struct rule *rules;
	unsigned int rule_count;
	void **arena;
	unsigned int arena_count;
};

/*
 * The new member is the last one; the pointer is good until the next call.
 */
struct profile *policy_profile_add(struct policy *policy, const char *name);
struct rule *policy_rule_add(struct policy *policy);

/* Return: the profile of that name, or NULL. */
struct profile *policy_profile_find(const struct policy *policy,
				    const char *name);

/* Return: the name somebody probably meant, or NULL. */
const char *policy_profile_nearest(const struct policy *policy,
				   const char *name);

/* Memory that is freed with the policy. */
void *policy_alloc(struct policy *policy, size_t size);

/* A profile that allows what another does, and has lists like it. */
void profile_copy(struct profile *to, const struct profile *from);

void profile_glob_add(struct profile *profile, enum glob_list list,
		      const char *glob);
void profile_globs_clear(struct profile *profile, enum glob_list list);
unsigned int profile_scope_count(const struct profile *profile);
void profile_device_add(struct profile *profile,
			const struct device_range *range);
void profile_devices_clear(struct profile *profile, bool block);
void profile_merge_devices(struct profile *profile);

/* Return: whether there was any of it. */
bool profile_glob_del(struct profile *profile, enum glob_list list,
		      const char *glob);
bool profile_device_del(struct profile *profile,
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
 * policy_read() - turn a file and what it includes into a policy
 * @policy: what to fill in; it refers to @sources
 * @sources: what was read, to be freed after @policy
 * @path: a file, a directory of *.holdfast, or "-" for standard input
 *
 * Return: 0, or -1 after one message or more, with no policy to free.
 */
int policy_read(struct policy *policy, struct sources *sources,
		const char *path);

/* The same for a text in memory, which @sources has. */
int policy_parse(struct policy *policy, struct sources *sources,
		 struct source *source);

/**
 * policy_check() - say what is wrong with a policy as a whole
 * @policy: the policy
 * @sources: where it came from
 */
void policy_check(const struct policy *policy, struct sources *sources);

/**
 * policy_print() - write a policy as text that can be loaded again
 * @policy: the policy, of normalised profiles
 * @out: where to
 */
void policy_print(const struct policy *policy, FILE *out);

/* Write a name as it stands in a policy, in quotes if it needs them. */
void name_print(FILE *out, const char *name);

/* Write a rule as it stands in a policy, without the end of the line. */
void rule_print(const struct rule *rule, FILE *out);

/* The last of the devices from @first that differ by their major only. */
unsigned int device_run(const struct profile *profile, unsigned int first);

/**
 * device_print() - write devices as they stand in a list
 * @buf: where to
 * @size: of it; 64 is enough
 * @range: the devices
 * @last_major: the same minor numbers of the majors up to this one are meant
 */
void device_print(char *buf, size_t size, const struct device_range *range,
		  uint32_t last_major);

#endif /* HOLDFAST_TOOL_POLICY_H */
