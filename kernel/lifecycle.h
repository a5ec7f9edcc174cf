/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the life cycle of policies: which one is active, which one comes
 * back, and until when that can change
 */

#ifndef _HOLDFAST_LIFECYCLE_H
#define _HOLDFAST_LIFECYCLE_H

#include <linux/types.h>
#include <uapi/linux/holdfast.h>

struct holdfast_policy;

/**
 * struct holdfast_active - what there is to say about the active policy
 * @generation: Which one it is; see &struct holdfast_policy.
 * @version: Version that it was given by who wrote it.
 * @bytes: Memory it takes.
 * @nr_profiles: Its profiles.
 * @nr_rules: Its rules.
 * @origin: How it became active.
 * @since: When, CLOCK_BOOTTIME in nanoseconds.
 * @confirm_left: Seconds left to confirm it, rounded up; 0 when it need not be.
 * @has_former: A former policy is kept.
 * @former_version: Its version.
 * @has_shadow: There is a shadow.
 * @shadow_version: Its version.
 * @is_signed: It was signed with a trusted key.
 * @closed: No further certificate is trusted.
 * @locked: Nothing changes any more.
 */
struct holdfast_active {
	u64 generation;
	u64 version;
	u64 bytes;
	u32 nr_profiles;
	u32 nr_rules;
	enum holdfast_origin origin;
	u64 since;
	u32 confirm_left;
	bool has_former;
	u64 former_version;
	bool has_shadow;
	u64 shadow_version;
	bool is_signed;
	bool closed;
	bool locked;
};

/**
 * struct holdfast_change - a change of policy, as somebody wants it
 * @has_expected: It is meant for the generation @expected only.
 * @expected: The generation that must be active still.
 * @shadow: Commit to be the shadow.
 * @force: Make an older version active too.
 * @confirm: Seconds to confirm it in, or 0 when it need not be.
 * @unexpected: Gets true when it is refused because of @expected.
 * @reason: Gets why it is refused, where there is more to say than the error.
 * @generation: Gets the one that is active now.
 * @version: Gets the version of that.
 */
struct holdfast_change {
	bool has_expected;
	u64 expected;
	bool shadow;
	bool force;
	u32 confirm;
	bool unexpected;
	const char *reason;
	u64 generation;
	u64 version;
};

int holdfast_lifecycle_init(void);
void holdfast_lifecycle_stop(void);
void holdfast_lifecycle_exit(void);

int holdfast_lifecycle_begin(struct holdfast_change *change);
int holdfast_lifecycle_commit(struct holdfast_policy **policy,
			      struct holdfast_change *change);
int holdfast_lifecycle_promote(struct holdfast_change *change);
int holdfast_lifecycle_unshadow(struct holdfast_change *change);
int holdfast_lifecycle_confirm(struct holdfast_change *change);
int holdfast_lifecycle_rollback(struct holdfast_change *change);
int holdfast_lifecycle_trust(const void *certificate, size_t len,
			     struct holdfast_change *change);
int holdfast_lifecycle_lock(struct holdfast_change *change);
bool holdfast_lifecycle_pinned(void);
void holdfast_lifecycle_read(struct holdfast_active *active);

#endif /* _HOLDFAST_LIFECYCLE_H */
