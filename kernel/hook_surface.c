// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the class kernel surface: parts of the kernel that few
 * programs need and many exploits do
 *
 * Nothing of it leads out of a container by itself.
 */

#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/kernel.h>
#include <linux/string.h>

#include "common.h"
#include "hooks.h"
#include "mediate.h"

/**
 * hook_perf_event_open - perf_event_open(), in each of its parts
 *
 * Return: 0 or -EPERM.
 */
int hook_perf_event_open(void)
{
	const struct holdfast_object none = {};

	return holdfast_mediate_op(HOLDFAST_OP_SURFACE_PERF, &none);
}

/**
 * hook_inode_init_security_anon - a file without a name is being made
 * @name: What it is, in brackets.
 *
 * Return: 0 or -EPERM.
 */
int hook_inode_init_security_anon(const struct qstr *name)
{
	const struct holdfast_object none = {};

	if (!strcmp(name->name, "[io_uring]"))
		return holdfast_mediate_op(HOLDFAST_OP_SURFACE_IO_URING, &none);
	if (!strcmp(name->name, "[userfaultfd]"))
		return holdfast_mediate_op(HOLDFAST_OP_SURFACE_USERFAULTFD,
					   &none);
	return 0;
}

/**
 * hook_key_alloc - a key or keyring is being made
 *
 * With other credentials than the task's own it is the kernel that makes it,
 * for a filesystem.
 *
 * Return: 0 or -EPERM.
 */
int hook_key_alloc(void)
{
	const struct holdfast_object none = {};

	if (current_cred() != current_real_cred())
		return 0;
	return holdfast_mediate_op(HOLDFAST_OP_SURFACE_KEYRING, &none);
}

/**
 * hook_lookup_user_key - a key or keyring is asked for by its number
 *
 * There is one set of keys for each user: who is the host's root has those of the
 * host's root.
 *
 * Return: 0 or -EPERM.
 */
int hook_lookup_user_key(void)
{
	return hook_key_alloc();
}

/**
 * hook_socket_create - a socket is being made
 * @family: Its address family.
 * @kern: The kernel makes it for itself.
 *
 * Return: 0 or -EPERM.
 */
int hook_socket_create(int family, int kern)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_SURFACE_SOCKET,
		.family = family,
		.object.kind = HOLDFAST_OBJECT_FAMILY,
	};

	return kern ? 0 : holdfast_mediate(&request);
}
