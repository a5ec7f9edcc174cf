// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random profiles and requests: the kernel's code must decide as the model.
 */
#include <linux/kernel.h>
#include <string.h>

#include "alloc.h"
#include "decide.h"
#include "model.h"
#include "ops.h"
#include "random.h"
#include "tap.h"

#define PROFILES	20000
#define REQUESTS	100	/* of each profile */
#define OFTEN		50	/* every operation's answers: at least so many */

/* Some that lists have, and some that they do not. */
static const char *const names[] = {
	"tmpfs", "fuse", "fuseblk", "cgroup", "cgroup2", "net-pf-16", "/run/a",
	"fuse*", "cgroup*", "net-pf-*", "/run/*", "*",
};

#define PLAIN_NAMES 7	/* the first of them are no globs */

static unsigned long answers[HOLDFAST_NR_OPS][2];
static unsigned long compared, unknown;

/* A set of a random density: nothing, everything, and all between. */
static void draw_set(bool *set, u32 count)
{
	const u32 density = random_below(9);
	u32 i;

	for (i = 0; i < count; i++)
		set[i] = random_below(8) < density;
}

static void draw_scopes(struct model_profile *profile, bool own)
{
	const bool *set = own ? profile->own : profile->host;
	u32 cap;

	for (cap = 0; cap < MODEL_CAPS; cap++) {
		bool *named = profile->named[own][cap];

		if (!set[cap] || random_below(3))
			continue;
		profile->narrowing[own][cap] =
			random_below(2) ? IN_NAMED_ONLY : IN_ALL_BUT_NAMED;
		draw_set(named, HOLDFAST_NR_SCOPES);
		/* a list of no system call is not a sound profile */
		named[random_below(HOLDFAST_NR_SCOPES)] = true;
	}
}

static void draw_names(struct model_names *list)
{
	u32 i;

	list->count = random_below(MODEL_NAMES + 1);
	for (i = 0; i < list->count; i++)
		list->name[i] = names[random_below(ARRAY_SIZE(names))];
}

/* Few numbers, so that requests hit the borders, and the largest ones. */
static u32 draw_number(u32 largest)
{
	return random_below(4) ? random_below(12) : largest - random_below(2);
}

static void draw_devices(struct model_profile *profile)
{
	u32 i;

	profile->device_count = random_below(MODEL_DEVICES + 1);
	for (i = 0; i < profile->device_count; i++) {
		struct model_device *device = &profile->devices[i];
		u32 one = draw_number(HOLDFAST_MAX_MINOR);
		u32 two = draw_number(HOLDFAST_MAX_MINOR);

		device->block = random_below(2);
		device->major = draw_number(HOLDFAST_MAX_MAJOR);
		device->from = one < two ? one : two;
		device->to = one < two ? two : one;
	}
}

static void draw_profile(struct model_profile *profile)
{
	memset(profile, 0, sizeof(*profile));
	draw_set(profile->complains, HOLDFAST_CLASS_STATE);
	draw_set(profile->allows, HOLDFAST_NR_OPS);
	profile->allows[HOLDFAST_OP_STATE_FORGED] = false;
	profile->allows[HOLDFAST_OP_SELF_CONTROL] = false;
	draw_set(profile->host, MODEL_CAPS);
	draw_set(profile->own, MODEL_CAPS);
	draw_scopes(profile, false);
	draw_scopes(profile, true);
	draw_names(&profile->fs_types);
	draw_names(&profile->aliases);
	draw_names(&profile->sockets);
	draw_set(profile->families, MODEL_FAMILIES);
	profile->user_count = random_below(4);
	profile->user_depth = random_below(4);
	draw_devices(profile);
}

static u64 as_mask(const bool *set, u32 count)
{
	u64 mask = 0;

	while (count--)
		mask = mask << 1 | set[count];
	return mask;
}

static struct holdfast_cap_scope *
fill_scopes(struct holdfast_cap_scope *scope, const struct model_profile *model,
	    bool own)
{
	u32 cap;

	for (cap = 0; cap < MODEL_CAPS; cap++) {
		if (model->narrowing[own][cap] == IN_ALL)
			continue;
		scope->cap = cap;
		scope->own = own;
		scope->only = model->narrowing[own][cap] == IN_NAMED_ONLY;
		scope->scopes = as_mask(model->named[own][cap],
					HOLDFAST_NR_SCOPES);
		scope++;
	}
	return scope;
}

static void fill_names(struct holdfast_profile *profile,
		       enum holdfast_list list, const struct model_names *from)
{
	u32 i;

	for (i = 0; i < from->count; i++)
		holdfast_profile_set_glob(profile, list, i, from->name[i]);
}

/* The model's profile as the kernel has it. */
static struct holdfast_profile *compile(const struct model_profile *model)
{
	struct holdfast_profile_size size = {
		.globs = { model->fs_types.count, model->aliases.count,
			   model->sockets.count },
		.devices = model->device_count,
	};
	struct holdfast_profile *profile;
	u32 i;

	for (i = 0; i < MODEL_CAPS; i++)
		size.scopes += (model->narrowing[false][i] != IN_ALL) +
			       (model->narrowing[true][i] != IN_ALL);
	profile = holdfast_profile_alloc(&size);
	strcpy(profile->name, "random");
	profile->complain = as_mask(model->complains, HOLDFAST_NR_CLASSES);
	profile->allow = as_mask(model->allows, HOLDFAST_NR_OPS);
	profile->cap_host = as_mask(model->host, MODEL_CAPS);
	profile->cap_own = as_mask(model->own, MODEL_CAPS);
	profile->families = as_mask(model->families, MODEL_FAMILIES);
	profile->user_ns_count = model->user_count;
	profile->user_ns_depth = model->user_depth;
	fill_scopes(fill_scopes(profile->scopes, model, false), model, true);
	fill_names(profile, HOLDFAST_LIST_FS_TYPE, &model->fs_types);
	fill_names(profile, HOLDFAST_LIST_ALIAS, &model->aliases);
	fill_names(profile, HOLDFAST_LIST_SOCKET, &model->sockets);
	for (i = 0; i < model->device_count; i++) {
		profile->devices[i].block = model->devices[i].block;
		profile->devices[i].major = model->devices[i].major;
		profile->devices[i].minor_first = model->devices[i].from;
		profile->devices[i].minor_last = model->devices[i].to;
	}
	return profile;
}

/* A number of an enum; now and then one that it lacks. */
static u32 draw_enum(u32 count)
{
	if (random_below(64))
		return random_below(count);
	return random_below(2) ? count : (u32)random_bits();
}

static u32 draw_request(struct holdfast_request *request)
{
	memset(request, 0, sizeof(*request));
	request->cap = draw_enum(MODEL_CAPS);
	request->scope = draw_enum(HOLDFAST_NR_SCOPES);
	request->name = names[random_below(PLAIN_NAMES)];
	request->family = draw_enum(MODEL_FAMILIES);
	request->user_ns_count = random_below(5);
	request->user_ns_depth = random_below(5);
	request->block = random_below(2);
	request->major = draw_number(HOLDFAST_MAX_MAJOR);
	request->minor = draw_number(HOLDFAST_MAX_MINOR);
	return draw_enum(HOLDFAST_NR_OPS);
}

static bool passes(const struct holdfast_verdict *verdict)
{
	return verdict->allowed || verdict->mode == HOLDFAST_MODE_COMPLAIN;
}

static bool compare(const struct holdfast_profile *profile,
		    const struct model_profile *model)
{
	struct holdfast_request request;
	const u32 op = draw_request(&request);
	const struct model_answer expected = model_decide(model, op, &request);
	const struct holdfast_verdict verdict =
		holdfast_decide(profile, op, &request);

	compared++;
	if (expected.op < HOLDFAST_NR_OPS)
		answers[expected.op][expected.allowed]++;
	else
		unknown++;
	if (verdict.allowed == expected.allowed && verdict.op == expected.op &&
	    passes(&verdict) == expected.passes)
		return true;
	printf("# comparison %lu: op %u, capability %u in scope %u, name %s, device %d %u:%u\n",
	       compared, op, request.cap, request.scope, request.name,
	       request.block, request.major, request.minor);
	printf("# model: op %u, allowed %d, passes %d; kernel: op %u, allowed %d, passes %d\n",
	       expected.op, expected.allowed, expected.passes, verdict.op,
	       verdict.allowed, passes(&verdict));
	return false;
}

static bool compare_profile(void)
{
	struct holdfast_profile *profile;
	struct model_profile model;
	const char *wrong;
	bool good = true;
	u32 i;

	draw_profile(&model);
	profile = compile(&model);
	wrong = holdfast_profile_verify(profile);
	if (wrong)
		printf("# a sound profile is refused: %s\n", wrong);
	for (i = 0; i < REQUESTS && good; i++)
		good = compare(profile, &model);
	holdfast_profile_free(profile);
	return good && !wrong;
}

static void test_answers(void)
{
	bool good = unknown >= OFTEN;
	u32 op;

	for (op = 0; op < HOLDFAST_NR_OPS; op++) {
		if (answers[op][0] >= OFTEN &&
		    (ops[op].never ? !answers[op][1] : answers[op][1] >= OFTEN))
			continue;
		printf("# %s: %lu refused, %lu allowed\n", ops[op].name,
		       answers[op][0], answers[op][1]);
		good = false;
	}
	tap(good, "each was refused often, and allowed often or never");
}

int main(void)
{
	bool good = true;
	u32 i;

	random_seed();
	for (i = 0; i < PROFILES && good; i++)
		good = compare_profile();
	tap(good, "%lu decisions as the model makes them", compared);
	test_answers();
	tap(!alloc_live() && !alloc_warnings(), "all memory is free");
	return tap_end();
}
