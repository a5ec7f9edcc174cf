// SPDX-License-Identifier: GPL-2.0-only
/*
 * Processes of the host, seen through a shared PID namespace.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <linux/perf_event.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "breakout.h"

/* The same program at the same address: no need to look for it. */
static void *const word = (void *)&breakout_victim_word;

static enum breakout_outcome proc_root(const struct breakout_attempt *attempt)
{
	(void)attempt;
	return breakout_prove("/proc/1/root");
}

static enum breakout_outcome proc_cwd(const struct breakout_attempt *attempt)
{
	char text[128];
	int fd = open("/proc/1/cwd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	/* wherever that is: up to the root of its mount */
	if (breakout_read_at(fd, "../../../../../.." HOST_SECRET, text,
			     sizeof(text)) < 0)
		return breakout_failed("openat");
	return breakout_escaped("read %s", text);
}

static enum breakout_outcome proc_chroot(const struct breakout_attempt *a)
{
	(void)a;
	if (chroot("/proc/1/root"))
		return breakout_failed("chroot");
	return breakout_prove("");
}

static enum breakout_outcome poke(pid_t pid, long request, const char *call)
{
	long seen;

	if (ptrace(request, pid, 0, 0))
		return breakout_failed(call);
	if (request == PTRACE_SEIZE)
		ptrace(PTRACE_INTERRUPT, pid, 0, 0);
	waitpid(pid, NULL, __WALL);
	if (ptrace(PTRACE_POKEDATA, pid, word, 1L))
		return breakout_failed("ptrace");
	seen = ptrace(PTRACE_PEEKDATA, pid, word, 0);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	if (seen != 1)
		return breakout_untried("its memory reads %lx", seen);
	return breakout_escaped("changed the memory of process %d", pid);
}

static enum breakout_outcome attach(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	if (pid < 0)
		return breakout_untried("no process to attack");
	return poke(pid, attempt->arg ? PTRACE_SEIZE : PTRACE_ATTACH,
		    "ptrace");
}

static enum breakout_outcome vm_write(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	long value = 2;
	struct iovec local = { &value, sizeof(value) };
	struct iovec remote = { word, sizeof(value) };

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (process_vm_writev(pid, &local, 1, &remote, 1, 0) < 0)
		return breakout_failed("process_vm_writev");
	return breakout_escaped("changed the memory of process %d", pid);
}

static int open_victim(const char *file, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s",
		 breakout_find(VICTIM_COMM), file);
	return open(path, flags | O_CLOEXEC);
}

static enum breakout_outcome proc_mem(const struct breakout_attempt *attempt)
{
	long value = 3;
	int fd = open_victim("mem", O_RDWR);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	if (pwrite(fd, &value, sizeof(value), (off_t)word) != sizeof(value))
		return breakout_failed("write");
	return breakout_escaped("changed the memory of a host process");
}

static enum breakout_outcome journal(int fd, const char *call)
{
	if (fd < 0)
		return breakout_failed(call);
	if (write(fd, "breakout\n", 9) != 9)
		return breakout_failed("write");
	return breakout_escaped("wrote a file that a host process has open");
}

static enum breakout_outcome proc_fd(const struct breakout_attempt *attempt)
{
	char file[16];

	(void)attempt;
	snprintf(file, sizeof(file), "fd/%d", VICTIM_FD);
	return journal(open_victim(file, O_RDWR), "open");
}

static enum breakout_outcome get_fd(const struct breakout_attempt *attempt)
{
	int pidfd = syscall(SYS_pidfd_open, breakout_find(VICTIM_COMM), 0);

	(void)attempt;
	if (pidfd < 0)
		return breakout_failed("pidfd_open");
	return journal(syscall(SYS_pidfd_getfd, pidfd, VICTIM_FD, 0),
		       "pidfd_getfd");
}

static enum breakout_outcome proc_environ(const struct breakout_attempt *a)
{
	char byte;
	int fd = open_victim("environ", O_RDONLY);

	(void)a;
	if (fd < 0 || read(fd, &byte, 1) < 0)
		return breakout_failed("open");
	return breakout_escaped("read the environment of a host process");
}

static enum breakout_outcome proc_exe(const struct breakout_attempt *attempt)
{
	int fd = open_victim("exe", O_RDONLY);

	(void)attempt;
	if (fd < 0)
		return breakout_failed("open");
	return breakout_escaped("opened the program of a host process");
}

static enum breakout_outcome do_kill(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (kill(pid, SIGUSR1))
		return breakout_failed("kill");
	return breakout_escaped("signalled process %d", pid);
}

/* It leads a process group of its own. */
static enum breakout_outcome group_kill(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (kill(-pid, SIGUSR1))
		return breakout_failed("kill");
	return breakout_escaped("signalled process group %d", pid);
}

static enum breakout_outcome pidfd_kill(const struct breakout_attempt *attempt)
{
	int pidfd = syscall(SYS_pidfd_open, breakout_find(VICTIM_COMM), 0);

	(void)attempt;
	if (pidfd < 0)
		return breakout_failed("pidfd_open");
	if (syscall(SYS_pidfd_send_signal, pidfd, SIGUSR1, NULL, 0))
		return breakout_failed("pidfd_send_signal");
	return breakout_escaped("signalled a host process");
}

/* It changes its niceness whenever it is signalled, for all to see. */
static int signals_of(pid_t pid)
{
	return getpriority(PRIO_PROCESS, pid);
}

/* Have the kernel signal it for us, for a pipe that became readable. */
static enum breakout_outcome sigio(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	int fds[2], i;

	(void)attempt;
	if (pid < 0 || pipe(fds))
		return breakout_untried("no process to attack");
	if (fcntl(fds[0], F_SETOWN, pid) ||
	    fcntl(fds[0], F_SETSIG, SIGUSR1) ||
	    fcntl(fds[0], F_SETFL, O_ASYNC | O_NONBLOCK))
		return breakout_failed("fcntl");
	i = signals_of(pid);
	if (write(fds[1], "x", 1) != 1)
		return breakout_failed("write");
	usleep(100000);
	if (signals_of(pid) == i) {
		errno = EPERM;
		return breakout_refused("SIGIO");
	}
	return breakout_escaped("the kernel signalled process %d for us", pid);
}

/* What others read from the terminal of our session, in which the host's are. */
static enum breakout_outcome type(const struct breakout_attempt *attempt)
{
	struct pollfd input = { .fd = LEAKED_TTY, .events = POLLIN };
	static char key = 'x', read_back;
	struct termios raw;
	int err;

	if (tcgetattr(LEAKED_TTY, &raw))
		return breakout_untried("no terminal");
	/* or there is nothing to read before a line is whole */
	cfmakeraw(&raw);
	tcsetattr(LEAKED_TTY, TCSANOW, &raw);
	if (attempt->arg)
		err = breakout_syscall32(NR32_IOCTL, LEAKED_TTY, TIOCSTI,
					 (long)&key, 0, 0);
	else
		err = ioctl(LEAKED_TTY, TIOCSTI, &key);
	if (err)
		return breakout_failed("ioctl");
	if (poll(&input, 1, 1000) != 1 || read(LEAKED_TTY, &read_back, 1) != 1 ||
	    read_back != key)
		return breakout_untried("nobody reads it");
	return breakout_escaped("typed for the host's session");
}

/* A limit of its, low enough to kill it; put back at once. */
static enum breakout_outcome limit(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	struct rlimit old, new, now;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (prlimit(pid, RLIMIT_NOFILE, NULL, &old))
		return breakout_failed("prlimit");
	new = old;
	new.rlim_cur = 64;
	if (prlimit(pid, RLIMIT_NOFILE, &new, NULL))
		return breakout_failed("prlimit");
	prlimit(pid, RLIMIT_NOFILE, &old, &now);
	if (now.rlim_cur != 64)
		return breakout_untried("its limit is not changed");
	return breakout_escaped("limited process %d", pid);
}

static enum breakout_outcome nicer(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	int old, now;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	old = getpriority(PRIO_PROCESS, pid);
	if (setpriority(PRIO_PROCESS, pid, 5))
		return breakout_failed("setpriority");
	now = getpriority(PRIO_PROCESS, pid);
	setpriority(PRIO_PROCESS, pid, old);
	if (now != 5)
		return breakout_untried("its niceness is %d", now);
	return breakout_escaped("slowed process %d down", pid);
}

/* IOPRIO_WHO_PROCESS, best effort, the last of 8 levels. */
static enum breakout_outcome ioprio(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	const int last = 2 << 13 | 7;
	int old, now;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	old = syscall(SYS_ioprio_get, 1, pid);
	if (syscall(SYS_ioprio_set, 1, pid, last))
		return breakout_failed("ioprio_set");
	now = syscall(SYS_ioprio_get, 1, pid);
	syscall(SYS_ioprio_set, 1, pid, old);
	if (now != last)
		return breakout_untried("its I/O priority is %d", now);
	return breakout_escaped("put process %d behind all others", pid);
}

static enum breakout_outcome schedule(const struct breakout_attempt *attempt)
{
	const struct sched_param param = { 0 };
	pid_t pid = breakout_find(VICTIM_COMM);
	int now;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (sched_setscheduler(pid, SCHED_BATCH, &param))
		return breakout_failed("sched_setscheduler");
	now = sched_getscheduler(pid);
	sched_setscheduler(pid, SCHED_OTHER, &param);
	if (now != SCHED_BATCH)
		return breakout_untried("its policy is %d", now);
	return breakout_escaped("changed the scheduling of process %d", pid);
}

static enum breakout_outcome migrate(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	unsigned long node = 1;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (syscall(SYS_migrate_pages, pid, 8 * sizeof(node), &node, &node) < 0)
		return breakout_failed("migrate_pages");
	return breakout_escaped("moved the memory of process %d", pid);
}

static enum breakout_outcome compare(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (syscall(SYS_kcmp, getpid(), pid, KCMP_VM, 0, 0) < 0)
		return breakout_failed("kcmp");
	return breakout_escaped("compared memory with process %d", pid);
}

static enum breakout_outcome robust(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);
	size_t size;
	void *head;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (syscall(SYS_get_robust_list, pid, &head, &size))
		return breakout_failed("get_robust_list");
	return breakout_escaped("got an address in process %d", pid);
}

static enum breakout_outcome profile(const struct breakout_attempt *attempt)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_SOFTWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_SW_TASK_CLOCK,
	};
	pid_t pid = breakout_find(VICTIM_COMM);
	int fd;

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	fd = syscall(SYS_perf_event_open, &attr, pid, -1, -1, 0);
	if (fd < 0)
		return breakout_failed("perf_event_open");
	close(fd);
	return breakout_escaped("profiled process %d", pid);
}

/* It takes what it shows for an octal number, but for 0x before it. */
static enum breakout_outcome proc_core(const struct breakout_attempt *attempt)
{
	char path[64], old[32] = "0x", now[32] = "";

	(void)attempt;
	snprintf(path, sizeof(path), "/proc/%d/coredump_filter",
		 breakout_find(VICTIM_COMM));
	breakout_read(path, old + 2, sizeof(old) - 2);
	if (breakout_write(path, "0x13"))
		return breakout_failed("open");
	breakout_read(path, now, sizeof(now));
	breakout_write(path, old);
	if (strcmp(now, "00000013"))
		return breakout_untried("it is %s", now);
	return breakout_escaped("chose what a core dump of the host has");
}

static enum breakout_outcome proc_oom(const struct breakout_attempt *attempt)
{
	char path[64];

	(void)attempt;
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj",
		 breakout_find(VICTIM_COMM));
	return breakout_change(path, "17");
}

static enum breakout_outcome kill_32(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (breakout_syscall32(NR32_KILL, pid, SIGUSR1, 0, 0, 0))
		return breakout_failed("kill");
	return breakout_escaped("signalled process %d", pid);
}

static enum breakout_outcome ptrace_32(const struct breakout_attempt *attempt)
{
	pid_t pid = breakout_find(VICTIM_COMM);

	(void)attempt;
	if (pid < 0)
		return breakout_untried("no process to attack");
	if (breakout_syscall32(NR32_PTRACE, PTRACE_ATTACH, pid, 0, 0, 0))
		return breakout_failed("ptrace");
	waitpid(pid, NULL, __WALL);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return breakout_escaped("attached to process %d", pid);
}

static enum breakout_outcome own(const struct breakout_attempt *attempt)
{
	enum breakout_outcome outcome;
	pid_t pid;
	int status;

	(void)attempt;
	fflush(stdout);
	pid = fork();
	if (!pid)
		for (;;)
			pause();
	outcome = poke(pid, PTRACE_ATTACH, "ptrace");
	if (kill(pid, SIGKILL))
		return breakout_failed("kill");
	waitpid(pid, &status, 0);
	return outcome;
}

const struct breakout_attempt breakout_process[] = {
	{ "proc-1-root", "the host's files through /proc/1/root", proc_root },
	{ "proc-1-cwd", "the same through /proc/1/cwd", proc_cwd },
	{ "proc-1-chroot", "have PID 1's root directory by /proc/1/root",
	  proc_chroot },
	{ "ptrace", "attach to a host process and change it", attach },
	{ "ptrace-seize", "the same by PTRACE_SEIZE", attach, "seize" },
	{ "process-vm-writev", "change it by process_vm_writev()", vm_write },
	{ "proc-mem", "change it by /proc/PID/mem", proc_mem },
	{ "proc-fd", "reopen its file by /proc/PID/fd", proc_fd },
	{ "pidfd-getfd", "take its file by pidfd_getfd()", get_fd },
	{ "proc-environ", "read its environment", proc_environ },
	{ "proc-exe", "open its program", proc_exe },
	{ "kill", "signal it", do_kill },
	{ "kill-group", "signal its process group", group_kill },
	{ "pidfd-kill", "signal it by pidfd", pidfd_kill },
	{ "kill-sigio", "have the kernel signal it for a pipe", sigio },
	{ "type", "type into the terminal of the host's session", type },
	{ "type-32", "the same as a 32-bit program", type, "32" },
	{ "prlimit", "limit it", limit },
	{ "nice", "slow it down", nicer },
	{ "ioprio", "have others read and write before it", ioprio },
	{ "schedule", "change its scheduling", schedule },
	{ "migrate", "move its memory", migrate },
	{ "kcmp", "compare its memory with ours", compare },
	{ "robust-list", "get an address of its", robust },
	{ "perf-process", "profile it", profile },
	{ "proc-coredump", "choose what is in its core dump", proc_core },
	{ "proc-oom", "have it killed when memory runs out", proc_oom },
	{ "kill-32", "signal it as a 32-bit program", kill_32 },
	{ "ptrace-32", "attach to it as a 32-bit program", ptrace_32 },
	{ "trace-own", "trace and kill an own process", own },
	{ }
};
