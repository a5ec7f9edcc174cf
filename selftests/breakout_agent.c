// SPDX-License-Identifier: GPL-2.0-only
/*
 * The host's side of the attempts: what must be there beforehand, the process
 * that is attacked, and the program that the kernel is made to run.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"

#define AGENT		"/tmp/breakout-agent"
#define PROOF		"/tmp/breakout-proof"

volatile long breakout_victim_word = VICTIM_WORD;

/**
 * breakout_agent_install() - put a program where the kernel will find it
 * @path: gets the path as the host resolves it
 * @size: of @path
 * @pid: a process in this root, as the host numbers it; 0 for '%P'
 *
 * Return: 0, or -1 and errno.
 */
int breakout_agent_install(char *path, size_t size, pid_t pid)
{
	mkdir("/tmp", 01777);
	unlink(PROOF);
	if (breakout_copy("/proc/self/exe", AGENT, 0755))
		return -1;
	if (pid)
		snprintf(path, size, "/proc/%d/root" AGENT, pid);
	else
		snprintf(path, size, "/proc/%%P/root" AGENT);
	return 0;
}

/**
 * breakout_agent_proof() - wait for what the program leaves behind
 *
 * Return: ESCAPED when it ran on the host.
 */
enum breakout_outcome breakout_agent_proof(void)
{
	char text[128];
	int i;

	for (i = 0; i < 200; i++) {
		if (breakout_read(PROOF, text, sizeof(text)) > 0) {
			unlink(PROOF);
			unlink(AGENT);
			return breakout_escaped("the host ran it: %s", text);
		}
		usleep(50000);
	}
	unlink(AGENT);
	return breakout_untried("the host never ran the program");
}

/**
 * breakout_agent() - be the program that the kernel runs on the host
 * @self: argv[0], /proc/PID/root/...
 *
 * Return: exit status.
 */
int breakout_agent(const char *self)
{
	char text[128], proof[300], *root;
	int fd, root_fd;

	snprintf(proof, sizeof(proof), "%s", self);
	root = strstr(proof, "/root");
	if (!root)
		return 1;
	root[strlen("/root")] = 0;
	root_fd = open(proof, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (root_fd < 0 || breakout_read(HOST_SECRET, text, sizeof(text)) < 0)
		return 1;
	fd = open(HOST_MARK, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		dprintf(fd, "%s\n", text);
	fd = openat(root_fd, "." PROOF, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0)
		return 1;
	dprintf(fd, "%s\n", text);
	while (read(0, proof, sizeof(proof)) > 0)
		;
	return 0;
}

static void victim_mark(const char *how)
{
	int fd = open(HOST_MARK, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
		      0600);

	if (fd < 0)
		return;
	dprintf(fd, "%s\n", how);
	close(fd);
}

static void victim_signalled(int nr)
{
	(void)nr;
	setpriority(PRIO_PROCESS, 0, !getpriority(PRIO_PROCESS, 0));
	victim_mark("signal");
}

/* A sandbox of the host that has one of each namespace. */
static void other(void)
{
	int flags = CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC |
		    CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWCGROUP |
		    0x80 /* CLONE_NEWTIME */;

	if (unshare(flags))
		exit(1);
	if (fork())
		_exit(0);
	prctl(PR_SET_NAME, OTHER_COMM);
	setsid();
	for (;;)
		pause();
}

/* It leads a group of its own, and is in the victim's cgroup. */
static pid_t prey(void)
{
	int named[2];
	pid_t pid;
	char byte;

	if (pipe2(named, O_CLOEXEC))
		return -1;
	pid = fork();
	if (!pid) {
		prctl(PR_SET_NAME, PREY_COMM);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		setpgid(0, 0);
		close(named[1]);
		for (;;)
			pause();
	}
	close(named[1]);
	read(named[0], &byte, 1);
	close(named[0]);
	return pid;
}

static int listen_outside(void)
{
	static const char name[] = "\0" OUTSIDE_NAME;
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(at.sun_path, name, sizeof(name) - 1);
	if (bind(fd, (struct sockaddr *)&at, offsetof(struct sockaddr_un,
			sun_path) + sizeof(name) - 1))
		return -1;
	return fd;
}

static int have_what_others_want(void)
{
	int fd = open(HOST_JOURNAL, O_RDWR | O_CREAT | O_TRUNC, 0600);

	if (fd < 0 || dup2(fd, VICTIM_FD) < 0)
		return -1;
	if (fd != VICTIM_FD)
		close(fd);
	if (dup2(open("/", O_PATH | O_DIRECTORY), OUTSIDE_ROOT) < 0 ||
	    dup2(open("/proc/self/ns/uts", O_RDONLY), OUTSIDE_NS) < 0)
		return -1;
	return 0;
}

/**
 * breakout_victim() - become the host process that is attacked
 *
 * It notices a changed word of its memory, a signal, what is written into its
 * journal or sent to its socket, and the end of its child, and leaves the mark.
 *
 * Return: only on failure, as an exit status.
 */
int breakout_victim(void)
{
	struct sigaction action = { .sa_handler = victim_signalled };
	char text[64];
	struct stat st;
	pid_t child;
	int outside;

	if (!fork())
		other();
	if (!fork())
		exit(breakout_door());
	/* not before: who has the socket too keeps its name from the next victim */
	outside = listen_outside();
	if (outside < 0 || have_what_others_want())
		return 1;
	child = prey();
	sigaction(SIGUSR1, &action, NULL);
	prctl(PR_SET_NAME, VICTIM_COMM);
	for (;;) {
		usleep(20000);
		if (breakout_victim_word != VICTIM_WORD) {
			breakout_victim_word = VICTIM_WORD;
			victim_mark("memory");
		}
		if (!fstat(VICTIM_FD, &st) && st.st_size) {
			ftruncate(VICTIM_FD, 0);
			victim_mark("journal");
		}
		if (recv(outside, text, sizeof(text), MSG_DONTWAIT) > 0)
			victim_mark("datagram");
		if (waitpid(child, NULL, WNOHANG) == child) {
			child = prey();
			victim_mark("prey");
		}
	}
}

static int prepare_secret(const char *path)
{
	unsigned char noise[8];
	int fd, i;

	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0 || getrandom(noise, sizeof(noise), 0) != sizeof(noise))
		return -1;
	dprintf(fd, "secret-");
	for (i = 0; i < (int)sizeof(noise); i++)
		dprintf(fd, "%02x", noise[i]);
	dprintf(fd, "\n");
	fsync(fd);
	close(fd);
	return 0;
}

static int prepare_module(const char *name)
{
	char command[512];
	struct utsname uts;

	uname(&uts);
	snprintf(command, sizeof(command),
		 "f=$(find /lib/modules/%s/ -name '%s.ko*' | head -n 1); "
		 "case $f in *.xz) xz -dc $f;; *) cat $f;; esac >%s/%s.ko",
		 uts.release, name, HOST_MODULES, name);
	return system(command);
}

static int prepare_disk(void)
{
	mkdir(HOST_DISK, 0700);
	if (!mount("/dev/vda", HOST_DISK, "ext4", 0, NULL)) {
		mkdir(HOST_VOLUME, 0755);
		if (mount(HOST_VOLUME, HOST_VOLUME, NULL, MS_BIND, NULL))
			return -1;
	} else if (errno != EBUSY) {
		return -1;
	}
	close(open(HOST_VOLUME "/data", O_WRONLY | O_CREAT, 0644));
	if (prepare_secret(HOST_DISK "/" DISK_SECRET))
		return -1;
	sync();
	return 0;
}

static int prepare_cgroup1(void)
{
	mkdir(HOST_CGROUP1, 0755);
	return mount("cgroup", HOST_CGROUP1, "cgroup", 0,
		     "none,name=careless") && errno != EBUSY;
}

/* Over a file of zeros: no filesystem, but who looks for one reads it. */
static int prepare_fresh(void)
{
	return system("dd if=/dev/zero of=" HOST_DIR "/fresh bs=64k count=16 "
		      "2>/dev/null && mknod -m 600 /dev/" FRESH_DEVICE
		      " b 7 7 2>/dev/null; "
		      "[ -e /sys/block/" FRESH_DEVICE "/loop ] || "
		      "losetup /dev/" FRESH_DEVICE " " HOST_DIR "/fresh");
}

static int prepare_spare(void)
{
	mkdir(HOST_CGROUP1 "/" SPARE, 0755);
	mkdir("/sys/fs/cgroup/" SPARE, 0755);
	mkdir(LOST_GROUP, 0755);
	if (symlink(SPARE, "/sys/fs/bpf/" SPARE) && errno != EEXIST)
		return -1;
	return setxattr("/sys/fs/cgroup/" SPARE, SPARE_XATTR, "1", 1, 0);
}

/* What root of the host keeps in the kernel, and a switch that old programs want. */
static int prepare_kernel(void)
{
	char text[128];

	breakout_write("/proc/sys/dev/tty/legacy_tiocsti", "1");
	if (breakout_read(HOST_SECRET, text, sizeof(text)) < 0)
		return -1;
	return syscall(SYS_add_key, "user", HOST_KEY, text, strlen(text),
		       KEY_SPEC_USER_KEYRING) < 0;
}

static int prepare_victim(void)
{
	pid_t pid;
	int i;

	if (breakout_find(VICTIM_COMM) > 0 && breakout_find(OTHER_COMM) > 0)
		return 0;
	pid = fork();
	if (!pid) {
		setsid();
		for (i = 0; i < 3; i++)
			dup2(open("/dev/null", O_RDWR), i);
		execl("/proc/self/exe", "breakout", "--victim", NULL);
		_exit(1);
	}
	for (i = 0; i < 200; i++) {
		if (breakout_find(VICTIM_COMM) > 0 &&
		    breakout_find(OTHER_COMM) > 0 &&
		    breakout_find(DOOR_COMM) > 0)
			return 0;
		usleep(50000);
	}
	return -1;
}

/**
 * breakout_prepare() - make the host one that is worth attacking
 *
 * Secret, disk, volume, modules, victim. May run more than once.
 *
 * Return: exit status.
 */
int breakout_prepare(void)
{
	mkdir("/var", 0755);
	mkdir("/var/lib", 0755);
	/* a runtime in a user namespace has to find the volume */
	mkdir(HOST_DIR, 0711);
	mkdir(HOST_MODULES, 0755);
	unlink(HOST_MARK);
	if (prepare_secret(HOST_SECRET)) {
		perror(HOST_SECRET);
		return 1;
	}
	if (prepare_secret(HOST_GIVEN) || prepare_secret(HOST_PATH)) {
		perror(HOST_GIVEN);
		return 1;
	}
	if (prepare_disk()) {
		perror("the disk /dev/vda");
		return 1;
	}
	if (prepare_module(LOAD_MODULE) || prepare_module(LOST_MODULE)) {
		fprintf(stderr, "no module files\n");
		return 1;
	}
	/* what a mount needs must not hang on an autoload that is refused */
	if (system("modprobe -a binfmt_misc overlay loop veth " LOST_MODULE)) {
		fprintf(stderr, "modprobe fails\n");
		return 1;
	}
	if (system("modprobe -q fuse"))
		printf("this kernel has no FUSE\n");
	/* kernels that are built for tests have not all of these */
	if (system("modprobe -q nfsd"))
		printf("this kernel has no NFS server\n");
	if (system("modprobe -q ksmbd"))
		printf("this kernel has no SMB server\n");
	if (system("modprobe -q target_core_user"))
		printf("this kernel has no SCSI target\n");
	if (system("modprobe -q nbd nbds_max=0"))
		printf("this kernel has no network block devices\n");
	if (prepare_cgroup1()) {
		perror(HOST_CGROUP1);
		return 1;
	}
	if (prepare_spare()) {
		perror(SPARE);
		return 1;
	}
	if (prepare_kernel()) {
		perror(HOST_KEY);
		return 1;
	}
	if (prepare_fresh()) {
		fprintf(stderr, "no " FRESH_DEVICE "\n");
		return 1;
	}
	if (prepare_victim()) {
		fprintf(stderr, "no process to attack\n");
		return 1;
	}
	return 0;
}
