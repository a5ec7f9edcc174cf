// SPDX-License-Identifier: GPL-2.0-only
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "facts.h"
#include "util.h"

/* Between the orders of two operations there is room for each capability. */
#define ORDER(op, place)	(((op) + 1) * 256u + (place))

static void __printf(4, 5) add(struct facts *facts, unsigned int order,
			       const char *member, const char *fmt, ...)
{
	struct fact *fact;
	va_list args;

	facts->list = xreallocarray(facts->list, facts->count + 1,
				    sizeof(*facts->list));
	fact = &facts->list[facts->count++];
	*fact = (struct fact){ .order = order, .member = xstrdup(member) };
	va_start(args, fmt);
	if (vasprintf(&fact->statement, fmt, args) < 0)
		fact->statement = xstrdup(fmt);
	va_end(args);
}

static void add_op(struct facts *facts, unsigned int op, const char *member)
{
	const struct op_info *info = &op_infos[op];
	unsigned int first = op;

	/* All operations of a statement have the place of its first. */
	while (first && op_infos[first - 1].class == info->class &&
	       !strcmp(op_infos[first - 1].verb, info->verb))
		first--;
	add(facts, ORDER(first, 0), member, "%s %s", class_word(info->class),
	    info->verb);
}

static void add_caps(struct facts *facts, unsigned int op, uint64_t caps)
{
	unsigned int cap;

	if (caps == CAP_ALL) {
		add_op(facts, op, "all");
		return;
	}
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (caps & BIT_ULL(cap))
			add_op(facts, op, cap_name(cap));
}

static void add_scope(struct facts *facts, enum holdfast_op op,
		      unsigned int cap, const struct cap_scope *scope)
{
	unsigned int call;

	for (call = 0; call < SCOPE_COUNT; call++)
		if (scope->scopes & BIT_ULL(call))
			add(facts, ORDER(op, 1 + cap),
			    vocabulary_scopes.word(&vocabulary_scopes, call),
			    "capability %s %s %s", op_infos[op].verb,
			    cap_name(cap), scope->only ? "only" : "not");
}

static void add_cap_set(struct facts *facts, enum holdfast_op op, uint64_t caps,
			const struct cap_scope *scopes)
{
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++)
		if (scopes[cap].set)
			caps &= ~BIT_ULL(cap);
	add_caps(facts, op, caps);
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (scopes[cap].set)
			add_scope(facts, op, cap, &scopes[cap]);
}

static void add_devices(struct facts *facts, const struct profile *profile)
{
	const struct device_range *range;
	unsigned int i;
	char text[64];

	for (i = 0; i < profile->device_count; i++) {
		range = &profile->devices[i];
		i = device_run(profile, i);
		device_print(text, sizeof(text), range,
			     profile->devices[i].major);
		add(facts, ORDER(HOLDFAST_OP_DEVICE_OPEN - 1,
				 254 + range->block),
		    text, "device %s", range->block ? "block" : "char");
	}
}

static bool allows(const struct profile *profile, unsigned int op)
{
	return profile->allow & BIT_ULL(op);
}

/* With 'any', the operation on listed objects goes without saying. */
static bool is_covered(const struct profile *profile, unsigned int op)
{
	return op + 1 < OP_COUNT && op_infos[op + 1].is_any &&
	       op_infos[op + 1].base == op && allows(profile, op + 1);
}

static void add_globs(struct facts *facts, enum holdfast_op op,
		      const struct profile *profile)
{
	const struct globs *globs = &profile->lists[glob_list_of(op)];
	unsigned int i;

	for (i = 0; i < globs->count; i++)
		add_op(facts, op, globs->glob[i]);
}

static void add_families(struct facts *facts, uint64_t families)
{
	unsigned int family;

	for (family = 0; family < FAMILY_COUNT; family++)
		if (families & BIT_ULL(family))
			add_op(facts, HOLDFAST_OP_SURFACE_SOCKET,
			       family_name(family));
}

static void add_limit(struct facts *facts, unsigned int place,
		      const char *verb, uint32_t limit)
{
	char number[16];

	if (!limit)
		return;
	snprintf(number, sizeof(number), "%u", limit);
	add(facts, ORDER(HOLDFAST_OP_NS_CREATE_TIME, place), number,
	    "namespace %s", verb);
}

static void add_allowed(struct facts *facts, const struct profile *profile,
			unsigned int op)
{
	switch (op) {
	case HOLDFAST_OP_MOUNT_NEW:
	case HOLDFAST_OP_MODULE_AUTOLOAD:
	case HOLDFAST_OP_SOCKET_HOST:
		add_globs(facts, op, profile);
		break;
	case HOLDFAST_OP_CAP_HOST:
		add_cap_set(facts, op, profile->cap_host,
			    profile->scopes[false]);
		break;
	case HOLDFAST_OP_CAP_OWN:
		add_cap_set(facts, op, profile->cap_own, profile->scopes[true]);
		break;
	case HOLDFAST_OP_SURFACE_SOCKET:
		add_families(facts, profile->families);
		break;
	default:
		add_op(facts, op, op_infos[op].word);
	}
}

/* Where the classes differ, those that complain. */
static void add_modes(struct facts *facts, const struct profile *profile)
{
	const bool all = profile->complain == CLASSES_THAT_COMPLAIN;
	unsigned int class;

	add(facts, 0, mode_name(all ? HOLDFAST_MODE_COMPLAIN :
				      HOLDFAST_MODE_ENFORCE), "mode");
	for (class = 0; class < CLASS_COUNT && !all; class++)
		if (profile->complain & BIT_ULL(class))
			add(facts, 1 + class, mode_name(HOLDFAST_MODE_COMPLAIN),
			    "%s mode", class_word(class));
}

void facts_fill(struct facts *facts, const struct profile *profile)
{
	unsigned int op;
	char count[16];

	*facts = (struct facts){ 0 };
	if (!profile)
		return;
	add_modes(facts, profile);
	for (op = 0; op < OP_COUNT; op++) {
		if (op == HOLDFAST_OP_DEVICE_OPEN)
			add_devices(facts, profile);
		if (op == HOLDFAST_OP_NS_JOIN_OWN) {
			add_limit(facts, 1, "user_count", profile->user_count);
			add_limit(facts, 2, "user_depth", profile->user_depth);
		}
		if (allows(profile, op) && !is_covered(profile, op))
			add_allowed(facts, profile, op);
	}
	if (!profile->unknown)
		return;
	snprintf(count, sizeof(count), "%u", profile->unknown);
	add(facts, ORDER(OP_COUNT, 0), count, "grants of a newer Holdfast:");
}

void facts_free(struct facts *facts)
{
	while (facts->count--) {
		free(facts->list[facts->count].statement);
		free(facts->list[facts->count].member);
	}
	free(facts->list);
	*facts = (struct facts){ 0 };
}

bool facts_have(const struct facts *facts, const struct fact *fact)
{
	unsigned int i;

	for (i = 0; i < facts->count; i++)
		if (facts->list[i].order == fact->order &&
		    !strcmp(facts->list[i].member, fact->member) &&
		    !strcmp(facts->list[i].statement, fact->statement))
			return true;
	return false;
}
