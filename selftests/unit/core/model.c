// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "model.h"
#include "ops.h"
#include "request.h"

/* 'Filesystem types that mount-new covers, as the kernel names them.' */
static bool covers_fs_type(const struct model_profile *profile,
			   const char *name)
{
	bool found = false;
	u32 i;

	for (i = 0; i < profile->fs_type_count; i++)
		found |= strcmp(name, profile->fs_types[i]) == 0;
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
static bool covers_cap_host(const struct model_profile *profile, u32 cap,
			    u32 scope)
{
	bool works = profile->host[cap];

	if (profile->narrowing[cap] == IN_NAMED_ONLY &&
	    !profile->named[cap][scope])
		works = false;
	if (profile->narrowing[cap] == IN_ALL_BUT_NAMED &&
	    profile->named[cap][scope])
		works = false;
	return works;
}

static bool covers(const struct model_profile *profile, enum op_list list,
		   const struct holdfast_request *request)
{
	switch (list) {
	case LIST_FS_TYPES:
		return covers_fs_type(profile, request->fs_type);
	case LIST_DEVICES:
		return covers_device(profile, request->block, request->major,
				     request->minor);
	case LIST_CAP_HOST:
		return covers_cap_host(profile, request->cap, request->scope);
	case LIST_CAP_OWN:
		return profile->own[request->cap];
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
	    request->cap > CAP_LAST_CAP || request->scope > HOLDFAST_SCOPE_UNSHARE)
		return answer;
	if (!covers(profile, ops[op].list, request))
		answer.op = ops[op].unlisted;
	answer.allowed = profile->allows[answer.op];
	answer.passes = answer.allowed ||
			profile->complains[ops[op].class];
	return answer;
}
