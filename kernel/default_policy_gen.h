/* SPDX-License-Identifier: GPL-2.0-only */
/* Made by tools/build/generate of tools/holdfast/policy/default.holdfast. */

static char *globs_0_0[] = {
	"tmpfs",
	"ramfs",
	"proc",
	"sysfs",
	"devpts",
	"mqueue",
	"cgroup2",
	"overlay",
	"fuse",
	"fusectl",
	"hugetlbfs",
};

static struct holdfast_cap_scope scopes_0[] = {
	{
		.cap = CAP_DAC_READ_SEARCH,
		.scopes =
			SCOPE(OPEN_BY_HANDLE_AT),
	},
	{
		.cap = CAP_SYS_ADMIN,
		.scopes =
			SCOPE(ACCT) |
			SCOPE(BPF) |
			SCOPE(FANOTIFY_INIT) |
			SCOPE(IOCTL) |
			SCOPE(KEXEC_FILE_LOAD) |
			SCOPE(KEXEC_LOAD) |
			SCOPE(LOOKUP_DCOOKIE) |
			SCOPE(MADVISE) |
			SCOPE(PERF_EVENT_OPEN) |
			SCOPE(PROCESS_MADVISE) |
			SCOPE(QUOTACTL) |
			SCOPE(QUOTACTL_FD) |
			SCOPE(SWAPOFF) |
			SCOPE(SWAPON) |
			SCOPE(SYSLOG) |
			SCOPE(FANOTIFY_MARK) |
			SCOPE(PCICONFIG_WRITE),
	},
	{
		.cap = CAP_SYS_BOOT,
		.only = true,
		.scopes =
			SCOPE(REBOOT),
	},
	{
		.cap = CAP_SYS_RESOURCE,
		.scopes =
			SCOPE(IOCTL),
	},
	{
		.cap = CAP_SYS_TTY_CONFIG,
		.scopes =
			SCOPE(IOCTL),
	},
	{
		.cap = CAP_BPF,
		.only = true,
		.scopes =
			SCOPE(BPF),
	},
};

static struct holdfast_device_range devices_0[] = {
	{ false, 1, 3, 3 },
	{ false, 1, 5, 5 },
	{ false, 1, 7, 9 },
	{ false, 5, 0, 0 },
	{ false, 5, 2, 2 },
	{ false, 10, 200, 200 },
	{ false, 10, 229, 229 },
	{ false, 136, 0, 1048575 },
	{ false, 137, 0, 1048575 },
	{ false, 138, 0, 1048575 },
	{ false, 139, 0, 1048575 },
	{ false, 140, 0, 1048575 },
	{ false, 141, 0, 1048575 },
	{ false, 142, 0, 1048575 },
	{ false, 143, 0, 1048575 },
};

static const struct holdfast_profile default_profiles[] = {
	{
		.name = "privileged",
		.allow =
			OP(NS_CREATE_MNT) |
			OP(NS_CREATE_PID) |
			OP(NS_CREATE_USER) |
			OP(NS_CREATE_NET) |
			OP(NS_CREATE_UTS) |
			OP(NS_CREATE_IPC) |
			OP(NS_CREATE_CGROUP) |
			OP(NS_CREATE_TIME) |
			OP(NS_JOIN_OWN) |
			OP(MOUNT_NEW) |
			OP(MOUNT_BIND) |
			OP(MOUNT_MOVE) |
			OP(MOUNT_REMOUNT) |
			OP(MOUNT_PROPAGATION) |
			OP(MOUNT_UMOUNT) |
			OP(MOUNT_PIVOT_ROOT) |
			OP(MOUNT_CHROOT) |
			OP(CAP_HOST) |
			OP(CAP_OWN) |
			OP(KFILE_WRITE_OWN) |
			OP(KFILE_READ_LEAKY) |
			OP(DEVICE_OPEN) |
			OP(DEVICE_MKNOD) |
			OP(PROCESS_ACCESS_OWN) |
			OP(PROCESS_SIGNAL_OWN) |
			OP(SOCKET_ABSTRACT_OWN) |
			OP(SOCKET_HOST) |
			OP(SOCKET_HOST_ANY) |
			OP(BPF_OWN) |
			OP(EXEC_WRITABLE) |
			OP(SURFACE_PERF) |
			OP(SURFACE_IO_URING) |
			OP(SURFACE_USERFAULTFD) |
			OP(SURFACE_KEYRING) |
			OP(SURFACE_SOCKET) |
			OP(SURFACE_SOCKET_ANY),
		.cap_host = ALL_CAPS &
			~CAP(SYS_MODULE) &
			~CAP(SYS_RAWIO) &
			~CAP(SYS_PACCT) &
			~CAP(SYS_TIME) &
			~CAP(AUDIT_CONTROL) &
			~CAP(MAC_OVERRIDE) &
			~CAP(MAC_ADMIN) &
			~CAP(SYSLOG) &
			~CAP(WAKE_ALARM) &
			~CAP(BLOCK_SUSPEND) &
			~CAP(AUDIT_READ) &
			~CAP(PERFMON),
		.cap_own = ALL_CAPS,
		.lists[HOLDFAST_LIST_FS_TYPE] = { 11, globs_0_0 },
		.nr_scopes = 6,
		.scopes = scopes_0,
		.nr_devices = 15,
		.devices = devices_0,
	},
};

static const struct holdfast_rule default_rules[] = {
	{
		.cgroup = "/system.slice/snap.*",
	},
	{
		.cgroup = "/user.slice/*/snap.*",
	},
	{
		.namespaces = 0x20000,
		.rootfs = true,
		.profile = &default_profiles[0],
	},
};
