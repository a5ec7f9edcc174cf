// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "member.h"

/**
 * struct mount - a line of mountinfo
 * @dev: the superblock, "MAJOR:MINOR"
 * @root: what of the superblock is mounted
 * @point: where
 * @options: of the mount
 * @type: of the filesystem
 */
struct mount {
	char dev[32];
	char root[4096];
	char point[4096];
	char options[256];
	char type[64];
};

/**
 * struct mounts - those of one mount namespace
 * @list: in the order of mountinfo
 * @count: their number
 */
struct mounts {
	struct mount *list;
	size_t count;
};

/* Space, tab, newline and backslash are written in octal there. */
static void unescape(char *text)
{
	char *to = text;

	while (*text) {
		if (text[0] == '\\' && text[1] >= '0' && text[1] <= '3' &&
		    text[2] >= '0' && text[2] <= '7' && text[3] >= '0' &&
		    text[3] <= '7') {
			*to++ = (char)((text[1] - '0') << 6 |
				       (text[2] - '0') << 3 | (text[3] - '0'));
			text += 4;
		} else {
			*to++ = *text++;
		}
	}
	*to = '\0';
}

static bool parse_mount(struct mount *mount, const char *line)
{
	const char *behind = strstr(line, " - ");

	if (sscanf(line, "%*s %*s %31s %4095s %4095s %255s", mount->dev,
		   mount->root, mount->point, mount->options) != 4 || !behind ||
	    sscanf(behind, " - %63s", mount->type) != 1)
		return false;
	unescape(mount->root);
	unescape(mount->point);
	return true;
}

static void mounts_read(struct mounts *mounts, uint64_t pid)
{
	char path[64], *line = NULL;
	struct mount mount;
	size_t size = 0;
	FILE *file;

	*mounts = (struct mounts){ 0 };
	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/mountinfo", pid);
	file = fopen(path, "re");
	while (file && getline(&line, &size, file) > 0) {
		if (!parse_mount(&mount, line))
			continue;
		mounts->list = xreallocarray(mounts->list, mounts->count + 1,
					     sizeof(mount));
		mounts->list[mounts->count++] = mount;
	}
	if (file)
		fclose(file);
	free(line);
}

static bool is_one_of(const char *text, const char *const *list)
{
	while (*list && strcmp(*list, text))
		list++;
	return *list;
}

/* Filesystems that every container has of its own, or sees a part of. */
static bool is_virtual(const char *type)
{
	static const char *const types[] = {
		"proc", "sysfs", "cgroup2", "cgroup", "devpts", "mqueue",
		"devtmpfs", "securityfs", "debugfs", "tracefs", "bpf",
		"overlay", "nsfs", NULL
	};

	return is_one_of(type, types);
}

/* Return: the text behind, from its '/', if @path is @dir or below. */
static const char *below(const char *path, const char *dir)
{
	size_t len = strlen(dir);

	if (!strcmp(dir, "/"))
		return path;
	if (strncmp(path, dir, len) || (path[len] && path[len] != '/'))
		return NULL;
	return path + len;
}

/* Where the host sees what a container has mounted; to be freed, or NULL. */
static char *host_path(const struct mounts *host, const struct mount *mount)
{
	const char *rest;
	char *path;
	size_t i;

	for (i = 0; i < host->count; i++) {
		const struct mount *other = &host->list[i];

		if (strcmp(other->dev, mount->dev))
			continue;
		rest = below(mount->root, other->root);
		if (!rest)
			continue;
		if (asprintf(&path, "%s%s", strcmp(other->point, "/") ?
			     other->point : "", *rest ? rest : "") < 0)
			return NULL;
		if (!*path)
			strcpy(path, "/");
		return path;
	}
	return NULL;
}

static bool is_runtime_socket(const char *path)
{
	static const char *const names[] = {
		"docker.sock", "containerd.sock", "crio.sock", "podman.sock",
		"kubelet.sock", "dockershim.sock", "private", NULL
	};
	const char *name = strrchr(path, '/');

	if (!name)
		return false;
	if (!strcmp(name + 1, "private"))
		return strstr(path, "/systemd/");
	return is_one_of(name + 1, names);
}

/* Who writes there is the host's root sooner or later. */
static bool is_hosts_root(const char *path)
{
	static const char *const dirs[] = {
		"/", "/bin", "/boot", "/dev", "/etc", "/lib", "/lib64", "/opt",
		"/proc", "/root", "/run", "/sbin", "/sys", "/usr", "/var",
		"/var/lib", "/var/lib/containerd", "/var/lib/containers",
		"/var/lib/docker", "/var/lib/kubelet", "/var/run",
		"/var/spool/cron", NULL
	};

	return is_one_of(path, dirs);
}

/* What runtimes put into each container. */
static bool is_usual(const char *path)
{
	static const char *const dirs[] = {
		"/var/lib/docker/containers", "/var/lib/docker/volumes",
		"/var/lib/containers/storage", "/var/lib/kubelet/pods",
		"/run/containers", "/run/containerd", "/run/user", NULL
	};
	unsigned int i;

	for (i = 0; dirs[i]; i++)
		if (below(path, dirs[i]))
			return true;
	return false;
}

static bool is_read_only(const struct mount *mount)
{
	return !strncmp(mount->options, "ro", 2) &&
	       (!mount->options[2] || mount->options[2] == ',');
}

static void check_path(struct examination *examination, json_object *container,
		       const struct mount *mount, const char *path)
{
	if (is_runtime_socket(path))
		find(examination, SEVERITY_CRITICAL, "runtime-socket",
		     container,
		     "do not mount it; who can talk to it starts any container",
		     "%s of the host is mounted on %s", path, mount->point);
	else if (is_hosts_root(path))
		find(examination, is_read_only(mount) ? SEVERITY_WARNING :
							SEVERITY_CRITICAL,
		     "host-path", container,
		     "mount only what it needs, read-only",
		     "%s of the host is mounted on %s, %s", path, mount->point,
		     is_read_only(mount) ? "read-only" : "writable");
	else if (!is_usual(path))
		find(examination, SEVERITY_NOTICE, "host-path", container,
		     "see that it is meant",
		     "%s of the host is mounted on %s, %s", path, mount->point,
		     is_read_only(mount) ? "read-only" : "writable");
}

static void check_mount(struct examination *examination,
			json_object *container, const struct mounts *host,
			const struct mount *mount)
{
	char *path;

	/* A folder of the host as the root directory is what runtimes do. */
	if (is_virtual(mount->type) || !strcmp(mount->point, "/"))
		return;
	path = host_path(host, mount);
	if (path)
		check_path(examination, container, mount, path);
	free(path);
}

void doctor_mounts(struct examination *examination, json_object *container)
{
	struct mounts host, inside;
	size_t i;

	mounts_read(&host, 1);
	mounts_read(&inside, member_number(container, "pid"));
	for (i = 0; i < inside.count; i++)
		check_mount(examination, container, &host, &inside.list[i]);
	free(host.list);
	free(inside.list);
}
