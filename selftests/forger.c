// SPDX-License-Identifier: GPL-2.0-only
/*
 * forger: have this task forged by holdfast_forge.ko, or do something honest.
 *
 *	forger STATE OPERATION HOSTNAME
 *	forger --honest NAME
 *	forger --in CONTAINER ARGUMENT...
 *	forger --rest | --settled | --privileged | --below-stub | --cwd | --disk
 *
 * The first: a child that cannot do a certain thing to the host is forged, does
 * a harmless OPERATION that Holdfast asks about, and then that thing. Exit
 * status and output are breakout's; 'refused' is a child that was killed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "breakout.h"
#include "container.h"
#include "forger.h"

static const char *host_name;

/* What the operations need, made while the task is itself still. */
static struct {
	int ns;
	int listener;
	pid_t child;
} tools;

static struct sockaddr_un abstract(const char *name, socklen_t *len)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	strcpy(at.sun_path + 1, name);
	*len = offsetof(struct sockaddr_un, sun_path) + 1 + strlen(name);
	return at;
}

static bool reach(const char *name)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t len;
	struct sockaddr_un at = abstract(name, &len);
	bool reached = !connect(fd, (struct sockaddr *)&at, len);

	close(fd);
	return reached;
}

static char own_socket[32];

/*
 * Lives as long as the task that makes it, which is killed maybe. It might ask
 * for a signal at its parent's death too late; the end of a pipe waits for it.
 */
static pid_t child_make(void)
{
	int alive[2];
	pid_t pid;
	char byte;

	if (pipe2(alive, O_CLOEXEC))
		return -1;
	pid = fork();
	if (!pid) {
		close(alive[1]);
		read(alive[0], &byte, 1);
		_exit(0);
	}
	close(alive[0]);
	return pid;
}

static bool tools_make(void)
{
	socklen_t len;
	struct sockaddr_un at;

	snprintf(own_socket, sizeof(own_socket), "forger-%d", getpid());
	at = abstract(own_socket, &len);
	tools.ns = open("/proc/self/ns/ipc", O_RDONLY | O_CLOEXEC);
	tools.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	tools.child = child_make();
	return tools.ns >= 0 && tools.child > 0 &&
	       !bind(tools.listener, (struct sockaddr *)&at, len) &&
	       !listen(tools.listener, 8);
}

static void do_device(void)
{
	close(open("/dev/null", O_RDWR | O_CLOEXEC));
}

static void do_mount(void)
{
	mount("forged", "/tmp", "tmpfs", 0, NULL);
}

static void do_nice(void)
{
	setpriority(PRIO_PROCESS, 0, -1);
}

/* The kernel asks for the capability while it has the lock of the task. */
static void do_limit(void)
{
	const struct rlimit none = { 0, 0 }, some = { 0, 4096 };

	setrlimit(RLIMIT_CORE, &none);
	setrlimit(RLIMIT_CORE, &some);
}

static void do_setns(void)
{
	setns(tools.ns, CLONE_NEWIPC);
}

static void do_unshare(void)
{
	unshare(CLONE_NEWIPC);
}

static void do_ptrace(void)
{
	ptrace(PTRACE_SEIZE, tools.child, 0, 0);
}

static void do_signal(void)
{
	kill(tools.child, SIGCONT);
}

static void do_socket(void)
{
	reach(own_socket);
}

static void do_kernel_file(void)
{
	close(open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC));
}

static void do_nothing(void)
{
}

static const struct {
	const char *name;
	void (*run)(void);
} operations[] = {
	{ "device", do_device },
	{ "mount", do_mount },
	{ "capability", do_nice },
	{ "limit", do_limit },
	{ "setns", do_setns },
	{ "unshare", do_unshare },
	{ "ptrace", do_ptrace },
	{ "signal", do_signal },
	{ "socket", do_socket },
	{ "kernel-file", do_kernel_file },
	{ "nothing", do_nothing },
};

#define OPERATIONS	(sizeof(operations) / sizeof(operations[0]))

/* The name of the host: seen, changed, and changed back. */
static enum breakout_outcome prove_name(void)
{
	char name[65] = "";

	gethostname(name, sizeof(name));
	if (strcmp(name, host_name))
		return breakout_untried("the host's name reads %s", name);
	if (sethostname("forged", 6))
		return breakout_failed("sethostname");
	gethostname(name, sizeof(name));
	sethostname(host_name, strlen(host_name));
	if (strcmp(name, "forged"))
		return breakout_untried("the host's name became %s", name);
	return breakout_escaped("changed the host's name");
}

/* The bounding set is what execve() can give. */
static enum breakout_outcome prove_exec(void)
{
	fflush(stdout);
	execl("/proc/self/exe", "forger", "--name", host_name, NULL);
	return breakout_failed("execve");
}

static enum breakout_outcome prove_root(void)
{
	return breakout_prove("");
}

static enum breakout_outcome prove_pwd(void)
{
	return breakout_prove_at(AT_FDCWD, &HOST_SECRET[1], &HOST_MARK[1]);
}

static enum breakout_outcome prove_net(void)
{
	if (!reach(DOOR_ABSTRACT))
		return breakout_failed("connect");
	return breakout_escaped("reached a service of the host's network");
}

/* What others see of the task, in passing. */
static enum breakout_outcome prove_shown(void)
{
	struct __user_cap_header_struct header = {
		.version = _LINUX_CAPABILITY_VERSION_3,
	};
	struct __user_cap_data_struct data[2] = {};

	do_device();
	if (syscall(SYS_capget, &header, data))
		return breakout_failed("capget");
	if (!(data[0].permitted & 1U << CAP_SYS_TIME))
		return breakout_untried("has no more capabilities than before");
	return breakout_escaped("has the host's capabilities");
}

/* The host's disk, which is root's. */
static enum breakout_outcome prove_disk(void)
{
	int fd = open("/dev/vda", O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return breakout_failed("open");
	close(fd);
	return breakout_escaped("opened the host's disk");
}

#define ROOTS	"/tmp/roots"

static enum breakout_outcome prove_setuid(void)
{
	fflush(stdout);
	execl(ROOTS, "forger", "--disk", NULL);
	return breakout_failed("execve");
}

/* In the network namespace of a sandbox that is none of ours. */
static enum breakout_outcome prove_other(void)
{
	char path[64], own[64] = "", other[64] = "";

	snprintf(path, sizeof(path), "/proc/%d/ns/net",
		 breakout_find(OTHER_COMM));
	if (readlink(path, other, sizeof(other) - 1) < 0)
		return breakout_failed("readlink");
	readlink("/proc/self/ns/net", own, sizeof(own) - 1);
	if (strcmp(own, other))
		return breakout_untried("in %s, not %s", own, other);
	return breakout_escaped("in %s of a sandbox", own);
}

static bool own_name(void)
{
	return !unshare(CLONE_NEWUTS) && !sethostname("inside", 6);
}

static bool own_net(void)
{
	return !unshare(CLONE_NEWNET);
}

static bool own_user(void)
{
	return !unshare(CLONE_NEWUSER);
}

static bool user(void)
{
	return !setresgid(1000, 1000, 1000) && !setresuid(1000, 1000, 1000);
}

static bool user_for_good(void)
{
	return !breakout_copy("/proc/self/exe", ROOTS, 04755) &&
	       !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) && user();
}

static bool no_sethostname(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			 offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_sethostname, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog prog = { sizeof(code) / sizeof(code[0]), code };

	return !prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) &&
	       !prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &prog);
}

/**
 * struct forged - a state that an exploit leaves
 *
 * @word: what holdfast_forge.ko calls it
 * @before: what must be so before, or NULL
 * @prove: what can be done to the host then, and could not before
 */
static const struct forged {
	const char *word;
	bool (*before)(void);
	enum breakout_outcome (*prove)(void);
} states[] = {
	{ "commit-creds", NULL, prove_name },
	{ "cred", NULL, prove_name },
	{ "real-cred", NULL, prove_shown },
	{ "uid", user, prove_disk },
	{ "launder-uid", user, prove_disk },
	{ "commit-uid", user, prove_disk },
	{ "caps", NULL, prove_name },
	{ "effective", NULL, prove_name },
	{ "bounding", NULL, prove_exec },
	{ "user-ns", own_user, prove_name },
	{ "switch-namespaces", own_name, prove_name },
	{ "nsproxy", own_name, prove_name },
	{ "switch-other", NULL, prove_other },
	{ "other-nsproxy", NULL, prove_other },
	{ "uts-ns", own_name, prove_name },
	{ "net-ns", own_net, prove_net },
	{ "root", NULL, prove_root },
	{ "pwd", NULL, prove_pwd },
	{ "seccomp", no_sethostname, prove_name },
	{ "seccomp-work", no_sethostname, prove_name },
	{ "no-new-privs", user_for_good, prove_setuid },
};

#define STATES	(sizeof(states) / sizeof(states[0]))

/* In a process of its own: it must not be over when it does not work. */
static bool works_unforged(const struct forged *state)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		/* nobody reads this */
		dup2(open("/dev/null", O_WRONLY), 1);
		_exit(state->prove());
	}
	waitpid(pid, &status, 0);
	return status == ESCAPED;
}

static enum breakout_outcome forge(const struct forged *state, size_t op)
{
	enum breakout_outcome outcome;

	if (!tools_make())
		return breakout_untried("no tools: %s", strerror(errno));
	if (state->before && !state->before())
		return breakout_failed("preparation");
	if (works_unforged(state))
		return breakout_untried("it works without being forged");
	/* Holdfast sees the task as it is */
	do_device();
	if (write(FORGE_FD, state->word, strlen(state->word)) < 0)
		return breakout_untried("forge: %s", strerror(errno));
	operations[op].run();
	outcome = state->prove();
	kill(tools.child, SIGKILL);
	return outcome;
}

static int judge(pid_t pid, const char *op)
{
	int status;

	if (waitpid(pid, &status, 0) != pid)
		return UNTRIED;
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (WTERMSIG(status) != SIGKILL)
		return breakout_untried("died by signal %d", WTERMSIG(status));
	printf("refused: %s: SIGKILL\n", op);
	return REFUSED;
}

static int forge_child(const char *word, const char *op)
{
	size_t i, j;
	pid_t pid;

	for (i = 0; i < STATES && strcmp(states[i].word, word); i++)
		;
	for (j = 0; j < OPERATIONS && strcmp(operations[j].name, op); j++)
		;
	if (i == STATES || j == OPERATIONS)
		return breakout_untried("%s %s: no such thing", word, op);
	fflush(stdout);
	pid = fork();
	if (!pid) {
		int outcome = forge(&states[i], j);

		fflush(stdout);
		_exit(outcome);
	}
	return judge(pid, op);
}

/**
 * forger_wait() - wait for a child that must end well
 * @pid: of it
 *
 * Return: whether it did.
 */
bool forger_wait(int pid)
{
	int status;

	return pid > 0 && waitpid(pid, &status, __WALL) == pid && !status;
}

/**
 * forger_settled() - do harmless things that Holdfast asks about
 *
 * Return: 0 when all of them work.
 */
int forger_settled(void)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (fd < 0 || close(fd) || kill(getpid(), SIGCONT)) {
		perror("settled");
		return 1;
	}
	return 0;
}

static bool exec_settled(void)
{
	pid_t pid = fork();

	if (!pid) {
		execl("/proc/self/exe", "forger", "--settled", NULL);
		/* there may be the /proc of another PID namespace */
		execl(CONTAINER_BREAKOUT, "forger", "--settled", NULL);
		_exit(1);
	}
	return forger_wait(pid);
}

/* Now, in a child, and in a program that a child executes. */
static int honest_child(const struct forger_honest *honest)
{
	pid_t pid;

	if (forger_settled() || honest->run(honest->arg) || forger_settled())
		return 1;
	pid = fork();
	if (!pid)
		_exit(forger_settled());
	return forger_wait(pid) && exec_settled() ? 0 : 1;
}

static int run_honest(const char *name)
{
	const struct forger_honest *honest;
	int status;
	pid_t pid;

	for (honest = forger_honest; honest->name; honest++)
		if (!strcmp(honest->name, name))
			break;
	if (!honest->name)
		return breakout_untried("%s: no such thing", name);
	fflush(stdout);
	pid = fork();
	if (!pid)
		_exit(honest_child(honest));
	waitpid(pid, &status, 0);
	if (WIFSIGNALED(status))
		return breakout_untried("died by signal %d", WTERMSIG(status));
	if (status)
		return breakout_untried("%s failed", name);
	printf("done\n");
	return forger_settled();
}

/* As another user whom the file made root again. */
static int privileged(void)
{
	return setpriority(PRIO_PROCESS, 0, 1) || forger_settled();
}

/* PID 1 is of this container, though it executed no program in it. */
static int below_stub(void)
{
	char text[64];

	if (readlink("/proc/1/exe", text, sizeof(text)) < 0 ||
	    kill(1, SIGCONT)) {
		perror("PID 1");
		return 1;
	}
	return forger_settled();
}

static void rest(void)
{
	prctl(PR_SET_NAME, REST_COMM);
	printf("resting\n");
	fflush(stdout);
	for (;;)
		pause();
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--settled"))
		return forger_settled();
	if (argc == 2 && !strcmp(argv[1], "--privileged"))
		return privileged();
	if (argc == 2 && !strcmp(argv[1], "--below-stub"))
		return below_stub();
	if (argc == 2 && !strcmp(argv[1], "--rest"))
		rest();
	if (argc == 2 && !strcmp(argv[1], "--cwd"))
		return prove_pwd();
	if (argc == 2 && !strcmp(argv[1], "--disk"))
		return prove_disk();
	if (argc == 3 && !strcmp(argv[1], "--honest"))
		return run_honest(argv[2]);
	if (argc == 3 && !strcmp(argv[1], "--name")) {
		host_name = argv[2];
		return prove_name();
	}
	if (argc > 3 && !strcmp(argv[1], "--in"))
		return forger_contain(argv[2], argv + 2);
	if (argc != 4) {
		fprintf(stderr, "usage: forger STATE OPERATION HOSTNAME\n");
		return UNTRIED;
	}
	host_name = argv[3];
	return forge_child(argv[1], argv[2]);
}
