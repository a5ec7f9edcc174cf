// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the attempts share: saying how it went, and small file work.
 */
#define _GNU_SOURCE
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "breakout.h"

#ifndef CLONE_NEWTIME
#define CLONE_NEWTIME	0x00000080
#endif

/**
 * breakout_errno_name() - the symbol of an errno
 * @err: the number
 *
 * Return: the name, or 'E?' followed by nothing for an unknown number.
 */
const char *breakout_errno_name(int err)
{
	const char *name = strerrorname_np(err);

	return name ? name : "E?";
}

/**
 * breakout_refused() - report that a call was forbidden, whatever its errno
 * @call: the system call that failed; errno says how
 *
 * Return: REFUSED.
 */
enum breakout_outcome breakout_refused(const char *call)
{
	printf("refused: %s: %s\n", call, breakout_errno_name(errno));
	return REFUSED;
}

/**
 * breakout_failed() - report a failed call
 * @call: the system call that failed; errno says how
 *
 * Only what a security decision gives counts as refused; any other errno
 * means that the attempt itself does not fit this machine.
 *
 * Return: REFUSED or UNTRIED.
 */
enum breakout_outcome breakout_failed(const char *call)
{
	switch (errno) {
	case EPERM:
	case EACCES:
	case EROFS:
		return breakout_refused(call);
	default:
		return breakout_untried("%s: %s", call,
					breakout_errno_name(errno));
	}
}

/**
 * breakout_escaped() - report an escape
 * @fmt: what was seen
 *
 * Return: ESCAPED.
 */
enum breakout_outcome breakout_escaped(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("escaped: ");
	vprintf(fmt, args);
	printf("\n");
	va_end(args);
	return ESCAPED;
}

/**
 * breakout_untried() - report that nothing can be said
 * @fmt: what is missing
 *
 * Return: UNTRIED.
 */
enum breakout_outcome breakout_untried(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("untried: ");
	vprintf(fmt, args);
	printf("\n");
	va_end(args);
	return UNTRIED;
}

/**
 * breakout_absent() - report that this kernel does not know what is tried
 * @fmt: what it lacks
 *
 * Return: ABSENT.
 */
enum breakout_outcome breakout_absent(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	printf("absent: this kernel lacks ");
	vprintf(fmt, args);
	printf("\n");
	va_end(args);
	return ABSENT;
}

/**
 * breakout_read_at() - read a small file
 * @dirfd: as in openat()
 * @path: as in openat()
 * @buf: gets the text, without its last newline
 * @size: of @buf
 *
 * Return: the length, or -1 and errno.
 */
int breakout_read_at(int dirfd, const char *path, char *buf, size_t size)
{
	int fd = openat(dirfd, path, O_RDONLY | O_CLOEXEC);
	ssize_t len;

	if (fd < 0)
		return -1;
	len = read(fd, buf, size - 1);
	close(fd);
	if (len < 0)
		return -1;
	if (len && buf[len - 1] == '\n')
		len--;
	buf[len] = 0;
	return len;
}

/**
 * breakout_read() - breakout_read_at() from the current folder
 * @path: the file
 * @buf: gets the text
 * @size: of @buf
 *
 * Return: the length, or -1 and errno.
 */
int breakout_read(const char *path, char *buf, size_t size)
{
	return breakout_read_at(AT_FDCWD, path, buf, size);
}

/**
 * breakout_write_at() - write text into a file that exists
 * @dirfd: as in openat()
 * @path: as in openat()
 * @text: what to write
 *
 * Return: 0, or -1 and errno.
 */
int breakout_write_at(int dirfd, const char *path, const char *text)
{
	int fd = openat(dirfd, path, O_WRONLY | O_CLOEXEC);
	ssize_t len;
	int err;

	if (fd < 0)
		return -1;
	len = write(fd, text, strlen(text));
	err = errno;
	close(fd);
	errno = err;
	return len < 0 ? -1 : 0;
}

/**
 * breakout_write() - breakout_write_at() from the current folder
 * @path: the file
 * @text: what to write
 *
 * Return: 0, or -1 and errno.
 */
int breakout_write(const char *path, const char *text)
{
	return breakout_write_at(AT_FDCWD, path, text);
}

/**
 * breakout_slurp() - read a whole file into memory
 * @path: the file
 * @size: gets its length
 *
 * Return: memory to free(), or NULL and errno.
 */
char *breakout_slurp(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *buf;

	if (fd < 0)
		return NULL;
	buf = fstat(fd, &st) ? NULL : malloc(st.st_size + 1);
	if (!buf) {
		close(fd);
		return NULL;
	}
	*size = 0;
	while (*size < (size_t)st.st_size) {
		ssize_t len = read(fd, buf + *size, st.st_size - *size);

		if (len <= 0)
			break;
		*size += len;
	}
	close(fd);
	buf[*size] = 0;
	return buf;
}

/**
 * breakout_copy() - copy a file
 * @from: source
 * @to: made anew
 * @mode: of @to
 *
 * Return: 0, or -1 and errno.
 */
int breakout_copy(const char *from, const char *to, mode_t mode)
{
	size_t size, done = 0;
	char *buf = breakout_slurp(from, &size);
	int fd;

	if (!buf)
		return -1;
	unlink(to);
	fd = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	while (fd >= 0 && done < size) {
		ssize_t len = write(fd, buf + done, size - done);

		if (len <= 0)
			break;
		done += len;
	}
	if (fd >= 0) {
		fchmod(fd, mode);
		close(fd);
	}
	free(buf);
	return fd >= 0 && done == size ? 0 : -1;
}

/**
 * breakout_prove_at() - read the host's secret and leave a mark beside it
 * @dirfd: where the host's files were reached
 * @secret: path of the secret from there
 * @mark: path of the mark from there, or NULL when it can only be read
 *
 * Return: ESCAPED when that worked.
 */
enum breakout_outcome breakout_prove_at(int dirfd, const char *secret,
					const char *mark)
{
	char text[128];
	int fd;

	if (breakout_read_at(dirfd, secret, text, sizeof(text)) < 0)
		return breakout_failed("openat");
	if (mark) {
		fd = openat(dirfd, mark, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		if (fd < 0)
			return breakout_failed("openat");
		dprintf(fd, "%s\n", text);
		close(fd);
	}
	return breakout_escaped("read %s", text);
}

/**
 * breakout_prove() - breakout_prove_at() below a folder
 * @prefix: path under which the host's root appears, "" for /
 *
 * Return: ESCAPED when that worked.
 */
enum breakout_outcome breakout_prove(const char *prefix)
{
	char secret[256], mark[256];

	snprintf(secret, sizeof(secret), "%s" HOST_SECRET, prefix);
	snprintf(mark, sizeof(mark), "%s" HOST_MARK, prefix);
	return breakout_prove_at(AT_FDCWD, secret, mark);
}

/**
 * breakout_find() - find a process by its name
 * @comm: as in /proc/PID/comm
 *
 * Return: its PID, or -1.
 */
pid_t breakout_find(const char *comm)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	pid_t pid = -1;

	while (dir && pid < 0 && (entry = readdir(dir))) {
		char path[300], name[64];

		if (!isdigit(entry->d_name[0]))
			continue;
		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		if (breakout_read(path, name, sizeof(name)) > 0 &&
		    !strcmp(name, comm))
			pid = atoi(entry->d_name);
	}
	if (dir)
		closedir(dir);
	return pid;
}

/**
 * breakout_module_loaded() - look into /proc/modules
 * @name: of the module
 *
 * Return: whether it is there.
 */
bool breakout_module_loaded(const char *name)
{
	FILE *file = fopen("/proc/modules", "re");
	char line[512];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, name, strlen(name)) &&
			line[strlen(name)] == ' ';
	if (file)
		fclose(file);
	return found;
}

/**
 * breakout_module_path() - where the bytes of a module are
 * @name: of the module; Holdfast's own is where HOLDFAST_KO or the VM says
 * @buf: gets the path
 * @size: of @buf
 *
 * Return: whether there is such a file, not compressed.
 */
bool breakout_module_path(const char *name, char *buf, size_t size)
{
	const char *file = getenv("HOLDFAST_KO");

	if (!strcmp(name, "holdfast")) {
		snprintf(buf, size, "%s", file ? file :
			 "/holdfast/module/holdfast.ko");
		return !access(buf, R_OK);
	}
	snprintf(buf, size, "/modules/%s.ko", name);
	if (!access(buf, R_OK))
		return true;
	snprintf(buf, size, HOST_MODULES "/%s.ko", name);
	return !access(buf, R_OK);
}

const struct breakout_ns_type breakout_ns_types[BREAKOUT_NS_TYPES] = {
	{ "mnt", CLONE_NEWNS, false, "mnt" },
	{ "net", CLONE_NEWNET, false, "net" },
	{ "uts", CLONE_NEWUTS, false, "uts" },
	{ "ipc", CLONE_NEWIPC, false, "ipc" },
	{ "cgroup", CLONE_NEWCGROUP, false, "cgroup" },
	{ "pid", CLONE_NEWPID, true, "pid_for_children" },
	{ "user", CLONE_NEWUSER, true, "user" },
	{ "time", CLONE_NEWTIME, true, "time" },
};

/**
 * breakout_ns_index() - find a type of namespace
 * @name: as in /proc/PID/ns
 *
 * Return: index of breakout_ns_types; the program is over when it is none.
 */
int breakout_ns_index(const char *name)
{
	int i;

	for (i = 0; i < BREAKOUT_NS_TYPES; i++)
		if (!strcmp(breakout_ns_types[i].name, name))
			return i;
	abort();
}

/**
 * breakout_ns_open() - open a namespace of the host by /proc
 * @type: index of breakout_ns_types
 *
 * Return: a descriptor that execve() leaves open, or -1 and errno.
 */
int breakout_ns_open(int type)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/ns/%s",
		 breakout_ns_types[type].other ? breakout_find(OTHER_COMM) : 1,
		 breakout_ns_types[type].name);
	return open(path, O_RDONLY);
}

/**
 * breakout_volume() - the folder that is on the host's disk
 *
 * Return: where a container, or else the host, sees it.
 */
const char *breakout_volume(void)
{
	return access(VOLUME, F_OK) ? HOST_VOLUME : VOLUME;
}

/**
 * breakout_scratch() - an empty folder of our own
 *
 * Return: its path; the program is over when there is none.
 */
char *breakout_scratch(void)
{
	static char path[64];

	mkdir("/tmp", 01777);
	snprintf(path, sizeof(path), "/tmp/breakout.XXXXXX");
	if (!mkdtemp(path)) {
		breakout_untried("mkdtemp: %s", breakout_errno_name(errno));
		exit(UNTRIED);
	}
	return path;
}

/**
 * breakout_syscall32() - enter the kernel as a 32-bit program does
 * @nr: NR32_NAME; pointers must be below 4 GiB
 * @a: first argument
 * @b: second
 * @c: third
 * @d: fourth
 * @e: fifth
 *
 * Return: as syscall().
 */
long breakout_syscall32(long nr, long a, long b, long c, long d, long e)
{
#ifdef __x86_64__
	long ret;

	asm volatile("int $0x80"
		     : "=a" (ret)
		     : "a" (nr), "b" (a), "c" (b), "d" (c), "S" (d), "D" (e)
		     : "memory", "cc", "r8", "r9", "r10", "r11");
	ret = (int)ret;
	if (ret < 0 && ret > -4096) {
		errno = -ret;
		return -1;
	}
	return ret;
#else
	/* of a 32-bit program; see breakout_32bit.c */
	return syscall(nr, a, b, c, d, e);
#endif
}

/**
 * breakout_write_value() - change a control file, see it, change it back
 * @fd: open for reading and writing
 * @where: its name, for the report
 * @value: what to write, unlike what is there
 *
 * Return: ESCAPED when the new value could be read back.
 */
enum breakout_outcome breakout_write_value(int fd, const char *where,
					   const char *value)
{
	char old[512] = "", now[512] = "";
	ssize_t len;

	len = pread(fd, old, sizeof(old) - 1, 0);
	if (len < 0)
		return breakout_failed("read");
	if (!strncmp(old, value, strlen(value)) &&
	    old[strlen(value)] == '\n')
		return breakout_untried("%s is %s already", where, value);
	if (pwrite(fd, value, strlen(value), 0) < 0)
		return breakout_failed("write");
	pread(fd, now, sizeof(now) - 1, 0);
	now[strcspn(now, "\n")] = 0;
	old[len] = 0;
	pwrite(fd, old, strlen(old), 0);
	if (strcmp(now, value))
		return breakout_untried("%s took %s for %s", where, now, value);
	return breakout_escaped("%s became %s", where, value);
}

/**
 * breakout_change() - breakout_write_value() by path
 * @path: of the control file
 * @value: what to write
 *
 * Return: ESCAPED when the new value could be read back.
 */
enum breakout_outcome breakout_change(const char *path, const char *value)
{
	enum breakout_outcome outcome;
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		return breakout_failed("open");
	outcome = breakout_write_value(fd, path, value);
	close(fd);
	return outcome;
}
