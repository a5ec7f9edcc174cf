/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - every numeric bound
 */

#ifndef _HOLDFAST_LIMITS_H
#define _HOLDFAST_LIMITS_H

#include <linux/capability.h>
#include <uapi/linux/holdfast.h>

/* Operations, classes and scopes; the last one of each enum plus one. */
#define HOLDFAST_NR_OPS		(HOLDFAST_OP_SELF_CONTROL + 1)
#define HOLDFAST_NR_CLASSES	(HOLDFAST_CLASS_SELF + 1)
#define HOLDFAST_NR_SCOPES	(HOLDFAST_SCOPE_PCICONFIG_WRITE + 1)

/* A policy. */
#define HOLDFAST_MAX_PROFILES	1000
#define HOLDFAST_MAX_RULES	10000
#define HOLDFAST_MAX_GLOBS	256	/* of each list */
#define HOLDFAST_MAX_DEVICES	1024
#define HOLDFAST_MAX_MAJOR	((1U << 12) - 1)
#define HOLDFAST_MAX_MINOR	((1U << 20) - 1)

static_assert(HOLDFAST_SOCKET_MAX >= HOLDFAST_ALIAS_MAX);
static_assert(HOLDFAST_SOCKET_MAX >= HOLDFAST_FS_TYPE_MAX);

/* Bytes of a policy that is signed; a larger one can be loaded unsigned. */
#define HOLDFAST_MAX_COMPILED	(16U << 20)

/* In place of a rule's index. */
#define HOLDFAST_NO_RULE	U32_MAX

/* Containers inside containers; deeper ones stay in the one around them. */
#define HOLDFAST_MAX_DEPTH	32

/* Bytes of a text in an event, with the terminator; longer ones are cut. */
#define HOLDFAST_TEXT_SIZE	256

/* Events that the ring keeps. */
#define HOLDFAST_RING_SIZE	2048
#define HOLDFAST_RING_MIN	64
#define HOLDFAST_RING_MAX	131072

/*
 * Events that a share can have open: so many with their objects, the others
 * with what their operation tells. Of a profile that complains, which somebody
 * wants to learn from, all with their objects.
 */
#define HOLDFAST_OPEN_DETAILED	32
#define HOLDFAST_OPEN_MAX	256

/* Hash bits: labelled tasks, owners of namespaces, of sockets, assignments. */
#define HOLDFAST_LABEL_BITS	16
#define HOLDFAST_OWNER_BITS	14
#define HOLDFAST_SOCKET_BITS	10
#define HOLDFAST_ASSIGNMENT_BITS	10

/* The sets are u64 masks. */
static_assert(HOLDFAST_NR_OPS <= 64);
static_assert(HOLDFAST_NR_CLASSES <= 32);
/* The last two are never allowed. */
static_assert(HOLDFAST_OP_STATE_FORGED + 2 == HOLDFAST_NR_OPS);
static_assert(HOLDFAST_NR_SCOPES <= 64);
static_assert(CAP_LAST_CAP < 64);

#endif /* _HOLDFAST_LIMITS_H */
