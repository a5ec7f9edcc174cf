// SPDX-License-Identifier: GPL-2.0-only
/*
 * A policy that allows more than the default one.
 */
#define _GNU_SOURCE
#include <sched.h>
#include <unistd.h>

#include "message.h"
#include "profile.h"

static int add_profile(int fd, enum holdfast_mode mode, int except)
{
	const uint64_t all = (1ULL << 41) - 1;
	struct message msg;
	uint32_t class, op;

	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, "allowing");
	for (class = 0; class < HOLDFAST_CLASS_STATE; class++)
		if (mode == HOLDFAST_MODE_COMPLAIN)
			message_put_u32(&msg, HOLDFAST_A_PROFILE_COMPLAIN,
					class);
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++)
		if (mode == HOLDFAST_MODE_ENFORCE && (int)op != except)
			message_put_u32(&msg, HOLDFAST_A_PROFILE_ALLOW, op);
	message_put_u64(&msg, HOLDFAST_A_PROFILE_CAP_HOST, all);
	message_put_u64(&msg, HOLDFAST_A_PROFILE_CAP_OWN, all);
	return message_talk(fd, &msg, NULL);
}

static int add_rule(int fd)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, CLONE_NEWNS);
	message_put(&msg, HOLDFAST_A_RULE_ROOTFS, NULL, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, "allowing");
	return message_talk(fd, &msg, NULL);
}

/**
 * profile_activate() - have a profile for all containers that allows nearly all
 * @mode: enforce, or complain about all
 * @except: enum holdfast_op that it does not allow, or -1
 *
 * Return: 0 or a negative errno.
 */
int profile_activate(enum holdfast_mode mode, int except)
{
	int fd = message_socket(), err;

	err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0);
	if (!err)
		err = add_profile(fd, mode, except);
	if (!err)
		err = add_rule(fd);
	if (!err)
		err = message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0);
	close(fd);
	return err;
}
