// SPDX-License-Identifier: GPL-2.0-only
#include <dirent.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "member.h"
#include "runtime_state.h"
#include "util.h"

/* No runtime has files as large; a user's may be anything. */
#define FILE_MAX	(4 << 20)

static char *read_all(int fd)
{
	struct stat st;
	size_t len = 0;
	char *text;
	ssize_t got;

	if (fstat(fd, &st) || !S_ISREG(st.st_mode) || st.st_size > FILE_MAX)
		return NULL;
	text = xcalloc(1, (size_t)st.st_size + 1);
	while (len < (size_t)st.st_size) {
		got = read(fd, text + len, (size_t)st.st_size - len);
		if (got <= 0)
			break;
		len += (size_t)got;
	}
	return text;
}

/* The JSON of a file, or NULL. Whose it is may try to have us wait. */
static json_object *__printf(1, 2) read_json(const char *fmt, ...)
{
	json_object *json = NULL;
	char *path, *text;
	va_list args;
	int fd, ret;

	va_start(args, fmt);
	ret = vasprintf(&path, fmt, args);
	va_end(args);
	if (ret < 0)
		return NULL;
	fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY |
			O_CLOEXEC);
	free(path);
	if (fd < 0)
		return NULL;
	text = read_all(fd);
	close(fd);
	if (text)
		json = json_tokener_parse(text);
	free(text);
	return json;
}

static void add_known(json_object *container, const char *name,
		      const char *text)
{
	if (*text)
		member_add_text(container, name, text);
}

static void names_docker(const char *root, const char *id,
			 json_object *container)
{
	json_object *json = read_json("%s/var/lib/docker/containers/%s/config.v2.json",
				      root, id);
	const char *name = member_text(json, "Name");

	add_known(container, "name", *name == '/' ? name + 1 : name);
	add_known(container, "image",
		  member_text(member_get(json, "Config"), "Image"));
	json_object_put(json);
}

/* Kubernetes' runtimes note in annotations what the kubelet asked for. */
static bool names_annotated(json_object *config, json_object *container)
{
	static const char *const names[] = {
		"io.kubernetes.cri.container-name",
		"io.kubernetes.container.name", "nerdctl/name",
	};
	static const char *const images[] = {
		"io.kubernetes.cri.image-name",
		"io.kubernetes.cri-o.ImageName",
		"org.opencontainers.image.ref.name",
	};
	static const char *const pods[] = {
		"io.kubernetes.cri.sandbox-name", "io.kubernetes.pod.name",
	};
	json_object *annotations = member_get(config, "annotations");
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		add_known(container, "name",
			  member_text(annotations, names[i]));
	for (i = 0; i < ARRAY_SIZE(images); i++)
		add_known(container, "image",
			  member_text(annotations, images[i]));
	for (i = 0; i < ARRAY_SIZE(pods); i++)
		add_known(container, "pod", member_text(annotations, pods[i]));
	return config;
}

/* containerd has a folder for each of its own namespaces. */
static void names_containerd(const char *root, const char *id,
			     json_object *container)
{
	json_object *config;
	struct dirent *entry;
	bool found = false;
	char *path;
	DIR *dir;

	if (asprintf(&path, "%s/run/containerd/io.containerd.runtime.v2.task",
		     root) < 0)
		return;
	dir = opendir(path);
	while (dir && !found) {
		entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] == '.')
			continue;
		config = read_json("%s/%s/%s/config.json", path, entry->d_name,
				   id);
		found = names_annotated(config, container);
		json_object_put(config);
	}
	if (dir)
		closedir(dir);
	free(path);
}

static void names_crio(const char *root, const char *id,
		       json_object *container)
{
	json_object *config;

	config = read_json("%s/run/containers/storage/overlay-containers/%s/userdata/config.json",
			   root, id);
	names_annotated(config, container);
	json_object_put(config);
}

/* Where the storage of a podman is that runs in this cgroup; to be freed. */
static char *podman_storage(const char *root, const char *cgroup)
{
	const char *user = strstr(cgroup, "/user-");
	const struct passwd *passwd = NULL;
	unsigned int uid;
	char *path;
	int ret;

	if (user && sscanf(user, "/user-%u.slice", &uid) == 1 && uid)
		passwd = getpwuid(uid);
	if (passwd)
		ret = asprintf(&path, "%s%s/.local/share/containers/storage",
			       root, passwd->pw_dir);
	else
		ret = asprintf(&path, "%s/var/lib/containers/storage", root);
	return ret < 0 ? NULL : path;
}

/* One of the list in containers.json; what podman adds is JSON in a string. */
static bool podman_entry(json_object *entry, const char *id,
			 json_object *container)
{
	json_object *metadata;

	if (strcmp(member_text(entry, "id"), id))
		return false;
	metadata = json_tokener_parse(member_text(entry, "metadata"));
	add_known(container, "name", member_text(metadata, "name"));
	add_known(container, "image", member_text(metadata, "image-name"));
	json_object_put(metadata);
	return true;
}

static void names_podman(const char *root, const char *id, const char *cgroup,
			 json_object *container)
{
	static const char *const drivers[] = { "overlay", "vfs", "btrfs", "zfs" };
	char *storage = podman_storage(root, cgroup);
	bool found = false;
	unsigned int i;
	size_t k;

	for (i = 0; storage && !found && i < ARRAY_SIZE(drivers); i++) {
		json_object *list = read_json("%s/%s-containers/containers.json",
					      storage, drivers[i]);

		for (k = 0; !found && k < member_count(list); k++)
			found = podman_entry(json_object_array_get_idx(list, k),
					     id, container);
		json_object_put(list);
	}
	free(storage);
}

void state_find_names(const char *root, const struct runtime_id *id,
		      const char *cgroup, json_object *container)
{
	if (!strcmp(id->runtime, "docker"))
		names_docker(root, id->id, container);
	else if (!strcmp(id->runtime, "containerd"))
		names_containerd(root, id->id, container);
	else if (!strcmp(id->runtime, "cri-o"))
		names_crio(root, id->id, container);
	else if (!strcmp(id->runtime, "podman"))
		names_podman(root, id->id, cgroup, container);
	else
		add_known(container, "name", id->id);
}

/**
 * struct state_dir - where an OCI runtime keeps its state
 * @runtime: which one
 * @path: a folder, with one for each container in it
 * @file: a file in that
 * @pid: the member that has the PID of the container's first process
 */
struct state_dir {
	const char *runtime;
	const char *path;
	const char *file;
	const char *pid;
};

static const struct state_dir state_dirs[] = {
	{ "runc", "/run/runc", "state.json", "init_process_pid" },
	{ "crun", "/run/crun", "status", "pid" },
};

static bool find_in_dir(const char *root, const struct state_dir *where,
			pid_t pid, struct runtime_id *id)
{
	struct dirent *entry;
	json_object *state;
	bool found = false;
	char *path;
	DIR *dir;

	if (asprintf(&path, "%s%s", root, where->path) < 0)
		return false;
	dir = opendir(path);
	while (dir && !found) {
		entry = readdir(dir);
		if (!entry)
			break;
		if (entry->d_name[0] == '.' ||
		    strlen(entry->d_name) >= sizeof(id->id))
			continue;
		state = read_json("%s/%s/%s", path, entry->d_name, where->file);
		found = state &&
			member_number(state, where->pid) == (uint64_t)pid;
		json_object_put(state);
		if (found) {
			id->runtime = where->runtime;
			strcpy(id->id, entry->d_name);
		}
	}
	if (dir)
		closedir(dir);
	free(path);
	return found;
}

bool state_find_pid(const char *root, pid_t pid, struct runtime_id *id)
{
	unsigned int i;

	for (i = 0; pid && i < ARRAY_SIZE(state_dirs); i++)
		if (find_in_dir(root, &state_dirs[i], pid, id))
			return true;
	return false;
}
