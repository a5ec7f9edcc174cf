// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - events in the kernel's audit log
 *
 * Written from the work item that sends events: a hook must not wait for the
 * log, and neither do we, when it is full. The format is an interface, see
 * Documentation/admin-guide/holdfast.md.
 */

#include <linux/audit.h>
#include <linux/kernel.h>

#include "audit.h"
#include "common.h"
#include "names.h"

/* Whether events are written there; the host's root may change it any time. */
bool holdfast_audit __read_mostly;

static u64 lost;

static const char *const outcomes[] = {
	[HOLDFAST_MODE_ENFORCE] = "refused",
	[HOLDFAST_MODE_COMPLAIN] = "complained",
	[HOLDFAST_MODE_SHADOW] = "shadow",
};

static bool is_plain(const char *text)
{
	for (; *text; text++)
		if (*text <= ' ' || *text > '~' || *text == '"')
			return false;
	return true;
}

/* As audit has it: in quotes, or in hexadecimal digits where that is unsafe. */
static void put_text(struct audit_buffer *buffer, const char *key,
		     const char *text)
{
	if (is_plain(text)) {
		audit_log_format(buffer, " %s=\"%s\"", key, text);
		return;
	}
	audit_log_format(buffer, " %s=", key);
	for (; *text; text++)
		audit_log_format(buffer, "%02X", (u8)*text);
}

static void put_matter(struct audit_buffer *buffer,
		       const struct holdfast_matter *matter)
{
	audit_log_format(buffer, " generation=%llu class=%s op=%s",
			 matter->generation,
			 holdfast_class_name(holdfast_op_class(matter->op)),
			 holdfast_op_name(matter->op));
	put_text(buffer, "name", matter->object);
	audit_log_format(buffer, " arch=%x syscall=%d", matter->arch,
			 matter->syscall);
}

static void put_task(struct audit_buffer *buffer,
		     const struct holdfast_event *event)
{
	audit_log_format(buffer, " pid=%d tid=%d uid=%u", event->pid,
			 event->tid, event->uid);
	put_text(buffer, "comm", event->comm);
	put_text(buffer, "exe", event->exe);
	put_text(buffer, "cgroup", event->cgroup);
}

/**
 * holdfast_audit_log - write an event to the audit log, if that is wanted
 * @event: The event.
 *
 * Context: May sleep; calls are made one after the other.
 */
void holdfast_audit_log(const struct holdfast_event *event)
{
	struct audit_buffer *buffer;

	if (!READ_ONCE(holdfast_audit))
		return;
	/* GFP_KERNEL would have us wait for room in the log */
	buffer = audit_log_start(NULL, GFP_ATOMIC | __GFP_NOWARN,
				 AUDIT_KERNEL_OTHER);
	if (!buffer) {
		WRITE_ONCE(lost, lost + 1);
		return;
	}
	audit_log_format(buffer,
			 "holdfast=%s seq=%llu refusals=%llu count=%u time=%llu last=%llu container=%llu container_seq=%llu inner=%llu",
			 outcomes[event->matter.mode], event->seq,
			 event->refusals, event->count, event->time,
			 event->last, event->matter.container,
			 event->container_seq, event->inner);
	put_text(buffer, "profile", event->profile);
	audit_log_format(buffer, " rule=%d", (int)event->rule);
	put_matter(buffer, &event->matter);
	audit_log_format(buffer, " errno=%u", event->error);
	put_task(buffer, event);
	audit_log_end(buffer);
}

/**
 * holdfast_audit_lost - events that the audit log did not take
 *
 * Context: Any.
 * Return: How many.
 */
u64 holdfast_audit_lost(void)
{
	return READ_ONCE(lost);
}
