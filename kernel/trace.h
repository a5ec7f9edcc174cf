/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - tracepoints
 */

#undef TRACE_SYSTEM
#define TRACE_SYSTEM holdfast

#if !defined(_HOLDFAST_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _HOLDFAST_TRACE_H

#include <linux/tracepoint.h>

#include "container.h"
#include "decide.h"
#include "names.h"
#include "object.h"

/*
 * holdfast_verdict: a profile was asked, and this is what it said; for each
 * container around the task one. The fields are an interface: documented in
 * Documentation/admin-guide/holdfast.md.
 */
TRACE_EVENT(holdfast_verdict,
	TP_PROTO(const struct holdfast_container *container,
		 const struct holdfast_profile *profile,
		 const struct holdfast_request *request,
		 const struct holdfast_verdict *verdict),

	TP_ARGS(container, profile, request, verdict),

	TP_STRUCT__entry(
		__field(u64, container)
		__field(u32, op)
		__field(u32, mode)
		__field(u32, scope)
		__field(bool, allowed)
		__field(bool, quiet)
		__array(char, op_name, 32)
		__dynamic_array(char, profile, strlen(profile->name) + 1)
		__array(char, object, HOLDFAST_TEXT_SIZE)
	),

	TP_fast_assign(
		__entry->container = container->id;
		__entry->op = verdict->op;
		__entry->mode = verdict->mode;
		__entry->scope = request->scope;
		__entry->allowed = verdict->allowed;
		__entry->quiet = request->quiet;
		strscpy(__entry->op_name, holdfast_op_name(verdict->op),
			sizeof(__entry->op_name));
		memcpy(__get_str(profile), profile->name,
		       strlen(profile->name) + 1);
		holdfast_object_print(request, __entry->object);
	),

	TP_printk("container=%llu profile=%s %s op=%s object=\"%s\" scope=%u%s",
		  __entry->container, __get_str(profile),
		  __entry->allowed ? "allowed" :
		  __print_symbolic(__entry->mode,
				   { HOLDFAST_MODE_ENFORCE, "refused" },
				   { HOLDFAST_MODE_COMPLAIN, "complained" },
				   { HOLDFAST_MODE_SHADOW, "shadow" }),
		  __entry->op_name, __entry->object, __entry->scope,
		  __entry->quiet ? " quiet" : "")
);

#endif /* _HOLDFAST_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
