// SPDX-License-Identifier: GPL-2.0-only
/*
 * A runtime joins a container and executes a program there, while who is in it
 * waits for that. Until then the runtime is privileged, has descriptors of the
 * host, and can be seen.
 *
 *	join	the runtime is attacked by all that looks at a process, from
 *		setns() to execve()
 *	seal	it leaves a descriptor of the host's root directory open, or has
 *		it as its working directory, when it executes the program; that
 *		is closed, or it is stopped. Who is in the container looks all
 *		the time
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kcmp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../container.h"
#include "race.h"

/* A high number: there is more to look through before it is closed. */
#define ROOT_FD		1000
#define PATIENCE	60

/* At the same address in each process of this program. */
static long word_there;

static bool opens(pid_t pid, const char *file, int flags)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, file);
	fd = open(path, flags | O_CLOEXEC);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static bool traces(pid_t pid)
{
	if (ptrace(PTRACE_SEIZE, pid, 0, 0))
		return false;
	ptrace(PTRACE_INTERRUPT, pid, 0, 0);
	waitpid(pid, NULL, __WALL);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return true;
}

static bool reads(pid_t pid)
{
	long word;
	struct iovec local = { &word, sizeof(word) };
	struct iovec remote = { (void *)&word_there, sizeof(word) };

	return process_vm_readv(pid, &local, 1, &remote, 1, 0) > 0;
}

static bool takes(pid_t pid)
{
	int pidfd = syscall(SYS_pidfd_open, pid, 0);
	int fd = syscall(SYS_pidfd_getfd, pidfd, RACE_FD, 0);

	close(pidfd);
	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

/* By another way each time. */
static bool attack(pid_t pid, long turn)
{
	switch (turn % 10) {
	case 0:
		return traces(pid);
	case 1:
		return opens(pid, "mem", O_RDWR);
	case 2:
		return opens(pid, "root", O_PATH);
	case 3:
		return opens(pid, "exe", O_RDONLY);
	case 4:
		return opens(pid, "fd/60", O_RDWR);
	case 5:
		return opens(pid, "ns/uts", O_RDONLY);
	case 6:
		return opens(pid, "environ", O_RDONLY);
	case 7:
		return reads(pid);
	case 8:
		return takes(pid);
	default:
		return syscall(SYS_kcmp, getpid(), pid, KCMP_VM, 0, 0) >= 0;
	}
}

static enum breakout_outcome attack_all(bool (*attacks)(pid_t pid, long round,
							long turn))
{
	long turn = 0;

	prctl(PR_SET_NAME, RACE_ATTACKER);
	race_shared->ready = 1;
	while (!race_shared->over) {
		const long round = race_shared->round;
		const pid_t pid = race_shared->target;

		if (!pid)
			continue;
		if (attacks(pid, round, turn++))
			race_shared->through++;
		else
			race_shared->refused++;
		race_shared->attacked = round;
	}
	return race_verdict("attack");
}

/* What worked before it is said to execute the payload, worked too early. */
static bool attacks_joining(pid_t pid, long round, long turn)
{
	return attack(pid, turn) && race_shared->target == pid;
}

/* Whether a directory is the host's root. */
static bool is_host(int dir)
{
	char text[128];

	/* so that nothing is left of how we came by the directory */
	close(open("/", O_RDONLY | O_DIRECTORY));
	return breakout_read_at(dir, "." HOST_SECRET, text, sizeof(text)) > 0;
}

static bool attacks_sealed(pid_t pid, long round, long turn)
{
	char path[64];
	bool host;
	int fd;

	if (round & 1)
		snprintf(path, sizeof(path), "/proc/%d/cwd", pid);
	else
		snprintf(path, sizeof(path), "/proc/%d/fd/%d", pid, ROOT_FD);
	fd = open(path, O_PATH | O_DIRECTORY);
	host = fd >= 0 && is_host(fd);
	if (fd >= 0)
		close(fd);
	return host;
}

enum breakout_outcome race_join(void)
{
	return attack_all(attacks_joining);
}

enum breakout_outcome race_seal(void)
{
	return attack_all(attacks_sealed);
}

static int namespace_of(pid_t pid, const char *type)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, type);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Until the attacker has met this process, or its time is over. */
static void meet(long round)
{
	const time_t end = time(NULL) + PATIENCE;

	while (race_shared->attacked < round && time(NULL) < end)
		sched_yield();
	race_shared->raced += race_shared->attacked >= round;
}

static void run_payload(void)
{
	char *argv[] = { "race", RACE_NOTHING, NULL };

	execv(CONTAINER_BREAKOUT, argv);
	_exit(1);
}

static void be_met(long round)
{
	race_shared->round = round;
	race_shared->target = getpid();
	meet(round);
}

static void join(long round, int mnt)
{
	if (setns(mnt, CLONE_NEWNS))
		_exit(1);
	be_met(round);
	race_shared->target = 0;
	run_payload();
}

static void join_carelessly(long round, int mnt)
{
	int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);

	if (root < 0 || setns(mnt, CLONE_NEWNS))
		_exit(1);
	if (round & 1 ? fchdir(root) : dup2(root, ROOT_FD) < 0)
		_exit(1);
	be_met(round);
	run_payload();
}

static void join_often(void (*joins)(long round, int mnt))
{
	int pid_ns, mnt;
	long round;
	pid_t pid;

	if (!race_wait(&race_shared->ready, 1, PATIENCE))
		return;
	pid = breakout_find(RACE_ATTACKER);
	pid_ns = namespace_of(pid, "pid");
	mnt = namespace_of(pid, "mnt");
	if (mnt < 0 || setns(pid_ns, CLONE_NEWPID))
		return;
	for (round = 1; round <= race_shared->rounds; round++) {
		pid = fork();
		if (!pid)
			joins(round, mnt);
		waitpid(pid, NULL, 0);
		race_shared->target = 0;
		if (race_shared->through)
			break;
	}
}

void race_join_outside(void)
{
	join_often(join);
	race_shared->over = 1;
}

void race_seal_outside(void)
{
	const struct rlimit many = { ROOT_FD + 1, ROOT_FD + 1 };

	setrlimit(RLIMIT_NOFILE, &many);
	join_often(join_carelessly);
	race_shared->over = 1;
}
