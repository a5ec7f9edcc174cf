// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: mounts
 */
#include <errno.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bench.h"

#define POINT	BENCH_DIR "/point"

static int make_point(void)
{
	return mkdir(POINT, 0755) ? -errno : 0;
}

static void remove_point(void)
{
	rmdir(POINT);
}

static int mount_umount(const char *source, const char *type,
			unsigned long flags)
{
	if (mount(source, POINT, type, flags, NULL))
		return -errno;
	return umount(POINT) ? -errno : 0;
}

static int run_tmpfs(void)
{
	return mount_umount("tmpfs", "tmpfs", 0);
}

static int run_bind(void)
{
	return mount_umount(BENCH_DIR, NULL, MS_BIND);
}

const struct bench_op bench_mount_ops[] = {
	{ "mount-tmpfs", 51, true, make_point, run_tmpfs, remove_point },
	{ "mount-bind", 51, true, make_point, run_bind, remove_point },
	{ }
};
