// SPDX-License-Identifier: GPL-2.0-only
/*
 * contain: run a static program in a container made by hand.
 *
 *	contain PROGRAM ARGUMENT...
 *	contain --status
 *	contain --events
 *
 * The second prints what Holdfast counts, one 'NAME NUMBER' a line; the third
 * its events: boot time, class, operation, errno, object, with tabs between.
 */
#include <stdio.h>
#include <string.h>

#include "container.h"
#include "netlink.h"

static int status(void)
{
	static const struct {
		const char *name;
		int attr;
	} numbers[] = {
		{ "containers", HOLDFAST_A_STATUS_CONTAINERS },
		{ "tasks", HOLDFAST_A_STATUS_TASKS },
		{ "namespaces", HOLDFAST_A_STATUS_NAMESPACES },
		{ "denials", HOLDFAST_A_STATUS_DENIALS },
		{ "no-memory", HOLDFAST_A_STATUS_NO_MEMORY },
		{ "killed", HOLDFAST_A_STATUS_KILLED },
	};
	size_t i;

	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		uint64_t value;
		int err = netlink_status(numbers[i].attr, &value);

		if (err) {
			fprintf(stderr, "contain: %s\n", strerror(-err));
			return 1;
		}
		printf("%s %llu\n", numbers[i].name,
		       (unsigned long long)value);
	}
	return 0;
}

static int events(void)
{
	static struct netlink_event all[4096];
	int count = netlink_events(0, all, sizeof(all) / sizeof(all[0])), i;

	if (count < 0) {
		fprintf(stderr, "contain: %s\n", strerror(-count));
		return 1;
	}
	for (i = 0; i < count; i++)
		printf("%llu\t%u\t%u\t%u\t%s\n",
		       (unsigned long long)all[i].last, all[i].class,
		       all[i].op, all[i].err, all[i].object);
	return 0;
}

int main(int argc, char **argv)
{
	const struct container_options options = { };
	char text[512];
	int ret;

	if (argc == 2 && !strcmp(argv[1], "--status"))
		return status();
	if (argc == 2 && !strcmp(argv[1], "--events"))
		return events();
	if (argc < 2) {
		fprintf(stderr, "usage: contain PROGRAM ARGUMENT...\n");
		return 2;
	}
	ret = container_run(&options, argv + 1, text, sizeof(text));
	if (*text)
		printf("%s\n", text);
	return ret;
}
