/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, KUnit - what the tests share: containers, policies, want of memory
 */

#ifndef _HOLDFAST_KUNIT_FIXTURE_H
#define _HOLDFAST_KUNIT_FIXTURE_H

#include "../container.h"
#include "../policy.h"

struct kunit;

u32 fixture_inum(void);
void fixture_facts(struct holdfast_facts *facts, u32 anchor);
struct holdfast_container *fixture_enter(struct kunit *test, u32 anchor,
					 struct holdfast_container *around);
struct holdfast_container *fixture_container(struct kunit *test);
bool fixture_owns(const struct holdfast_container *container, u32 inum);
struct holdfast_profile *fixture_profile(struct kunit *test, const char *name);
struct holdfast_profile *fixture_listing(struct kunit *test, const char *name,
					 const char *glob);
struct holdfast_policy *fixture_policy(struct kunit *test, const char *name,
				       const struct holdfast_rule *rule);
void fixture_need_failures(struct kunit *test, gfp_t gfp);
void fixture_fail(unsigned int number);
bool fixture_failed(void);

#endif /* _HOLDFAST_KUNIT_FIXTURE_H */
