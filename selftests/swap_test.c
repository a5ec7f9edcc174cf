// SPDX-License-Identifier: GPL-2.0-only
/*
 * One policy after the other becomes active while containers start, stop, and
 * are refused things.
 *
 *			policy A		policy B
 *	outer		uts, cgroup		time
 *	inner		uts			time, cgroup
 *
 * are what the profiles allow to create; neither allows 'net'. So in a
 * container inside of a container both policies refuse to create
 *
 *	net		always: who could has no profile, or no label;
 *	uts and time	by one call, which asks two questions: a mixture of both
 *			policies would allow it;
 *	cgroup		each by the profile of another container: the same.
 *
 * The contained tasks are this program again, executed under another root.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"
#include "rounds.h"

#define SWAPS		1000
#define WARM_UP		100
#define FS_TYPES	256	/* so that a policy that is lost would show */
#define LEAK_KB		4096	/* half of what all of them would take */
#define TALLY_FD	100
#define PAUSE_US	300
#define HURRY		32	/* the moment between two questions is short */
#define BROKEN		250

/* What all tasks count together. */
struct tally {
	atomic_bool stop;
	atomic_ulong tries;
	atomic_ulong refused;
	atomic_ulong uts;
	atomic_ulong time;
	atomic_ulong mixed;	/* allowed by a mixture */
	atomic_ulong nested;	/* the same, of two containers */
	atomic_ulong never;	/* allowed by nobody */
	atomic_ulong strange;	/* failed in another way */
	atomic_ulong started;
	atomic_ulong failed;
};

static struct tally *tally;

/* Tries to create namespaces. Return: whether that was allowed. */
static bool try(int flags)
{
	tally->tries++;
	if (!unshare(flags))
		return true;
	tally->refused++;
	tally->strange += errno != EPERM;
	return false;
}

static void try_all(bool inner)
{
	int i;

	tally->uts += try(CLONE_NEWUTS);
	tally->never += try(CLONE_NEWNET);
	tally->time += try(CLONE_NEWTIME);
	for (i = 0; i < HURRY; i++) {
		tally->mixed += try(CLONE_NEWUTS | CLONE_NEWTIME);
		if (inner)
			tally->nested += try(CLONE_NEWCGROUP);
	}
}

/* Executes this program under a root of its own. */
static void contain(const char *what)
{
	const char *argv[] = { "swap_test", "--contained", what, NULL };
	int program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	char root[] = "/tmp/swap.XXXXXX";

	if (program < 0 || unshare(CLONE_NEWNS) ||
	    mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    (mkdir("/tmp", 0755) && errno != EEXIST) || !mkdtemp(root) ||
	    mount("root", root, "tmpfs", 0, NULL) || chdir(root) ||
	    mkdir("proc", 0755) || mount("proc", "proc", "proc", 0, NULL) ||
	    chroot("."))
		_exit(BROKEN);
	syscall(SYS_execveat, program, "", argv, NULL, AT_EMPTY_PATH);
	_exit(BROKEN);
}

static int wait_for(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return BROKEN;
	return WEXITSTATUS(status);
}

/* A container inside of this one, with a PID namespace of its own. */
static int act_nesting(const char *what)
{
	pid_t pid;

	if (unshare(CLONE_NEWPID))
		return BROKEN;
	pid = fork();
	if (!pid)
		contain(what);
	return wait_for(pid);
}

/* In a container: what was asked for. Return: exit status. */
static int act(const char *what)
{
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED,
		     TALLY_FD, 0);
	if (tally == MAP_FAILED)
		return BROKEN;
	if (!strcmp(what, "nest"))
		return act_nesting("inner");
	if (!strcmp(what, "nest-once"))
		return act_nesting("inner-once");
	tally->started++;
	do {
		try_all(*what == 'i');
		usleep(PAUSE_US);
	} while (!strchr(what, '-') && !tally->stop);
	return 0;
}

/* Containers that start, are refused something, and stop. */
static void churn(void)
{
	pid_t pid;
	int i;

	for (i = 0; !tally->stop; i++) {
		pid = fork();
		if (!pid)
			contain(i % 2 ? "outer-once" : "nest-once");
		tally->failed += !!wait_for(pid);
	}
	_exit(0);
}

static void put_profile(struct message *msg, const char *name, uint64_t allow)
{
	char type[16];
	uint32_t op;
	int i;

	message_init(msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(msg, HOLDFAST_A_PROFILE_NAME, name);
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++)
		if (allow & 1ULL << op)
			message_put_u32(msg, HOLDFAST_A_PROFILE_ALLOW, op);
	for (i = 0; i < FS_TYPES; i++) {
		snprintf(type, sizeof(type), "type-%d", i);
		message_put_text(msg, HOLDFAST_A_PROFILE_FS_TYPE, type);
	}
}

static int add_rule(int fd, uint32_t namespaces, const char *profile)
{
	struct message msg;

	message_init(&msg, HOLDFAST_CMD_RULE_ADD, 0);
	message_put_u32(&msg, HOLDFAST_A_RULE_NAMESPACES, namespaces);
	message_put(&msg, HOLDFAST_A_RULE_ROOTFS, NULL, 0);
	message_put_text(&msg, HOLDFAST_A_RULE_PROFILE, profile);
	return message_talk(fd, &msg, NULL);
}

#define BIT(OP)		(1ULL << HOLDFAST_OP_NS_CREATE_##OP)

/* All that has nothing to do with it is allowed. */
#define REST								\
	(((1ULL << HOLDFAST_OP_STATE_FORGED) - 1) &			\
	 ~(BIT(UTS) | BIT(TIME) | BIT(NET) | BIT(CGROUP)))

static int commit_policy(int fd, bool a)
{
	const uint64_t outer = REST | (a ? BIT(UTS) | BIT(CGROUP) : BIT(TIME));
	const uint64_t inner = REST | (a ? BIT(UTS) : BIT(TIME) | BIT(CGROUP));
	struct message msg;
	int err;

	err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0);
	put_profile(&msg, "outer", outer);
	err = message_talk(fd, &msg, NULL) ?: err;
	put_profile(&msg, "inner", inner);
	err = message_talk(fd, &msg, NULL) ?: err;
	err = add_rule(fd, CLONE_NEWNS | CLONE_NEWPID, "inner") ?: err;
	err = add_rule(fd, CLONE_NEWNS, "outer") ?: err;
	return message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0) ?: err;
}

/* From A to B by a commit, and back by one, or by a rollback. */
static int swap(int fd, int round)
{
	if (round % 10 == 9)
		return message_simple(fd, HOLDFAST_CMD_POLICY_ROLLBACK, 0);
	return commit_policy(fd, round % 2);
}

static uint64_t status(uint16_t attr)
{
	uint64_t value;

	return message_status(attr, &value) ? ~0ULL : value;
}

static void until_is(uint16_t attr, uint64_t value)
{
	int i;

	for (i = 0; i < 100 && status(attr) != value; i++)
		usleep(100000);
}

/* Kernel memory that nobody can take away, in KB. */
static long kernel_memory(void)
{
	FILE *file = fopen("/proc/meminfo", "re");
	char line[128];
	long value = -1;

	while (file && fgets(line, sizeof(line), file))
		sscanf(line, "SUnreclaim: %ld", &value);
	if (file)
		fclose(file);
	return value;
}

static unsigned long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000UL + now.tv_nsec / 1000000;
}

FIXTURE(swap)
{
	int fd;
	struct snapshot before;
	pid_t workers[4];
};

FIXTURE_SETUP(swap)
{
	int err = message_family(NULL);
	int fd;

	if (err == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_LT(0, err);
	ASSERT_EQ(0, snapshot_take(&self->before));
	self->fd = message_socket();
	ASSERT_LE(0, self->fd);
	fd = memfd_create("tally", 0);
	ASSERT_EQ(TALLY_FD, dup2(fd, TALLY_FD));
	close(fd);
	ASSERT_EQ(0, ftruncate(TALLY_FD, sizeof(*tally)));
	tally = mmap(NULL, sizeof(*tally), PROT_READ | PROT_WRITE, MAP_SHARED,
		     TALLY_FD, 0);
	ASSERT_NE(MAP_FAILED, tally);
	/* also the first container finds A */
	ASSERT_EQ(0, commit_policy(self->fd, true));
}

FIXTURE_TEARDOWN(swap)
{
	tally->stop = true;
	EXPECT_EQ(0, snapshot_restore(&self->before));
	snapshot_free(&self->before);
	close(self->fd);
}

static pid_t start(const char *what)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	if (!what)
		churn();
	contain(what);
	_exit(BROKEN);
}

TEST_F_TIMEOUT(swap, thousand, 600)
{
	static const uint16_t sizes[] = {
		HOLDFAST_A_STATUS_CONTAINERS, HOLDFAST_A_STATUS_TASKS,
		HOLDFAST_A_STATUS_NAMESPACES, HOLDFAST_A_STATUS_NO_MEMORY,
		HOLDFAST_A_STATUS_KILLED,
	};
	static const char *const work[] = { "outer", "outer", "nest", NULL };
	uint64_t before[ARRAY_SIZE(sizes)];
	uint64_t denials = status(HOLDFAST_A_STATUS_DENIALS);
	unsigned long began = now_ms();
	unsigned int round;
	long memory = 0;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		before[i] = status(sizes[i]);
	for (i = 0; i < ARRAY_SIZE(work); i++)
		self->workers[i] = start(work[i]);
	while (tally->started < 4 && now_ms() - began < 60000)
		usleep(10000);
	ASSERT_LE(4UL, tally->started);

	for (round = 0; round < rounds(SWAPS); round++) {
		if (round == rounds(WARM_UP))
			memory = kernel_memory();
		ASSERT_EQ(0, swap(self->fd, round))
			TH_LOG("swap %u", round);
	}
	memory = kernel_memory() - memory;
	tally->stop = true;
	for (i = 0; i < ARRAY_SIZE(work); i++)
		EXPECT_EQ(0, wait_for(self->workers[i]));

	TH_LOG("%u swaps in %lu ms, %lu containers", round, now_ms() - began,
	       tally->started);
	TH_LOG("%lu tries: %lu refused, uts %lu, time %lu; %ld KB",
	       tally->tries, tally->refused, tally->uts, tally->time, memory);
	EXPECT_EQ(0UL, tally->never);
	EXPECT_EQ(0UL, tally->mixed);
	EXPECT_EQ(0UL, tally->nested);
	EXPECT_EQ(0UL, tally->strange);
	EXPECT_EQ(0UL, tally->failed);
	/* both were there, and so were those who could notice */
	EXPECT_LT(20UL, tally->uts);
	EXPECT_LT(20UL, tally->time);
	EXPECT_LT(20UL, tally->started);
	EXPECT_EQ(denials + tally->refused, status(HOLDFAST_A_STATUS_DENIALS));
	EXPECT_GT(LEAK_KB, memory);
	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		until_is(sizes[i], before[i]);
		EXPECT_EQ(before[i], status(sizes[i]))
			TH_LOG("status attribute %u", sizes[i]);
	}
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "--contained"))
		return act(argv[2]);
	return test_harness_run(argc, argv);
}
