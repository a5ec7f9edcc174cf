// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy must survive every way that it can take: text to messages to text,
 * and text to text. Everything that the kernel knows must be sayable.
 */
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "policy_netlink.h"
#include "tap.h"
#include "util.h"

#define RANDOM_POLICIES	3000

static char *print(const struct policy *policy)
{
	size_t size;
	char *text;
	FILE *out = open_memstream(&text, &size);

	policy_print(policy, out);
	fclose(out);
	return text;
}

static int parse(struct policy *policy, const char *text)
{
	struct sources sources = { .name = "text" };
	int err;

	err = policy_parse(policy, &sources,
			   source_of_text(&sources, "text", text,
					  strlen(text)));
	sources_free(&sources);
	return err;
}

static void send_profile(const struct profile *profile, struct policy *to)
{
	struct nl_msg *msg = nlmsg_alloc_size(NLMSG_HDRLEN +
					      profile_size(profile));
	struct nlmsghdr *hdr = nlmsg_put(msg, 0, 0, 0, 0, 0);

	if (profile_put(msg, profile))
		printf("# the profile did not fit its message\n");
	policy_add_profile(to, nlmsg_attrdata(hdr, 0), nlmsg_attrlen(hdr, 0));
	nlmsg_free(msg);
}

static void send_rule(const struct rule *rule, struct policy *to)
{
	struct nl_msg *msg = nlmsg_alloc_size(NLMSG_HDRLEN + rule_size(rule));
	struct nlmsghdr *hdr = nlmsg_put(msg, 0, 0, 0, 0, 0);

	if (rule_put(msg, rule))
		printf("# the rule did not fit its message\n");
	policy_add_rule(to, nlmsg_attrdata(hdr, 0), nlmsg_attrlen(hdr, 0));
	nlmsg_free(msg);
}

/* The policy as it comes back from the kernel. */
static void send_policy(const struct policy *policy, struct policy *to)
{
	unsigned int i;

	*to = (struct policy){ .version = policy->version };
	for (i = 0; i < policy->profile_count; i++)
		send_profile(&policy->profiles[i], to);
	for (i = 0; i < policy->rule_count; i++)
		send_rule(&policy->rules[i], to);
}

static bool same_lists(const struct profile *p, const struct profile *q)
{
	unsigned int i, list;

	for (list = 0; list < LIST_COUNT; list++) {
		const struct globs *a = &p->lists[list], *b = &q->lists[list];

		if (a->count != b->count)
			return false;
		for (i = 0; i < a->count; i++)
			if (strcmp(a->glob[i], b->glob[i]))
				return false;
	}
	return true;
}

static bool same_scopes(const struct profile *p, const struct profile *q,
			bool own)
{
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++) {
		const struct cap_scope *a = &p->scopes[own][cap];
		const struct cap_scope *b = &q->scopes[own][cap];

		if (a->set != b->set || a->only != b->only ||
		    a->scopes != b->scopes)
			return false;
	}
	return true;
}

static bool same_meaning(const struct policy *a, const struct policy *b)
{
	unsigned int i;

	if (a->version != b->version || a->profile_count != b->profile_count ||
	    a->rule_count != b->rule_count)
		return false;
	for (i = 0; i < a->profile_count; i++) {
		const struct profile *p = &a->profiles[i];
		const struct profile *q = &b->profiles[i];

		if (p->allow != q->allow || p->complain != q->complain ||
		    p->cap_host != q->cap_host || p->cap_own != q->cap_own ||
		    p->families != q->families ||
		    p->user_count != q->user_count ||
		    p->user_depth != q->user_depth ||
		    p->device_count != q->device_count ||
		    !same_lists(p, q) || !same_scopes(p, q, false) ||
		    !same_scopes(p, q, true))
			return false;
	}
	return true;
}

/* Return: whether the policy survives both ways. */
static bool survives(const struct policy *policy)
{
	struct policy other;
	char *text = print(policy), *again;
	bool good;

	if (parse(&other, text)) {
		printf("# does not parse:\n%s", text);
		free(text);
		return false;
	}
	again = print(&other);
	good = !strcmp(text, again) && same_meaning(policy, &other);
	policy_free(&other);
	free(again);

	send_policy(policy, &other);
	again = print(&other);
	good &= !strcmp(text, again) && same_meaning(policy, &other);
	policy_free(&other);
	free(again);
	if (!good)
		printf("# changed on its way:\n%s", text);
	free(text);
	return good;
}

static unsigned int seed = 1;

static unsigned int roll(unsigned int sides)
{
	return (unsigned int)rand_r(&seed) % sides;
}

static uint64_t roll_set(unsigned int bits)
{
	uint64_t set = 0;
	unsigned int bit, density = 1 + roll(5);

	for (bit = 0; bit < bits; bit++)
		if (!roll(density))
			set |= BIT_ULL(bit);
	return set;
}

/* A text of any bytes, quotes and controls too, of 1 to @max of them. */
static char *roll_text(unsigned int max)
{
	unsigned int i, len = 1 + roll(max);
	char *text = xcalloc(len + 1, 1);

	for (i = 0; i < len; i++)
		text[i] = (char)(roll(4) ? "ab-_.\"\\/*9 "[roll(11)] :
					   (char)(1 + roll(255)));
	return text;
}

static void roll_lists(struct profile *profile)
{
	unsigned int i, list;
	char name[16];

	for (list = 0; list < LIST_COUNT; list++) {
		for (i = roll(6); i; i--) {
			snprintf(name, sizeof(name),
				 i == 1 ? "any" : "%ufs-%u*", i, roll(9));
			profile_glob_add(profile, list, name);
		}
	}
	for (i = roll(12); i; i--) {
		struct device_range range = {
			.block = roll(2), .major = roll(6), .first = roll(20),
		};

		range.last = roll(4) ? range.first + roll(3) :
				       DEVICE_MINOR_MAX;
		if (!roll(4))
			range.first = 0;
		profile_device_add(profile, &range);
	}
}

static void roll_profile(struct policy *policy)
{
	struct profile *profile;
	char *name = roll_text(HOLDFAST_NAME_MAX);
	unsigned int cap, op;

	if (policy_profile_find(policy, name)) {
		free(name);
		return;
	}
	profile = policy_profile_add(policy, name);
	free(name);
	profile->complain = roll(2) ? roll_set(HOLDFAST_CLASS_STATE) : 0;
	profile->allow = roll_set(HOLDFAST_OP_STATE_FORGED);
	for (op = 0; op < OP_COUNT; op++)
		if (op_infos[op].is_any && (profile->allow & BIT_ULL(op)))
			profile->allow |= BIT_ULL(op_infos[op].base);
	profile->cap_host = roll_set(CAP_COUNT);
	profile->cap_own = roll_set(CAP_COUNT);
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (!roll(8))
			profile->scopes[roll(2)][cap] = (struct cap_scope){
				true, roll(2), roll_set(SCOPE_COUNT) | 2,
			};
	profile->families = roll_set(FAMILY_COUNT);
	profile->user_count = roll(3);
	profile->user_depth = roll(3);
	roll_lists(profile);
	profile_normalise(profile);
}

static void roll_rule(struct policy *policy)
{
	struct rule *rule = policy_rule_add(policy);
	unsigned int ns;
	char *name;

	for (ns = 0; ns < NS_COUNT; ns++)
		if (!roll(3))
			rule->namespaces |= ns_flag(ns);
	rule->rootfs = roll(2);
	rule->cgroup = roll(2) ? roll_text(HOLDFAST_GLOB_MAX) : NULL;
	rule->transition = roll(2);
	if (roll(2)) {
		rule->user = true;
		rule->user_first = roll(70000);
		rule->user_last = rule->user_first + roll(2) * roll(70000);
	}
	rule->assigned = !roll(8);
	if (rule->assigned || !policy->profile_count || !roll(4))
		return;
	name = policy->profiles[roll(policy->profile_count)].name;
	rule->profile = xstrdup(name);
}

static void test_random(void)
{
	unsigned int i, bad = 0;

	for (i = 0; i < RANDOM_POLICIES && bad < 3; i++) {
		struct policy policy = { 0 };
		unsigned int left;

		for (left = 1 + roll(3); left; left--)
			roll_profile(&policy);
		for (left = roll(4); left; left--)
			roll_rule(&policy);
		bad += !survives(&policy);
		policy_free(&policy);
	}
	tap(!bad, "%u random policies survive", RANDOM_POLICIES);
}

/* Each operation alone, with lists for those that need one. */
static void test_op(unsigned int op)
{
	struct device_range null = { .major = 1, .first = 3, .last = 3 };
	struct policy policy = { 0 };
	struct profile *profile;
	unsigned int list;

	profile = policy_profile_add(&policy, "p");
	profile->allow = BIT_ULL(op);
	if (op_infos[op].is_any)
		profile->allow |= BIT_ULL(op_infos[op].base);
	profile->cap_host = 1;
	profile->cap_own = 2;
	profile->families = 4;
	for (list = 0; list < LIST_COUNT; list++)
		profile_glob_add(profile, list, "tmpfs");
	profile_device_add(profile, &null);
	profile_normalise(profile);
	tap((profile->allow & BIT_ULL(op)) && survives(&policy),
	    "%s can be said", op_name(op));
	policy_free(&policy);
}

static void test_unsayable(void)
{
	struct policy policy = { 0 };
	struct profile *profile = policy_profile_add(&policy, "p");
	char *text;

	profile->allow = BIT_ULL(HOLDFAST_OP_DEVICE_OPEN_ANY);
	profile->unknown = 2;
	profile_normalise(profile);
	text = print(&policy);
	tap(strstr(text, "# not in words: allows device-open-any, refuses device-open\n") &&
	    strstr(text, "# not in words: 2 grants of a newer Holdfast\n"),
	    "what the language lacks is told in a comment");
	free(text);
	policy_free(&policy);
}

static void test_file(const char *path)
{
	struct policy policy;
	struct sources sources;
	bool good = false;

	if (!policy_read(&policy, &sources, path)) {
		good = survives(&policy);
		policy_free(&policy);
	}
	sources_free(&sources);
	tap(good, "%s survives", path);
}

int main(int argc, char **argv)
{
	int i;
	unsigned int op;

	/* Warnings about random policies are no news. */
	if (!freopen("/dev/null", "w", stderr))
		return 1;
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++)
		test_op(op);
	test_random();
	test_unsayable();
	for (i = 1; i < argc; i++)
		test_file(argv[i]);
	return tap_end();
}
