// SPDX-License-Identifier: GPL-2.0-only
/*
 * mount() against a thread that swaps what it is told: the type in memory, and
 * the link that the source is. Half of that is harmless, the other half the
 * host's disk.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "race.h"

#define SOURCE	"/tmp/source"
#define OTHER	"/tmp/other"
#define THERE	"/tmp/there"

/* One store changes it, so that it is one or the other. */
union type {
	char text[8];
	atomic_uint_least64_t word;
};

static union type type = { "tmpfs" };
static atomic_bool over;

static void *swap(void *arg)
{
	const union type harmless = { "tmpfs" }, disk = { "ext4" };

	while (!over) {
		type.word = disk.word;
		renameat2(AT_FDCWD, SOURCE, AT_FDCWD, OTHER, RENAME_EXCHANGE);
		type.word = harmless.word;
	}
	return NULL;
}

static bool is_disk(void)
{
	struct statfs fs;

	return !statfs(THERE, &fs) && fs.f_type == EXT4_SUPER_MAGIC;
}

enum breakout_outcome race_source(void)
{
	bool disk = false;
	pthread_t thread;
	long i, own = 0;

	mkdir("/tmp", 01777);
	mkdir(THERE, 0755);
	if (symlink("/dev/vda", SOURCE) || symlink("/dev/null", OTHER) ||
	    pthread_create(&thread, NULL, swap, NULL))
		return breakout_untried("no files");
	for (i = 0; i < race_shared->rounds && !disk; i++) {
		if (!mount(SOURCE, THERE, type.text, 0, NULL)) {
			disk = is_disk();
			own += !disk;
			umount2(THERE, MNT_DETACH);
		} else if (errno == EPERM) {
			race_shared->refused++;
		}
		race_shared->raced++;
	}
	over = true;
	pthread_join(thread, NULL);
	if (disk)
		return breakout_escaped("mounted the host's disk, round %ld",
					i);
	if (!own)
		return breakout_untried("nothing was ever mounted");
	return race_verdict("mount");
}
