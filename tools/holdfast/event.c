// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "event.h"
#include "names.h"
#include "output.h"
#include "runtime.h"
#include "schema.h"
#include "util.h"

static void print_text(const char *before, const struct nlattr *attr,
		       const char *after)
{
	char *text = attr_printable(attr);

	if (attr)
		printf("%s%s%s", before, text, after);
	free(text);
}

static void print_outcome(struct nlattr **event)
{
	const char *name;
	int err;

	switch (attr_number(event[HOLDFAST_A_EVENT_MODE])) {
	case HOLDFAST_MODE_COMPLAIN:
		printf(": allowed, the profile only complains");
		return;
	case HOLDFAST_MODE_SHADOW:
		printf(": allowed, this is the shadow");
		return;
	}
	err = (int)attr_number(event[HOLDFAST_A_EVENT_ERRNO]);
	name = strerrorname_np(err);
	if (name)
		printf(": %s", name);
	else
		printf(": error %d", err);
}

static void print_operation(struct nlattr **event)
{
	uint64_t op = attr_number(event[HOLDFAST_A_EVENT_OP]);
	uint64_t scope = attr_number(event[HOLDFAST_A_EVENT_SCOPE]);
	char *words = op_words((unsigned int)op);

	printf(": %s %s",
	       attr_number(event[HOLDFAST_A_EVENT_MODE]) ==
	       HOLDFAST_MODE_ENFORCE ? "refused" : "would refuse", words);
	free(words);
	print_text(" \"", event[HOLDFAST_A_EVENT_OBJECT], "\"");
	if (event[HOLDFAST_A_EVENT_SCOPE] && scope != HOLDFAST_SCOPE_OTHER &&
	    scope < SCOPE_COUNT)
		printf(" in %s", vocabulary_scopes.word(&vocabulary_scopes,
							(unsigned int)scope));
}

static void print_actor(struct nlattr **event)
{
	uint64_t pid = attr_number(event[HOLDFAST_A_EVENT_PID]);
	uint64_t tid = attr_number(event[HOLDFAST_A_EVENT_TID]);

	print_text("  [", event[HOLDFAST_A_EVENT_COMM], " ");
	if (!event[HOLDFAST_A_EVENT_COMM])
		printf("  [");
	printf("pid %" PRIu64, pid);
	if (event[HOLDFAST_A_EVENT_TID] && tid != pid)
		printf(" tid %" PRIu64, tid);
	printf(" uid %" PRIu64 "]", attr_number(event[HOLDFAST_A_EVENT_UID]));
}

/* What the others of the same event differ in. */
static void print_count(struct nlattr **event)
{
	uint64_t count = attr_number(event[HOLDFAST_A_EVENT_COUNT]);

	if (count > 1)
		printf(" ×%" PRIu64, count);
	if (event[HOLDFAST_A_EVENT_OTHER_PROCESSES])
		printf(", of other processes too");
	if (event[HOLDFAST_A_EVENT_OTHER_OBJECTS])
		printf(", about other objects too");
}

static void print_person(struct nlattr **event, json_object *container)
{
	char *words = runtime_words(container, attr_number(
		event[HOLDFAST_A_EVENT_CONTAINER]));
	char when[40];

	output_time(when, sizeof(when),
		    attr_number(event[HOLDFAST_A_EVENT_TIME]));
	printf("%s #%" PRIu64 " %s", when,
	       attr_number(event[HOLDFAST_A_EVENT_SEQ]), words);
	print_text(" (", event[HOLDFAST_A_EVENT_PROFILE], ")");
	free(words);
	print_operation(event);
	print_outcome(event);
	print_actor(event);
	print_count(event);
	putchar('\n');
}

json_object *event_to_json(struct nlattr *head, int len,
			   json_object *container)
{
	json_object *json = attrs_to_json(&schema_event, head, len);

	runtime_copy(json, container);
	return json;
}

void event_print(struct nlattr *head, int len, json_object *container,
		 bool json)
{
	struct nlattr *event[HOLDFAST_A_EVENT_MAX + 1];

	if (json) {
		output_json_line(event_to_json(head, len, container));
		return;
	}
	attrs_index(event, HOLDFAST_A_EVENT_MAX, head, len);
	print_person(event, container);
}

void event_print_gap(const struct gap *gap, bool lost, bool json)
{
	if (json) {
		printf("{\"events-%s\":%" PRIu64,
		       lost ? "lost" : "not-kept", gap->events);
		if (gap->refusals)
			printf(",\"refusals\":%" PRIu64, gap->refusals);
		puts("}");
		return;
	}
	fflush(stdout);
	fprintf(stderr, "events %s: %" PRIu64,
		lost ? "lost" : "no longer kept", gap->events);
	if (gap->refusals)
		fprintf(stderr, " (%" PRIu64 " refusals)", gap->refusals);
	fputc('\n', stderr);
}
