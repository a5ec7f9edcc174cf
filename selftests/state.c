// SPDX-License-Identifier: GPL-2.0-only
/*
 * The state of the host: its sysctls and switches, modules, mounts, kprobes,
 * the cgroup of a process and the mode of a file, as text.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "breakout.h"
#include "state.h"

static const char *const files[] = {
	"/proc/sys/kernel/core_pattern",
	"/proc/sys/kernel/modprobe",
	"/proc/sys/kernel/sysrq",
	"/proc/sys/kernel/panic_on_oops",
	"/proc/sys/kernel/kptr_restrict",
	"/proc/sys/kernel/dmesg_restrict",
	"/proc/sys/kernel/randomize_va_space",
	"/proc/sys/kernel/ftrace_enabled",
	"/proc/sys/kernel/hostname",
	"/proc/sys/kernel/ctrl-alt-del",
	"/proc/sys/fs/suid_dumpable",
	"/proc/sys/fs/protected_symlinks",
	"/proc/sys/vm/mmap_min_addr",
	"/proc/sys/vm/overcommit_memory",
	"/proc/sys/net/ipv4/ip_forward",
	"/sys/kernel/mm/ksm/run",
	"/sys/module/printk/parameters/time",
	"/sys/kernel/kexec_loaded",
	"/sys/kernel/debug/kprobes/enabled",
	"/sys/kernel/tracing/kprobe_events",
	"/proc/swaps",
	"/proc/1/mounts",
	HOST_SECRET,
	HOST_GIVEN,
	HOST_DISK "/" DISK_SECRET,
};

#define FILES		(sizeof(files) / sizeof(files[0]))
#define MAX_MODULES	512

/* Behind the files. */
enum {
	MODULES = FILES,
	PREY_CGROUP,
	PATH_MODE,
	TEXTS,
};

static const char *const others[] = {
	"/proc/modules", "the cgroup of a process", "the mode of " HOST_PATH,
};

struct state {
	char *text[TEXTS];
};

static char *read_all(const char *path)
{
	char *text = calloc(1, 65536);

	if (text && breakout_read(path, text, 65536) < 0)
		*text = 0;
	return text;
}

static int by_name(const void *one, const void *two)
{
	return strcmp(*(char *const *)one, *(char *const *)two);
}

/* Names only, sorted: use counts and addresses change by themselves. */
static char *read_modules(void)
{
	FILE *file = fopen("/proc/modules", "re");
	char *text = calloc(1, 65536), *end = text, *names[MAX_MODULES];
	int count = 0, i;

	if (!file || !text)
		abort();
	while (count < MAX_MODULES &&
	       fscanf(file, "%63ms%*[^\n]", &names[count]) == 1)
		count++;
	fclose(file);
	qsort(names, count, sizeof(*names), by_name);
	for (i = 0; i < count; i++) {
		end = stpcpy(stpcpy(end, names[i]), "\n");
		free(names[i]);
	}
	return text;
}

/* Version 1 hierarchies come and go. */
static char *read_cgroup(pid_t pid)
{
	char path[64], *text, *line;

	snprintf(path, sizeof(path), "/proc/%d/cgroup", pid);
	text = read_all(path);
	line = strstr(text, "0::");
	memmove(text, line ? line : "", line ? strlen(line) + 1 : 1);
	return text;
}

static char *read_mode(const char *path)
{
	char caps[32], *text = calloc(1, 64);
	struct stat st = { };

	if (!text)
		abort();
	stat(path, &st);
	snprintf(text, 64, "%o, owner %d, %d bytes of capabilities",
		 st.st_mode, st.st_uid,
		 (int)getxattr(path, "security.capability", caps, sizeof(caps)));
	return text;
}

/**
 * state_take() - look at the host
 *
 * Return: what is there now; state_compare() frees it.
 */
struct state *state_take(void)
{
	struct state *state = calloc(1, sizeof(*state));
	size_t i;

	if (!state)
		abort();
	for (i = 0; i < FILES; i++)
		state->text[i] = read_all(files[i]);
	state->text[MODULES] = read_modules();
	state->text[PATH_MODE] = read_mode(HOST_PATH);
	state->text[PREY_CGROUP] = read_cgroup(breakout_find(PREY_COMM));
	return state;
}

static void state_free(struct state *state)
{
	size_t i;

	for (i = 0; i < TEXTS; i++)
		free(state->text[i]);
	free(state);
}

/**
 * state_compare() - look again
 * @before: from state_take(), freed
 *
 * Return: NULL when nothing changed, else a sentence.
 */
const char *state_compare(struct state *before)
{
	static char text[1024];
	struct state *now = state_take();
	const char *change = NULL;
	size_t i;

	for (i = 0; i < TEXTS && !change; i++) {
		if (!strcmp(before->text[i], now->text[i]))
			continue;
		snprintf(text, sizeof(text), "%s changed from '%.400s' to '%.400s'",
			 i < FILES ? files[i] : others[i - FILES],
			 before->text[i], now->text[i]);
		change = text;
	}
	state_free(before);
	state_free(now);
	return change;
}
