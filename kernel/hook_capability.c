// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the hook of the capability class
 *
 * Some operations have no other hook: they show as the check of a capability
 * on behalf of a system call, and are asked about under their own class first.
 */

#include <linux/cred.h>
#include <linux/kernel.h>
#include <linux/nsproxy.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/security.h>
#include <linux/user_namespace.h>
#include <linux/utsname.h>

#include "common.h"
#include "hooks.h"
#include "label.h"
#include "mediate.h"
#include "syscall_scope.h"

/* By the system call: the capability that it asks for, and what for. */
static const struct {
	u8 cap;
	u8 count;
	u8 ops[2];
} operations[HOLDFAST_NR_SCOPES] = {
	[HOLDFAST_SCOPE_OPEN_TREE] = { CAP_SYS_ADMIN, 1,
				       { HOLDFAST_OP_MOUNT_BIND } },
	[HOLDFAST_SCOPE_MOUNT_SETATTR] = { CAP_SYS_ADMIN, 1,
					   { HOLDFAST_OP_MOUNT_REMOUNT } },
	/* one of them or both; what it asks for is not known here */
	[HOLDFAST_SCOPE_OPEN_TREE_ATTR] = { CAP_SYS_ADMIN, 2,
					    { HOLDFAST_OP_MOUNT_BIND,
					      HOLDFAST_OP_MOUNT_REMOUNT } },
	[HOLDFAST_SCOPE_INIT_MODULE] = { CAP_SYS_MODULE, 1,
					 { HOLDFAST_OP_MODULE_LOAD } },
	[HOLDFAST_SCOPE_FINIT_MODULE] = { CAP_SYS_MODULE, 1,
					  { HOLDFAST_OP_MODULE_LOAD } },
	[HOLDFAST_SCOPE_DELETE_MODULE] = { CAP_SYS_MODULE, 1,
					   { HOLDFAST_OP_MODULE_UNLOAD } },
	[HOLDFAST_SCOPE_KEXEC_LOAD] = { CAP_SYS_BOOT, 1,
					{ HOLDFAST_OP_MODULE_KEXEC } },
	[HOLDFAST_SCOPE_KEXEC_FILE_LOAD] = { CAP_SYS_BOOT, 1,
					     { HOLDFAST_OP_MODULE_KEXEC } },
};

/* A handle names any file of a filesystem, mounted or not. */
static bool opens_by_handle(int cap, enum holdfast_scope scope,
			    const struct user_namespace *user_ns)
{
	return cap == CAP_DAC_READ_SEARCH && user_ns == &init_user_ns &&
	       scope == HOLDFAST_SCOPE_OPEN_BY_HANDLE_AT;
}

/* The name of a UTS namespace, which a sysctl sets too. */
static int ask_hostname(const struct holdfast_request *check)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_KFILE_WRITE_OWN,
		.foreign_op = HOLDFAST_OP_KFILE_WRITE,
		.owned = holdfast_owns_inum,
		.subject = &current->nsproxy->uts_ns->ns.inum,
		.scope = check->scope,
		.quiet = check->quiet,
	};

	return holdfast_mediate(&request);
}

static int ask_operation(int cap, const struct user_namespace *user_ns,
			 struct holdfast_request *request)
{
	const typeof(*operations) *operation = &operations[request->scope];
	int err = 0;
	int i;

	if (opens_by_handle(cap, request->scope, user_ns)) {
		request->op = HOLDFAST_OP_HANDLE_OPEN;
		return holdfast_mediate(request);
	}
	if (cap == CAP_SYS_ADMIN &&
	    (request->scope == HOLDFAST_SCOPE_SETHOSTNAME ||
	     request->scope == HOLDFAST_SCOPE_SETDOMAINNAME))
		return ask_hostname(request);
	if (operation->cap != cap)
		return 0;
	for (i = 0; i < operation->count && !err; i++) {
		request->op = operation->ops[i];
		err = holdfast_mediate(request);
	}
	return err;
}

static bool has_or_admin(const struct cred *cred,
			 const struct user_namespace *user_ns, int cap)
{
	return holdfast_cred_capable(cred, user_ns, cap) ||
	       holdfast_cred_capable(cred, user_ns, CAP_SYS_ADMIN);
}

/*
 * For each program and map bpf() asks whether to trust it further than CAP_BPF
 * does, and goes on when the answer is no. That is the answer for what is a
 * container's own, whose verifier so treats it like a stranger's: nothing that
 * the task asked for is refused, there is nothing to report. Commands that
 * cannot do without are not own, and hook_bpf.c has spoken about those.
 */
static bool trusts_further(const struct cred *cred,
			   const struct user_namespace *user_ns, int cap,
			   enum holdfast_scope scope)
{
	return scope == HOLDFAST_SCOPE_BPF && user_ns == &init_user_ns &&
	       (cap == CAP_PERFMON || cap == CAP_SYS_ADMIN) &&
	       has_or_admin(cred, user_ns, CAP_BPF) &&
	       has_or_admin(cred, user_ns, CAP_NET_ADMIN) &&
	       !holdfast_allows(HOLDFAST_OP_BPF_ANY);
}

/*
 * Layered filesystems act on the files below with the credentials of who has
 * mounted them: the kernel lends these to the task meanwhile. What they allow is
 * the mounter's, and the task gets no more of it than what is asked of its own
 * credentials first. In io_uring, where a task can lend credentials to itself,
 * the scope is another one.
 */
static bool is_lent_for_files(const struct cred *cred, int cap,
			      enum holdfast_scope scope)
{
	const u64 caps = BIT_ULL(CAP_CHOWN) | BIT_ULL(CAP_DAC_OVERRIDE) |
			 BIT_ULL(CAP_DAC_READ_SEARCH) | BIT_ULL(CAP_FOWNER) |
			 BIT_ULL(CAP_FSETID) | BIT_ULL(CAP_LINUX_IMMUTABLE) |
			 BIT_ULL(CAP_MKNOD) | BIT_ULL(CAP_SETFCAP) |
			 BIT_ULL(CAP_SYS_ADMIN) | BIT_ULL(CAP_SYS_RESOURCE);

	return cred != current_real_cred() && cred == current_cred() &&
	       caps & BIT_ULL(cap) && (scope == HOLDFAST_SCOPE_OTHER ||
				       scope == HOLDFAST_SCOPE_IOCTL);
}

/*
 * What bpf() has asked for and the current task has not got, or 0; NULL where
 * that is of no interest.
 */
static u8 *lack_of(struct holdfast_label *label,
		   const struct user_namespace *user_ns,
		   enum holdfast_scope scope)
{
	return scope == HOLDFAST_SCOPE_BPF && user_ns == &init_user_ns ?
		       &label->state.lacks : NULL;
}

/*
 * bpf() takes CAP_SYS_ADMIN of who has not got the capability that it asked for
 * just before. A container that may do no more than what is its own is then
 * asked for the former, so that one which a runtime of before CAP_BPF calls
 * privileged may do as much as others. Trust is another matter: see
 * trusts_further().
 */
static int wanted(u8 *lack, int cap)
{
	int lacked;

	if (!lack)
		return cap;
	lacked = *lack;
	*lack = 0;
	if (cap == CAP_SYS_ADMIN &&
	    (lacked == CAP_BPF || lacked == CAP_NET_ADMIN) &&
	    !holdfast_allows(HOLDFAST_OP_BPF_ANY))
		return lacked;
	return cap;
}

static int ask(const struct user_namespace *user_ns, int cap,
	       enum holdfast_scope scope, bool quiet)
{
	struct holdfast_request request = {
		.scope = scope,
		.cap = cap,
		.quiet = quiet,
	};
	int err = ask_operation(cap, user_ns, &request);

	if (err)
		return err;
	request.op = HOLDFAST_OP_CAP_OWN;
	request.foreign_op = HOLDFAST_OP_CAP_HOST;
	request.owned = holdfast_owns_user_ns;
	request.subject = user_ns;
	request.object.kind = HOLDFAST_OBJECT_CAP;
	return holdfast_mediate(&request);
}

/**
 * hook_capable - a capability is asked for
 * @cred: Whose.
 * @user_ns: Against which user namespace.
 * @cap: Which one.
 * @opts: CAP_OPT_*.
 *
 * Return: 0 or -EPERM.
 */
int hook_capable(const struct cred *cred, struct user_namespace *user_ns,
		 int cap, unsigned int opts)
{
	struct holdfast_label *label = holdfast_label_of(current);
	enum holdfast_scope scope;
	u8 *lack;

	if (!label || !in_task())
		return 0;
	scope = holdfast_syscall_scope();
	lack = lack_of(label, user_ns, scope);
	if (!holdfast_cred_capable(cred, user_ns, cap)) {
		if (lack)
			*lack = cap;
		return 0;
	}
	if (is_lent_for_files(cred, cap, scope))
		return holdfast_mediate_state(label);
	cap = wanted(lack, cap);
	if (trusts_further(cred, user_ns, cap, scope))
		return -EPERM;
	return ask(user_ns, cap, scope, opts & CAP_OPT_NOAUDIT);
}

/**
 * hook_syslog - the kernel's log is asked for
 * @type: What for.
 *
 * Linux 6.1 takes CAP_SYS_ADMIN too; who opens /proc/kmsg then does so in a
 * call that no profile can name.
 *
 * Return: 0 or -EPERM.
 */
int hook_syslog(int type)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_CAP_HOST,
		.cap = CAP_SYSLOG,
		.object.kind = HOLDFAST_OBJECT_CAP,
	};

	/* SYSLOG_ACTION_OPEN of kernel/printk; syslog() has it do nothing */
	return type == 1 ? holdfast_mediate(&request) : 0;
}
