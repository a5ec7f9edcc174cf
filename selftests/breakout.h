/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Real attempts to get from a container to its host.
 *
 * One attempt is one function. It does what an intruder would do, looks
 * whether that had an effect on the host, undoes the effect and says how it
 * went. It must never report an escape that it has not seen with its own eyes.
 */
#ifndef BREAKOUT_H
#define BREAKOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <sys/types.h>

/* What exists on the host only: the secret is read and the mark is left. */
#define HOST_DIR	"/var/lib/breakout"
#define HOST_SECRET	HOST_DIR "/secret"
#define HOST_MARK	HOST_DIR "/mark"
#define HOST_JOURNAL	HOST_DIR "/journal"
#define HOST_DISK	HOST_DIR "/disk"
#define HOST_VOLUME	HOST_DISK "/volume"
#define HOST_MODULES	HOST_DIR "/modules"
#define DISK_SECRET	"host-secret"

/* The host process that is attacked, and the sandbox that stands by. */
#define VICTIM_COMM	"breakout-victim"
#define OTHER_COMM	"breakout-other"
#define DOOR_COMM	"breakout-door"
#define VICTIM_FD	9

/* What else it has for others to take, and where it hears what others send. */
#define OUTSIDE_ROOT	130
#define OUTSIDE_NS	131
#define OUTSIDE_NAME	"breakout-datagram"

/* Its child, which others would like to freeze or to kill. */
#define PREY_COMM	"breakout-prey"

/* Namespace files of the host that a careless runtime left open. */
#define LEAKED_FD	100

/* The same of the host's root directory and of core_pattern, to be written. */
#define LEAKED_ROOT	110
#define LEAKED_CORE	111

/* A file of the host that is handed to it, for reading. */
#define LEAKED_GIVEN	112
#define HOST_GIVEN	HOST_DIR "/given"

/* The mere path of another one (O_PATH), and the terminal of its session. */
#define LEAKED_PATH	113
#define HOST_PATH	HOST_DIR "/path"
#define LEAKED_TTY	114

/* The console of the machine. */
#define LEAKED_CONSOLE	115

/*
 * The host's root directory in the mount namespace of the runtime, and as a mount
 * that is in none.
 */
#define LEAKED_COPY	116
#define LEAKED_TREE	117

/* A directory of a container, left by a runtime inside of it. */
#define LEAKED_AROUND	118

/* A key of the host's root. */
#define HOST_KEY	"breakout-key"

/* Namespace files of the host that were mounted into the container. */
#define MOUNTED_NS	"/ns"

/* A host service in the volume that hands out what it is asked for. */
#define DOOR		"door"
#define DOOR_ROOT	BREAKOUT_NS_TYPES
#define DOOR_CORE	(BREAKOUT_NS_TYPES + 1)
#define DOOR_FRESH_UTS	(BREAKOUT_NS_TYPES + 2)
#define DOOR_FRESH_SOCKET	(BREAKOUT_NS_TYPES + 3)
#define DOOR_CABLE	(BREAKOUT_NS_TYPES + 4)
#define DOOR_PATH	(BREAKOUT_NS_TYPES + 5)
#define DOOR_BPF	(BREAKOUT_NS_TYPES + 6)
#define DOOR_FUSE	(BREAKOUT_NS_TYPES + 7)
#define DOOR_FUSE_LOST	(BREAKOUT_NS_TYPES + 8)
#define DOOR_FRESH	"breakout-fresh"
#define DOOR_ABSTRACT	"breakout-door"

/* Who is lent something, by another socket that is for all users, and where. */
#define LENDER		"lender"
#define LENT_DIR	"/tmp/breakout-lent"

/* Where the container sees a folder of the host's disk, as a volume. */
#define VOLUME		"/volume"

/* A version 1 cgroup hierarchy that is there already. */
#define HOST_CGROUP1	HOST_DIR "/cgroup1"
#define CGROUP1		"/cgroup1"

/* What the host has in its control filesystems. */
#define SPARE		"breakout-spare"
#define SPARE_XATTR	"trusted.breakout-spare"
#define LOST_GROUP	"/sys/fs/cgroup/" SPARE "/lost"

/* A block device of the host that nobody has read since it was made. */
#define FRESH_DEVICE	"loop7"

/* Modules: the one that is loaded, the one the host has and loses. */
#define LOAD_MODULE	"dummy"
#define LOST_MODULE	"ifb"

/**
 * enum breakout_outcome - how an attempt went; also the exit status
 *
 * @ESCAPED: it worked, and the effect on the host was seen
 * @REFUSED: something forbade it (EPERM, EACCES, or as the attempt says)
 * @UNTRIED: the environment lacks something, or it failed in another way
 * @ABSENT: this kernel does not know what is tried
 */
enum breakout_outcome {
	ESCAPED = 0,
	REFUSED = 1,
	UNTRIED = 2,
	ABSENT = 3,
};

/**
 * struct breakout_attempt - one way out
 *
 * @name: what it is called on the command line
 * @what: one line for people
 * @run: does it
 * @arg: what @run is told, so that one function can serve several attempts
 */
struct breakout_attempt {
	const char *name;
	const char *what;
	enum breakout_outcome (*run)(const struct breakout_attempt *attempt);
	const char *arg;
};

/**
 * struct breakout_class - attempts of one class, ended by an empty one
 *
 * @name: the class, in Holdfast's words
 * @attempts: the table
 */
struct breakout_class {
	const char *name;
	const struct breakout_attempt *attempts;
};

extern const struct breakout_attempt breakout_namespace[];
extern const struct breakout_attempt breakout_mount[];
extern const struct breakout_attempt breakout_link[];
extern const struct breakout_attempt breakout_module[];
extern const struct breakout_attempt breakout_capability[];
extern const struct breakout_attempt breakout_kernel_file[];
extern const struct breakout_attempt breakout_control[];
extern const struct breakout_attempt breakout_device[];
extern const struct breakout_attempt breakout_genl[];
extern const struct breakout_attempt breakout_process[];
extern const struct breakout_attempt breakout_file[];
extern const struct breakout_attempt breakout_outside[];
extern const struct breakout_attempt breakout_bpf[];
extern const struct breakout_attempt breakout_ring[];
extern const struct breakout_attempt breakout_surface[];
extern const struct breakout_attempt breakout_self[];

/**
 * struct breakout_ns_type - a type of namespace
 *
 * @name: as in /proc/PID/ns
 * @flag: CLONE_NEW*
 * @other: the sandbox's is joined, not PID 1's: nobody climbs to an ancestor's
 *	PID or user namespace, and the time namespace is shared by all
 * @after: where to look whether it was joined
 */
struct breakout_ns_type {
	const char *name;
	int flag;
	bool other;
	const char *after;
};

#define BREAKOUT_NS_TYPES	8
extern const struct breakout_ns_type breakout_ns_types[BREAKOUT_NS_TYPES];

/* breakout_util.c */
int breakout_ns_index(const char *name);
int breakout_ns_open(int type);
enum breakout_outcome breakout_failed(const char *call);
enum breakout_outcome breakout_refused(const char *call);
enum breakout_outcome breakout_escaped(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
enum breakout_outcome breakout_untried(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
enum breakout_outcome breakout_absent(const char *fmt, ...)
	__attribute__((format(printf, 1, 2)));
enum breakout_outcome breakout_prove(const char *prefix);
enum breakout_outcome breakout_prove_at(int dirfd, const char *secret,
					const char *mark);
const char *breakout_errno_name(int err);

int breakout_read(const char *path, char *buf, size_t size);
int breakout_read_at(int dirfd, const char *path, char *buf, size_t size);
int breakout_write(const char *path, const char *text);
int breakout_write_at(int dirfd, const char *path, const char *text);
int breakout_copy(const char *from, const char *to, mode_t mode);
char *breakout_slurp(const char *path, size_t *size);
pid_t breakout_find(const char *comm);
bool breakout_module_loaded(const char *name);
enum breakout_outcome breakout_autoloaded(const char *name, int err,
					  const char *call);
bool breakout_module_path(const char *name, char *buf, size_t size);
char *breakout_scratch(void);
const char *breakout_volume(void);
/* System calls as a 32-bit program numbers them; one for i386 has no header here. */
#ifdef __arm__
#define NR32_BPF		SYS_bpf
#define NR32_DELETE_MODULE	SYS_delete_module
#define NR32_IOCTL		SYS_ioctl
#define NR32_KILL		SYS_kill
#define NR32_MKNOD		SYS_mknod
#define NR32_MOUNT		SYS_mount
#define NR32_OPENAT		SYS_openat
#define NR32_OPEN_TREE		SYS_open_tree
#define NR32_PTRACE		SYS_ptrace
#define NR32_SETNS		SYS_setns
#define NR32_UNSHARE		SYS_unshare
#else
#define NR32_BPF		357
#define NR32_DELETE_MODULE	129
#define NR32_IOCTL		54
#define NR32_KILL		37
#define NR32_MKNOD		14
#define NR32_MOUNT		21
#define NR32_OPENAT		295
#define NR32_OPEN_TREE		428
#define NR32_PTRACE		26
#define NR32_SETNS		346
#define NR32_UNSHARE		310
#endif
long breakout_syscall32(long nr, long a, long b, long c, long d, long e);

enum breakout_outcome breakout_write_value(int fd, const char *where,
					   const char *value);
enum breakout_outcome breakout_change(const char *path, const char *value);

/* breakout_file.c */
int breakout_receive(int nr);

/* breakout_32bit.c */
bool breakout_is_32bit(const char *name);
int breakout_run_32bit(char **argv);

/* breakout_agent.c, breakout_door.c, breakout_lend.c: what runs on the host's side */
int breakout_agent(const char *self);
int breakout_agent_install(char *path, size_t size, pid_t pid);
enum breakout_outcome breakout_agent_proof(void);
int breakout_door(void);
int breakout_cable(pid_t pid);
int breakout_lend_bpf(pid_t pid);
int breakout_lend_fuse(pid_t pid);
int breakout_end_fuse(void);
int breakout_victim(void);
int breakout_prepare(void);
extern volatile long breakout_victim_word;
#define VICTIM_WORD	0x686f6c6466617374L

#endif /* BREAKOUT_H */
