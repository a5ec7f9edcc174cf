// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the default policy allows, because it is no way out by itself, and a
 * profile can refuse.
 */
#include <errno.h>

#include "escape.h"

const struct escape escape_surface[] = {
	MAY("N05", "perf-own", "perf_event_open() of itself", PRIVILEGED,
	    "security_perf_event_open", SURFACE_PERF, EPERM),
	MAY("N06", "uring", "io_uring_setup()", 0,
	    "security_inode_init_security_anon", SURFACE_IO_URING, EPERM),
	MAY("N09", "userfaultfd", "userfaultfd(UFFD_USER_MODE_ONLY)", 0,
	    "security_inode_init_security_anon", SURFACE_USERFAULTFD, EPERM),
	MAY("N08", "keyring", "keyctl(JOIN_SESSION_KEYRING)", 0,
	    "security_key_alloc", SURFACE_KEYRING, EPERM),
	MAY("N08", "host-key", "keyctl(SEARCH), keyctl(READ) of a key of the host's root",
	    INIT_USER, "lookup_user_key", SURFACE_KEYRING, EPERM),
	MAY("L08", "socket-family", "socket(AF_INET)", 0,
	    "security_socket_create", SURFACE_SOCKET_ANY, EPERM),
	{ }
};
