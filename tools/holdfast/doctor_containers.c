// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "doctor.h"
#include "member.h"

#define NSEC_PER_SEC	1000000000ULL

/* Of /proc/PID/stat, between the state and the time of the start. */
#define SKIP_3		" %*d %*d %*d"
#define SKIPPED_NUMBERS	SKIP_3 SKIP_3 SKIP_3 SKIP_3 SKIP_3 SKIP_3

/* What runtimes give to a container that asks for nothing. */
#define USUAL_CAPS							\
	(BIT_ULL(CAP_AUDIT_WRITE) | BIT_ULL(CAP_CHOWN) |		\
	 BIT_ULL(CAP_DAC_OVERRIDE) | BIT_ULL(CAP_FOWNER) |		\
	 BIT_ULL(CAP_FSETID) | BIT_ULL(CAP_KILL) | BIT_ULL(CAP_MKNOD) |	\
	 BIT_ULL(CAP_NET_BIND_SERVICE) | BIT_ULL(CAP_NET_RAW) |		\
	 BIT_ULL(CAP_SETFCAP) | BIT_ULL(CAP_SETGID) |			\
	 BIT_ULL(CAP_SETPCAP) | BIT_ULL(CAP_SETUID) |			\
	 BIT_ULL(CAP_SYS_CHROOT))

/**
 * struct process - what /proc/PID/status says
 * @caps: the capabilities it can have
 * @seccomp: the mode
 */
struct process {
	uint64_t caps;
	unsigned int seccomp;
};

/* When a process began, in nanoseconds since boot; 0 if it is gone. */
static uint64_t process_since(uint64_t pid)
{
	char path[64], line[1024] = "", *rest;
	unsigned long long ticks;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	if (!fgets(line, sizeof(line), file))
		*line = '\0';
	fclose(file);
	/* Its name, which may be anything, is in brackets. */
	rest = strrchr(line, ')');
	if (!rest || sscanf(rest, ") %*c" SKIPPED_NUMBERS " %llu", &ticks) != 1)
		return 0;
	return ticks * (NSEC_PER_SEC / (uint64_t)sysconf(_SC_CLK_TCK));
}

/* The number may be another process's by now. */
static bool is_there(json_object *container)
{
	uint64_t since = process_since(member_number(container, "pid"));

	return since && since <= member_number(container, "since");
}

static bool process_read(struct process *process, uint64_t pid)
{
	char path[64], line[256];
	int found = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/status", pid);
	file = fopen(path, "re");
	if (!file)
		return false;
	while (fgets(line, sizeof(line), file)) {
		found += sscanf(line, "CapBnd: %" SCNx64, &process->caps) == 1;
		found += sscanf(line, "Seccomp: %u", &process->seccomp) == 1;
	}
	fclose(file);
	return found == 2;
}

static bool has_namespace(json_object *container, const char *name)
{
	json_object *list = member_get(container, "namespaces");
	size_t i;

	for (i = 0; i < member_count(list); i++)
		if (!strcmp(json_object_get_string(
			json_object_array_get_idx(list, i)), name))
			return true;
	return false;
}

static void check_namespaces(struct examination *examination,
			     json_object *container)
{
	static const struct {
		const char *name;
		enum severity severity;
		const char *what;
	} shared[] = {
		{ "pid", SEVERITY_WARNING,
		  "sees the processes of the host" },
		{ "net", SEVERITY_WARNING,
		  "reaches what listens on the host's loopback only" },
		{ "ipc", SEVERITY_NOTICE,
		  "shares memory and queues of the host's programs" },
		{ "uts", SEVERITY_NOTICE, "shares the host's name" },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(shared); i++)
		if (!has_namespace(container, shared[i].name))
			find(examination, shared[i].severity, "host-namespace",
			     container, "give it a namespace of its own",
			     "it has the host's %s namespace: it %s",
			     shared[i].name, shared[i].what);
}

static void check_caps(struct examination *examination,
		       json_object *container, uint64_t caps)
{
	uint64_t excess = caps & CAP_ALL & ~USUAL_CAPS;
	unsigned int cap, count = 0;
	char *text = NULL;
	size_t size;
	FILE *out;

	/* In a user namespace of its own they are good for that alone. */
	if (!excess || has_namespace(container, "user"))
		return;
	out = open_memstream(&text, &size);
	if (!out)
		return;
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (excess & BIT_ULL(cap))
			fprintf(out, "%s%s", count++ ? ", " : "",
				cap_name(cap));
	fclose(out);
	if (excess == (CAP_ALL & ~USUAL_CAPS))
		find(examination, SEVERITY_WARNING, "capabilities", container,
		     "not --privileged, but the capabilities that it needs",
		     "it has every capability");
	else
		find(examination, SEVERITY_WARNING, "capabilities", container,
		     "drop what it does not need",
		     "it has more capabilities than usual: %s", text);
	free(text);
}

static const struct profile *profile_of(struct examination *examination,
					json_object *container)
{
	return policy_profile_find(examination->view.policy,
				   member_text(container, "profile"));
}

/* Runtimes keep /proc/sys read-only for those who are not privileged. */
static bool sees_writable_sysctls(json_object *container)
{
	char path[64], *line = NULL;
	bool writable = false;
	size_t size = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%" PRIu64 "/mountinfo",
		 member_number(container, "pid"));
	file = fopen(path, "re");
	while (file && getline(&line, &size, file) > 0) {
		char root[128], point[128], options[64];

		if (sscanf(line, "%*s %*s %*s %127s %127s %63s", root, point,
			   options) != 3)
			continue;
		if (!strcmp(point, "/proc") || !strcmp(point, "/proc/sys"))
			writable = strncmp(options, "ro", 2);
	}
	if (file)
		fclose(file);
	free(line);
	return writable;
}

static void check_core_pattern(struct examination *examination,
			       json_object *container)
{
	const struct profile *profile = profile_of(examination, container);

	if (profile &&
	    (!(profile->allow & BIT_ULL(HOLDFAST_OP_KFILE_WRITE)) &&
	     !(profile->complain & BIT_ULL(HOLDFAST_CLASS_KERNEL_FILE))))
		return;
	if (!has_namespace(container, "user") &&
	    sees_writable_sysctls(container))
		find(examination, SEVERITY_CRITICAL, "core-pattern", container,
		     "a profile without 'kernel_file { write foreign; }' that enforces; set sysctls on the host",
		     "it can write /proc/sys/kernel/core_pattern, and so have the host run a program");
}

/* A container that no rule wants any more keeps its label only. */
static void check_profile(struct examination *examination,
			  json_object *container)
{
	if (!profile_of(examination, container))
		find(examination, SEVERITY_CRITICAL, "unconfined", container,
		     "a rule that gives it a profile",
		     "no rule of the active policy wants it: it is refused nothing");
}

static void check_container(struct examination *examination,
			    json_object *container)
{
	struct process process;

	check_profile(examination, container);
	if (!is_there(container) ||
	    !process_read(&process, member_number(container, "pid"))) {
		find(examination, SEVERITY_NOTICE, "not-examined", container,
		     "'holdfast ps' has its cgroup",
		     "its first process has ended, so its mounts and capabilities are not known");
		return;
	}
	check_namespaces(examination, container);
	check_caps(examination, container, process.caps);
	if (!process.seccomp)
		find(examination, SEVERITY_WARNING, "no-seccomp", container,
		     "the runtime's default seccomp profile",
		     "no seccomp filter: every system call reaches the kernel");
	check_core_pattern(examination, container);
	doctor_mounts(examination, container);
}

void doctor_containers(struct examination *examination)
{
	size_t i;

	for (i = 0; i < member_count(examination->containers); i++) {
		json_object *container = json_object_array_get_idx(
			examination->containers, i);

		/* What is inside of another is bound by that, too. */
		if (!member_exists(container, "parent"))
			check_container(examination, container);
	}
}
