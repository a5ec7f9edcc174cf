// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the decision: (profile, operation, request) to verdict
 *
 * Pure: it reads its arguments and nothing else, so that the host's tests run
 * the very code that decides in the kernel.
 */

#include <linux/glob.h>
#include <linux/string.h>

#include "decide.h"

/**
 * holdfast_op_class - the class of an operation
 * @op: The operation.
 *
 * Context: Any.
 * Return: Its class.
 */
enum holdfast_class holdfast_op_class(enum holdfast_op op)
{
	if (op <= HOLDFAST_OP_NS_JOIN_FOREIGN)
		return HOLDFAST_CLASS_NAMESPACE;
	if (op <= HOLDFAST_OP_MOUNT_ROOT_HOST)
		return HOLDFAST_CLASS_MOUNT;
	if (op <= HOLDFAST_OP_MODULE_AUTOLOAD_ANY)
		return HOLDFAST_CLASS_MODULE;
	if (op <= HOLDFAST_OP_CAP_OWN_ANY)
		return HOLDFAST_CLASS_CAPABILITY;
	if (op <= HOLDFAST_OP_KFILE_READ_LEAKY)
		return HOLDFAST_CLASS_KERNEL_FILE;
	if (op <= HOLDFAST_OP_DEVICE_MKNOD_ANY)
		return HOLDFAST_CLASS_DEVICE;
	if (op == HOLDFAST_OP_HANDLE_OPEN)
		return HOLDFAST_CLASS_HANDLE;
	if (op <= HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN)
		return HOLDFAST_CLASS_PROCESS;
	if (op <= HOLDFAST_OP_FILE_OPEN_OUTSIDE)
		return HOLDFAST_CLASS_FILE;
	if (op <= HOLDFAST_OP_SOCKET_HOST_ANY)
		return HOLDFAST_CLASS_SOCKET;
	if (op <= HOLDFAST_OP_BPF_ANY)
		return HOLDFAST_CLASS_BPF;
	if (op <= HOLDFAST_OP_EXEC_WRITABLE)
		return HOLDFAST_CLASS_EXEC;
	if (op <= HOLDFAST_OP_SURFACE_SOCKET_ANY)
		return HOLDFAST_CLASS_KERNEL_SURFACE;
	if (op == HOLDFAST_OP_STATE_FORGED)
		return HOLDFAST_CLASS_STATE;
	return HOLDFAST_CLASS_SELF;
}

static bool lists_name(const struct holdfast_profile *profile,
		       enum holdfast_list list, const char *name)
{
	const struct holdfast_globs *globs = &profile->lists[list];
	u32 i;

	for (i = 0; i < globs->nr; i++)
		if (glob_match(globs->glob[i], name))
			return true;
	return false;
}

static bool lists_device(const struct holdfast_profile *profile,
			 const struct holdfast_request *request)
{
	u32 i;

	for (i = 0; i < profile->nr_devices; i++) {
		const struct holdfast_device_range *range =
			&profile->devices[i];

		if (range->block == request->block &&
		    range->major == request->major &&
		    range->minor_first <= request->minor &&
		    request->minor <= range->minor_last)
			return true;
	}
	return false;
}

static bool lists_cap(const struct holdfast_profile *profile, bool own,
		      const struct holdfast_request *request)
{
	const u64 set = own ? profile->cap_own : profile->cap_host;
	u32 i;

	if (!(set >> request->cap & 1))
		return false;
	for (i = 0; i < profile->nr_scopes; i++) {
		const struct holdfast_cap_scope *scope = &profile->scopes[i];

		if (scope->cap == request->cap && scope->own == own)
			return (scope->scopes >> request->scope & 1) ==
			       scope->only;
	}
	return true;
}

static bool lists_family(const struct holdfast_profile *profile, u32 family)
{
	return family < 64 && profile->families >> family & 1;
}

/* Whether the limits of a profile let a user namespace be created. */
static bool has_room(const struct holdfast_profile *profile,
		     const struct holdfast_request *request)
{
	return (!profile->user_ns_count ||
		request->user_ns_count < profile->user_ns_count) &&
	       (!profile->user_ns_depth ||
		request->user_ns_depth < profile->user_ns_depth);
}

/*
 * Operations with a list come in pairs, 'listed' and 'any'. Gives @op where
 * the profile lists the object, else its 'any' twin.
 */
static enum holdfast_op resolve(const struct holdfast_profile *profile,
				enum holdfast_op op,
				const struct holdfast_request *request)
{
	switch (op) {
	case HOLDFAST_OP_MOUNT_NEW:
		return lists_name(profile, HOLDFAST_LIST_FS_TYPE,
				  request->name) ?
			       op : HOLDFAST_OP_MOUNT_NEW_ANY;
	case HOLDFAST_OP_MODULE_AUTOLOAD:
		return lists_name(profile, HOLDFAST_LIST_ALIAS,
				  request->name) ?
			       op : HOLDFAST_OP_MODULE_AUTOLOAD_ANY;
	case HOLDFAST_OP_CAP_HOST:
		return lists_cap(profile, false, request) ?
			       op : HOLDFAST_OP_CAP_HOST_ANY;
	case HOLDFAST_OP_CAP_OWN:
		return lists_cap(profile, true, request) ?
			       op : HOLDFAST_OP_CAP_OWN_ANY;
	case HOLDFAST_OP_DEVICE_OPEN:
		return lists_device(profile, request) ?
			       op : HOLDFAST_OP_DEVICE_OPEN_ANY;
	case HOLDFAST_OP_DEVICE_MKNOD:
		return lists_device(profile, request) ?
			       op : HOLDFAST_OP_DEVICE_MKNOD_ANY;
	case HOLDFAST_OP_SOCKET_HOST:
		return lists_name(profile, HOLDFAST_LIST_SOCKET,
				  request->name) ?
			       op : HOLDFAST_OP_SOCKET_HOST_ANY;
	case HOLDFAST_OP_SURFACE_SOCKET:
		return lists_family(profile, request->family) ?
			       op : HOLDFAST_OP_SURFACE_SOCKET_ANY;
	default:
		return op;
	}
}

/**
 * holdfast_decide - ask a profile
 * @profile: The profile.
 * @op: The request's operation, own or foreign as the caller found.
 * @request: The rest of the request.
 *
 * An operation that the kernel code does not know is refused. So are forged
 * state and control of Holdfast itself, in complain mode too.
 *
 * Context: Any.
 * Return: The verdict.
 */
struct holdfast_verdict holdfast_decide(const struct holdfast_profile *profile,
					enum holdfast_op op,
					const struct holdfast_request *request)
{
	struct holdfast_verdict verdict = {
		.mode = HOLDFAST_MODE_ENFORCE,
		.op = op,
	};

	if (op >= HOLDFAST_OP_STATE_FORGED || request->cap > CAP_LAST_CAP ||
	    request->scope >= HOLDFAST_NR_SCOPES)
		return verdict;
	verdict.op = resolve(profile, op, request);
	verdict.allowed = profile->allow >> verdict.op & 1 &&
			  (op != HOLDFAST_OP_NS_CREATE_USER ||
			   has_room(profile, request));
	if (!verdict.allowed &&
	    profile->complain >> holdfast_op_class(op) & 1)
		verdict.mode = HOLDFAST_MODE_COMPLAIN;
	return verdict;
}
