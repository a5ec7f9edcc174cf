// SPDX-License-Identifier: GPL-2.0-only
/*
 * What leads out of a container does not stay open when it begins, and is not
 * received later; abstract sockets of the host are out of reach.
 */
#include "attempt_test.h"

#define LEAKING		.container = { .leak = true }

HELD(leaked_root, "leaked-root", FILE_KEEP_OUTSIDE, EBADF, LEAKING,
	.marks = true);
HELD(leaked_core, "leaked-core", FILE_KEEP_OUTSIDE, EBADF, LEAKING);
HELD(received_root, "received-root", FILE_RECEIVE_OUTSIDE, EPERM,
	.marks = true);
HELD(abstract, "abstract-socket", SOCKET_ABSTRACT_FOREIGN, EPERM);

TEST_HARNESS_MAIN
