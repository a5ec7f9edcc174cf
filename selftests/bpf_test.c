// SPDX-License-Identifier: GPL-2.0-only
/*
 * Of bpf(), a container has what a runtime inside of it needs.
 */
#include "allowed_test.h"

#define OWN		.container = { .namespaces = ALL_NAMESPACES }
#define CAREFUL		.container = { .namespaces = ALL_NAMESPACES,	\
				       .docker_caps = true }

HELD(map, "bpf-map", BPF_ANY, EPERM);
HELD(map_32, "bpf-map-32", BPF_ANY, EPERM);
HELD(array, "bpf-array", BPF_ANY, EPERM);

HELD(socket, "bpf-socket", BPF_ANY, EPERM);
HELD(kprobe, "bpf-kprobe", BPF_ANY, EPERM);
HELD(sched, "bpf-sched", BPF_ANY, EPERM);
HELD(tracepoint, "bpf-tracepoint", BPF_ANY, EPERM);
HELD(xdp, "bpf-xdp", BPF_ANY, EPERM);
HELD(perf, "bpf-perf", BPF_ANY, EPERM);
HELD(cgroup_skb, "bpf-cgroup-skb", BPF_ANY, EPERM);
HELD(cgroup_sock, "bpf-cgroup-sock", BPF_ANY, EPERM);
HELD(raw_tracepoint, "bpf-raw-tracepoint", BPF_ANY, EPERM);
HELD(cgroup_sysctl, "bpf-cgroup-sysctl", BPF_ANY, EPERM);

HELD(filter_call, "bpf-filter-call", BPF_ANY, EPERM);
HELD(filter_map, "bpf-filter-map", BPF_ANY, EPERM);
HELD(filter_loop, "bpf-filter-loop", BPF_ANY, EPERM);
HELD(filter_store, "bpf-filter-store", BPF_ANY, EPERM);
HELD(filter_add, "bpf-filter-add", BPF_ANY, EPERM);
HELD(filter_long, "bpf-filter-long", BPF_ANY, EPERM);
HELD(filter_flags, "bpf-filter-flags", BPF_ANY, EPERM);

HELD(attach_own, "bpf-attach-own", BPF_ANY, EPERM);
HELD(attach_own_ns, "bpf-attach-own", BPF_ANY, EPERM, OWN);
HELD(attach_own_nested, "bpf-attach-own", BPF_ANY, EPERM, .as = "nested");
HELD(attach_own_thread, "bpf-attach-own", BPF_ANY, EPERM, .as = "thread");
HELD(attach_top, "bpf-attach-top", BPF_ANY, EPERM);
HELD(detach_own, "bpf-detach-own", BPF_ANY, EPERM);
/* The kernel wants no capability for that. */
HELD(detach_own_careful, "bpf-detach-own", BPF_ANY, EPERM, CAREFUL);
HELD(query_own, "bpf-query-own", BPF_ANY, EPERM);
HELD(link, "bpf-link", BPF_ANY, EPERM);
HELD(by_id, "bpf-by-id", BPF_ANY, EPERM);

ALLOWED(attach_inner, "bpf-attach-inner");
ALLOWED(attach_inner_ns, "bpf-attach-inner", OWN);
ALLOWED(probes, "bpf-probes");

TEST_HARNESS_MAIN
