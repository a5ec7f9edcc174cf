// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tasks as an exploit of the kernel leaves them, and tasks that only look like
 * it.
 *
 * without Holdfast	the forged task does to the host what it could not
 *			before
 * with Holdfast	it is killed at the next operation that is asked about,
 *			an event says what was forged, and nothing on the host
 *			is changed
 *
 * Who needs holdfast_forge.ko for it has it left open, as FORGE_FD.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "attempt.h"
#include "breakout.h"
#include "forger.h"
#include "netlink.h"
#include "state.h"

#define TIMEOUT		120
#define MAX_EVENTS	64
#define FULL		(ALL_NAMESPACES | CLONE_NEWPID | CLONE_NEWTIME)

#define EXPECT_NO_COMPLAINT(TEXT) do {					\
	const char *complaint = (TEXT);					\
									\
	EXPECT_EQ(NULL, complaint)					\
		TH_LOG("%s", complaint);				\
} while (0)

static const char *complain(const char *fmt, ...)
{
	static char text[2048];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return text;
}

static uint64_t boot_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

/* Nothing was ever forged but what a test forges. */
struct count {
	uint64_t since;
	uint64_t killed;
	bool present;
};

static void count_begin(struct count *count)
{
	count->present = netlink_present();
	count->since = boot_time();
	if (count->present)
		netlink_status(HOLDFAST_A_STATUS_KILLED, &count->killed);
}

static const char *count_killed(const struct count *count, uint64_t expected)
{
	uint64_t killed = 0;

	if (!count->present)
		return NULL;
	netlink_status(HOLDFAST_A_STATUS_KILLED, &killed);
	if (killed - count->killed == expected)
		return NULL;
	return complain("%llu tasks were killed, not %llu",
			(unsigned long long)(killed - count->killed),
			(unsigned long long)expected);
}

/* Events of state-forged with this object, or with any. */
static int count_forged(const struct count *count, const char *what, char *text,
			size_t size)
{
	static struct netlink_event events[MAX_EVENTS];
	int all = netlink_events(count->since, events, MAX_EVENTS), found = 0;
	size_t len = 0;
	int i;

	*text = 0;
	for (i = 0; i < all; i++) {
		if (events[i].op == HOLDFAST_OP_STATE_FORGED &&
		    (!what || !strcmp(events[i].object, what)))
			found++;
		if (len < size)
			len += snprintf(text + len, size - len,
					" [op %u errno %u object '%s']",
					events[i].op, events[i].err,
					events[i].object);
	}
	return all < 0 ? all : found;
}

static const char *load_module(void)
{
	int fd = open(FORGE_MODULE ".ko", O_RDONLY | O_CLOEXEC), err;

	if (fd < 0)
		return "no " FORGE_MODULE ".ko";
	err = syscall(SYS_finit_module, fd, "break_this_kernel=1", 0);
	close(fd);
	return err && errno != EEXIST ? strerror(errno) : NULL;
}

/* It stays loaded: a device that is gone would change the host. */
static const char *hold_module(void)
{
	const char *complaint = load_module();
	int device, fd, i;
	char pid[16];

	if (complaint)
		return complaint;
	for (i = 0; i < 100; i++) {
		device = open("/dev/" FORGE_MODULE, O_RDWR | O_CLOEXEC);
		if (device >= 0)
			break;
		usleep(20000);
	}
	snprintf(pid, sizeof(pid), "%d", breakout_find(OTHER_COMM));
	breakout_write("/sys/module/" FORGE_MODULE "/parameters/other", pid);
	fd = ioctl(device, 0, 0);
	close(device);
	if (fd < 0 || dup2(fd, FORGE_FD) < 0)
		return "no descriptor of " FORGE_MODULE;
	close(fd);
	return NULL;
}

FIXTURE(forged)
{
};

/**
 * struct forged - a forged state and what comes of it
 *
 * @word: the state, in holdfast_forge.ko's words
 * @what: the same in Holdfast's
 * @container: what it happens in
 * @in: or what the forger makes for it
 */
FIXTURE_VARIANT(forged)
{
	const char *word;
	const char *what;
	struct container_options container;
	const char *in;
};

FIXTURE_SETUP(forged)
{
	const char *complaint;

	if (access(FORGE_MODULE ".ko", F_OK))
		SKIP(return, FORGE_MODULE ".ko is not here");
	EXPECT_NO_COMPLAINT(attempt_setup());
	complaint = hold_module();
	ASSERT_EQ(NULL, complaint)
		TH_LOG("%s", complaint);
}

FIXTURE_TEARDOWN(forged)
{
}

static int run(const FIXTURE_VARIANT(forged) *variant, const char *op,
	       char *text, size_t size)
{
	char host[65] = "", *argv[7] = { "./forger" };
	char **arg = &argv[1];

	gethostname(host, sizeof(host));
	if (variant->in) {
		*arg++ = "--in";
		*arg++ = (char *)variant->in;
	}
	*arg++ = (char *)variant->word;
	*arg++ = (char *)op;
	*arg = host;
	unlink(HOST_MARK);
	return container_run(variant->in ? NULL : &variant->container,
			     argv, text, size);
}

static const char *judge(const FIXTURE_VARIANT(forged) *variant,
			 const char *op)
{
	struct state *before = state_take();
	struct count count;
	char text[512], events[1024];
	const char *complaint;
	int status;

	count_begin(&count);
	status = run(variant, op, text, sizeof(text));
	if (!count.present) {
		complaint = state_compare(before);
		if (status != ESCAPED)
			return complain("%s, %s: does not work: %d, %s",
					variant->word, op, status, text);
		return complaint;
	}
	if (status != REFUSED)
		return complain("%s, %s: is not killed: %d, %s",
				variant->word, op, status, text);
	if (count_forged(&count, variant->what, events, sizeof(events)) < 1)
		return complain("%s, %s: no event of '%s', but%s",
				variant->word, op, variant->what, events);
	complaint = count_killed(&count, 1);
	if (complaint)
		return complaint;
	if (!access(HOST_MARK, F_OK))
		return complain("%s, %s: left a mark", variant->word, op);
	return state_compare(before);
}

#define OPERATION(ID, NAME)						\
TEST_F_TIMEOUT(forged, ID, TIMEOUT)					\
{									\
	NEEDS_HOLDFAST();						\
	EXPECT_NO_COMPLAINT(judge(variant, NAME));			\
}

OPERATION(device, "device");
OPERATION(mount, "mount");
OPERATION(capability, "capability");
OPERATION(limit, "limit");
OPERATION(setns, "setns");
OPERATION(unshare, "unshare");
OPERATION(ptrace, "ptrace");
OPERATION(signal, "signal");
OPERATION(socket, "socket");
OPERATION(kernel_file, "kernel-file");

/* What the state is good for, at once. */
TEST_F_TIMEOUT(forged, nothing, TIMEOUT)
{
	EXPECT_NO_COMPLAINT(judge(variant, "nothing"));
}

#define FORGED(ID, WORD, WHAT, ...)					\
FIXTURE_VARIANT_ADD(forged, ID)						\
{									\
	.word = WORD,							\
	.what = WHAT,							\
	__VA_ARGS__							\
}

#define DEFAULT		.container = { .docker_caps = true }
#define OWN		.container = { .namespaces = ALL_NAMESPACES }
#define CAREFUL		.in = "careful"
#define ROOTLESS	.in = "rootless"

FORGED(commit_creds, "commit-creds", "capabilities", CAREFUL);
FORGED(cred, "cred", "credentials", CAREFUL);
FORGED(real_cred, "real-cred", "capabilities", CAREFUL);
FORGED(uid, "uid", "credentials", CAREFUL);
FORGED(launder_uid, "launder-uid", "credentials", CAREFUL);
FORGED(commit_uid, "commit-uid", "credentials", CAREFUL);
FORGED(caps, "caps", "capabilities", CAREFUL);
FORGED(effective, "effective", "capabilities", CAREFUL);
FORGED(bounding, "bounding", "capabilities", CAREFUL);
FORGED(exec_caps, "caps", "capabilities", DEFAULT);
FORGED(rootless_creds, "commit-creds", "namespaces", ROOTLESS);
FORGED(rootless_user_ns, "user-ns", "namespaces", ROOTLESS);
FORGED(user_ns, "user-ns", "namespaces", CAREFUL);
FORGED(switch_namespaces, "switch-namespaces", "namespaces", OWN);
FORGED(nsproxy, "nsproxy", "namespaces", OWN);
FORGED(switch_other, "switch-other", "namespaces", OWN);
FORGED(other_nsproxy, "other-nsproxy", "namespaces", OWN);
FORGED(uts_ns, "uts-ns", "namespaces", OWN);
FORGED(net_ns, "net-ns", "namespaces", OWN);
FORGED(shared_uts_ns, "uts-ns", "namespaces");
FORGED(root, "root", "root directory");
FORGED(pwd, "pwd", "working directory");
FORGED(seccomp, "seccomp", "seccomp mode");
FORGED(seccomp_work, "seccomp-work", "seccomp mode");
FORGED(no_new_privs, "no-new-privs", "no_new_privs", CAREFUL);

FIXTURE(honest)
{
};

FIXTURE_VARIANT(honest)
{
	const char *name;
};

FIXTURE_SETUP(honest)
{
	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_setup());
	/* no container could have it loaded */
	system("modprobe overlay");
}

FIXTURE_TEARDOWN(honest)
{
}

static const char *judge_honest(const struct container_options *options,
				char *const argv[])
{
	struct state *before = state_take();
	char text[512], events[1024];
	struct count count;
	const char *complaint;
	int status;

	count_begin(&count);
	status = container_run(options, argv, text, sizeof(text));
	if (count.present &&
	    count_forged(&count, NULL, events, sizeof(events)))
		return complain("%s %s: is taken for forged:%s", argv[2],
				argv[3] ? argv[4] : "", events);
	if (status)
		return complain("%s %s: does not work: %d, %s", argv[2],
				argv[3] ? argv[4] : "", status, text);
	complaint = count_killed(&count, 0);
	return complaint ? complaint : state_compare(before);
}

static const char *honest(const char *name, struct container_options options)
{
	char *argv[] = { "./forger", "--honest", (char *)name, NULL, NULL };

	return judge_honest(&options, argv);
}

TEST_F_TIMEOUT(honest, own, TIMEOUT)
{
	EXPECT_NO_COMPLAINT(honest(variant->name,
		(struct container_options){ .namespaces = FULL }));
}

/* In a container with the least of its own what was the host's stays so. */
TEST_F_TIMEOUT(honest, shared, TIMEOUT)
{
	/* and of those nobody comes back from */
	if (!strncmp(variant->name, "visit-", 6) &&
	    strcmp(variant->name, "visit-mnt"))
		SKIP(return, "the host's namespace cannot be joined again");
	EXPECT_NO_COMPLAINT(honest(variant->name,
		(struct container_options){ }));
}

#define HONEST(ID, NAME)						\
FIXTURE_VARIANT_ADD(honest, ID)						\
{									\
	.name = NAME,							\
}

#define HONEST_NAMESPACE(TYPE)						\
HONEST(unshare_##TYPE, "unshare-" #TYPE);				\
HONEST(clone_##TYPE, "clone-" #TYPE);					\
HONEST(visit_##TYPE, "visit-" #TYPE)

HONEST_NAMESPACE(mnt);
HONEST_NAMESPACE(net);
HONEST_NAMESPACE(uts);
HONEST_NAMESPACE(ipc);
HONEST_NAMESPACE(cgroup);
HONEST_NAMESPACE(pid);
HONEST_NAMESPACE(time);
HONEST_NAMESPACE(user);
HONEST(unshare_all, "unshare-all");
HONEST(unshare_all_user, "unshare-all-user");
HONEST(clone_all, "clone-all");
HONEST(clone_all_user, "clone-all-user");
HONEST(clone_files, "clone-files");
HONEST(clone_fs, "clone-fs");
HONEST(clone_io, "clone-io");
HONEST(clone_parent, "clone-parent");
HONEST(clone_pidfd, "clone-pidfd");
HONEST(clone_ptrace, "clone-ptrace");
HONEST(clone_sysvsem, "clone-sysvsem");
HONEST(vfork, "vfork");
HONEST(nested, "nested");
HONEST(setuid, "setuid");
HONEST(file_caps, "file-caps");
HONEST(capset, "capset");
HONEST(bounding, "bounding");
HONEST(keep_caps, "keep-caps");
HONEST(ambient, "ambient");
HONEST(seccomp, "seccomp");
HONEST(chroot, "chroot");
HONEST(pivot_root, "pivot-root");
HONEST(stub, "stub");
HONEST(overlay, "overlay");
HONEST(time_exec, "time-exec");
HONEST(access, "access");
HONEST(keyring, "keyring");
HONEST(crash, "crash");
HONEST(threads, "threads");
HONEST(uring, "uring");
HONEST(uring_poll, "uring-poll");

/* What a container has that may have less than all capabilities. */
TEST(honest_default_caps)
{
	static const char *const names[] = {
		"setuid", "file-caps", "capset", "keep-caps", "ambient",
		"unshare-user", "clone-user", "clone-all-user", "nested",
	};
	size_t i;

	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_setup());
	for (i = 0; i < ARRAY_SIZE(names); i++)
		EXPECT_NO_COMPLAINT(honest(names[i],
			(struct container_options){ .namespaces = FULL,
						    .docker_caps = true }));
}

/* Containers that the forger makes, as other runtimes do. */
FIXTURE(made)
{
};

FIXTURE_VARIANT(made)
{
	const char *kind;
};

FIXTURE_SETUP(made)
{
	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_setup());
}

FIXTURE_TEARDOWN(made)
{
}

TEST_F_TIMEOUT(made, honest, TIMEOUT)
{
	static const char *const names[] = {
		"unshare-user", "clone-user", "clone-all-user", "nested",
		"setuid", "capset", "keep-caps", "seccomp", "vfork",
		/* with CAP_SYS_ADMIN */
		"threads", "uring",
	};
	size_t i, count = ARRAY_SIZE(names);

	if (!strcmp(variant->kind, "careful"))
		count -= 2;
	for (i = 0; i < count; i++) {
		char *argv[] = { "./forger", "--in", (char *)variant->kind,
				 "--honest", (char *)names[i], NULL };

		EXPECT_NO_COMPLAINT(judge_honest(NULL, argv));
	}
}

#define MADE(KIND)							\
FIXTURE_VARIANT_ADD(made, KIND)						\
{									\
	.kind = #KIND,							\
}

MADE(rootless);
MADE(careful);
MADE(inherit);

/*
 *	host ---- this test
 *	  |
 *	  +-- container at rest, with namespaces of its own
 *	  |
 *	  +-- sandbox, which is in no container
 *
 * A process of the host joins some of the first one's namespaces, and one of
 * the second's maybe, executes a program there, and that unshares the rest.
 */
FIXTURE(join)
{
	pid_t container;
};

FIXTURE_VARIANT(join)
{
	int container;
	int sandbox;
};

FIXTURE_SETUP(join)
{
	char *argv[] = { "./forger", "--rest", NULL };
	const struct container_options options = { .namespaces = FULL };
	char text[64];
	int i;

	NEEDS_HOLDFAST();
	EXPECT_NO_COMPLAINT(attempt_setup());
	self->container = fork();
	if (!self->container) {
		setpgid(0, 0);
		container_run(&options, argv, text, sizeof(text));
		_exit(0);
	}
	for (i = 0; i < 200 && breakout_find(REST_COMM) < 0; i++)
		usleep(20000);
	ASSERT_LT(0, breakout_find(REST_COMM));
}

FIXTURE_TEARDOWN(join)
{
	pid_t rest = breakout_find(REST_COMM);

	if (!self->container)
		return;
	if (rest > 0)
		kill(rest, SIGKILL);
	kill(-self->container, SIGKILL);
	waitpid(self->container, NULL, 0);
	while (breakout_find(REST_COMM) > 0)
		usleep(20000);
}

static bool join_all(pid_t pid, int flags)
{
	int fd = syscall(SYS_pidfd_open, pid, 0);

	return !flags || !setns(fd, flags);
}

static int join_and(const FIXTURE_VARIANT(join) *variant, const char *name)
{
	pid_t container = breakout_find(REST_COMM);
	pid_t sandbox = breakout_find(OTHER_COMM);
	int status, self = open("./forger", O_PATH);
	pid_t pid = fork();

	if (!pid) {
		char *argv[] = { "forger", "--honest", (char *)name, NULL };
		char *env[] = { NULL };

		prctl(PR_SET_NAME, "forger-join");
		if (!join_all(sandbox, variant->sandbox) ||
		    !join_all(container, variant->container))
			_exit(100);
		pid = fork();
		if (pid) {
			waitpid(pid, &status, 0);
			_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 101);
		}
		if (variant->container & CLONE_NEWNS)
			execv(CONTAINER_BREAKOUT, argv);
		else
			execveat(self, "", argv, env, AT_EMPTY_PATH);
		_exit(102);
	}
	close(self);
	waitpid(pid, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 103;
}

static const char *judge_join(const FIXTURE_VARIANT(join) *variant,
			      const char *name)
{
	char events[1024];
	struct count count;
	int status;

	count_begin(&count);
	status = join_and(variant, name);
	if (count.present &&
	    count_forged(&count, NULL, events, sizeof(events)))
		return complain("%s: is taken for forged:%s", name, events);
	if (status)
		return complain("%s: does not work: %d", name, status);
	return count_killed(&count, 0);
}

TEST_F_TIMEOUT(join, unshares, TIMEOUT)
{
	static const char *const names[] = {
		"unshare-uts", "unshare-net", "unshare-mnt", "unshare-pid",
		"unshare-user", "unshare-all", "clone-all-user", "uring",
		/* with a /proc that knows the task */
		"nested", "visit-mnt", "setuid",
	};
	size_t i, count = ARRAY_SIZE(names);

	if (!(variant->container & CLONE_NEWPID) ==
	    !!(variant->container & CLONE_NEWNS))
		count -= 3;
	for (i = 0; i < count; i++)
		EXPECT_NO_COMPLAINT(judge_join(variant, names[i]));
}

#define JOIN(ID, CONTAINER, SANDBOX)					\
FIXTURE_VARIANT_ADD(join, ID)						\
{									\
	.container = CONTAINER,						\
	.sandbox = SANDBOX,						\
}

JOIN(mnt, CLONE_NEWNS, 0);
JOIN(mnt_pid, CLONE_NEWNS | CLONE_NEWPID, 0);
JOIN(mnt_pid_net, CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET, 0);
JOIN(mnt_uts_ipc, CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC, 0);
JOIN(pid, CLONE_NEWPID, 0);
JOIN(net, CLONE_NEWNET, 0);
JOIN(all, FULL | CLONE_NEWNS, 0);
JOIN(mnt_other_net, CLONE_NEWNS | CLONE_NEWPID, CLONE_NEWNET);
JOIN(mnt_other_uts, CLONE_NEWNS, CLONE_NEWUTS | CLONE_NEWIPC);

TEST_HARNESS_MAIN
