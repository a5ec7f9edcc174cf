// SPDX-License-Identifier: GPL-2.0-only
/*
 * Threads, children that borrow their parent's memory, workers of io_uring.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"
#include "forger.h"

#define THREADS	4
#define ROUNDS	50

static int complain(const char *what)
{
	perror(what);
	return 1;
}

static void *look_around(void *arg)
{
	long failed = 0;
	int i;

	(void)arg;
	for (i = 0; i < ROUNDS && !failed; i++)
		failed = forger_settled();
	return (void *)failed;
}

/* A thread may have namespaces, a root and credentials of its own. */
static void *go_away(void *arg)
{
	long failed;

	(void)arg;
	failed = unshare(CLONE_FS) || unshare(CLONE_NEWUTS | CLONE_NEWNS) ||
		 syscall(SYS_setresuid, -1, 1000, -1) || forger_settled();
	return (void *)failed;
}

static void *filter_all(void *arg)
{
	struct sock_filter code = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog prog = { 1, &code };
	long failed;

	(void)arg;
	failed = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		 syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER,
			 SECCOMP_FILTER_FLAG_TSYNC, &prog) ||
		 forger_settled();
	return (void *)failed;
}

static bool joined(pthread_t *threads, int count)
{
	bool good = true;
	void *failed;
	int i;

	for (i = 0; i < count; i++)
		if (pthread_join(threads[i], &failed) || failed)
			good = false;
	return good;
}

/**
 * honest_threads() - threads that do not agree on what they are
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_threads(long arg)
{
	pthread_t threads[THREADS + 2];
	int i;

	(void)arg;
	for (i = 0; i < THREADS; i++)
		if (pthread_create(&threads[i], NULL, look_around, NULL))
			return complain("pthread_create");
	if (pthread_create(&threads[THREADS], NULL, go_away, NULL) ||
	    pthread_create(&threads[THREADS + 1], NULL, filter_all, NULL))
		return complain("pthread_create");
	return joined(threads, THREADS + 2) ? 0 : complain("threads");
}

/**
 * honest_vfork() - a child in its parent's memory that executes a program
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_vfork(long arg)
{
	pid_t pid = vfork();

	(void)arg;
	if (!pid) {
		execl("/proc/self/exe", "forger", "--settled", NULL);
		_exit(1);
	}
	return forger_wait(pid) ? 0 : complain("vfork");
}

/**
 * honest_crash() - a child that leaves a core
 * @arg: not read
 *
 * Return: 0 when it works.
 */
int honest_crash(long arg)
{
	const struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	int status;
	pid_t pid;

	(void)arg;
	if (chdir("/tmp") || setrlimit(RLIMIT_CORE, &all))
		return complain("/tmp");
	pid = fork();
	if (!pid)
		abort();
	if (waitpid(pid, &status, 0) != pid || !WIFSIGNALED(status) ||
	    WTERMSIG(status) != SIGABRT || !WCOREDUMP(status))
		return complain("core");
	return 0;
}

struct ring {
	int fd;
	struct io_uring_params params;
	char *submitted;
	char *completed;
	struct io_uring_sqe *entries;
};

static void *ring_map(const struct ring *ring, size_t size, off_t offset)
{
	return mmap(NULL, size, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_POPULATE, ring->fd, offset);
}

static int ring_make(struct ring *ring, unsigned int flags)
{
	memset(ring, 0, sizeof(*ring));
	ring->params.flags = flags;
	ring->fd = syscall(SYS_io_uring_setup, 4, &ring->params);
	if (ring->fd < 0)
		return complain("io_uring_setup");
	ring->submitted = ring_map(ring, 4096, IORING_OFF_SQ_RING);
	ring->completed = ring_map(ring, 4096, IORING_OFF_CQ_RING);
	ring->entries = ring_map(ring, 4096, IORING_OFF_SQES);
	if (ring->submitted == MAP_FAILED || ring->completed == MAP_FAILED ||
	    ring->entries == MAP_FAILED)
		return complain("mmap");
	return 0;
}

static unsigned int *ring_word(char *base, unsigned int offset)
{
	return (unsigned int *)(base + offset);
}

/* A worker opens a device, with the credentials that were registered. */
static int ring_open(struct ring *ring, int personality)
{
	const struct io_sqring_offsets *sq = &ring->params.sq_off;
	const struct io_cqring_offsets *cq = &ring->params.cq_off;
	unsigned int *tail = ring_word(ring->submitted, sq->tail);
	unsigned int *head = ring_word(ring->completed, cq->head);
	unsigned int index = *tail & *ring_word(ring->submitted, sq->ring_mask);
	struct io_uring_sqe *entry = &ring->entries[index];
	const struct io_uring_cqe *done;
	unsigned int flags = IORING_ENTER_GETEVENTS;

	memset(entry, 0, sizeof(*entry));
	entry->opcode = IORING_OP_OPENAT;
	entry->flags = IOSQE_ASYNC;
	entry->fd = AT_FDCWD;
	entry->addr = (unsigned long)"/dev/null";
	entry->open_flags = O_RDONLY;
	entry->personality = personality;
	ring_word(ring->submitted, sq->array)[index] = index;
	__atomic_store_n(tail, *tail + 1, __ATOMIC_RELEASE);
	if (ring->params.flags & IORING_SETUP_SQPOLL)
		flags |= IORING_ENTER_SQ_WAKEUP;
	if (syscall(SYS_io_uring_enter, ring->fd, 1, 1, flags, NULL, 0) < 0)
		return complain("io_uring_enter");
	done = (void *)(ring->completed + cq->cqes);
	done += *head & *ring_word(ring->completed, cq->ring_mask);
	errno = done->res < 0 ? -done->res : 0;
	if (done->res < 0)
		return complain("openat by io_uring");
	close(done->res);
	__atomic_store_n(head, *head + 1, __ATOMIC_RELEASE);
	return 0;
}

/**
 * honest_uring() - have workers act while their creator changes
 * @arg: flags of io_uring_setup()
 *
 * Return: 0 when it works.
 */
int honest_uring(long arg)
{
	struct ring ring;
	pid_t pid;
	int all;

	if (ring_make(&ring, arg) || ring_open(&ring, 0))
		return 1;
	all = syscall(SYS_io_uring_register, ring.fd,
		      IORING_REGISTER_PERSONALITY, NULL, 0);
	if (all < 0)
		return complain("io_uring_register");
	if (unshare(CLONE_NEWUTS) || ring_open(&ring, all))
		return complain("unshare");
	if (setresuid(-1, 1000, -1) || ring_open(&ring, all) ||
	    ring_open(&ring, 0))
		return complain("setresuid");
	if (setresuid(-1, 0, -1))
		return complain("setresuid");
	/* who has workers cannot leave its user namespace */
	pid = fork();
	if (!pid)
		_exit(unshare(CLONE_NEWUSER) || ring_open(&ring, all) ||
		      ring_open(&ring, 0));
	return forger_wait(pid) ? 0 : complain("unshare user");
}
