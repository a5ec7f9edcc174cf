// SPDX-License-Identifier: GPL-2.0-only
/*
 * bpf(): programs that the kernel runs, and where it runs them.
 */
#include <errno.h>

#include "escape.h"

#define BPF(ID, NAME, AS, SEQUENCE, HOOK)				\
	{ ID, "bpf-" NAME, AS, NULL, SEQUENCE, PRIVILEGED, 0, HOOK,	\
	  HOLDFAST_OP_BPF_ANY, EPERM }

#define PROGRAM(NAME, REFS)						\
	{ "N01", "bpf-" NAME, NULL, REFS, "bpf(PROG_LOAD, " NAME ")",	\
	  PRIVILEGED, 0, "security_bpf", HOLDFAST_OP_BPF_ANY, EPERM }

/* Of the one type that a runtime needs. */
#define FILTER(WHAT)							\
	BPF("N01", "filter-" WHAT, NULL,				\
	    "bpf(PROG_LOAD, cgroup device) with a " WHAT, "bpf_check")

const struct escape escape_bpf[] = {
	BPF("N01", "map", NULL, "bpf(MAP_CREATE)", "security_bpf"),
	BPF("R07", "map-32", NULL, "bpf(MAP_CREATE) by int 0x80",
	    "security_bpf"),
	BPF("N01", "array", NULL, "bpf(MAP_CREATE)", "security_bpf"),
	PROGRAM("socket", "CVE-2022-23222"),
	PROGRAM("kprobe", NULL),
	PROGRAM("sched", NULL),
	PROGRAM("tracepoint", NULL),
	PROGRAM("xdp", NULL),
	PROGRAM("perf", NULL),
	PROGRAM("cgroup-skb", NULL),
	PROGRAM("cgroup-sock", NULL),
	PROGRAM("raw-tracepoint", NULL),
	PROGRAM("cgroup-sysctl", NULL),
	FILTER("call"),
	FILTER("map"),
	FILTER("loop"),
	FILTER("store"),
	FILTER("add"),
	FILTER("long"),
	BPF("N01", "filter-flags", NULL,
	    "bpf(PROG_LOAD, cgroup device) with flags", "security_bpf"),
	BPF("N04", "attach-own", NULL, "bpf(PROG_ATTACH) to the own cgroup",
	    "css_tryget_online_from_dir"),
	BPF("R05", "attach-own", "nested", "bpf(PROG_ATTACH) to the own cgroup",
	    "css_tryget_online_from_dir"),
	BPF("N04", "attach-own", "thread", "bpf(PROG_ATTACH) to the own cgroup",
	    "css_tryget_online_from_dir"),
	BPF("N04", "attach-top", NULL, "bpf(PROG_ATTACH) to the top cgroup",
	    "css_tryget_online_from_dir"),
	/* the kernel wants no capability for it */
	{ "N04", "bpf-detach-own", NULL, NULL,
	  "bpf(PROG_DETACH) from the own cgroup", 0, 0,
	  "css_tryget_online_from_dir", HOLDFAST_OP_BPF_ANY, EPERM },
	BPF("N02", "query-own", NULL, "bpf(PROG_QUERY) of the own cgroup",
	    "css_tryget_online_from_dir"),
	BPF("N04", "link", NULL, "bpf(LINK_CREATE) to an own cgroup",
	    "security_bpf"),
	BPF("N02", "by-id", NULL, "bpf(PROG_GET_FD_BY_ID)", "security_bpf"),
	/* the host mounts it in any user namespace: a container makes one */
	{ "N03", "bpf-token", NULL, NULL,
	  "bpf(TOKEN_CREATE) of a bpffs by which the host delegates", 0, 0,
	  "security_bpf", HOLDFAST_OP_BPF_ANY, EPERM },
	MAY("N04", "bpf-attach-inner",
	    "bpf(PROG_LOAD, PROG_ATTACH) to an inner cgroup", PRIVILEGED,
	    "security_bpf", BPF_OWN, EPERM),
	WORKS("N04", "bpf-attach-inner",
	      "bpf(PROG_LOAD, PROG_ATTACH) to an inner cgroup", PRIVILEGED,
	      "css_tryget_online_from_dir"),
	WORKS("N02", "bpf-probes", "what runc asks bpf()", PRIVILEGED,
	      "security_bpf"),
	{ }
};
