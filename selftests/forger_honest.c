// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that changes what a task is, and is nobody's business but its own.
 */
#define _GNU_SOURCE
#include <linux/io_uring.h>
#include <linux/sched.h>
#include <sched.h>

#include "forger.h"

#define ALL (CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWPID |	\
	     CLONE_NEWNET | CLONE_NEWCGROUP | CLONE_NEWTIME)

#define NAMESPACE(NAME, FLAG)						\
	{ "unshare-" NAME, honest_unshare, FLAG },			\
	{ "clone-" NAME, honest_clone, FLAG },				\
	{ "visit-" NAME, honest_visit, FLAG }

const struct forger_honest forger_honest[] = {
	NAMESPACE("mnt", CLONE_NEWNS),
	NAMESPACE("net", CLONE_NEWNET),
	NAMESPACE("uts", CLONE_NEWUTS),
	NAMESPACE("ipc", CLONE_NEWIPC),
	NAMESPACE("cgroup", CLONE_NEWCGROUP),
	NAMESPACE("pid", CLONE_NEWPID),
	NAMESPACE("time", CLONE_NEWTIME),
	NAMESPACE("user", CLONE_NEWUSER),
	{ "unshare-all", honest_unshare, ALL },
	{ "unshare-all-user", honest_unshare, ALL | CLONE_NEWUSER },
	{ "clone-all", honest_clone, ALL & ~CLONE_NEWTIME },
	{ "clone-all-user", honest_clone,
	  (ALL & ~CLONE_NEWTIME) | CLONE_NEWUSER },
	{ "clone-files", honest_clone, CLONE_FILES },
	{ "clone-fs", honest_clone, CLONE_FS },
	{ "clone-io", honest_clone, CLONE_IO },
	{ "clone-parent", honest_clone, CLONE_PARENT },
	{ "clone-pidfd", honest_clone, CLONE_PIDFD },
	{ "clone-ptrace", honest_clone, CLONE_PTRACE | CLONE_UNTRACED },
	{ "clone-sysvsem", honest_clone, CLONE_SYSVSEM },
	{ "vfork", honest_vfork },
	{ "nested", honest_nested, 3 },
	{ "setuid", honest_setuid },
	{ "file-caps", honest_file_caps },
	{ "capset", honest_capset },
	{ "bounding", honest_bounding },
	{ "keep-caps", honest_keep },
	{ "ambient", honest_ambient },
	{ "seccomp", honest_seccomp },
	{ "chroot", honest_chroot },
	{ "pivot-root", honest_pivot },
	{ "stub", honest_stub },
	{ "overlay", honest_overlay },
	{ "time-exec", honest_time },
	{ "access", honest_access },
	{ "keyring", honest_keyring },
	{ "crash", honest_crash },
	{ "threads", honest_threads },
	{ "uring", honest_uring },
	{ "uring-poll", honest_uring, IORING_SETUP_SQPOLL },
	{ }
};
