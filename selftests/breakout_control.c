// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control files and folders of the host, changed without opening one.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/klog.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"

/* A cgroup that is there beside that of the container. */
#define SPARE_GROUP	"/sys/fs/cgroup/" SPARE

static enum breakout_outcome group_rmdir(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (rmdir(LOST_GROUP))
		return breakout_failed("rmdir");
	if (mkdir(LOST_GROUP, 0755))
		return breakout_untried("it does not come back: %s",
					breakout_errno_name(errno));
	return breakout_escaped("removed a cgroup of the host");
}

static enum breakout_outcome group_mode(const struct breakout_attempt *attempt)
{
	struct stat now = { };

	(void)attempt;
	if (chmod(SPARE_GROUP "/cgroup.procs", 0666))
		return breakout_failed("chmod");
	stat(SPARE_GROUP "/cgroup.procs", &now);
	chmod(SPARE_GROUP "/cgroup.procs", 0644);
	if ((now.st_mode & 0777) != 0666)
		return breakout_untried("its mode is %o", now.st_mode);
	return breakout_escaped("all could write a cgroup of the host");
}

static enum breakout_outcome group_unmark(const struct breakout_attempt *a)
{
	char value[4];

	(void)a;
	if (removexattr(SPARE_GROUP, SPARE_XATTR))
		return breakout_failed("removexattr");
	if (getxattr(SPARE_GROUP, SPARE_XATTR, value, sizeof(value)) >= 0 ||
	    setxattr(SPARE_GROUP, SPARE_XATTR, "1", 1, 0))
		return breakout_untried("it did not go");
	return breakout_escaped("took the mark of a cgroup of the host");
}

static enum breakout_outcome group_rename(const struct breakout_attempt *a)
{
	const char *dir = access(CGROUP1, F_OK) ? HOST_CGROUP1 : CGROUP1;
	char from[128], to[128];

	(void)a;
	snprintf(from, sizeof(from), "%s/" SPARE, dir);
	snprintf(to, sizeof(to), "%s/renamed", dir);
	if (rename(from, to))
		return breakout_failed("rename");
	if (access(to, F_OK) || rename(to, from))
		return breakout_untried("it does not come back: %s",
					breakout_errno_name(errno));
	return breakout_escaped("renamed a cgroup of the host");
}

/* Links are what can be made there without a program or map. */
static enum breakout_outcome bpf_unlink(const struct breakout_attempt *attempt)
{
	static const char path[] = "/sys/fs/bpf/" SPARE;

	(void)attempt;
	if (unlink(path))
		return breakout_failed("unlink");
	if (symlink(SPARE, path))
		return breakout_untried("it does not come back: %s",
					breakout_errno_name(errno));
	return breakout_escaped("removed what the host had in bpffs");
}

/* Who has it open is not asked again. */
static enum breakout_outcome kmsg(const struct breakout_attempt *attempt)
{
	char text[256];
	int fd = open("/proc/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	if (read(fd, text, sizeof(text)) < 0 && errno != EAGAIN)
		return breakout_failed("read");
	close(fd);
	return breakout_escaped("read the kernel's log");
}

/*
 * Has the kernel read a policy for what it measures. It is no policy, which
 * the kernel says who got that far.
 */
static enum breakout_outcome ima_policy(const struct breakout_attempt *attempt)
{
	static const char file[] = "/tmp/no-policy";
	char path[] = "/sys/kernel/security/ima/policy";
	int fd;

	(void)attempt;
	mkdir("/tmp", 01777);
	fd = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0 || write(fd, "nonsense\n", 9) != 9)
		return breakout_untried("no file");
	close(fd);
	if (!breakout_write(path, file))
		return breakout_untried("nonsense is a policy");
	unlink(file);
	if (errno != EINVAL)
		return breakout_failed("write");
	return breakout_escaped("the kernel read a policy");
}

const struct breakout_attempt breakout_control[] = {
	{ "cgroup2-rmdir", "remove a cgroup of the host", group_rmdir },
	{ "cgroup2-chmod", "let all write a cgroup of the host", group_mode },
	{ "cgroup2-unmark", "take the mark of a cgroup of the host",
	  group_unmark },
	{ "cgroup1-rename", "rename a cgroup of the host", group_rename },
	{ "bpffs-unlink", "remove what the host has in bpffs", bpf_unlink },
	{ "proc-kmsg", "read the kernel's log at /proc/kmsg", kmsg },
	{ "ima-policy", "have the kernel read another policy", ima_policy },
	{ }
};
