// SPDX-License-Identifier: GPL-2.0-only
/*
 * bench: nothing at all, and files
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "bench.h"

#define FILE_NAME	BENCH_DIR "/file"
#define NEW_FILE	BENCH_DIR "/new"

static int run_getppid(void)
{
	syscall(SYS_getppid);
	return 0;
}

static int open_close(const char *path, int flags)
{
	int fd = open(path, flags, 0644);

	if (fd < 0)
		return -errno;
	close(fd);
	return 0;
}

static int make_file(void)
{
	return open_close(FILE_NAME, O_RDWR | O_CREAT);
}

static void remove_file(void)
{
	unlink(FILE_NAME);
}

static int run_open(void)
{
	return open_close(FILE_NAME, O_RDONLY);
}

static int run_create(void)
{
	int err = open_close(NEW_FILE, O_RDWR | O_CREAT | O_EXCL);

	if (err)
		return err;
	return unlink(NEW_FILE) ? -errno : 0;
}

static int run_stat(void)
{
	struct stat st;

	return stat(FILE_NAME, &st) ? -errno : 0;
}

static int run_device(void)
{
	return open_close("/dev/null", O_RDWR);
}

static int run_control(void)
{
	return open_close("/proc/sys/kernel/hostname", O_WRONLY);
}

const struct bench_op bench_file_ops[] = {
	{ "getppid", 201, false, NULL, run_getppid },
	{ "open+close", 201, false, make_file, run_open, remove_file },
	{ "create+unlink", 101, false, NULL, run_create },
	{ "stat", 201, false, make_file, run_stat, remove_file },
	{ "open-device", 201, true, NULL, run_device },
	{ "open-control-file", 201, true, NULL, run_control },
	{ }
};
