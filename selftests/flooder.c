// SPDX-License-Identifier: GPL-2.0-only
/*
 * flooder noisy COUNT | flooder quiet NUMBER: what a container does in
 * flood_test. It tells how many of its calls worked and how many were refused.
 *
 * noisy: COUNT calls as fast as it can, of several processes, with ever new
 * names: every other one the same call, the others about ever new devices.
 * quiet: a call every now and then, about devices that no other has.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "flooder.h"

#define PROCESSES	4

static struct {
	unsigned int worked;
	unsigned int refused;
} *tally;

static void note(int ret)
{
	if (ret < 0 && errno == EPERM)
		__atomic_add_fetch(&tally->refused, 1, __ATOMIC_RELAXED);
	else if (ret >= 0)
		__atomic_add_fetch(&tally->worked, 1, __ATOMIC_RELAXED);
}

static void make_device(unsigned int major, unsigned int minor)
{
	char path[32];

	snprintf(path, sizeof(path), "/tmp/%u", getpid());
	note(mknod(path, S_IFBLK | 0600, makedev(major, minor)));
	unlink(path);
}

/* It is not written to, so nothing is changed where it works. */
static void open_core_pattern(void)
{
	int fd = open("/proc/sys/kernel/core_pattern", O_WRONLY | O_CLOEXEC);

	note(fd);
	if (fd >= 0)
		close(fd);
}

static void make_noise(unsigned int from, unsigned int to)
{
	char name[32];

	for (; from < to; from++) {
		snprintf(name, sizeof(name), "noise %u", from);
		prctl(PR_SET_NAME, name);
		if (from & 1)
			open_core_pattern();
		else
			make_device(FLOOD_NOISY_MAJOR, from);
	}
}

static void be_noisy(unsigned int count)
{
	const unsigned int each = count / PROCESSES;
	int i;

	for (i = 0; i < PROCESSES; i++) {
		if (fork())
			continue;
		make_noise(i * each, (i + 1) * each);
		_exit(0);
	}
	while (wait(NULL) > 0)
		;
}

static void be_quiet(unsigned int number)
{
	int i;

	for (i = 0; i < FLOOD_QUIET_CALLS; i++) {
		make_device(FLOOD_QUIET_MAJOR + number, i);
		usleep(100000);
	}
}

int main(int argc, char *argv[])
{
	if (argc != 3)
		return 2;
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (tally == MAP_FAILED)
		return 1;
	if (!strcmp(argv[1], "noisy"))
		be_noisy(atoi(argv[2]));
	else
		be_quiet(atoi(argv[2]));
	printf("%u %u\n", tally->worked, tally->refused);
	return 0;
}
