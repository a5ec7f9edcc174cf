// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - a hook's way to a decision: ask every container around the task
 */

#include <linux/cred.h>
#include <linux/minmax.h>
#include <linux/percpu.h>
#include <linux/sched/signal.h>
#include <linux/user_namespace.h>

#include "common.h"
#include "event.h"
#include "label.h"
#include "mediate.h"
#include "trace.h"

static noinline void trace(const struct holdfast_container *container,
			   const struct holdfast_profile *profile,
			   const struct holdfast_request *request,
			   struct holdfast_verdict verdict)
{
	trace_holdfast_verdict(container, profile, request, &verdict);
}

/* Asks a profile for its verdict, and counts that. */
static __always_inline struct holdfast_verdict judge(const struct holdfast_container *container,
						     const struct holdfast_profile *profile,
						     const struct holdfast_request *request)
{
	enum holdfast_op op = request->op;
	struct holdfast_verdict verdict;

	if (request->owned && !request->owned(container, request->subject))
		op = request->foreign_op;
	verdict = holdfast_decide(profile, op, request);
	if (profile->stats)
		this_cpu_inc(profile->stats->hits[verdict.op]);
	if (trace_holdfast_verdict_enabled())
		trace(container, profile, request, verdict);
	return verdict;
}

static bool lets(struct holdfast_verdict verdict)
{
	return verdict.allowed || verdict.mode == HOLDFAST_MODE_COMPLAIN;
}

/* Reports a refusal, or what would have been one. */
static noinline void report(struct holdfast_container *container,
			    const struct holdfast_profile *profile, u32 place,
			    const struct holdfast_request *request,
			    struct holdfast_verdict verdict)
{
	holdfast_event_record(container, profile, place, request, &verdict);
}

/* What the shadow would have said, and whether that is something else. */
static noinline void ask_shadow(struct holdfast_container *container, u32 place,
				const struct holdfast_request *request,
				bool let)
{
	const struct holdfast_profile *profile =
		holdfast_container_profile(container, place);
	struct holdfast_verdict verdict = judge(container, profile, request);

	if (lets(verdict) == let)
		return;
	if (profile->stats)
		this_cpu_inc(profile->stats->differs[verdict.op]);
	if (let) {
		verdict.mode = HOLDFAST_MODE_SHADOW;
		report(container, profile, place, request, verdict);
	}
}

/* Who may do this may come to have a root or working directory outside. */
static bool leads_out(enum holdfast_op op)
{
	return BIT_ULL(op) & (BIT_ULL(HOLDFAST_OP_NS_JOIN_FOREIGN) |
			      BIT_ULL(HOLDFAST_OP_MOUNT_ROOT_HOST) |
			      BIT_ULL(HOLDFAST_OP_PROCESS_ACCESS_FOREIGN) |
			      BIT_ULL(HOLDFAST_OP_FILE_KEEP_OUTSIDE) |
			      BIT_ULL(HOLDFAST_OP_FILE_RECEIVE_OUTSIDE) |
			      BIT_ULL(HOLDFAST_OP_FILE_OPEN_OUTSIDE));
}

static int ask(struct holdfast_container *container, u32 place,
	       const struct holdfast_request *request)
{
	const struct holdfast_profile *profile =
		holdfast_container_profile(container, place);
	const struct holdfast_verdict verdict =
		judge(container, profile, request);

	if (static_branch_unlikely(&holdfast_shadowing))
		ask_shadow(container, !place, request, lets(verdict));
	if (unlikely(!verdict.allowed))
		report(container, profile, place, request, verdict);
	if (!lets(verdict))
		return -EPERM;
	if (leads_out(verdict.op))
		WRITE_ONCE(container->let_out, true);
	return 0;
}

/* Each container has its own number of user namespaces. */
static int ask_user_ns(struct holdfast_container *container, u32 place,
		       const struct holdfast_request *request)
{
	const u32 level = current_user_ns()->level;
	struct holdfast_request counted = *request;

	counted.user_ns_count = READ_ONCE(container->user_namespaces);
	counted.user_ns_depth = level - min(level, container->user_level);
	counted.object.kind = HOLDFAST_OBJECT_USER_NS;
	return ask(container, place, &counted);
}

/* Reports a task whose state was forged, and ends it. */
static int stop_forged(const struct holdfast_label *label, const char *what)
{
	const struct holdfast_verdict verdict = {
		.mode = HOLDFAST_MODE_ENFORCE,
		.op = HOLDFAST_OP_STATE_FORGED,
	};
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_STATE_FORGED,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = what,
		},
	};
	struct holdfast_container *container = READ_ONCE(label->container);
	const u32 place = holdfast_container_place();
	const struct holdfast_profile *profile =
		holdfast_container_profile(container, place);

	trace(container, profile, &request, verdict);
	report(container, profile, place, &request, verdict);
	if (!fatal_signal_pending(current)) {
		holdfast_count(HOLDFAST_COUNT_KILLED);
		send_sig(SIGKILL, current, 1);
	}
	return -EPERM;
}

/* The ring of a task may act at the end of any system call. */
static bool has_ring(void)
{
#ifdef CONFIG_IO_URING
	return current->io_uring;
#else
	return false;
#endif
}

/*
 * Whether the kernel may have lent the task other credentials for this, until
 * the end of the system call: layered and network filesystems, access(),
 * firmware, core dumps and io_uring do. Nobody lends for what only system calls
 * of its own ask for, and only rings and core dumps for what nobody asks for on
 * the way to a file.
 */
static bool may_be_lent(enum holdfast_op op)
{
	switch (op) {
	case HOLDFAST_OP_NS_CREATE_MNT ... HOLDFAST_OP_NS_CREATE_TIME:
	case HOLDFAST_OP_MOUNT_PIVOT_ROOT ... HOLDFAST_OP_MOUNT_ROOT_HOST:
		return false;
	case HOLDFAST_OP_NS_JOIN_OWN:
	case HOLDFAST_OP_NS_JOIN_FOREIGN:
	case HOLDFAST_OP_KFILE_WRITE_OWN:
	case HOLDFAST_OP_KFILE_WRITE:
	case HOLDFAST_OP_DEVICE_OPEN:
	case HOLDFAST_OP_PROCESS_SIGNAL_OWN:
	case HOLDFAST_OP_PROCESS_SIGNAL_FOREIGN:
	case HOLDFAST_OP_SOCKET_ABSTRACT_OWN:
	case HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN:
		return has_ring() ||
		       current->flags & (PF_IO_WORKER | PF_DUMPCORE |
					 PF_EXITING);
	default:
		return true;
	}
}

/* Who is on its way out acts no more, but for what the kernel does for it. */
static const char *find_forged(struct holdfast_label *label)
{
	if (unlikely(current->flags & PF_EXITING))
		return NULL;
	return holdfast_state_check(&label->state, READ_ONCE(label->container));
}

static const char *find_forged_for(struct holdfast_label *label,
				   enum holdfast_op op)
{
	const char *forged = find_forged(label);

	if (unlikely(current_cred() != current_real_cred()) && !forged &&
	    !may_be_lent(op))
		return "credentials";
	return forged;
}

/**
 * holdfast_mediate_state - stop the current task when it was forged
 * @label: Its label, or NULL.
 *
 * For what no profile has a word on.
 *
 * Context: In an RCU read section; does not sleep.
 * Return: 0 or -EPERM; the task is killed then.
 */
int holdfast_mediate_state(struct holdfast_label *label)
{
	const char *forged = label ? find_forged(label) : NULL;

	return unlikely(forged) ? stop_forged(label, forged) : 0;
}

/**
 * holdfast_mediate - ask the policy about what the current task does
 * @request: The request.
 *
 * A task in a container inside a container is bound by both profiles. One
 * that no longer fits its label is killed.
 *
 * Context: In an RCU read section; does not sleep.
 * Return: 0 or -EPERM; a refusal is counted and reported.
 */
int holdfast_mediate(const struct holdfast_request *request)
{
	struct holdfast_label *label = holdfast_label_of(current);
	struct holdfast_container *container;
	const char *forged;
	u32 place;
	int err = 0;

	if (!label)
		return 0;
	forged = find_forged_for(label, request->op);
	if (unlikely(forged))
		return stop_forged(label, forged);
	place = holdfast_container_place();
	for (container = READ_ONCE(label->container); container && !err;
	     container = container->parent)
		err = request->op == HOLDFAST_OP_NS_CREATE_USER ?
			      ask_user_ns(container, place, request) :
			      ask(container, place, request);
	return err;
}

/**
 * holdfast_mediate_op - ask about an operation that has no more to it
 * @op: The operation.
 * @object: For the event.
 *
 * Context: See holdfast_mediate().
 * Return: See holdfast_mediate().
 */
int holdfast_mediate_op(enum holdfast_op op,
			const struct holdfast_object *object)
{
	const struct holdfast_request request = {
		.op = op,
		.object = *object,
	};

	return holdfast_mediate(&request);
}

/**
 * holdfast_mediate_file - ask about an operation on a file that has no more to it
 * @op: The operation.
 * @dentry: The file, for the event.
 *
 * Context: See holdfast_mediate().
 * Return: See holdfast_mediate().
 */
int holdfast_mediate_file(enum holdfast_op op, const struct dentry *dentry)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_FILE,
		.dentry = dentry,
	};

	return holdfast_mediate_op(op, &object);
}

/**
 * holdfast_allows - ask what the policy would say, without a record of it
 * @op: The operation, one that has no more to it.
 *
 * Context: In an RCU read section.
 * Return: True when holdfast_mediate_op() would let the current task.
 */
bool holdfast_allows(enum holdfast_op op)
{
	const struct holdfast_container *container =
		holdfast_label_container(current);
	const struct holdfast_request request = { .op = op };
	const u32 place = holdfast_container_place();
	struct holdfast_verdict verdict;

	for (; container; container = container->parent) {
		verdict = holdfast_decide(holdfast_container_profile(container,
								     place),
					  op, &request);
		if (!lets(verdict))
			return false;
	}
	return true;
}

/**
 * holdfast_owns_inum - ask whether a namespace is a container's own
 * @container: The container.
 * @inum: Points to the number of the namespace.
 *
 * Context: Any.
 * Return: True when it is.
 */
bool holdfast_owns_inum(const struct holdfast_container *container,
			const void *inum)
{
	return holdfast_container_owns(container, *(const u32 *)inum);
}

/**
 * holdfast_owns_user_ns - ask whether a user namespace is a container's own
 * @container: The container.
 * @user_ns: The user namespace; one inside an own one is own too.
 *
 * Context: Any.
 * Return: True when it is.
 */
bool holdfast_owns_user_ns(const struct holdfast_container *container,
			   const void *user_ns)
{
	const struct user_namespace *ns = user_ns;

	for (; ns && ns != &init_user_ns; ns = ns->parent)
		if (holdfast_container_owns(container, ns->ns.inum))
			return true;
	return false;
}

/**
 * holdfast_owns_task - ask whether a task is in a container
 * @container: The container.
 * @task: The task.
 *
 * Context: In an RCU read section.
 * Return: True when it is, or is in one inside of it, and has nothing of the
 * host any more.
 */
bool holdfast_owns_task(const struct holdfast_container *container,
			const void *task)
{
	const struct holdfast_label *label = holdfast_label_of(task);
	const struct holdfast_container *its;

	if (!label)
		return false;
	/* pairs with holdfast_label_move() */
	its = smp_load_acquire(&label->container);
	if (!holdfast_container_within(its, container))
		return false;
	/* pairs with take_from() */
	return task == current || !smp_load_acquire(&label->state.sealing);
}

/**
 * holdfast_cred_capable - whether the kernel itself would grant a capability
 * @cred: Credentials.
 * @user_ns: Against this user namespace.
 * @cap: Capability number.
 *
 * What the kernel refuses anyway is none of our refusals.
 *
 * Context: Any.
 * Source: The rules of user_namespaces(7), 'Capabilities'.
 * Return: True when it would.
 */
bool holdfast_cred_capable(const struct cred *cred,
			   const struct user_namespace *user_ns, int cap)
{
	for (; user_ns; user_ns = user_ns->parent) {
		if (user_ns == cred->user_ns)
			return cap_raised(cred->cap_effective, cap);
		if (user_ns->parent == cred->user_ns &&
		    uid_eq(user_ns->owner, cred->euid))
			return true;
	}
	return false;
}
