// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "member.h"
#include "runtime.h"
#include "runtime_state.h"
#include "util.h"

/* The ids of docker, podman, containerd and CRI-O. */
#define HEX_ID_LEN	64

/* As docker and podman shorten them. */
#define SHORT_ID_LEN	12

/**
 * struct pattern - how a runtime names its cgroups
 * @prefix: before the id
 * @suffix: behind it; may be missing where a runtime does without systemd
 * @hex: the id has HEX_ID_LEN hexadecimal digits; else it is a name
 * @runtime: which
 */
struct pattern {
	const char *prefix;
	const char *suffix;
	bool hex;
	const char *runtime;
};

static const struct pattern patterns[] = {
	{ "docker-", ".scope", true, "docker" },
	{ "cri-containerd-", ".scope", true, "containerd" },
	{ "nerdctl-", ".scope", true, "containerd" },
	{ "crio-", ".scope", true, "cri-o" },
	{ "libpod-", ".scope", true, "podman" },
	{ "lxc.payload.", "", false, "lxc" },
	{ "machine-", ".scope", false, "machine" },
	{ "systemd-nspawn@", ".service", false, "nspawn" },
};

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_hex_id(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (hex_digit(text[i]) < 0)
			return false;
	return len == HEX_ID_LEN;
}

/* systemd writes what it wants to have for itself as \xNN. */
static void copy_unescaped(char *to, const char *from, size_t len)
{
	const char *end = from + len;

	while (from < end) {
		if (end - from >= 4 && from[0] == '\\' && from[1] == 'x' &&
		    hex_digit(from[2]) >= 0 && hex_digit(from[3]) >= 0) {
			*to++ = (char)(hex_digit(from[2]) << 4 |
				       hex_digit(from[3]));
			from += 4;
		} else {
			*to++ = *from++;
		}
	}
	*to = '\0';
}

static bool fill(struct runtime_id *id, const char *runtime, const char *text,
		 size_t len)
{
	if (!len || len >= sizeof(id->id))
		return false;
	id->runtime = runtime;
	copy_unescaped(id->id, text, len);
	/* It becomes a part of paths. */
	return !strchr(id->id, '/') && strcmp(id->id, ".") &&
	       strcmp(id->id, "..");
}

static bool match_pattern(const struct pattern *pattern, const char *part,
			  size_t len, struct runtime_id *id)
{
	size_t prefix = strlen(pattern->prefix);
	size_t suffix = strlen(pattern->suffix);

	if (len <= prefix || strncmp(part, pattern->prefix, prefix))
		return false;
	part += prefix;
	len -= prefix;
	if (len > suffix &&
	    !strncmp(part + len - suffix, pattern->suffix, suffix))
		len -= suffix;
	else if (!pattern->hex)
		return false;
	if (pattern->hex && !is_hex_id(part, len))
		return false;
	return fill(id, pattern->runtime, part, len);
}

/* What tells without a prefix: the part above. */
static bool match_parent(const char *cgroup, const char *part, size_t len,
			 struct runtime_id *id)
{
	size_t above = (size_t)(part - cgroup);

	if (above >= 5 && !strncmp(part - 5, "/lxc/", 5))
		return fill(id, "lxc", part, len);
	if (!is_hex_id(part, len))
		return false;
	if (above >= 8 && !strncmp(part - 8, "/docker/", 8))
		return fill(id, "docker", part, len);
	return strstr(cgroup, "/kubepods") && fill(id, "containerd", part, len);
}

static bool match_part(const char *cgroup, const char *part, size_t len,
		       struct runtime_id *id)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++)
		if (match_pattern(&patterns[i], part, len, id))
			return true;
	return match_parent(cgroup, part, len, id);
}

/* The innermost part that tells counts: the payload may be further below. */
bool runtime_of_cgroup(const char *cgroup, struct runtime_id *id)
{
	const char *end = cgroup + strlen(cgroup), *part;

	while (end > cgroup) {
		for (part = end; part > cgroup && part[-1] != '/'; part--)
			;
		if (match_part(cgroup, part, (size_t)(end - part), id))
			return true;
		end = part > cgroup ? part - 1 : cgroup;
	}
	*id = (struct runtime_id){ 0 };
	return false;
}

const char *runtime_name(json_object *container)
{
	static char text[SHORT_ID_LEN + 1];
	const char *name = member_text(container, "name");

	if (*name)
		return name;
	snprintf(text, sizeof(text), "%s",
		 member_text(container, "runtime-id"));
	return text;
}

/* Of an image's name what a person writes: not the digest. */
char *runtime_words(json_object *container, uint64_t id)
{
	const char *runtime = member_text(container, "runtime");
	char *name = text_printable(runtime_name(container));
	char *image = text_printable(member_text(container, "image"));
	char *words;
	int ret;

	image[strcspn(image, "@")] = '\0';
	ret = asprintf(&words, "%s%scontainer %" PRIu64 "%s%s%s%s%s", runtime,
		       *runtime ? " " : "", id, *name ? " \"" : "", name,
		       *name ? "\"" : "", *image ? " of " : "", image);
	free(name);
	free(image);
	return ret < 0 ? xstrdup("") : words;
}

void runtime_copy(json_object *to, json_object *container)
{
	static const char *const names[] = {
		"runtime", "runtime-id", "name", "image", "pod",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		if (member_exists(container, names[i]))
			json_object_object_add(to, names[i],
				json_object_get(member_get(container, names[i])));
}

/* Who is in a container names the cgroups of those inside of it as he likes. */
void runtime_describe(const char *root, json_object *container)
{
	const char *cgroup = member_text(container, "cgroup");
	pid_t pid = (pid_t)member_number(container, "pid");
	struct runtime_id id;

	if ((member_exists(container, "parent") ||
	     !runtime_of_cgroup(cgroup, &id)) &&
	    !state_find_pid(root, pid, &id))
		return;
	member_add_text(container, "runtime", id.runtime);
	member_add_text(container, "runtime-id", id.id);
	state_find_names(root, &id, cgroup, container);
}
