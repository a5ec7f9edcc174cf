// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "model.h"
#include "ops.h"
#include "request.h"

/* 'Filesystem types that mount-new covers', and the like of other lists. */
static bool covers_name(const struct model_names *names, const char *name)
{
	bool found = false;
	u32 i;

	for (i = 0; i < names->count; i++) {
		const char *listed = names->name[i];
		const size_t len = strlen(listed);

		if (listed[len - 1] == '*')
			found |= strncmp(name, listed, len - 1) == 0;
		else
			found |= strcmp(name, listed) == 0;
	}
	return found;
}

/* 'Devices that device-open and device-mknod cover.' */
static bool covers_device(const struct model_profile *profile, bool block,
			  u32 major, u32 minor)
{
	bool found = false;
	u32 i;

	for (i = 0; i < profile->device_count; i++) {
		const struct model_device *device = &profile->devices[i];

		found |= block == device->block && major == device->major &&
			 !(minor < device->from) && !(minor > device->to);
	}
	return found;
}

/* 'sys_admin only mount, umount2': each capability may have a scope. */
static bool covers_cap(const struct model_profile *profile, bool own, u32 cap,
		       u32 scope)
{
	bool works = own ? profile->own[cap] : profile->host[cap];

	if (profile->narrowing[own][cap] == IN_NAMED_ONLY &&
	    !profile->named[own][cap][scope])
		works = false;
	if (profile->narrowing[own][cap] == IN_ALL_BUT_NAMED &&
	    profile->named[own][cap][scope])
		works = false;
	return works;
}

/* 'How many a container may have at a time', 'how deep they may be nested'. */
static bool may_create_user_ns(const struct model_profile *profile,
			       const struct holdfast_request *request)
{
	if (profile->user_count && request->user_ns_count + 1ULL > profile->user_count)
		return false;
	if (profile->user_depth && request->user_ns_depth + 1ULL > profile->user_depth)
		return false;
	return true;
}

static bool covers(const struct model_profile *profile, enum op_list list,
		   const struct holdfast_request *request)
{
	switch (list) {
	case LIST_FS_TYPES:
		return covers_name(&profile->fs_types, request->name);
	case LIST_DEVICES:
		return covers_device(profile, request->block, request->major,
				     request->minor);
	case LIST_CAP_HOST:
		return covers_cap(profile, false, request->cap, request->scope);
	case LIST_CAP_OWN:
		return covers_cap(profile, true, request->cap, request->scope);
	case LIST_ALIASES:
		return covers_name(&profile->aliases, request->name);
	case LIST_SOCKETS:
		return covers_name(&profile->sockets, request->name);
	case LIST_FAMILIES:
		return request->family < MODEL_FAMILIES &&
		       profile->families[request->family];
	case LIST_NONE:
		break;
	}
	return true;
}

/**
 * model_decide() - ask a profile
 * @profile: the profile
 * @op: the operation
 * @request: the rest of the question
 *
 * 'What it does not name is refused', and so is what nobody knows. 'No profile
 * can allow' forged state or control of Holdfast, not even by complaining.
 *
 * Return: the answer.
 */
struct model_answer model_decide(const struct model_profile *profile, u32 op,
				 const struct holdfast_request *request)
{
	struct model_answer answer = { op, false, false };

	if (op > HOLDFAST_OP_SELF_CONTROL || ops[op].never ||
	    request->cap > CAP_LAST_CAP || request->scope > HOLDFAST_SCOPE_PCICONFIG_WRITE)
		return answer;
	if (!covers(profile, ops[op].list, request))
		answer.op = ops[op].unlisted;
	answer.allowed = profile->allows[answer.op];
	if (op == HOLDFAST_OP_NS_CREATE_USER &&
	    !may_create_user_ns(profile, request))
		answer.allowed = false;
	answer.passes = answer.allowed ||
			profile->complains[ops[op].class];
	return answer;
}
