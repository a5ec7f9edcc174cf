// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/nsfs.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doctor.h"
#include "judge.h"

/* A container of more processes is told of once. */
#define SEEN_MAX	4096

/**
 * struct task - what a rule could ask of a process
 * @pid: its number
 * @comm: its name
 * @cgroup: its path
 * @mnt: its mount namespace
 * @traits: the rest
 */
struct task {
	uint64_t pid;
	char comm[64];
	char cgroup[4096];
	ino_t mnt;
	struct traits traits;
};

/**
 * struct seen - mount namespaces that were told of
 * @mnt: each
 * @count: how many
 */
struct seen {
	ino_t mnt[SEEN_MAX];
	unsigned int count;
};

static bool stat_of(uint64_t pid, const char *name, struct stat *st)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/%s", pid, name);
	return !stat(path, st);
}

static void line_of(uint64_t pid, const char *name, char *line, size_t size)
{
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/%s", pid, name);
	file = fopen(path, "re");
	if (!file || !fgets(line, (int)size, file))
		*line = '\0';
	line[strcspn(line, "\n")] = '\0';
	if (file)
		fclose(file);
}

/* The path in the version 2 hierarchy. */
static void cgroup_of(struct task *task)
{
	char path[64], *line = NULL;
	size_t size = 0;
	FILE *file;

	strcpy(task->cgroup, "/");
	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/cgroup", task->pid);
	file = fopen(path, "re");
	while (file && getline(&line, &size, file) > 0)
		if (!strncmp(line, "0::", 3))
			snprintf(task->cgroup, sizeof(task->cgroup), "%.*s",
				 (int)strcspn(line + 3, "\n"), line + 3);
	if (file)
		fclose(file);
	free(line);
	task->traits.cgroup = task->cgroup;
}

static uint32_t user_of(uint64_t pid)
{
	char path[64];
	uid_t uid = 0;
	int fd;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/ns/user", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return 0;
	if (ioctl(fd, NS_GET_OWNER_UID, &uid))
		uid = 0;
	close(fd);
	return uid;
}

static void namespaces_of(struct task *task)
{
	struct stat mine, hosts;
	unsigned int ns;
	char name[16];

	for (ns = 0; ns < NS_COUNT; ns++) {
		snprintf(name, sizeof(name), "ns/%s", ns_name(ns));
		if (!stat_of(task->pid, name, &mine) ||
		    !stat_of(1, name, &hosts))
			continue;
		if (mine.st_ino != hosts.st_ino)
			task->traits.namespaces |= ns_flag(ns);
		if (ns_flag(ns) == ns_flag(HOLDFAST_OP_NS_CREATE_MNT))
			task->mnt = mine.st_ino;
	}
}

/* Return: whether it looks like a container's, by its root directory. */
static bool task_fill(struct task *task, uint64_t pid)
{
	struct stat mine, hosts;

	*task = (struct task){ .pid = pid };
	if (!stat_of(pid, "root", &mine) || !stat_of(1, "root", &hosts) ||
	    (mine.st_dev == hosts.st_dev && mine.st_ino == hosts.st_ino))
		return false;
	task->traits.rootfs = true;
	namespaces_of(task);
	if (!task->traits.namespaces)
		return false;
	cgroup_of(task);
	task->traits.user = user_of(pid);
	line_of(pid, "comm", task->comm, sizeof(task->comm));
	return true;
}

static bool is_news(struct seen *seen, ino_t mnt)
{
	unsigned int i;

	for (i = 0; i < seen->count; i++)
		if (seen->mnt[i] == mnt)
			return false;
	if (seen->count < SEEN_MAX)
		seen->mnt[seen->count++] = mnt;
	return true;
}

static void tell(struct examination *examination, const struct task *task,
		 const struct rule *rule)
{
	char *text = NULL, place[4200] = "";
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	if (rule)
		rule_print(rule, out);
	else
		fputs("that no rule matches", out);
	fclose(out);
	if (rule && rule->loc.source)
		snprintf(place, sizeof(place), " (%s:%u)",
			 rule->loc.source->name, source_line(&rule->loc));
	find(examination, SEVERITY_WARNING, "unconfined", NULL,
	     "a rule before that one which gives it a profile, if it is no host's program",
	     "process %" PRIu64 " (%s) of cgroup %s looks like a container and is left alone: %s%s",
	     task->pid, task->comm, task->cgroup, text, place);
	free(text);
}

void doctor_unconfined(struct examination *examination)
{
	struct seen seen = { .count = 0 };
	const struct rule *rule;
	struct dirent *entry;
	struct task task;
	DIR *dir = opendir("/proc");

	while (dir) {
		entry = readdir(dir);
		if (!entry)
			break;
		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    !task_fill(&task, strtoull(entry->d_name, NULL, 10)))
			continue;
		rule = judge_rule(examination->view.policy, &task.traits);
		if ((rule && (rule->profile || rule->assigned)) ||
		    !is_news(&seen, task.mnt))
			continue;
		tell(examination, &task, rule);
	}
	if (dir)
		closedir(dir);
}
