// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the object of a request, in words
 */

#include <linux/ctype.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/sched.h>
#include <net/af_unix.h>

#include "object.h"

/* As libcap spells them, without the prefix; NULL for ones we do not know. */
static const char *const cap_names[CAP_LAST_CAP + 1] = {
	[CAP_CHOWN] = "chown",
	[CAP_DAC_OVERRIDE] = "dac_override",
	[CAP_DAC_READ_SEARCH] = "dac_read_search",
	[CAP_FOWNER] = "fowner",
	[CAP_FSETID] = "fsetid",
	[CAP_KILL] = "kill",
	[CAP_SETGID] = "setgid",
	[CAP_SETUID] = "setuid",
	[CAP_SETPCAP] = "setpcap",
	[CAP_LINUX_IMMUTABLE] = "linux_immutable",
	[CAP_NET_BIND_SERVICE] = "net_bind_service",
	[CAP_NET_BROADCAST] = "net_broadcast",
	[CAP_NET_ADMIN] = "net_admin",
	[CAP_NET_RAW] = "net_raw",
	[CAP_IPC_LOCK] = "ipc_lock",
	[CAP_IPC_OWNER] = "ipc_owner",
	[CAP_SYS_MODULE] = "sys_module",
	[CAP_SYS_RAWIO] = "sys_rawio",
	[CAP_SYS_CHROOT] = "sys_chroot",
	[CAP_SYS_PTRACE] = "sys_ptrace",
	[CAP_SYS_PACCT] = "sys_pacct",
	[CAP_SYS_ADMIN] = "sys_admin",
	[CAP_SYS_BOOT] = "sys_boot",
	[CAP_SYS_NICE] = "sys_nice",
	[CAP_SYS_RESOURCE] = "sys_resource",
	[CAP_SYS_TIME] = "sys_time",
	[CAP_SYS_TTY_CONFIG] = "sys_tty_config",
	[CAP_MKNOD] = "mknod",
	[CAP_LEASE] = "lease",
	[CAP_AUDIT_WRITE] = "audit_write",
	[CAP_AUDIT_CONTROL] = "audit_control",
	[CAP_SETFCAP] = "setfcap",
	[CAP_MAC_OVERRIDE] = "mac_override",
	[CAP_MAC_ADMIN] = "mac_admin",
	[CAP_SYSLOG] = "syslog",
	[CAP_WAKE_ALARM] = "wake_alarm",
	[CAP_BLOCK_SUSPEND] = "block_suspend",
	[CAP_AUDIT_READ] = "audit_read",
	[CAP_PERFMON] = "perfmon",
	[CAP_BPF] = "bpf",
	[CAP_CHECKPOINT_RESTORE] = "checkpoint_restore",
};

static void print_cap(u32 cap, char *buf)
{
	if (cap <= CAP_LAST_CAP && cap_names[cap])
		strscpy(buf, cap_names[cap], HOLDFAST_TEXT_SIZE);
	else
		snprintf(buf, HOLDFAST_TEXT_SIZE, "%u", cap);
}

/**
 * holdfast_object_print_file - put a file in words
 * @dentry: The file.
 * @buf: Gets the type of its filesystem and the path inside of it; of a path
 *	that does not fit the last name.
 *
 * Context: Any but an interrupt; does not sleep.
 */
void holdfast_object_print_file(const struct dentry *dentry,
				char buf[HOLDFAST_TEXT_SIZE])
{
	int len = snprintf(buf, HOLDFAST_TEXT_SIZE, "%s:",
			   dentry->d_sb->s_type->name);
	char *path = dentry_path_raw((struct dentry *)dentry, buf + len,
				     HOLDFAST_TEXT_SIZE - len);

	if (IS_ERR(path))
		snprintf(buf + len, HOLDFAST_TEXT_SIZE - len, ".../%pd",
			 dentry);
	else
		memmove(buf + len, path, strlen(path) + 1);
}

static void print_task(const struct task_struct *task, char *buf)
{
	/* a name that is changed meanwhile has an end all the time */
	data_race(snprintf(buf, HOLDFAST_TEXT_SIZE, "%d %s",
			   task_tgid_nr((struct task_struct *)task),
			   task->comm));
}

/* An abstract address as netstat has it; what is not printable becomes '@'. */
static void print_socket(const struct sock *sk, char *buf)
{
	const struct unix_address *address = unix_sk(sk)->addr;
	int len = address->len - offsetof(struct sockaddr_un, sun_path);
	int i;

	for (i = 0; i < len && i < HOLDFAST_TEXT_SIZE - 1; i++)
		buf[i] = isprint(address->name->sun_path[i]) ?
				 address->name->sun_path[i] : '@';
	buf[i] = '\0';
}

/**
 * holdfast_object_print - put the object of a request in words
 * @request: The request; a hook is still running on it.
 * @buf: Gets the text with a terminator.
 *
 * Context: Any but an interrupt; does not sleep.
 */
void holdfast_object_print(const struct holdfast_request *request,
			   char buf[HOLDFAST_TEXT_SIZE])
{
	const struct holdfast_object *object = &request->object;

	switch (object->kind) {
	case HOLDFAST_OBJECT_NONE:
		buf[0] = '\0';
		break;
	case HOLDFAST_OBJECT_STRING:
		strscpy(buf, object->string, HOLDFAST_TEXT_SIZE);
		break;
	case HOLDFAST_OBJECT_FILE:
		holdfast_object_print_file(object->dentry, buf);
		break;
	case HOLDFAST_OBJECT_TASK:
		print_task(object->task, buf);
		break;
	case HOLDFAST_OBJECT_CAP:
		print_cap(request->cap, buf);
		break;
	case HOLDFAST_OBJECT_DEVICE:
		snprintf(buf, HOLDFAST_TEXT_SIZE, "%s %u:%u",
			 request->block ? "block" : "char", request->major,
			 request->minor);
		break;
	case HOLDFAST_OBJECT_NS:
		snprintf(buf, HOLDFAST_TEXT_SIZE, "%s:[%u]", object->string,
			 object->inum);
		break;
	case HOLDFAST_OBJECT_SOCKET:
		print_socket(object->socket, buf);
		break;
	case HOLDFAST_OBJECT_USER_NS:
		snprintf(buf, HOLDFAST_TEXT_SIZE,
			 "user_count %u user_depth %u", request->user_ns_count,
			 request->user_ns_depth);
		break;
	case HOLDFAST_OBJECT_FAMILY:
		snprintf(buf, HOLDFAST_TEXT_SIZE, "%u", request->family);
		break;
	}
}
