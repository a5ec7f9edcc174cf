// SPDX-License-Identifier: GPL-2.0-only
/*
 * The kinds of containers that each way out is tried in.
 */
#define _GNU_SOURCE
#include <sched.h>

#include "escape.h"

#define SPACES	(CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | \
		 CLONE_NEWCGROUP)

const struct escape_context escape_contexts[] = {
	/* the worst: privileged, and it shares all it can with the host */
	{ "careless", PRIVILEGED | HOST_SPACES | UNMASKED, 0, true, { 0 } },
	/* --privileged */
	{ "privileged", PRIVILEGED | UNMASKED, 0, false,
	  { .namespaces = SPACES } },
	/* all capabilities, but the masks of an unprivileged one */
	{ "masked", PRIVILEGED, 0, true,
	  { .namespaces = SPACES, .masked = true } },
	/* what a runtime makes when it is told nothing */
	{ "default", INIT_USER, 0, true,
	  { .namespaces = SPACES, .masked = true, .docker_caps = true } },
	/* the same with all of the host's namespaces, and no masks */
	{ "default-host", INIT_USER | HOST_SPACES | UNMASKED, 0, false,
	  { .docker_caps = true } },
	/* a user namespace of its own, and all capabilities there */
	{ "user", OWN_CAPS, 0, true,
	  { .namespaces = SPACES | CLONE_NEWUSER, .masked = true } },
	/* the same with the host's PID and network namespace, and no masks */
	{ "user-host", OWN_CAPS | HOST_PID | HOST_NET | UNMASKED, 0, false,
	  { .namespaces = CLONE_NEWUSER | CLONE_NEWUTS | CLONE_NEWIPC |
			  CLONE_NEWCGROUP } },
	/* a runtime left descriptors open */
	{ "leaking", PRIVILEGED | HOST_PID | UNMASKED | LEAK, LEAK, true,
	  { .namespaces = SPACES & ~CLONE_NEWPID, .leak = true } },
	{ "leaking-default", INIT_USER | LEAK, LEAK, false,
	  { .namespaces = SPACES & ~CLONE_NEWPID, .leak = true,
	    .masked = true, .docker_caps = true } },
	/* /sys of the host was bound into it */
	{ "host-sys", PRIVILEGED | HOST_SPACES | UNMASKED | HOST_SYS, HOST_SYS,
	  true, { .host_sys = true } },
	/* no pivot_root(), as no runtime leaves it */
	{ "chrooted", PRIVILEGED | HOST_SPACES | UNMASKED | CHROOTED, CHROOTED,
	  true, { .chrooted = true } },
	{ }
};
