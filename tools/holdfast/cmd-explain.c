// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "amend.h"
#include "cmd.h"
#include "containers.h"
#include "escape.h"
#include "incident.h"
#include "member.h"
#include "output.h"
#include "records.h"
#include "runtime.h"
#include "view.h"

/**
 * struct explanation - what there is to say of an event
 * @event: the event
 * @container: its container, if that is there still
 * @view: the policy
 * @profile: that of the event, in it; NULL if it has none of that name
 * @asked: @question could be made of the event
 * @question: what the profile was asked
 * @answer: what it says, if there is a profile
 * @change: blocks that would allow it; NULL if none can
 * @missed: @change was tried and does not allow it
 */
struct explanation {
	json_object *event;
	json_object *container;
	const struct view *view;
	const struct profile *profile;
	bool asked;
	struct question question;
	struct answer answer;
	char *change;
	bool missed;
};

static char *find_change(const struct profile *profile,
			 const struct question *question)
{
	struct policy scratch = { 0 };
	struct profile *after = policy_profile_add(&scratch, profile->name);
	char *text;

	profile_copy(after, profile);
	profile_amend(after, question);
	text = amendment(profile, after);
	policy_free(&scratch);
	return text;
}

static void explanation_fill(struct explanation *e)
{
	e->profile = policy_profile_find(e->view->policy,
					 member_text(e->event, "profile"));
	e->asked = incident_question(e->event, &e->question);
	if (!e->asked || !e->profile)
		return;
	e->answer = judge(e->view->policy, e->profile, &e->question);
	if (e->answer.allowed)
		return;
	e->change = find_change(e->profile, &e->question);
	e->missed = !amendment_works(e->profile, e->change, &e->question);
}

static void explanation_free(struct explanation *e)
{
	question_free(&e->question);
	free(e->change);
}

static void print_text(const char *before, const char *text, const char *after)
{
	char *printable = text_printable(text);

	printf("%s%s%s", before, printable, after);
	free(printable);
}

static const char *outcome(json_object *event)
{
	const char *mode = member_text(event, "mode");

	if (!strcmp(mode, mode_name(HOLDFAST_MODE_COMPLAIN)))
		return "was allowed, as its profile only complains:";
	if (!strcmp(mode, mode_name(HOLDFAST_MODE_SHADOW)))
		return "was allowed, and the shadow would have refused it:";
	return "was refused:";
}

static void print_head(const struct explanation *e)
{
	uint64_t count = member_number(e->event, "count");
	char *words = incident_words(e->event);
	char when[40];

	output_time(when, sizeof(when), member_number(e->event, "time"));
	printf("%s #%" PRIu64 " container %" PRIu64, when,
	       member_number(e->event, "seq"),
	       member_number(e->event, "container"));
	if (*runtime_name(e->container))
		print_text(" \"", runtime_name(e->container), "\"");
	print_text(", profile ", member_text(e->event, "profile"), "\n");
	printf("  %s %s", outcome(e->event), words);
	if (count > 1)
		printf(", %" PRIu64 " times", count);
	print_text("\n  to ", member_text(e->event, "comm"), "");
	printf(", PID %" PRIu64 ", user %" PRIu64 "\n",
	       member_number(e->event, "pid"), member_number(e->event, "uid"));
	free(words);
}

static void print_rule(const struct rule *rule)
{
	fputs("  ", stdout);
	rule_print(rule, stdout);
	putchar('\n');
	if (rule->loc.source)
		printf("  %s:%u\n", rule->loc.source->name,
		       source_line(&rule->loc));
}

static bool gives(const struct rule *rule, const struct profile *profile)
{
	return rule->assigned ||
	       (rule->profile && !strcmp(rule->profile, profile->name));
}

/* Numbers of rules mean nothing in another policy than the event's. */
static bool same_policy(const struct explanation *e)
{
	return !e->view->reading.profiles ||
	       member_number(e->event, "generation") ==
		       e->view->reading.identity.generation;
}

/* The event's rule; where it does not tell, those that it may have been. */
static void print_rules(const struct explanation *e)
{
	const struct policy *policy = e->view->policy;
	uint64_t rule = member_number(e->event, "rule");
	unsigned int i;

	puts("\nThe rule that gives this profile:");
	if (member_exists(e->event, "rule") && same_policy(e) &&
	    rule < policy->rule_count) {
		print_rule(&policy->rules[rule]);
		return;
	}
	for (i = 0; i < policy->rule_count; i++)
		if (gives(&policy->rules[i], e->profile))
			print_rule(&policy->rules[i]);
}

static void print_decider(const struct explanation *e)
{
	const struct loc *loc = &e->answer.decider;

	if (e->answer.allowed) {
		puts("\nThe active policy allows this; it was another one then.");
		if (loc->source)
			source_show(loc, "this allows it", stdout);
		return;
	}
	puts("\nWhat decided:");
	if (loc->source)
		source_show(loc, "this does not allow it", stdout);
	else if (e->view->file)
		puts("  no statement is about it, and what is not allowed is refused");
	else
		puts("  the policy is in no file that could be found (--policy FILE); see 'holdfast show'");
}

static void print_change(const struct explanation *e)
{
	const char *suspicion = escape_suspicion(&e->question);
	const char *line = e->change, *end;

	if (e->missed) {
		puts("\nNo statement was found that would allow just this.");
		return;
	}
	fputs("\nThis would allow it:\n  profile NAME : ", stdout);
	name_print(stdout, e->profile->name);
	puts(" {");
	for (; *line; line = end + 1) {
		end = strchr(line, '\n');
		printf("    %.*s\n", (int)(end - line), line);
	}
	puts("  }");
	if (suspicion)
		printf("Before you do: %s.\n", suspicion);
}

static void print_people(const struct explanation *e)
{
	const char *use = escape_use(incident_op(e->event));

	print_head(e);
	if (e->profile)
		print_rules(e);
	if (e->asked && e->profile)
		print_decider(e);
	else if (e->asked)
		puts("\nThe active policy has no such profile; it was another one then.");
	if (use)
		printf("\nWhat it is used for in escapes:\n  %s\n", use);
	if (!e->asked)
		puts("\nNo policy can allow it.");
	else if (e->change)
		print_change(e);
}

static json_object *place_json(const struct loc *loc)
{
	json_object *json = json_object_new_object();

	if (!loc->source)
		return json;
	member_add_text(json, "file", loc->source->name);
	member_add_number(json, "line", source_line(loc));
	return json;
}

static void print_json(const struct explanation *e)
{
	const char *use = escape_use(incident_op(e->event));
	const char *suspicion = e->asked ? escape_suspicion(&e->question) :
					   NULL;
	json_object *json = json_object_new_object();

	json_object_object_add(json, "event", json_object_get(e->event));
	if (e->container)
		json_object_object_add(json, "container",
				       json_object_get(e->container));
	if (e->asked && e->profile)
		json_object_object_add(json, "decided",
				       place_json(&e->answer.decider));
	if (use)
		member_add_text(json, "use", use);
	if (e->change && !e->missed)
		member_add_text(json, "change", e->change);
	if (suspicion)
		member_add_text(json, "caution", suspicion);
	output_json(json);
}

static json_object *find(json_object *list, const char *name, uint64_t number)
{
	size_t i;

	for (i = 0; i < member_count(list); i++) {
		json_object *json = json_object_array_get_idx(list, i);

		if (member_number(json, name) == number)
			return json;
	}
	return NULL;
}

static int explain(const struct view *view, json_object *events,
		   json_object *containers, uint64_t seq, bool json)
{
	struct explanation e = {
		.event = find(events, "seq", seq), .view = view,
	};

	if (!e.event) {
		complain("there is no event %" PRIu64 ": see 'holdfast events'; the kernel keeps the newest",
			 seq);
		return EXIT_REFUSED;
	}
	e.container = find(containers, "id",
			   member_number(e.event, "container"));
	explanation_fill(&e);
	if (json)
		print_json(&e);
	else
		print_people(&e);
	explanation_free(&e);
	return EXIT_DONE;
}

static int explain_saved(const char *saved, const char *file, uint64_t seq,
			 bool json)
{
	json_object *events;
	struct view view;
	int ret;

	ret = incidents_read(saved, &events);
	if (ret)
		return ret;
	ret = file ? view_read(&view, file) : view_get(&view, NULL);
	if (!ret) {
		ret = explain(&view, events, NULL, seq, json);
		view_free(&view);
	}
	json_object_put(events);
	return ret;
}

static int explain_kept(const char *file, uint64_t seq, bool json)
{
	json_object *events = NULL, *containers = NULL;
	struct channel channel;
	struct view view;
	int ret;

	ret = view_get(&view, file);
	if (ret)
		return ret;
	ret = channel_open(&channel);
	if (ret)
		goto free_view;
	if (records_get(&channel, HOLDFAST_CMD_EVENT_GET, 0, &events) ||
	    containers_get(&channel, &containers))
		ret = channel_complain(&channel);
	else
		ret = explain(&view, events, containers, seq, json);
	json_object_put(events);
	json_object_put(containers);
	channel_close(&channel);
free_view:
	view_free(&view);
	return ret;
}

static bool seq_parse(const struct command *command, const char *text,
		      unsigned long long *seq)
{
	char *end;

	errno = 0;
	*seq = strtoull(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno)
		return true;
	usage_error(command, "no number of an event", text);
	return false;
}

int cmd_explain(const struct command *command, int argc, const char **argv)
{
	char *policy = NULL, *saved = NULL;
	unsigned long long seq;
	int json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "policy", 'p', POPT_ARG_STRING, &policy, 0,
		  "Where the text of the policy is, if not where it was loaded from",
		  "FILE" },
		{ "events", 'e', POPT_ARG_STRING, &saved, 0,
		  "Look in what 'events --json' wrote; with --policy, no kernel is asked",
		  "FILE" },
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse_list(&args, command, argc, argv, options, 1, 1) &&
	    seq_parse(command, args.file, &seq))
		ret = saved ? explain_saved(saved, policy, seq, json) :
			      explain_kept(policy, seq, json);
	arguments_free(&args);
	free(policy);
	free(saved);
	return ret;
}
