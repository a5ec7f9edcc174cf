/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One attempt as a test.
 *
 *	host leg        works for a host task; with Holdfast, which is enough
 *	contained leg   without Holdfast: works in the container;
 *	                with it: refused there, with this errno, as this event,
 *	                and nothing on the host is changed
 *
 * Whether Holdfast is there decides which of the contained legs is run, so a
 * whole verdict takes two boots; see run_vm.sh.
 */
#ifndef ATTEMPT_H
#define ATTEMPT_H

#include <errno.h>
#include <linux/holdfast.h>
#include <sched.h>
#include <stdbool.h>

#include "container.h"

#define ALL_NAMESPACES	(CLONE_NEWNET | CLONE_NEWUTS | CLONE_NEWIPC | \
			 CLONE_NEWCGROUP)

/**
 * struct attempt - what is tried, in what, and what must come of it
 *
 * @name: breakout's name for it
 * @as: how it is run: thread, orphan, memfd, or NULL
 * @container: what it is tried in
 * @op: enum holdfast_op of the event that must be reported
 * @err: errno that the program sees when refused
 * @marks: leaves a mark on the host when it works
 * @host_err: what a host task sees with Holdfast, 0: it works
 */
struct attempt {
	const char *name;
	const char *as;
	struct container_options container;
	enum holdfast_op op;
	int err;
	bool marks;
	int host_err;
};

/* What works with Holdfast need not be shown to work without it. */
#define NEEDS_HOLDFAST() do {						\
	if (!netlink_present())						\
		SKIP(return, "is shown with Holdfast");			\
} while (0)

/* The judgement on what this kernel does not know. */
extern const char attempt_absent[];

const char *attempt_setup(void);
const char *attempt_host(const struct attempt *attempt);
const char *attempt_contained(const struct attempt *attempt);
const char *attempt_hopeless(const struct attempt *attempt);
const char *attempt_allowed(const struct attempt *attempt);

#endif /* ATTEMPT_H */
