// SPDX-License-Identifier: GPL-2.0-only
#include <assert.h>
#include <ctype.h>
#include <linux/sched.h>
#include <stdlib.h>
#include <string.h>
#include <sys/capability.h>

#include "names.h"
#include "util.h"

#include "kernel/names_gen.h"

static_assert(OP_COUNT <= 64, "a set of operations is one u64");
static_assert(SCOPE_COUNT <= 64, "a set of scopes is one u64");
static_assert(CAP_COUNT < 64, "a set of capabilities is one u64");
static_assert(FAMILY_COUNT <= 64, "a set of address families is one u64");
static_assert(ARRAY_SIZE(class_names) == CLASS_COUNT &&
	      ARRAY_SIZE(op_names) == OP_COUNT, "the kernel's names");

#define OP(c, v, w)							\
	{ .class = HOLDFAST_CLASS_##c, .verb = (v), .word = (w) }
#define OP_ANY(of, c, v, w)						\
	{ .class = HOLDFAST_CLASS_##c, .verb = (v), .word = (w),	\
	  .base = HOLDFAST_OP_##of, .is_any = true }

const struct op_info op_infos[OP_COUNT] = {
	[HOLDFAST_OP_NS_CREATE_MNT] =
		OP(NAMESPACE, "create", "mnt"),
	[HOLDFAST_OP_NS_CREATE_PID] =
		OP(NAMESPACE, "create", "pid"),
	[HOLDFAST_OP_NS_CREATE_USER] =
		OP(NAMESPACE, "create", "user"),
	[HOLDFAST_OP_NS_CREATE_NET] =
		OP(NAMESPACE, "create", "net"),
	[HOLDFAST_OP_NS_CREATE_UTS] =
		OP(NAMESPACE, "create", "uts"),
	[HOLDFAST_OP_NS_CREATE_IPC] =
		OP(NAMESPACE, "create", "ipc"),
	[HOLDFAST_OP_NS_CREATE_CGROUP] =
		OP(NAMESPACE, "create", "cgroup"),
	[HOLDFAST_OP_NS_CREATE_TIME] =
		OP(NAMESPACE, "create", "time"),
	[HOLDFAST_OP_NS_JOIN_OWN] =
		OP(NAMESPACE, "join", "own"),
	[HOLDFAST_OP_NS_JOIN_FOREIGN] =
		OP(NAMESPACE, "join", "foreign"),
	[HOLDFAST_OP_MOUNT_NEW] =
		OP(MOUNT, "new", NULL),
	[HOLDFAST_OP_MOUNT_NEW_ANY] =
		OP_ANY(MOUNT_NEW, MOUNT, "new", "any"),
	[HOLDFAST_OP_MOUNT_NEW_DEVICE] =
		OP(MOUNT, "new", "device"),
	[HOLDFAST_OP_MOUNT_BIND] =
		OP(MOUNT, "allow", "bind"),
	[HOLDFAST_OP_MOUNT_MOVE] =
		OP(MOUNT, "allow", "move"),
	[HOLDFAST_OP_MOUNT_REMOUNT] =
		OP(MOUNT, "allow", "remount"),
	[HOLDFAST_OP_MOUNT_REMOUNT_SHARED] =
		OP(MOUNT, "allow", "remount_shared"),
	[HOLDFAST_OP_MOUNT_PROPAGATION] =
		OP(MOUNT, "allow", "propagation"),
	[HOLDFAST_OP_MOUNT_UMOUNT] =
		OP(MOUNT, "allow", "umount"),
	[HOLDFAST_OP_MOUNT_PIVOT_ROOT] =
		OP(MOUNT, "allow", "pivot_root"),
	[HOLDFAST_OP_MOUNT_CHROOT] =
		OP(MOUNT, "allow", "chroot"),
	[HOLDFAST_OP_MOUNT_ROOT_HOST] =
		OP(MOUNT, "allow", "root_host"),
	[HOLDFAST_OP_MODULE_LOAD] =
		OP(MODULE, "allow", "load"),
	[HOLDFAST_OP_MODULE_UNLOAD] =
		OP(MODULE, "allow", "unload"),
	[HOLDFAST_OP_MODULE_AUTOLOAD] =
		OP(MODULE, "autoload", NULL),
	[HOLDFAST_OP_MODULE_AUTOLOAD_ANY] =
		OP_ANY(MODULE_AUTOLOAD, MODULE, "autoload", "any"),
	[HOLDFAST_OP_MODULE_KEXEC] =
		OP(MODULE, "allow", "kexec"),
	[HOLDFAST_OP_MODULE_FIRMWARE] =
		OP(MODULE, "allow", "firmware"),
	[HOLDFAST_OP_CAP_HOST] =
		OP(CAPABILITY, "host", NULL),
	[HOLDFAST_OP_CAP_HOST_ANY] =
		OP_ANY(CAP_HOST, CAPABILITY, "host", "any"),
	[HOLDFAST_OP_CAP_OWN] =
		OP(CAPABILITY, "own", NULL),
	[HOLDFAST_OP_CAP_OWN_ANY] =
		OP_ANY(CAP_OWN, CAPABILITY, "own", "any"),
	[HOLDFAST_OP_KFILE_WRITE_OWN] =
		OP(KERNEL_FILE, "write", "own"),
	[HOLDFAST_OP_KFILE_WRITE] =
		OP(KERNEL_FILE, "write", "foreign"),
	[HOLDFAST_OP_KFILE_READ_LEAKY] =
		OP(KERNEL_FILE, "read", "leaky"),
	[HOLDFAST_OP_DEVICE_OPEN] =
		OP(DEVICE, "open", "listed"),
	[HOLDFAST_OP_DEVICE_OPEN_ANY] =
		OP_ANY(DEVICE_OPEN, DEVICE, "open", "any"),
	[HOLDFAST_OP_DEVICE_MKNOD] =
		OP(DEVICE, "mknod", "listed"),
	[HOLDFAST_OP_DEVICE_MKNOD_ANY] =
		OP_ANY(DEVICE_MKNOD, DEVICE, "mknod", "any"),
	[HOLDFAST_OP_HANDLE_OPEN] =
		OP(HANDLE, "allow", "open"),
	[HOLDFAST_OP_PROCESS_ACCESS_OWN] =
		OP(PROCESS, "access", "own"),
	[HOLDFAST_OP_PROCESS_ACCESS_FOREIGN] =
		OP(PROCESS, "access", "foreign"),
	[HOLDFAST_OP_PROCESS_SIGNAL_OWN] =
		OP(PROCESS, "signal", "own"),
	[HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN] =
		OP(PROCESS, "signal", "foreign"),
	[HOLDFAST_OP_FILE_KEEP_OUTSIDE] =
		OP(FILE, "keep", "outside"),
	[HOLDFAST_OP_FILE_RECEIVE_OUTSIDE] =
		OP(FILE, "receive", "outside"),
	[HOLDFAST_OP_FILE_OPEN_OUTSIDE] =
		OP(FILE, "open", "outside"),
	[HOLDFAST_OP_SOCKET_ABSTRACT_OWN] =
		OP(SOCKET, "abstract", "own"),
	[HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN] =
		OP(SOCKET, "abstract", "foreign"),
	[HOLDFAST_OP_SOCKET_HOST] =
		OP(SOCKET, "host", NULL),
	[HOLDFAST_OP_SOCKET_HOST_ANY] =
		OP_ANY(SOCKET_HOST, SOCKET, "host", "any"),
	[HOLDFAST_OP_BPF_OWN] =
		OP(BPF, "allow", "own"),
	[HOLDFAST_OP_BPF_ANY] =
		OP_ANY(BPF_OWN, BPF, "allow", "any"),
	[HOLDFAST_OP_EXEC_OUTSIDE] =
		OP(EXEC, "allow", "outside"),
	[HOLDFAST_OP_EXEC_WRITABLE] =
		OP(EXEC, "allow", "writable"),
	[HOLDFAST_OP_SURFACE_PERF] =
		OP(KERNEL_SURFACE, "allow", "perf"),
	[HOLDFAST_OP_SURFACE_IO_URING] =
		OP(KERNEL_SURFACE, "allow", "io_uring"),
	[HOLDFAST_OP_SURFACE_USERFAULTFD] =
		OP(KERNEL_SURFACE, "allow", "userfaultfd"),
	[HOLDFAST_OP_SURFACE_KEYRING] =
		OP(KERNEL_SURFACE, "allow", "keyring"),
	[HOLDFAST_OP_SURFACE_SOCKET] =
		OP(KERNEL_SURFACE, "socket", NULL),
	[HOLDFAST_OP_SURFACE_SOCKET_ANY] =
		OP_ANY(SURFACE_SOCKET, KERNEL_SURFACE, "socket", "any"),
	[HOLDFAST_OP_STATE_FORGED] =
		OP(STATE, "", "forged"),
	[HOLDFAST_OP_SELF_CONTROL] =
		OP(SELF, "", "control"),
};

static const char *const scope_names[SCOPE_COUNT] = {
	[HOLDFAST_SCOPE_OTHER] = "other",
	[HOLDFAST_SCOPE_ACCT] = "acct",
	[HOLDFAST_SCOPE_BPF] = "bpf",
	[HOLDFAST_SCOPE_CLONE] = "clone",
	[HOLDFAST_SCOPE_CLONE3] = "clone3",
	[HOLDFAST_SCOPE_DELETE_MODULE] = "delete-module",
	[HOLDFAST_SCOPE_FANOTIFY_INIT] = "fanotify-init",
	[HOLDFAST_SCOPE_FINIT_MODULE] = "finit-module",
	[HOLDFAST_SCOPE_FSCONFIG] = "fsconfig",
	[HOLDFAST_SCOPE_FSMOUNT] = "fsmount",
	[HOLDFAST_SCOPE_FSOPEN] = "fsopen",
	[HOLDFAST_SCOPE_FSPICK] = "fspick",
	[HOLDFAST_SCOPE_INIT_MODULE] = "init-module",
	[HOLDFAST_SCOPE_IOCTL] = "ioctl",
	[HOLDFAST_SCOPE_KEXEC_FILE_LOAD] = "kexec-file-load",
	[HOLDFAST_SCOPE_KEXEC_LOAD] = "kexec-load",
	[HOLDFAST_SCOPE_LOOKUP_DCOOKIE] = "lookup-dcookie",
	[HOLDFAST_SCOPE_MADVISE] = "madvise",
	[HOLDFAST_SCOPE_MOUNT] = "mount",
	[HOLDFAST_SCOPE_MOUNT_SETATTR] = "mount-setattr",
	[HOLDFAST_SCOPE_MOVE_MOUNT] = "move-mount",
	[HOLDFAST_SCOPE_OPEN_BY_HANDLE_AT] = "open-by-handle-at",
	[HOLDFAST_SCOPE_OPEN_TREE] = "open-tree",
	[HOLDFAST_SCOPE_PERF_EVENT_OPEN] = "perf-event-open",
	[HOLDFAST_SCOPE_PIVOT_ROOT] = "pivot-root",
	[HOLDFAST_SCOPE_PROCESS_MADVISE] = "process-madvise",
	[HOLDFAST_SCOPE_QUOTACTL] = "quotactl",
	[HOLDFAST_SCOPE_QUOTACTL_FD] = "quotactl-fd",
	[HOLDFAST_SCOPE_REBOOT] = "reboot",
	[HOLDFAST_SCOPE_REBOOT_HOST] = "reboot-host",
	[HOLDFAST_SCOPE_SETDOMAINNAME] = "setdomainname",
	[HOLDFAST_SCOPE_SETHOSTNAME] = "sethostname",
	[HOLDFAST_SCOPE_SETNS] = "setns",
	[HOLDFAST_SCOPE_SWAPOFF] = "swapoff",
	[HOLDFAST_SCOPE_SWAPON] = "swapon",
	[HOLDFAST_SCOPE_SYSLOG] = "syslog",
	[HOLDFAST_SCOPE_UMOUNT2] = "umount2",
	[HOLDFAST_SCOPE_UNSHARE] = "unshare",
	[HOLDFAST_SCOPE_OPEN_TREE_ATTR] = "open-tree-attr",
	[HOLDFAST_SCOPE_FANOTIFY_MARK] = "fanotify-mark",
	[HOLDFAST_SCOPE_PCICONFIG_WRITE] = "pciconfig-write",
};

static const char *const mode_names[] = {
	[HOLDFAST_MODE_ENFORCE] = "enforce",
	[HOLDFAST_MODE_COMPLAIN] = "complain",
	[HOLDFAST_MODE_SHADOW] = "shadow",
};

static const char *const hook_state_names[] = {
	[HOLDFAST_HOOK_STATE_ATTACHED] = "attached",
	[HOLDFAST_HOOK_STATE_MISSING] = "missing",
};

static const char *const form_names[] = {
	[HOLDFAST_FORM_MODULE] = "module",
	[HOLDFAST_FORM_BUILTIN] = "builtin",
};

static const char *const origin_names[] = {
	[HOLDFAST_ORIGIN_COMPILED_IN] = "compiled-in",
	[HOLDFAST_ORIGIN_LOADED] = "loaded",
	[HOLDFAST_ORIGIN_ROLLED_BACK] = "rolled-back",
	[HOLDFAST_ORIGIN_REVERTED] = "reverted",
};

/* In the order of the ns-create operations. */
static const uint32_t ns_flags[NS_COUNT] = {
	CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWUSER, CLONE_NEWNET,
	CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWCGROUP, CLONE_NEWTIME,
};

static_assert(!HOLDFAST_OP_NS_CREATE_MNT &&
	      HOLDFAST_OP_NS_CREATE_TIME + 1 == NS_COUNT,
	      "namespaces are numbered as the operations that create them");

/* As linux/socket.h numbers them; each is the AF_ constant in small letters. */
static const char *const family_names[] = {
	[AF_UNSPEC] = "unspec", [AF_UNIX] = "unix", [AF_INET] = "inet",
	[AF_AX25] = "ax25", [AF_IPX] = "ipx", [AF_APPLETALK] = "appletalk",
	[AF_NETROM] = "netrom", [AF_BRIDGE] = "bridge", [AF_ATMPVC] = "atmpvc",
	[AF_X25] = "x25", [AF_INET6] = "inet6", [AF_ROSE] = "rose",
	[AF_DECnet] = "decnet", [AF_NETBEUI] = "netbeui",
	[AF_SECURITY] = "security", [AF_KEY] = "key", [AF_NETLINK] = "netlink",
	[AF_PACKET] = "packet", [AF_ASH] = "ash", [AF_ECONET] = "econet",
	[AF_ATMSVC] = "atmsvc", [AF_RDS] = "rds", [AF_SNA] = "sna",
	[AF_IRDA] = "irda", [AF_PPPOX] = "pppox", [AF_WANPIPE] = "wanpipe",
	[AF_LLC] = "llc", [AF_IB] = "ib", [AF_MPLS] = "mpls", [AF_CAN] = "can",
	[AF_TIPC] = "tipc", [AF_BLUETOOTH] = "bluetooth", [AF_IUCV] = "iucv",
	[AF_RXRPC] = "rxrpc", [AF_ISDN] = "isdn", [AF_PHONET] = "phonet",
	[AF_IEEE802154] = "ieee802154", [AF_CAIF] = "caif", [AF_ALG] = "alg",
	[AF_NFC] = "nfc", [AF_VSOCK] = "vsock", [AF_KCM] = "kcm",
	[AF_QIPCRTR] = "qipcrtr", [AF_SMC] = "smc", [AF_XDP] = "xdp",
	[AF_MCTP] = "mctp",
};

static_assert(ARRAY_SIZE(family_names) == FAMILY_COUNT,
	      "each family has its name");

#define NAME_OF(table, value) \
	((value) < ARRAY_SIZE(table) ? (table)[value] : NULL)

const char *class_name(unsigned int class)
{
	return NAME_OF(class_names, class);
}

const char *op_name(unsigned int op)
{
	return NAME_OF(op_names, op);
}

const char *scope_name(unsigned int scope)
{
	return NAME_OF(scope_names, scope);
}

const char *mode_name(unsigned int mode)
{
	return NAME_OF(mode_names, mode);
}

const char *hook_state_name(unsigned int state)
{
	return NAME_OF(hook_state_names, state);
}

const char *form_name(unsigned int form)
{
	return NAME_OF(form_names, form);
}

const char *origin_name(unsigned int origin)
{
	return NAME_OF(origin_names, origin);
}

const char *family_name(unsigned int family)
{
	return NAME_OF(family_names, family);
}

const char *cap_name(unsigned int cap)
{
	static char names[CAP_COUNT][32];
	char *full;

	if (cap >= CAP_COUNT)
		return NULL;
	if (names[cap][0])
		return names[cap];

	full = cap_to_name((cap_value_t)cap);
	if (!full)
		return NULL;
	snprintf(names[cap], sizeof(names[cap]), "%s",
		 strncmp(full, "cap_", 4) ? full : full + 4);
	cap_free(full);
	return names[cap];
}

const char *ns_name(unsigned int ns)
{
	return ns < NS_COUNT ? op_infos[ns].word : NULL;
}

uint32_t ns_flag(unsigned int ns)
{
	return ns < NS_COUNT ? ns_flags[ns] : 0;
}

/* The policy language spells the spec's '-' as '_'. */
static const char *underscored(char *buf, size_t size, const char *name)
{
	char *c;

	snprintf(buf, size, "%s", name);
	for (c = buf; *c; c++)
		if (*c == '-')
			*c = '_';
	return buf;
}

const char *class_word(unsigned int class)
{
	static char words[CLASS_COUNT][16];

	if (class >= CLASS_COUNT)
		return NULL;
	return underscored(words[class], sizeof(words[class]),
			   class_names[class]);
}

char *op_words(unsigned int op)
{
	const struct op_info *info;
	char buf[64];

	if (op >= OP_COUNT) {
		snprintf(buf, sizeof(buf), "operation %u", op);
		return xstrdup(buf);
	}
	info = &op_infos[op];
	if (!strcmp(info->verb, "allow") || !*info->verb)
		snprintf(buf, sizeof(buf), "%s %s", class_word(info->class),
			 info->word);
	else
		snprintf(buf, sizeof(buf), "%s %s%s%s",
			 class_word(info->class), info->verb,
			 info->word ? " " : "", info->word ? info->word : "");
	return xstrdup(buf);
}

static const char *word_of_op(const struct vocabulary *vocabulary,
			      unsigned int op)
{
	const struct op_info *info = &op_infos[op];

	if (info->class != vocabulary->class ||
	    strcmp(info->verb, vocabulary->verb))
		return NULL;
	return info->word;
}

static const char *word_of_cap(const struct vocabulary *vocabulary,
			       unsigned int cap)
{
	(void)vocabulary;
	return cap_name(cap);
}

static const char *word_of_family(const struct vocabulary *vocabulary,
				  unsigned int family)
{
	(void)vocabulary;
	return family_name(family);
}

static const char *word_of_scope(const struct vocabulary *vocabulary,
				 unsigned int scope)
{
	static char words[SCOPE_COUNT][32];

	(void)vocabulary;
	return underscored(words[scope], sizeof(words[scope]),
			   scope_names[scope]);
}

static const char *word_of_mode(const struct vocabulary *vocabulary,
				unsigned int mode)
{
	(void)vocabulary;
	return mode_name(mode);
}

static const char *word_of_ns(const struct vocabulary *vocabulary,
			      unsigned int ns)
{
	(void)vocabulary;
	return ns_name(ns);
}

const struct vocabulary vocabulary_caps = {
	.what = "capability", .count = CAP_COUNT, .word = word_of_cap,
};

const struct vocabulary vocabulary_families = {
	.what = "address family", .count = FAMILY_COUNT,
	.word = word_of_family,
};

const struct vocabulary vocabulary_scopes = {
	.what = "system call", .count = SCOPE_COUNT, .word = word_of_scope,
};

static const char *word_of_entry(const struct vocabulary *vocabulary,
				 unsigned int entry)
{
	(void)vocabulary;
	return entry == ENTRY_EXEC ? "exec" : "transition";
}

const struct vocabulary vocabulary_entries = {
	.what = "way to enter", .count = ENTRY_TRANSITION + 1,
	.word = word_of_entry,
};

const struct vocabulary vocabulary_modes = {
	.what = "mode", .count = HOLDFAST_MODE_COMPLAIN + 1,
	.word = word_of_mode,
};

const struct vocabulary vocabulary_namespaces = {
	.what = "namespace", .count = NS_COUNT, .word = word_of_ns,
};

struct vocabulary vocabulary_ops(enum holdfast_class class, const char *verb)
{
	return (struct vocabulary){
		.what = strcmp(verb, "create") ? "operation" : "namespace",
		.count = OP_COUNT, .word = word_of_op,
		.class = class, .verb = verb,
	};
}

uint64_t vocabulary_set(const struct vocabulary *vocabulary)
{
	unsigned int value;
	uint64_t set = 0;

	for (value = 0; value < vocabulary->count; value++)
		if (vocabulary->word(vocabulary, value))
			set |= BIT_ULL(value);
	return set;
}

static int find_cap(const char *word)
{
	char full[40];
	cap_value_t cap;

	/* libcap takes numbers and the prefix too; the language does not. */
	if (*word < 'a' || *word > 'z' || !strncmp(word, "cap_", 4))
		return -1;
	snprintf(full, sizeof(full), "cap_%s", word);
	if (cap_from_name(full, &cap) || cap < 0 || cap >= CAP_COUNT)
		return -1;
	return strcmp(word, cap_name((unsigned int)cap)) ? -1 : cap;
}

int vocabulary_find(const struct vocabulary *vocabulary, const char *word)
{
	unsigned int value;
	const char *known;

	if (vocabulary->word == word_of_cap)
		return find_cap(word);

	for (value = 0; value < vocabulary->count; value++) {
		known = vocabulary->word(vocabulary, value);
		if (known && !strcmp(known, word))
			return (int)value;
	}
	return -1;
}

static unsigned int min3(unsigned int a, unsigned int b, unsigned int c)
{
	unsigned int ab = a < b ? a : b;

	return ab < c ? ab : c;
}

/* Words longer than this are near to nothing. */
#define WORD_MAX	40

static bool same_letter(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

unsigned int word_distance(const char *a, const char *b)
{
	unsigned int rows[3][WORD_MAX + 1];
	size_t la = strlen(a), lb = strlen(b);
	size_t i, j;

	if (la > WORD_MAX || lb > WORD_MAX)
		return WORD_MAX;
	for (j = 0; j <= lb; j++)
		rows[0][j] = (unsigned int)j;
	for (i = 1; i <= la; i++) {
		unsigned int *row = rows[i % 3], *above = rows[(i + 2) % 3];
		unsigned int *above2 = rows[(i + 1) % 3];

		row[0] = (unsigned int)i;
		for (j = 1; j <= lb; j++) {
			row[j] = min3(above[j] + 1, row[j - 1] + 1,
				      above[j - 1] + !same_letter(a[i - 1],
								  b[j - 1]));
			if (i > 1 && j > 1 && same_letter(a[i - 1], b[j - 2]) &&
			    same_letter(a[i - 2], b[j - 1]) &&
			    above2[j - 2] + 1 < row[j])
				row[j] = above2[j - 2] + 1;
		}
	}
	return rows[la % 3][lb];
}

bool word_is_near(const char *a, const char *b)
{
	size_t len = strlen(b);
	unsigned int distance;

	if (!strncmp(a, "cap_", 4) && !strcmp(a + 4, b))
		return true;
	distance = word_distance(a, b);
	return distance < len && distance <= (len < 4 ? 1 : len < 9 ? 2 : 3);
}

const char *vocabulary_nearest(const struct vocabulary *vocabulary,
			       const char *word)
{
	unsigned int best = WORD_MAX, distance, value;
	const char *nearest = NULL;
	const char *known;

	for (value = 0; value < vocabulary->count; value++) {
		known = vocabulary->word(vocabulary, value);
		if (!known || !word_is_near(word, known))
			continue;
		if (!strncmp(word, "cap_", 4) && !strcmp(word + 4, known))
			return known;
		distance = word_distance(word, known);
		if (distance < best) {
			best = distance;
			nearest = known;
		}
	}
	return nearest;
}
