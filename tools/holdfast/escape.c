// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "escape.h"
#include "util.h"

#define OWN_NAMESPACE \
	"Nothing by itself: the new namespace is the container's own. Exploits begin with it, as root in a namespace reaches more of the kernel."

static const char *const uses[OP_COUNT] = {
	[HOLDFAST_OP_NS_CREATE_MNT] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_PID] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_USER] =
		"In a new user namespace any user has every capability, over that namespace. Most local exploits of the kernel begin so, to reach nftables, mounts and other code that users cannot.",
	[HOLDFAST_OP_NS_CREATE_NET] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_UTS] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_IPC] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_CGROUP] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_CREATE_TIME] = OWN_NAMESPACE,
	[HOLDFAST_OP_NS_JOIN_OWN] =
		"Nothing: what is joined is the container's own.",
	[HOLDFAST_OP_NS_JOIN_FOREIGN] =
		"The shortest way out: 'nsenter -t 1 -a' in a privileged container that sees the host's processes is a shell of the host.",
	[HOLDFAST_OP_MOUNT_NEW] =
		"Nothing by itself: the listed types have nothing of the host's in them.",
	[HOLDFAST_OP_MOUNT_NEW_ANY] =
		"debugfs, tracefs, securityfs, bpf and cgroup v1 have files that control the host's kernel: release_agent names a program that the host runs (CVE-2022-0492).",
	[HOLDFAST_OP_MOUNT_NEW_DEVICE] =
		"Who mounts the host's disk has the host's files: /etc/shadow to read, /etc/cron.d to write.",
	[HOLDFAST_OP_MOUNT_BIND] =
		"Covers or uncovers files for those who look in the same mount namespace, such as a runtime that prepares another container.",
	[HOLDFAST_OP_MOUNT_MOVE] =
		"Takes away what a runtime has mounted over parts of /proc and /sys, or puts a mount where a program of the host looks.",
	[HOLDFAST_OP_MOUNT_REMOUNT] =
		"Makes writable again what a runtime has mounted read-only, such as /proc/sys.",
	[HOLDFAST_OP_MOUNT_REMOUNT_SHARED] =
		"The filesystem is the host's as well: it turns read-only for the host, or loses its options, or writable where the host had it read-only; or its connection to a server is ended.",
	[HOLDFAST_OP_MOUNT_PROPAGATION] =
		"A mount that is made shared with the host's sends later mounts out of the container.",
	[HOLDFAST_OP_MOUNT_UMOUNT] =
		"Uncovers what a runtime has hidden under a mount, such as parts of /proc.",
	[HOLDFAST_OP_MOUNT_PIVOT_ROOT] =
		"Part of making containers; with the host's root for a new root it is the way out.",
	[HOLDFAST_OP_MOUNT_CHROOT] =
		"A second chroot() lets root walk up out of the first one, if nothing but chroot() made that.",
	[HOLDFAST_OP_MOUNT_ROOT_HOST] =
		"'chroot /host' in a pod that mounts the host's / there: its programs and files are then the host's.",
	[HOLDFAST_OP_MODULE_LOAD] =
		"Code in the kernel can do anything: give the container the host's namespaces, or switch Holdfast off.",
	[HOLDFAST_OP_MODULE_UNLOAD] =
		"Holdfast is a module, and so are other parts of the kernel that guard it.",
	[HOLDFAST_OP_MODULE_AUTOLOAD] =
		"Nothing by itself: the listed modules are those that are needed.",
	[HOLDFAST_OP_MODULE_AUTOLOAD_ANY] =
		"An exploit has the kernel load a rarely used module, such as a network protocol, for a hole that is in it.",
	[HOLDFAST_OP_MODULE_KEXEC] =
		"The kernel that is loaded is the host's after the next reboot.",
	[HOLDFAST_OP_MODULE_FIRMWARE] =
		"Firmware controls a device, which may reach all memory; a policy that is read in may switch another security module off.",
	[HOLDFAST_OP_CAP_HOST] =
		"The listed capabilities are those that are of little use outside.",
	[HOLDFAST_OP_CAP_HOST_ANY] =
		"A capability against the host's user namespace is root's power over the host: sys_module loads code, sys_rawio writes memory and disks, sys_admin sets swap, quota and disks.",
	[HOLDFAST_OP_CAP_OWN] =
		"Nothing by itself: it is good in the container's own user namespace.",
	[HOLDFAST_OP_CAP_OWN_ANY] =
		"Nothing by itself; it reaches code of the kernel in which exploits look for holes.",
	[HOLDFAST_OP_KFILE_WRITE_OWN] =
		"Nothing by itself: these are files of the container's own namespaces, cgroups and tasks.",
	[HOLDFAST_OP_KFILE_WRITE] =
		"core_pattern, modprobe, uevent_helper and release_agent name programs that the host's kernel runs as root; sysrq-trigger halts the machine; tracing and debug files change the kernel.",
	[HOLDFAST_OP_KFILE_READ_LEAKY] =
		"An exploit of the kernel wants addresses first: kallsyms, iomem, timer_list and slabinfo give them. kcore is the host's memory, kmsg its log.",
	[HOLDFAST_OP_DEVICE_OPEN] =
		"The listed devices are those that have nothing of the host's.",
	[HOLDFAST_OP_DEVICE_OPEN_ANY] =
		"The host's disks have its files (debugfs reads them without a mount), /dev/mem its memory, /dev/kmsg its log; drivers have holes of their own.",
	[HOLDFAST_OP_DEVICE_MKNOD] =
		"Nothing by itself: the listed devices are those that have nothing of the host's.",
	[HOLDFAST_OP_DEVICE_MKNOD_ANY] =
		"A node of the host's disk, made where a process outside, or without the device filter, opens it.",
	[HOLDFAST_OP_HANDLE_OPEN] =
		"A handle opens any file of a filesystem, whatever part of it the container was given: that is how shocker read the host's /etc/shadow.",
	[HOLDFAST_OP_PROCESS_ACCESS_OWN] =
		"Nothing: the processes are the container's own.",
	[HOLDFAST_OP_PROCESS_ACCESS_FOREIGN] =
		"ptrace() of a process of the host is its power: code is injected into it, or its root is reached by /proc/PID/root.",
	[HOLDFAST_OP_PROCESS_SIGNAL_OWN] =
		"Nothing: the processes are the container's own.",
	[HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN] =
		"Stops or ends what guards the host: the logger, the kubelet, the reader of these events.",
	[HOLDFAST_OP_FILE_KEEP_OUTSIDE] =
		"A directory of the host that the runtime left open is the way to all of its files: /proc/self/fd/7/../../etc (CVE-2024-21626).",
	[HOLDFAST_OP_FILE_RECEIVE_OUTSIDE] =
		"An accomplice outside, or a daemon that is talked into it, hands over a directory or a namespace of the host.",
	[HOLDFAST_OP_FILE_OPEN_OUTSIDE] =
		"A descriptor of a program of the host, open for reading, is opened anew by /proc/self/fd for writing: that is how runc itself was overwritten (CVE-2019-5736).",
	[HOLDFAST_OP_SOCKET_ABSTRACT_OWN] =
		"Nothing: who listens there is in the container.",
	[HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN] =
		"A container with the host's network reaches the host's daemons: containerd-shim started programs on the host for whoever asked (CVE-2020-15257).",
	[HOLDFAST_OP_SOCKET_HOST] =
		"What the listed services do for who asks.",
	[HOLDFAST_OP_SOCKET_HOST_ANY] =
		"Whoever may talk to docker.sock, or containerd's, starts a container with all of the host in it.",
	[HOLDFAST_OP_BPF_OWN] =
		"Nothing: the programs filter devices for the container's own cgroups.",
	[HOLDFAST_OP_BPF_ANY] =
		"Programs in the kernel read and write the memory of every process; the verifier that should prevent worse has had many a hole.",
	[HOLDFAST_OP_EXEC_OUTSIDE] =
		"The runtime's own program, executed inside by '#!/proc/self/exe', can be overwritten for the next one who starts a container (CVE-2019-5736).",
	[HOLDFAST_OP_EXEC_WRITABLE] =
		"What an intruder brings along: miners, shells, exploits.",
	[HOLDFAST_OP_SURFACE_PERF] =
		"Holes of the kernel have been found in perf_event_open() again and again.",
	[HOLDFAST_OP_SURFACE_IO_URING] =
		"Many exploits of the kernel of the last years begin with an io_uring, which also does its work past seccomp's filters.",
	[HOLDFAST_OP_SURFACE_USERFAULTFD] =
		"Stops the kernel where it reads from memory, for as long as an exploit needs to win a race.",
	[HOLDFAST_OP_SURFACE_KEYRING] =
		"Keys of one user are shared by all containers that run as it; the code has had holes.",
	[HOLDFAST_OP_SURFACE_SOCKET] =
		"Nothing by itself: the listed families are those that programs use.",
	[HOLDFAST_OP_SURFACE_SOCKET_ANY] =
		"Rarely used address families have had one hole after the other: DCCP, AF_PACKET, AF_ALG, TIPC, vsock.",
	[HOLDFAST_OP_STATE_FORGED] =
		"It is the end of an escape: an exploit of the kernel has given the task credentials, namespaces or a root directory that no system call gave it. The task was killed. Treat the host as attacked.",
	[HOLDFAST_OP_SELF_CONTROL] =
		"Who controls Holdfast loads a policy that holds nothing, or reads whether he was noticed.",
};

const char *escape_use(unsigned int op)
{
	return op < OP_COUNT ? uses[op] : NULL;
}

static bool is_one_of(const char *text, const char *const *list)
{
	while (*list && strcmp(*list, text))
		list++;
	return *list;
}

/* Filesystems whose files control the host, or are its devices. */
static bool controls_host(const char *fs_type)
{
	static const char *const types[] = {
		"binfmt_misc", "bpf", "cgroup", "configfs", "debugfs",
		"devtmpfs", "efivarfs", "pstore", "securityfs", "selinuxfs",
		"tracefs", NULL
	};

	return is_one_of(fs_type ?: "", types);
}

static bool is_root_of_host(unsigned int cap)
{
	const uint64_t caps = BIT_ULL(CAP_SYS_MODULE) | BIT_ULL(CAP_SYS_RAWIO) |
		BIT_ULL(CAP_SYS_BOOT) | BIT_ULL(CAP_MAC_ADMIN) |
		BIT_ULL(CAP_MAC_OVERRIDE) | BIT_ULL(CAP_SYSLOG) |
		BIT_ULL(CAP_PERFMON) | BIT_ULL(CAP_BPF) |
		BIT_ULL(CAP_AUDIT_CONTROL) | BIT_ULL(CAP_SYS_PACCT) |
		BIT_ULL(CAP_SYS_PTRACE);

	return caps & BIT_ULL(cap);
}

/* What capabilities are asked for in these, they are good for outside. */
static bool reaches_out(enum holdfast_scope scope)
{
	const uint64_t scopes = BIT_ULL(HOLDFAST_SCOPE_ACCT) |
		BIT_ULL(HOLDFAST_SCOPE_BPF) |
		BIT_ULL(HOLDFAST_SCOPE_DELETE_MODULE) |
		BIT_ULL(HOLDFAST_SCOPE_FANOTIFY_INIT) |
		BIT_ULL(HOLDFAST_SCOPE_FANOTIFY_MARK) |
		BIT_ULL(HOLDFAST_SCOPE_FINIT_MODULE) |
		BIT_ULL(HOLDFAST_SCOPE_INIT_MODULE) |
		BIT_ULL(HOLDFAST_SCOPE_IOCTL) |
		BIT_ULL(HOLDFAST_SCOPE_KEXEC_FILE_LOAD) |
		BIT_ULL(HOLDFAST_SCOPE_KEXEC_LOAD) |
		BIT_ULL(HOLDFAST_SCOPE_LOOKUP_DCOOKIE) |
		BIT_ULL(HOLDFAST_SCOPE_OPEN_BY_HANDLE_AT) |
		BIT_ULL(HOLDFAST_SCOPE_PCICONFIG_WRITE) |
		BIT_ULL(HOLDFAST_SCOPE_PERF_EVENT_OPEN) |
		BIT_ULL(HOLDFAST_SCOPE_QUOTACTL) |
		BIT_ULL(HOLDFAST_SCOPE_QUOTACTL_FD) |
		BIT_ULL(HOLDFAST_SCOPE_REBOOT_HOST) |
		BIT_ULL(HOLDFAST_SCOPE_SWAPOFF) |
		BIT_ULL(HOLDFAST_SCOPE_SWAPON) |
		BIT_ULL(HOLDFAST_SCOPE_SYSLOG);

	return scopes & BIT_ULL(scope);
}

/* mem, port, kmsg and what else controls the machine. */
static bool is_machine(const struct device_range *device)
{
	return device->block || (device->major == 1 &&
		(device->first <= 2 || device->first == 4 ||
		 device->first == 11));
}

const char *escape_suspicion(const struct question *question)
{
	switch (question->op) {
	case HOLDFAST_OP_NS_JOIN_FOREIGN:
		return "it could join the host's namespaces";
	case HOLDFAST_OP_MOUNT_NEW:
	case HOLDFAST_OP_MOUNT_NEW_ANY:
		return controls_host(question->object) ?
			       "files of this filesystem control the host" :
			       NULL;
	case HOLDFAST_OP_MOUNT_NEW_DEVICE:
		return "it could mount every disk whose node it has";
	case HOLDFAST_OP_MOUNT_REMOUNT_SHARED:
		return "it could change the host's mounts";
	case HOLDFAST_OP_MOUNT_ROOT_HOST:
		return "it could make the host's root directory its own";
	case HOLDFAST_OP_MODULE_LOAD:
	case HOLDFAST_OP_MODULE_UNLOAD:
	case HOLDFAST_OP_MODULE_KEXEC:
	case HOLDFAST_OP_MODULE_FIRMWARE:
		return "it could change the kernel's code";
	case HOLDFAST_OP_CAP_HOST:
	case HOLDFAST_OP_CAP_HOST_ANY:
		return is_root_of_host(question->cap) ||
		       reaches_out(question->scope) ?
			       "so used, the capability is good against the host" :
			       NULL;
	case HOLDFAST_OP_KFILE_WRITE:
		return "it could write core_pattern and every other control file too";
	case HOLDFAST_OP_DEVICE_OPEN:
	case HOLDFAST_OP_DEVICE_OPEN_ANY:
	case HOLDFAST_OP_DEVICE_MKNOD:
	case HOLDFAST_OP_DEVICE_MKNOD_ANY:
		return is_machine(&question->device) ?
			       "the host's disks and memory are such devices" :
			       NULL;
	case HOLDFAST_OP_HANDLE_OPEN:
		return "it could open every file of a filesystem it has a part of";
	case HOLDFAST_OP_PROCESS_ACCESS_FOREIGN:
		return "it could have processes of the host do anything";
	case HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN:
		return "it could end processes of the host";
	case HOLDFAST_OP_FILE_KEEP_OUTSIDE:
	case HOLDFAST_OP_FILE_RECEIVE_OUTSIDE:
		return "it could walk from there to all files of the host";
	case HOLDFAST_OP_FILE_OPEN_OUTSIDE:
	case HOLDFAST_OP_EXEC_OUTSIDE:
		return "it could write programs of the host";
	case HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN:
	case HOLDFAST_OP_SOCKET_HOST:
	case HOLDFAST_OP_SOCKET_HOST_ANY:
		return "it could give orders to daemons of the host";
	case HOLDFAST_OP_BPF_ANY:
		return "it could read and change the kernel";
	case HOLDFAST_OP_STATE_FORGED:
	case HOLDFAST_OP_SELF_CONTROL:
		return "no policy can allow it";
	default:
		return NULL;
	}
}
