// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "draft.h"
#include "explain.h"
#include "facts.h"
#include "util.h"

/**
 * struct meaning - what an operation is to people
 * @what: what a container may or may not do
 * @why: what comes of it; NULL where nothing comes of it outside
 */
struct meaning {
	const char *what;
	const char *why;
};

#define CREATE "create namespaces of its own"

static const struct meaning meanings[OP_COUNT] = {
	[HOLDFAST_OP_NS_CREATE_MNT] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_PID] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_USER] = {
		"create user namespaces of its own",
		"in it any user has every capability, and reaches more of the kernel's bugs",
	},
	[HOLDFAST_OP_NS_CREATE_NET] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_UTS] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_IPC] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_CGROUP] = { CREATE, NULL },
	[HOLDFAST_OP_NS_CREATE_TIME] = { CREATE, NULL },
	[HOLDFAST_OP_NS_JOIN_OWN] = { "join its own namespaces", NULL },
	[HOLDFAST_OP_NS_JOIN_FOREIGN] = {
		"join namespaces of the host and of other containers",
		"who is in the host's namespaces is on the host: nsenter -t 1",
	},
	[HOLDFAST_OP_MOUNT_NEW] = {
		"mount filesystems of the listed types", NULL,
	},
	[HOLDFAST_OP_MOUNT_NEW_ANY] = {
		"mount filesystems of any other type",
		"files of debugfs, tracefs, securityfs or cgroup v1 control the host",
	},
	[HOLDFAST_OP_MOUNT_NEW_DEVICE] = {
		"mount disks",
		"the host's disk has the host's files",
	},
	[HOLDFAST_OP_MOUNT_BIND] = { "bind mounts to other places", NULL },
	[HOLDFAST_OP_MOUNT_MOVE] = { "move mounts", NULL },
	[HOLDFAST_OP_MOUNT_REMOUNT] = { "change mounts", NULL },
	[HOLDFAST_OP_MOUNT_REMOUNT_SHARED] = {
		"change filesystems that the host uses too",
		"the host's mount changes with it, to read-only for instance",
	},
	[HOLDFAST_OP_MOUNT_PROPAGATION] = {
		"change how mounts propagate", NULL,
	},
	[HOLDFAST_OP_MOUNT_UMOUNT] = { "unmount", NULL },
	[HOLDFAST_OP_MOUNT_PIVOT_ROOT] = { "swap its root mount", NULL },
	[HOLDFAST_OP_MOUNT_CHROOT] = { "change its root directory", NULL },
	[HOLDFAST_OP_MOUNT_ROOT_HOST] = {
		"make the host's root directory its own",
		"its programs then run as if on the host: chroot /host",
	},
	[HOLDFAST_OP_MODULE_LOAD] = {
		"load kernel modules",
		"code in the kernel can do anything, switch Holdfast off too",
	},
	[HOLDFAST_OP_MODULE_UNLOAD] = {
		"unload kernel modules", "Holdfast is one",
	},
	[HOLDFAST_OP_MODULE_AUTOLOAD] = {
		"have the kernel load the listed modules on demand", NULL,
	},
	[HOLDFAST_OP_MODULE_AUTOLOAD_ANY] = {
		"have the kernel load any other module on demand",
		"rarely used modules have most of the known holes",
	},
	[HOLDFAST_OP_MODULE_KEXEC] = {
		"load another kernel to boot", "it would be the host's",
	},
	[HOLDFAST_OP_MODULE_FIRMWARE] = {
		"have firmware or policy read into the kernel",
		"its author controls a device, or what other modules refuse",
	},
	[HOLDFAST_OP_CAP_HOST] = {
		"use the listed capabilities against the host", NULL,
	},
	[HOLDFAST_OP_CAP_HOST_ANY] = {
		"use any other capability against the host",
		"with enough of them root in a container is root of the host",
	},
	[HOLDFAST_OP_CAP_OWN] = {
		"use the listed capabilities in its own user namespaces", NULL,
	},
	[HOLDFAST_OP_CAP_OWN_ANY] = {
		"use any other capability in its own user namespaces", NULL,
	},
	[HOLDFAST_OP_KFILE_WRITE_OWN] = {
		"write control files of its own namespaces, cgroups and tasks",
		NULL,
	},
	[HOLDFAST_OP_KFILE_WRITE] = {
		"write the kernel's other control files",
		"core_pattern, modprobe and release_agent name programs that the host runs",
	},
	[HOLDFAST_OP_KFILE_READ_LEAKY] = {
		"read control files that tell about the host",
		"addresses and memory of the kernel help an exploit; logs and firmware have secrets",
	},
	[HOLDFAST_OP_DEVICE_OPEN] = { "open the listed devices", NULL },
	[HOLDFAST_OP_DEVICE_OPEN_ANY] = {
		"open any other device",
		"the host's disks and memory are devices",
	},
	[HOLDFAST_OP_DEVICE_MKNOD] = {
		"make nodes of the listed devices", NULL,
	},
	[HOLDFAST_OP_DEVICE_MKNOD_ANY] = {
		"make nodes of any other device",
		"a process outside may open what is made inside",
	},
	[HOLDFAST_OP_HANDLE_OPEN] = {
		"open files by handles",
		"a handle opens any file of a filesystem, the host's too (shocker)",
	},
	[HOLDFAST_OP_PROCESS_ACCESS_OWN] = {
		"trace and inspect its own processes", NULL,
	},
	[HOLDFAST_OP_PROCESS_ACCESS_FOREIGN] = {
		"trace and inspect all other processes",
		"who can trace a process can have it do anything",
	},
	[HOLDFAST_OP_PROCESS_SIGNAL_OWN] = {
		"signal its own processes", NULL,
	},
	[HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN] = {
		"signal all other processes", "it could stop the host's services",
	},
	[HOLDFAST_OP_FILE_KEEP_OUTSIDE] = {
		"keep descriptors that lead outside when it begins",
		"a directory of the host is a way to all of it (CVE-2024-21626)",
	},
	[HOLDFAST_OP_FILE_RECEIVE_OUTSIDE] = {
		"receive descriptors that lead outside",
		"a directory of the host is a way to all of it",
	},
	[HOLDFAST_OP_FILE_OPEN_OUTSIDE] = {
		"open files that lie outside with more rights than it was given",
		"who was given a program of the host to read could write it (CVE-2019-5736)",
	},
	[HOLDFAST_OP_SOCKET_ABSTRACT_OWN] = {
		"reach its own abstract sockets", NULL,
	},
	[HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN] = {
		"reach all other abstract sockets",
		"the host's daemons take orders there (CVE-2020-15257)",
	},
	[HOLDFAST_OP_SOCKET_HOST] = {
		"reach the listed sockets of the host", NULL,
	},
	[HOLDFAST_OP_SOCKET_HOST_ANY] = {
		"reach any other socket of the host that is mounted into it",
		"a runtime's socket starts privileged containers: docker.sock",
	},
	[HOLDFAST_OP_BPF_OWN] = {
		"filter the devices of its own cgroups by BPF programs", NULL,
	},
	[HOLDFAST_OP_BPF_ANY] = {
		"use all other parts of bpf()",
		"programs in the kernel see and change what the host does",
	},
	[HOLDFAST_OP_EXEC_OUTSIDE] = {
		"execute programs that lie outside",
		"the program that started it can be overwritten from inside (CVE-2019-5736)",
	},
	[HOLDFAST_OP_EXEC_WRITABLE] = {
		"execute programs that could have been changed",
		"what was downloaded into it runs",
	},
	[HOLDFAST_OP_SURFACE_PERF] = {
		"use perf_event_open()", "many an exploit of the kernel begins there",
	},
	[HOLDFAST_OP_SURFACE_IO_URING] = {
		"make io_urings", "many an exploit of the kernel begins there",
	},
	[HOLDFAST_OP_SURFACE_USERFAULTFD] = {
		"make userfaultfds",
		"they stop the kernel in the middle of what an exploit wants to race",
	},
	[HOLDFAST_OP_SURFACE_KEYRING] = {
		"make keys and keyrings",
		"the kernel does not keep those of containers apart",
	},
	[HOLDFAST_OP_SURFACE_SOCKET] = {
		"make sockets of the listed address families", NULL,
	},
	[HOLDFAST_OP_SURFACE_SOCKET_ANY] = {
		"make sockets of any other address family",
		"rarely used ones have most of the known holes",
	},
};

static bool allows(const struct profile *profile, unsigned int op)
{
	return profile->allow & BIT_ULL(op);
}

/* Operations that one line tells of: those with the same meaning and answer. */
static bool same_line(const struct profile *profile, unsigned int a,
		      unsigned int b)
{
	return meanings[a].what && meanings[b].what &&
	       !strcmp(meanings[a].what, meanings[b].what) &&
	       allows(profile, a) == allows(profile, b);
}

/* The operations with this one's meaning and answer, if there are several. */
static void print_words(const struct profile *profile, unsigned int op,
			FILE *out)
{
	unsigned int other, count = 0;

	for (other = 0; other < OP_COUNT; other++)
		count += same_line(profile, op, other);
	if (count < 2)
		return;
	for (other = 0, count = 0; other < OP_COUNT; other++)
		if (same_line(profile, op, other))
			fprintf(out, "%s %s", count++ ? "," : ":",
				op_infos[other].word);
}

static bool was_told(const struct profile *profile, unsigned int op)
{
	unsigned int other;

	for (other = 0; other < op; other++)
		if (same_line(profile, other, op))
			return true;
	return false;
}

static void explain_op(const struct profile *profile, unsigned int op,
		       FILE *out)
{
	const struct meaning *meaning = &meanings[op];
	bool allowed = allows(profile, op);
	char *words;

	if (was_told(profile, op))
		return;
	fputs(allowed ? "  may      " : "  may not  ", out);
	if (meaning->what) {
		fputs(meaning->what, out);
		print_words(profile, op, out);
	} else {
		words = op_words(op);
		fputs(words, out);
		free(words);
	}
	if (meaning->why)
		fprintf(out, "\n      %s: %s", allowed ? "CAUTION" : "else",
			meaning->why);
	fputc('\n', out);
}

/* Statements whose words are not operations. */
static bool is_list(const char *statement)
{
	static const char *const lists[] = {
		"mount new", "module autoload", "capability", "device char",
		"device block", "socket host", "kernel_surface socket",
		"namespace user_",
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(lists); i++)
		if (!strncmp(statement, lists[i], strlen(lists[i])))
			return true;
	return false;
}

/* The members of the lists that the operations speak of. */
static void explain_lists(const struct profile *profile, FILE *out)
{
	const char *last = "";
	struct facts facts;
	unsigned int i;

	facts_fill(&facts, profile);
	fputs("  lists", out);
	for (i = 0; i < facts.count; i++) {
		const struct fact *fact = &facts.list[i];

		if (!is_list(fact->statement))
			continue;
		if (strcmp(fact->statement, last))
			fprintf(out, "\n    %s: %s", fact->statement,
				fact->member);
		else
			fprintf(out, ", %s", fact->member);
		last = fact->statement;
	}
	fputc('\n', out);
	facts_free(&facts);
}

/* Names are anybody's. */
static void put_name(const char *text, FILE *out)
{
	char *printable = text_printable(text);

	fputs(printable, out);
	free(printable);
}

static void explain_mode(const struct profile *profile, FILE *out)
{
	unsigned int class;

	if (profile->complain == CLASSES_THAT_COMPLAIN) {
		fputs("\n  A container that has it is refused nothing (mode complain); reported is what it may not:\n",
		      out);
		return;
	}
	fputs("\n  A container that has it:\n", out);
	for (class = 0; class < CLASS_COUNT; class++)
		if (profile->complain & BIT_ULL(class))
			fprintf(out,
				"    is refused nothing of the class %s (mode complain); that is only reported\n",
				class_word(class));
}

static void explain_profile(const struct profile *profile, FILE *out)
{
	const struct draft *parent = profile->draft ? profile->draft->parent :
						      NULL;
	unsigned int op;

	fputs("profile ", out);
	put_name(profile->name, out);
	if (parent) {
		fputs(", which inherits ", out);
		put_name(parent->name.text, out);
	}
	explain_mode(profile, out);
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++)
		explain_op(profile, op, out);
	explain_lists(profile, out);
	fputc('\n', out);
}

static void explain_conditions(const struct rule *rule, FILE *out)
{
	const char *and = "";
	unsigned int ns;

	if (rule->cgroup) {
		fputs("whose cgroup matches ", out);
		put_name(rule->cgroup, out);
		and = " and ";
	}
	if (rule->rootfs) {
		fprintf(out, "%swhose root directory is not the host's", and);
		and = " and ";
	}
	for (ns = 0; ns < NS_COUNT; ns++) {
		if (!(rule->namespaces & ns_flag(ns)))
			continue;
		fprintf(out, "%swhose %s namespace is not the host's", and,
			ns_name(ns));
		and = " and ";
	}
	if (rule->user)
		fprintf(out,
			"%swhose user namespace is of a user from %u to %u",
			and, rule->user_first, rule->user_last);
}

static void explain_outcome(const struct rule *rule, FILE *out)
{
	if (rule->assigned) {
		fputs(" begins a container with the profile that a host tool assigned to it, if one did",
		      out);
	} else if (rule->profile) {
		fputs(" begins a container with the profile ", out);
		put_name(rule->profile, out);
	} else {
		fputs(" is left alone", out);
	}
	if (rule->transition)
		fputs(", before it executes anything too", out);
	fputc('\n', out);
}

static void explain_rules(const struct policy *policy, FILE *out)
{
	unsigned int i;

	fputs("A program that is executed outside of all containers\n", out);
	for (i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];

		fprintf(out, "  %u. ", i + 1);
		explain_conditions(rule, out);
		explain_outcome(rule, out);
	}
	fputs("  Any other is left alone. The first that fits counts.\n", out);
}

void policy_explain(const struct policy *policy, FILE *out)
{
	unsigned int i;

	for (i = 0; i < policy->profile_count; i++)
		explain_profile(&policy->profiles[i], out);
	explain_rules(policy, out);
}
