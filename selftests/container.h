/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Containers made by hand, as a careless or a careful runtime makes them.
 */
#ifndef CONTAINER_H
#define CONTAINER_H

#include <stdbool.h>
#include <stddef.h>

/* Where the program is, and under this name, in the container. */
#define CONTAINER_BREAKOUT	"/breakout"

/* The cgroup that everything a test starts is put into. */
#define CONTAINER_CGROUP	"/sys/fs/cgroup/breakout"

/**
 * struct container_options - what a runtime was told
 *
 * @namespaces: CLONE_NEW* flags of those of its own; a mount namespace it
 *              always has. In a user namespace, user 0 is user 100000
 * @masked: /proc/sys and /sys read-only, as runc does it
 * @host_sys: the host's /sys with all that is mounted there, and a version 1
 *            cgroup hierarchy
 * @docker_caps: no more than Docker's 14 capabilities, else all
 * @leak: namespace files of the host stay open, from LEAKED_FD on, and its root
 *	and a control file; and namespace files are mounted in MOUNTED_NS
 * @chrooted: the mount namespace keeps the host's root; there is a chroot() only
 * @begun: called in the process that becomes the container, at its start, or NULL
 * @prepared: called there right before the program is executed, or NULL
 */
struct container_options {
	int namespaces;
	bool masked;
	bool host_sys;
	bool docker_caps;
	bool leak;
	bool chrooted;
	void (*begun)(void);
	void (*prepared)(void);
};

int container_run(const struct container_options *options,
		  char *const argv[], char *text, size_t size);

#endif /* CONTAINER_H */
