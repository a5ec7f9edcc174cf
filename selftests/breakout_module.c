// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code for the kernel: modules and kexec.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "breakout.h"

static int delete_module(const char *name)
{
	return syscall(SYS_delete_module, name, O_NONBLOCK);
}

/* What was closed may use it a moment longer. */
static void unload(const char *name)
{
	int tries;

	for (tries = 0; tries < 100; tries++) {
		if (!delete_module(name) || errno != EAGAIN)
			return;
		usleep(20000);
	}
}

static enum breakout_outcome loaded(const char *name)
{
	if (!breakout_module_loaded(name))
		return breakout_untried("/proc/modules lacks %s", name);
	unload(name);
	return breakout_escaped("%s was loaded", name);
}

static enum breakout_outcome load(const struct breakout_attempt *attempt)
{
	char path[256], *bytes;
	size_t size;
	int fd;

	if (!breakout_module_path(LOAD_MODULE, path, sizeof(path)))
		return breakout_untried("no file of module " LOAD_MODULE);
	if (breakout_module_loaded(LOAD_MODULE) && delete_module(LOAD_MODULE))
		return breakout_untried(LOAD_MODULE " is loaded already");
	if (attempt->arg) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (syscall(SYS_finit_module, fd, "", 0))
			return breakout_failed("finit_module");
	} else {
		bytes = breakout_slurp(path, &size);
		if (syscall(SYS_init_module, bytes, size, ""))
			return breakout_failed("init_module");
	}
	return loaded(LOAD_MODULE);
}

static enum breakout_outcome reload(const char *name)
{
	char path[256];
	int fd;

	if (breakout_module_loaded(name))
		return breakout_untried("%s is still there", name);
	if (breakout_module_path(name, path, sizeof(path))) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		syscall(SYS_finit_module, fd, "", 0);
	}
	return breakout_escaped("%s was unloaded", name);
}

static enum breakout_outcome delete(const struct breakout_attempt *attempt)
{
	static char name[] = LOST_MODULE;
	int err;

	if (!breakout_module_loaded(name))
		return breakout_untried("%s is not loaded", name);
	if (attempt->arg)
		err = breakout_syscall32(NR32_DELETE_MODULE, (long)name,
					 O_NONBLOCK, 0, 0, 0);
	else
		err = delete_module(name);
	if (err)
		return breakout_failed("delete_module");
	return reload(name);
}

/**
 * breakout_autoloaded() - report whether the kernel has loaded a module for us
 * @name: of the module; it is unloaded
 * @err: errno that tells of a refusal here
 * @call: that asked for it, and failed if the module is not there
 *
 * Return: ESCAPED when it has.
 */
enum breakout_outcome breakout_autoloaded(const char *name, int err,
					  const char *call)
{
	if (breakout_module_loaded(name)) {
		unload(name);
		return breakout_escaped("%s was loaded", name);
	}
	return errno == err ? breakout_refused(call) : breakout_failed(call);
}

/*
 * A family that no one uses. The kernel asks for the module on our behalf;
 * refused, the caller sees a family that does not exist.
 */
static enum breakout_outcome autoload(const struct breakout_attempt *attempt)
{
	int fd;

	(void)attempt;
	if (breakout_module_loaded("af_alg") && delete_module("af_alg"))
		return breakout_untried("af_alg is in use");
	fd = socket(AF_ALG, SOCK_SEQPACKET, 0);
	if (fd >= 0)
		close(fd);
	return breakout_autoloaded("af_alg", EAFNOSUPPORT, "socket");
}

/* The same by the name of a filesystem, which is nobody's either. */
static enum breakout_outcome autoload_fs(const struct breakout_attempt *attempt)
{
	int fd;

	(void)attempt;
	if (breakout_module_loaded("squashfs") && delete_module("squashfs"))
		return breakout_untried("squashfs is in use");
	fd = syscall(SYS_fsopen, "squashfs", 0);
	if (fd >= 0)
		close(fd);
	return breakout_autoloaded("squashfs", ENODEV, "fsopen");
}

/* One page at 64 MiB: enough to be an image, and nobody will boot it. */
static enum breakout_outcome kexec(const struct breakout_attempt *attempt)
{
	static char page[4096] __attribute__((aligned(4096)));
	struct kexec_segment segment = {
		.buf = page,
		.bufsz = sizeof(page),
		.mem = (void *)0x4000000,
		.memsz = sizeof(page),
	};
	char loaded[8] = "";

	(void)attempt;
	if (syscall(SYS_kexec_load, 0x4000000, 1, &segment, KEXEC_ARCH_DEFAULT))
		return breakout_failed("kexec_load");
	breakout_read("/sys/kernel/kexec_loaded", loaded, sizeof(loaded));
	if (syscall(SYS_kexec_load, 0, 0, NULL, KEXEC_ARCH_DEFAULT))
		return breakout_failed("kexec_load");
	if (strcmp(loaded, "1"))
		return breakout_untried("kexec_loaded says %s", loaded);
	return breakout_escaped("an image was loaded");
}

/* Takes away what is loaded: harmless, and behind the same door. */
static enum breakout_outcome kexec_file(const struct breakout_attempt *attempt)
{
	long err = syscall(SYS_kexec_file_load, -1, -1, 0, NULL,
			   KEXEC_FILE_UNLOAD);

	(void)attempt;
	if (err && errno == ENOSYS)
		return breakout_absent("kexec_file_load()");
	if (err)
		return breakout_failed("kexec_file_load");
	return breakout_escaped("the image was unloaded");
}

const struct breakout_attempt breakout_module[] = {
	{ "init-module", "load a module from memory", load },
	{ "finit-module", "load a module from a file", load, "file" },
	{ "delete-module", "unload a module of the host", delete },
	{ "delete-module-32", "the same as a 32-bit program", delete, "32" },
	{ "autoload", "have socket() load a module", autoload },
	{ "autoload-fs", "have fsopen() load a module", autoload_fs },
	{ "kexec", "load another kernel with kexec_load()", kexec },
	{ "kexec-file", "kexec_file_load()", kexec_file },
	{ }
};
