// SPDX-License-Identifier: GPL-2.0-only
/*
 * The BPF twin, user side.
 *
 *	twin allowed|denied OBJECT
 *
 * Loads it, so that containers may do all that bench does or as little as
 * denied.holdfast says, says 'ready', and reads its events until it is ended. It
 * says then how many there were.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "twin.h"

/* As often as Holdfast sends what is new. */
#define READ_USECS	50000

static volatile sig_atomic_t ended;
static unsigned long long events;

static void end(int sig)
{
	ended = 1;
}

static int fail(const char *what, int err)
{
	fprintf(stderr, "twin: %s: %s\n", what, strerror(err < 0 ? -err : err));
	return -1;
}

static int count_event(void *ctx, void *data, size_t size)
{
	events++;
	return 0;
}

static int set_profile(struct bpf_object *object, bool allowed)
{
	struct bpf_map *map = bpf_object__find_map_by_name(object, ".rodata");
	struct twin_profile profile = { .capabilities = ~0ULL };
	size_t size;
	char *data;

	data = map ? (char *)bpf_map__initial_value(map, &size) : NULL;
	if (!data || size < sizeof(profile))
		return fail("its profile", ENOENT);
	profile.allow = allowed ? (1ULL << TWIN_NR_OPS) - 1 :
				  1ULL << TWIN_NS_CREATE_UTS;
	/* the first variable of the section is 'first' */
	memcpy(data, &profile, sizeof(profile));
	return 0;
}

static int map_fd(struct bpf_object *object, const char *name)
{
	return bpf_object__find_map_fd_by_name(object, name);
}

static int list(struct bpf_object *object)
{
	/* character devices of memory and terminals, as the policy has them */
	static const unsigned int devices[][2] = {
		{ 1, 3 }, { 1, 5 }, { 1, 7 }, { 1, 8 }, { 1, 9 },
		{ 5, 0 }, { 5, 1 }, { 5, 2 }, { 10, 200 }, { 10, 229 },
	};
	static const char *const types[] = {
		"tmpfs", "ramfs", "proc", "sysfs", "devpts", "mqueue",
		"cgroup2", "overlay", "fuse", "fusectl", "hugetlbfs",
	};
	static const unsigned long long magics[] = {
		0x9fa0, 0x62656572, 0x63677270, 0x27e0eb, 0x64626720,
		0x74726163, 0x73636673, 0xcafe4a11, 0x42494e4d,
	};
	const unsigned int one = 1;
	char name[32];
	size_t i;
	int err = 0;

	for (i = 0; i < sizeof(devices) / sizeof(devices[0]); i++) {
		unsigned long long key = (unsigned long long)S_IFCHR << 32 |
					 devices[i][0] << 20 | devices[i][1];

		err |= bpf_map_update_elem(map_fd(object, "devices"), &key,
					   &one, BPF_ANY);
	}
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		memset(name, 0, sizeof(name));
		strcpy(name, types[i]);
		err |= bpf_map_update_elem(map_fd(object, "fs_types"), name,
					   &one, BPF_ANY);
	}
	for (i = 0; i < sizeof(magics) / sizeof(magics[0]); i++)
		err |= bpf_map_update_elem(map_fd(object, "kernel_filesystems"),
					   &magics[i], &one, BPF_ANY);
	return err ? fail("its lists", errno) : 0;
}

static int look_at_host(struct bpf_object *object)
{
	struct bpf_program *program =
		bpf_object__find_program_by_name(object, "look_at_host");
	LIBBPF_OPTS(bpf_test_run_opts, options);
	int err;

	err = bpf_prog_test_run_opts(bpf_program__fd(program), &options);
	return err ? fail("look_at_host", err) : 0;
}

static int attach(struct bpf_object *object)
{
	struct bpf_program *program;

	bpf_object__for_each_program(program, object)
		if (bpf_program__type(program) == BPF_PROG_TYPE_LSM &&
		    !bpf_program__attach(program))
			return fail(bpf_program__name(program), errno);
	return 0;
}

static int start(struct bpf_object *object, bool allowed)
{
	int err = set_profile(object, allowed);

	if (err)
		return err;
	err = bpf_object__load(object);
	if (err)
		return fail("the kernel refuses it", err);
	return list(object) ?: look_at_host(object) ?: attach(object);
}

int main(int argc, char **argv)
{
	const struct sigaction action = { .sa_handler = end };
	struct bpf_object *object;
	struct ring_buffer *ring;

	if (argc != 3 ||
	    (strcmp(argv[1], "allowed") && strcmp(argv[1], "denied"))) {
		fprintf(stderr, "usage: twin allowed|denied OBJECT\n");
		return 2;
	}
	sigaction(SIGTERM, &action, NULL);
	object = bpf_object__open_file(argv[2], NULL);
	if (!object)
		return fail(argv[2], errno) ? 1 : 0;
	if (start(object, !strcmp(argv[1], "allowed")))
		return 1;
	ring = ring_buffer__new(map_fd(object, "events"), count_event, NULL,
				NULL);
	if (!ring)
		return fail("its ring buffer", errno) ? 1 : 0;
	printf("ready\n");
	fflush(stdout);
	while (!ended) {
		usleep(READ_USECS);
		ring_buffer__consume(ring);
	}
	printf("%llu events\n", events);
	return 0;
}
