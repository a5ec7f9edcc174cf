/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The corpus: ways out of a container, and what must come of each in each kind
 * of container.
 */
#ifndef ESCAPE_H
#define ESCAPE_H

#include <linux/holdfast.h>
#include <stdbool.h>

#include "../container.h"

/**
 * enum escape_need - what a way out takes, and what a context gives
 *
 * @INIT_USER: user 0 of the initial user namespace, with Docker's capabilities
 * @INIT_CAPS: all capabilities there
 * @OWN_CAPS: all capabilities in the user namespace of the container
 * @HOST_PID: the host's PID namespace
 * @HOST_NET: its network namespace
 * @HOST_UTS: its UTS namespace
 * @HOST_IPC: its IPC namespace
 * @HOST_CGROUP: its cgroup namespace
 * @UNMASKED: /proc and /sys that can be written
 * @LEAK: descriptors and namespace files of the host, left by a runtime
 * @HOST_SYS: the host's /sys with all that is mounted there
 * @CHROOTED: a root directory that chroot() alone has given
 * @HOLDFAST: that Holdfast is there
 */
enum escape_need {
	INIT_USER = 1 << 0,
	INIT_CAPS = 1 << 1,
	OWN_CAPS = 1 << 2,
	HOST_PID = 1 << 3,
	HOST_NET = 1 << 4,
	HOST_UTS = 1 << 5,
	HOST_IPC = 1 << 6,
	HOST_CGROUP = 1 << 7,
	UNMASKED = 1 << 8,
	LEAK = 1 << 9,
	HOST_SYS = 1 << 10,
	CHROOTED = 1 << 11,
	HOLDFAST = 1 << 12,
};

#define PRIVILEGED	(INIT_USER | INIT_CAPS | OWN_CAPS)
#define HOST_SPACES	(HOST_PID | HOST_NET | HOST_UTS | HOST_IPC | HOST_CGROUP)

/**
 * enum escape_kind - what must come of a row with Holdfast
 *
 * @HELD: it is refused
 * @HONEST: it is no way out: it works, and nothing is reported
 * @ALONE: the default policy allows it: it is refused under one that allows all
 *	but this operation
 * @NATIVE: the kernel itself does it for nobody, with Holdfast and without
 */
enum escape_kind {
	HELD,
	HONEST,
	ALONE,
	NATIVE,
};

/**
 * struct escape - a way out, or what looks like one
 *
 * @id: in the catalogue: a letter for its kind, and a number
 * @name: the attempt of breakout that goes this way
 * @as: what it is tried from: thread, orphan, vfork, memfd, nested, or NULL
 * @refs: vulnerabilities, tools and techniques it is known from
 * @sequence: its first privileged step
 * @needs: enum escape_need; where a context gives less, the kernel itself must
 *	hold it
 * @own: those of them without which it reaches the container's own things, and
 *	is no way out; of what is honest, those with which it is not
 * @hook: the function that must be hooked to hold it
 * @op: enum holdfast_op of the event
 * @err: errno that the program sees
 * @marks: leaves a mark on the host
 * @host_err: what a host task sees with Holdfast, 0: it works
 * @module_err: the same where Holdfast is a module, 0: as where it is built in
 * @kind: what must come of it
 */
struct escape {
	const char *id;
	const char *name;
	const char *as;
	const char *refs;
	const char *sequence;
	unsigned int needs;
	unsigned int own;
	const char *hook;
	enum holdfast_op op;
	int err;
	bool marks;
	int host_err;
	int module_err;
	enum escape_kind kind;
};

/* No way out: a container may do that. */
#define WORKS(ID, NAME, SEQUENCE, NEEDS, HOOK)				\
	{ ID, NAME, NULL, NULL, SEQUENCE, NEEDS, 0, HOOK, .kind = HONEST }

/* The default policy lets it. */
#define MAY(ID, NAME, SEQUENCE, NEEDS, HOOK, OP, ERR)			\
	{ ID, NAME, NULL, NULL, SEQUENCE, NEEDS, 0, HOOK,		\
	  HOLDFAST_OP_##OP, ERR, .kind = ALONE }

/* A way that the kernel itself has closed. */
#define CLOSED(ID, NAME, SEQUENCE, NEEDS)				\
	{ ID, NAME, NULL, NULL, SEQUENCE, NEEDS, 0, "", .kind = NATIVE }

/**
 * struct escape_class - ways of one kind, ended by an empty one
 *
 * @name: the kind
 * @escapes: the table
 */
struct escape_class {
	const char *name;
	const struct escape *escapes;
};

/**
 * struct escape_context - a kind of container
 *
 * @name: what it is called
 * @gives: enum escape_need
 * @options: how it is made
 * @special: only for what needs one of these
 * @usual: also when there is not much time
 */
struct escape_context {
	const char *name;
	unsigned int gives;
	unsigned int special;
	bool usual;
	struct container_options options;
};

extern const struct escape escape_namespace[];
extern const struct escape escape_mount[];
extern const struct escape escape_module[];
extern const struct escape escape_capability[];
extern const struct escape escape_kernel_file[];
extern const struct escape escape_device[];
extern const struct escape escape_process[];
extern const struct escape escape_outside[];
extern const struct escape escape_bpf[];
extern const struct escape escape_surface[];
extern const struct escape escape_self[];

/* Ended by one without a name. */
extern const struct escape_context escape_contexts[];

#endif /* ESCAPE_H */
