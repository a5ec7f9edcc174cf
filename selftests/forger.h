/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What runs in a container to be forged there, or to do what only looks like it.
 */
#ifndef FORGER_H
#define FORGER_H

#include <stdbool.h>

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

/* The descriptor of holdfast_forge.ko that was left open. */
#define FORGE_FD	120
#define FORGE_MODULE	"holdfast_forge"

/* A container that stands by, for others to join. */
#define REST_COMM	"forger-rest"

/**
 * struct forger_honest - something that no exploit is needed for
 *
 * @name: what it is called on the command line
 * @run: does it, in a process of its own; 0 when it worked
 * @arg: what @run is told
 */
struct forger_honest {
	const char *name;
	int (*run)(long arg);
	long arg;
};

extern const struct forger_honest forger_honest[];

/* forger.c */
int forger_settled(void);
bool forger_wait(int pid);

/* forger_namespace.c */
int forger_contain(const char *kind, char *const argv[]);
int honest_unshare(long flag);
int honest_clone(long flag);
int honest_visit(long flag);
int honest_nested(long depth);
int honest_chroot(long arg);
int honest_pivot(long arg);
int honest_stub(long arg);
int honest_overlay(long arg);
int honest_time(long arg);

/* forger_cred.c */
int honest_setuid(long arg);
int honest_file_caps(long arg);
int honest_capset(long arg);
int honest_bounding(long arg);
int honest_keep(long arg);
int honest_ambient(long arg);
int honest_seccomp(long arg);
int honest_access(long arg);
int honest_keyring(long arg);
int forger_careful(void);
int forger_inherit(void);

/* forger_thread.c */
int honest_threads(long arg);
int honest_vfork(long arg);
int honest_crash(long arg);
int honest_uring(long arg);

#endif /* FORGER_H */
