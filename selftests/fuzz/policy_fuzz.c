// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any profile and rules, as a message could bring them: what the kernel's
 * verifier takes, its decision keeps to.
 */
#include <string.h>

#include "fuzz.h"
#include "kernel/decide.h"

#define LIST_MAX	12

/**
 * struct input - what is left of the input
 * @data: its next byte
 * @size: how much
 */
struct input {
	const uint8_t *data;
	size_t size;
};

/* Behind the end there are zeroes. */
static void take(struct input *input, void *to, size_t size)
{
	size_t len = size < input->size ? size : input->size;

	memset(to, 0, size);
	memcpy(to, input->data, len);
	input->data += len;
	input->size -= len;
}

static u32 take_number(struct input *input, size_t size)
{
	u32 number = 0;

	take(input, &number, size);
	return number;
}

static u64 take_set(struct input *input)
{
	u64 set;

	take(input, &set, sizeof(set));
	return set;
}

/* A text of one byte of length; always terminated. */
static void take_text(struct input *input, char *to, size_t size)
{
	size_t len = take_number(input, 1);

	if (len >= size)
		len = size - 1;
	take(input, to, len);
	to[len] = '\0';
}

static void take_lists(struct input *input, struct holdfast_profile *profile)
{
	char glob[HOLDFAST_SOCKET_MAX + 2];
	u32 i, list;

	for (list = 0; list < HOLDFAST_NR_LISTS; list++) {
		for (i = 0; i < profile->lists[list].nr; i++) {
			take_text(input, glob, sizeof(glob));
			MUST(!holdfast_profile_set_glob(profile, list, i,
							glob));
		}
	}
	for (i = 0; i < profile->nr_scopes; i++) {
		profile->scopes[i].cap = take_number(input, 1);
		profile->scopes[i].own = take_number(input, 1) & 1;
		profile->scopes[i].only = take_number(input, 1) & 1;
		profile->scopes[i].scopes = take_set(input);
	}
	for (i = 0; i < profile->nr_devices; i++) {
		profile->devices[i].block = take_number(input, 1) & 1;
		profile->devices[i].major = take_number(input, 2);
		profile->devices[i].minor_first = take_number(input, 3);
		profile->devices[i].minor_last = take_number(input, 3);
	}
}

static struct holdfast_profile *take_profile(struct input *input)
{
	struct holdfast_profile *profile;
	struct holdfast_profile_size size = { };
	u32 list;

	for (list = 0; list < HOLDFAST_NR_LISTS; list++)
		size.globs[list] = take_number(input, 1) % LIST_MAX;
	size.scopes = take_number(input, 1) % LIST_MAX;
	size.devices = take_number(input, 1) % LIST_MAX;
	MUST(!holdfast_profile_size_verify(&size));
	profile = holdfast_profile_alloc(&size);
	MUST(profile);
	take_text(input, profile->name, sizeof(profile->name));
	profile->complain = take_number(input, 4);
	profile->allow = take_set(input);
	profile->cap_host = take_set(input);
	profile->cap_own = take_set(input);
	profile->families = take_set(input);
	profile->user_ns_count = take_number(input, 1);
	profile->user_ns_depth = take_number(input, 1);
	take_lists(input, profile);
	return profile;
}

static bool same(struct holdfast_verdict a, struct holdfast_verdict b)
{
	return a.allowed == b.allowed && a.mode == b.mode && a.op == b.op;
}

/* Without the operation that a verdict names, it is refused. */
static void check_needed(const struct holdfast_profile *profile,
			 enum holdfast_op op,
			 const struct holdfast_request *request,
			 struct holdfast_verdict verdict)
{
	struct holdfast_profile less = *profile;

	less.allow &= ~(1ULL << verdict.op);
	MUST(!holdfast_decide(&less, op, request).allowed);
}

static void check_op(const struct holdfast_profile *profile,
		     enum holdfast_op op,
		     const struct holdfast_request *request)
{
	struct holdfast_verdict verdict, again;

	verdict = holdfast_decide(profile, op, request);
	again = holdfast_decide(profile, op, request);
	MUST(same(verdict, again));
	if (op >= HOLDFAST_OP_STATE_FORGED) {
		MUST(!verdict.allowed && verdict.op == op);
		MUST(verdict.mode == HOLDFAST_MODE_ENFORCE);
		return;
	}
	MUST(verdict.op == op || verdict.op == op + 1);
	MUST(holdfast_op_class(verdict.op) == holdfast_op_class(op));
	MUST(!verdict.allowed || profile->allow >> verdict.op & 1);
	if (verdict.allowed)
		check_needed(profile, op, request, verdict);
	if (verdict.mode != HOLDFAST_MODE_ENFORCE)
		MUST(profile->complain >> holdfast_op_class(op) & 1);
}

static void check_profile(struct input *input,
			  const struct holdfast_profile *profile)
{
	char name[HOLDFAST_SOCKET_MAX + 1];
	struct holdfast_request request = { 0 };
	u32 op;

	take_text(input, name, sizeof(name));
	request.name = name;
	request.family = take_number(input, 1);
	request.user_ns_count = take_number(input, 1);
	request.user_ns_depth = take_number(input, 1);
	request.scope = take_number(input, 1);
	request.cap = take_number(input, 1);
	request.block = take_number(input, 1) & 1;
	request.major = take_number(input, 2);
	request.minor = take_number(input, 3);
	for (op = 0; op < 256; op++)
		check_op(profile, op, &request);
}

static bool add_rule(struct input *input, struct holdfast_policy *policy)
{
	char glob[32];
	struct holdfast_rule rule = {
		.namespaces = take_number(input, 4),
	};
	u32 flags = take_number(input, 1);

	rule.rootfs = flags & 1;
	rule.user = flags & 2;
	rule.assigned = flags & 4;
	rule.transition = flags & 8;
	rule.user_first = take_number(input, 4);
	rule.user_last = take_number(input, 4);
	take_text(input, glob, sizeof(glob));
	if (glob[0])
		rule.cgroup = glob;
	if (policy->nr_profiles && !(flags & 16))
		rule.profile = policy->profiles[take_number(input, 1) %
						policy->nr_profiles];
	return !holdfast_policy_add_rule(policy, &rule);
}

static void check_rules(struct input *input, struct holdfast_policy *policy)
{
	char cgroup[32], assigned[16];
	struct holdfast_traits traits = {
		.namespaces = take_number(input, 4),
		.rootfs = take_number(input, 1) & 1,
		.user = take_number(input, 4),
	};
	const struct holdfast_profile *profile;
	const struct holdfast_rule *rule;

	take_text(input, cgroup, sizeof(cgroup));
	if (cgroup[0])
		traits.cgroup = cgroup;
	take_text(input, assigned, sizeof(assigned));
	if (assigned[0])
		traits.assigned = assigned;
	rule = holdfast_policy_match(policy, &traits);
	if (!rule)
		return;
	MUST(rule >= policy->rules && rule < policy->rules + policy->nr_rules);
	MUST(!(rule->namespaces & ~traits.namespaces));
	MUST(!rule->rootfs || traits.rootfs);
	MUST(!rule->cgroup || traits.cgroup);
	MUST(!rule->user || (traits.user >= rule->user_first &&
			     traits.user <= rule->user_last));
	profile = holdfast_policy_choose(policy, rule, &traits);
	MUST(!rule->assigned || !strcmp(profile->name, traits.assigned));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = { data, size };
	struct holdfast_policy *policy = holdfast_policy_alloc();
	struct holdfast_profile *profile;
	u32 left;

	MUST(policy);
	for (left = take_number(&input, 1) % 4; left; left--) {
		profile = take_profile(&input);
		if (holdfast_profile_verify(profile) ||
		    holdfast_policy_add_profile(policy, profile)) {
			holdfast_profile_free(profile);
			continue;
		}
		MUST(holdfast_policy_find(policy, profile->name));
		check_profile(&input, profile);
	}
	for (left = take_number(&input, 1) % 8; left; left--)
		if (add_rule(&input, policy))
			check_rules(&input, policy);
	holdfast_policy_free(policy);
	return 0;
}
