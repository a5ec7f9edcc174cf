// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a capability against the initial user namespace gives.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/fs.h>
#include <linux/kd.h>
#include <linux/netlink.h>
#include <linux/perf_event.h>
#include <linux/reboot.h>
#include <stdio.h>
#include <string.h>
#include <sys/fanotify.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/quota.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/swap.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>
#ifdef __x86_64__
#include <sys/io.h>
#endif

#include "breakout.h"

#define SWAP_SIZE	(1 << 20)

/* EXT4_IOC_RESIZE_FS, which has no header. */
#define EXT4_RESIZE	_IOW('f', 16, unsigned long long)

/* A header that the kernel takes for a swap area. */
static int swap_make(const char *path)
{
	static char page[4096];
	unsigned int *header = (unsigned int *)(page + 1024);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600), i;

	if (fd < 0)
		return -1;
	for (i = 1; i < SWAP_SIZE / 4096; i++)
		pwrite(fd, page, sizeof(page), i * 4096L);
	header[0] = 1;
	header[1] = SWAP_SIZE / 4096 - 1;
	memcpy(page + sizeof(page) - 10, "SWAPSPACE2", 10);
	pwrite(fd, page, sizeof(page), 0);
	fsync(fd);
	close(fd);
	return 0;
}

/* The volume is on the host's disk, which can be swapped to. */
static enum breakout_outcome do_swapon(const struct breakout_attempt *attempt)
{
	char path[128];

	(void)attempt;
	snprintf(path, sizeof(path), "%s/swap", breakout_volume());
	if (swap_make(path))
		return breakout_untried("no volume");
	if (swapon(path, 0)) {
		enum breakout_outcome outcome = breakout_failed("swapon");

		unlink(path);
		return outcome;
	}
	if (swapoff(path))
		return breakout_untried("swapoff: %s",
					breakout_errno_name(errno));
	unlink(path);
	return breakout_escaped("the host swapped into a file");
}

static enum breakout_outcome do_acct(const struct breakout_attempt *attempt)
{
	char path[128];
	enum breakout_outcome outcome;
	struct stat st = { };

	(void)attempt;
	snprintf(path, sizeof(path), "%s/acct", breakout_volume());
	close(open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
	if (acct(path)) {
		outcome = breakout_failed("acct");
		unlink(path);
		return outcome;
	}
	acct(NULL);
	stat(path, &st);
	unlink(path);
	return breakout_escaped("accounting was switched");
}

/* Asks for the disk's quota file, which it has not: ESRCH is past the door. */
static enum breakout_outcome do_quotactl(const struct breakout_attempt *attempt)
{
	int fd = open(breakout_volume(), O_RDONLY | O_DIRECTORY);

	(void)attempt;
	if (fd < 0)
		return breakout_untried("no volume");
	if (syscall(SYS_quotactl_fd, fd, QCMD(Q_QUOTAOFF, USRQUOTA), 0, NULL) &&
	    errno != ESRCH && errno != EINVAL && errno != ENOSYS)
		return breakout_failed("quotactl_fd");
	return breakout_escaped("quotactl_fd() got to the filesystem");
}

/* To a size that ext4 says no to, which it says who got that far. */
static enum breakout_outcome resize(const struct breakout_attempt *attempt)
{
	int fd = open(breakout_volume(), O_RDONLY | O_DIRECTORY);
	unsigned long long blocks = 1;

	(void)attempt;
	if (fd < 0)
		return breakout_untried("no volume");
	if (!ioctl(fd, EXT4_RESIZE, &blocks))
		return breakout_untried("it has one block");
	if (errno != EINVAL)
		return breakout_failed("ioctl");
	return breakout_escaped("ext4 looked at the size");
}

/*
 * What F1 types on the machine's keyboard: a command, for whoever sits there.
 * The console was left open, by a runtime or as /dev/console.
 */
static enum breakout_outcome keymap(const struct breakout_attempt *attempt)
{
	struct kbsentry old = { }, new = { .kb_string = "breakout" }, now = { };

	(void)attempt;
	if (ioctl(LEAKED_CONSOLE, KDGKBSENT, &old))
		return breakout_untried("no console");
	if (ioctl(LEAKED_CONSOLE, KDSKBSENT, &new))
		return breakout_failed("ioctl");
	ioctl(LEAKED_CONSOLE, KDGKBSENT, &now);
	ioctl(LEAKED_CONSOLE, KDSKBSENT, &old);
	if (strcmp((char *)now.kb_string, (char *)new.kb_string))
		return breakout_untried("F1 types %s", now.kb_string);
	return breakout_escaped("F1 of the host typed %s", now.kb_string);
}

static enum breakout_outcome set_time(const struct breakout_attempt *attempt)
{
	struct timeval now, set, old;

	(void)attempt;
	gettimeofday(&old, NULL);
	set = old;
	set.tv_sec += 7200;
	if (settimeofday(&set, NULL))
		return breakout_failed("settimeofday");
	gettimeofday(&now, NULL);
	settimeofday(&old, NULL);
	if (now.tv_sec < set.tv_sec)
		return breakout_untried("the time did not change");
	return breakout_escaped("the host's clock was two hours ahead");
}

static enum breakout_outcome do_syslog(const struct breakout_attempt *attempt)
{
	static char text[4096];
	int len = klogctl(3, text, sizeof(text) - 1);

	(void)attempt;
	if (len < 0)
		return breakout_failed("syslog");
	if (!len)
		return breakout_untried("the kernel's log is empty");
	return breakout_escaped("read the kernel's log");
}

#ifdef __x86_64__
/* SeaBIOS' debug port answers 0xe9; any other value is as good a proof. */
static enum breakout_outcome do_iopl(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (iopl(3))
		return breakout_failed("iopl");
	return breakout_escaped("read port 0x64: %#x", inb(0x64));
}

static enum breakout_outcome do_ioperm(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (ioperm(0x64, 1, 1))
		return breakout_failed("ioperm");
	return breakout_escaped("read port 0x64: %#x", inb(0x64));
}
#else
static enum breakout_outcome do_iopl(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return breakout_absent("I/O ports");
}

static enum breakout_outcome do_ioperm(const struct breakout_attempt *attempt)
{
	return do_iopl(attempt);
}
#endif

/* Everything that runs on a CPU, not ourselves only. */
static enum breakout_outcome perf_cpu(const struct breakout_attempt *attempt)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_CONTEXT_SWITCHES,
	};

	(void)attempt;
	if (syscall(SYS_perf_event_open, &attr, -1, 0, -1, 0) < 0)
		return breakout_failed("perf_event_open");
	return breakout_escaped("watches a CPU");
}

/* Whether ctrl-alt-del resets at once: what reboot() can do and undo. */
static enum breakout_outcome do_reboot(const struct breakout_attempt *attempt)
{
	const char *path = "/proc/sys/kernel/ctrl-alt-del";
	char old[16] = "", now[16] = "";

	(void)attempt;
	breakout_read(path, old, sizeof(old));
	if (syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		    *old == '1' ? LINUX_REBOOT_CMD_CAD_OFF :
				  LINUX_REBOOT_CMD_CAD_ON, NULL))
		return breakout_failed("reboot");
	breakout_read(path, now, sizeof(now));
	syscall(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2,
		*old == '1' ? LINUX_REBOOT_CMD_CAD_ON :
			      LINUX_REBOOT_CMD_CAD_OFF, NULL);
	if (!strcmp(old, now))
		return breakout_untried("ctrl-alt-del stays %s", now);
	return breakout_escaped("ctrl-alt-del became %s", now);
}

/* Thawed at once. */
static enum breakout_outcome freeze(const struct breakout_attempt *attempt)
{
	int fd = open(breakout_volume(), O_RDONLY | O_DIRECTORY);

	(void)attempt;
	if (fd < 0)
		return breakout_untried("no volume");
	if (ioctl(fd, FIFREEZE, 0))
		return breakout_failed("ioctl");
	if (ioctl(fd, FITHAW, 0))
		return breakout_untried("thaw: %s", breakout_errno_name(errno));
	return breakout_escaped("the host's disk was frozen");
}

/*
 * All of the disk, not the folder that we see: what is opened, or the names and
 * handles of that, for which any user has a group.
 */
static enum breakout_outcome fanotify(const struct breakout_attempt *attempt)
{
	int fd = fanotify_init(attempt->arg ? FAN_REPORT_DFID_NAME :
					      FAN_CLASS_CONTENT, O_RDONLY);

	if (fd < 0)
		return breakout_failed("fanotify_init");
	if (fanotify_mark(fd, FAN_MARK_ADD | FAN_MARK_FILESYSTEM, FAN_OPEN,
			  AT_FDCWD, breakout_volume()))
		return breakout_failed("fanotify_mark");
	close(fd);
	return breakout_escaped("watched the host's disk");
}

/* In a container that shares the host's UTS namespace. */
static enum breakout_outcome hostname(const struct breakout_attempt *attempt)
{
	char old[65] = "", now[65] = "";

	(void)attempt;
	gethostname(old, sizeof(old));
	if (sethostname("breakout", 8))
		return breakout_failed("sethostname");
	gethostname(now, sizeof(now));
	sethostname(old, strlen(old));
	if (strcmp(now, "breakout"))
		return breakout_untried("the name is %s", now);
	return breakout_escaped("the host was called breakout");
}

static enum breakout_outcome alarm_clock(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (timerfd_create(CLOCK_BOOTTIME_ALARM, TFD_CLOEXEC) < 0)
		return breakout_failed("timerfd_create");
	return breakout_escaped("can wake the host up");
}

/* Ask whether auditing is on; who may ask may switch it off. */
static enum breakout_outcome audit(const struct breakout_attempt *attempt)
{
	struct {
		struct nlmsghdr nlh;
		char rest[8192];
	} message = { .nlh = {
		.nlmsg_len = NLMSG_LENGTH(0),
		.nlmsg_type = AUDIT_GET,
		.nlmsg_flags = NLM_F_REQUEST,
	} };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	const struct nlmsgerr *error = NLMSG_DATA(&message.nlh);

	(void)attempt;
	if (fd < 0 || send(fd, &message, message.nlh.nlmsg_len, 0) < 0)
		return breakout_failed("send");
	if (recv(fd, &message, sizeof(message), 0) < 0)
		return breakout_failed("recv");
	close(fd);
	errno = message.nlh.nlmsg_type == NLMSG_ERROR ? -error->error : 0;
	if (errno)
		return breakout_failed("netlink");
	return breakout_escaped("auditing answers");
}

/* Programs, their arguments and users, of all that is audited. */
static enum breakout_outcome audit_listen(const struct breakout_attempt *attempt)
{
	const struct sockaddr_nl group = {
		.nl_family = AF_NETLINK,
		.nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1),
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("socket");
	if (bind(fd, (const struct sockaddr *)&group, sizeof(group)))
		return breakout_failed("bind");
	close(fd);
	return breakout_escaped("listens to the audit log");
}

const struct breakout_attempt breakout_capability[] = {
	{ "fifreeze", "freeze the host's disk", freeze },
	{ "fanotify", "watch all files of the host's disk", fanotify },
	{ "fanotify-names", "watch the names of all its files", fanotify,
	  "names" },
	{ "sethostname", "change the host's name", hostname },
	{ "wake-alarm", "make an alarm that wakes the host", alarm_clock },
	{ "audit", "control the host's audit", audit },
	{ "audit-listen", "listen to the host's audit log", audit_listen },
	{ "swapon", "have the host swap into a file", do_swapon },
	{ "acct", "have the host account into a file", do_acct },
	{ "quotactl", "switch the quotas of the host's disk", do_quotactl },
	{ "resize", "resize the filesystem of the host's disk", resize },
	{ "keymap", "change what a key of the host types", keymap },
	{ "settimeofday", "set the host's clock", set_time },
	{ "syslog", "read the kernel's log", do_syslog },
	{ "iopl", "all I/O ports", do_iopl },
	{ "ioperm", "one I/O port", do_ioperm },
	{ "perf", "watch all tasks of a CPU with perf_event_open()", perf_cpu },
	{ "reboot", "change what ctrl-alt-del does with reboot()", do_reboot },
	{ }
};
