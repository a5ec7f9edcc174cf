// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "amend.h"
#include "cmd.h"
#include "containers.h"
#include "escape.h"
#include "incident.h"
#include "member.h"
#include "records.h"
#include "runtime.h"
#include "view.h"

/**
 * struct options - what is to be learnt
 * @container: from events of this one only; 0 for all
 * @image: of containers of this one only; NULL for all
 * @profile: this profile; NULL for the one that the events have
 * @policy: file to read the policy from, beside @saved
 * @saved: file to read the events from
 * @also: numbers of events that are learnt whatever they look like
 */
struct options {
	unsigned long long container;
	const char *image;
	const char *profile;
	const char *policy;
	const char *saved;
	const char *also;
};

/**
 * struct lesson - one operation, as often as it came
 * @event: the first event
 * @words: the operation in words, with the object of the first event
 * @count: how often
 * @others: it was about other objects too, which makes no difference
 * @question: what the profile is asked
 * @asked: there is a @question
 * @suspicion: why it is not learnt, or NULL
 */
struct lesson {
	json_object *event;
	char *words;
	uint64_t count;
	bool others;
	struct question question;
	bool asked;
	const char *suspicion;
};

/**
 * struct lessons - what the events teach
 * @list: one for each operation
 * @count: how many
 * @events: how many events there were
 * @vague: those that stand for others with another object
 * @profile: whose; NULL before the first one
 */
struct lessons {
	struct lesson *list;
	unsigned int count;
	unsigned int events;
	unsigned int vague;
	const char *profile;
};

static bool is_listed(const char *list, uint64_t number)
{
	char *end;

	while (list && *list) {
		if (strtoull(list, &end, 10) == number)
			return true;
		list = *end ? end + 1 : end;
	}
	return false;
}

static bool list_is_good(const char *list)
{
	if (!list)
		return true;
	if (*list && !list[strspn(list, "0123456789,")])
		return true;
	complain("learn: --also wants numbers of events with commas between, not '%s'",
		 list);
	return false;
}

static bool is_wanted(const struct options *options, json_object *event)
{
	return !strcmp(member_text(event, "mode"),
		       mode_name(HOLDFAST_MODE_COMPLAIN)) &&
	       (!options->container ||
		member_number(event, "container") == options->container) &&
	       (!options->image || !strcmp(member_text(event, "image"),
					   options->image)) &&
	       (!options->profile || !strcmp(member_text(event, "profile"),
					     options->profile));
}

/*
 * What the policy cannot tell apart is one lesson. What looks like an escape is
 * told in full.
 */
static bool teaches_the_same(const struct lesson *a, const struct lesson *b)
{
	if (!strcmp(a->words, b->words))
		return true;
	return a->asked && b->asked && !a->suspicion && !b->suspicion &&
	       a->question.op == b->question.op &&
	       !question_has_object(&a->question);
}

static struct lesson *same_lesson(const struct lessons *lessons,
				  const struct lesson *lesson)
{
	unsigned int i;

	for (i = 0; i < lessons->count; i++)
		if (teaches_the_same(&lessons->list[i], lesson))
			return &lessons->list[i];
	return NULL;
}

static void lesson_free(struct lesson *lesson)
{
	question_free(&lesson->question);
	free(lesson->words);
}

/* The lesson of an operation that came before, or a new one. */
static struct lesson *find_lesson(struct lessons *lessons, json_object *event)
{
	struct lesson lesson = { .event = event }, *same;

	lesson.words = incident_words(event);
	lesson.asked = incident_question(event, &lesson.question);
	lesson.suspicion = lesson.asked ?
			escape_suspicion(&lesson.question) :
			"no policy can allow it";
	same = same_lesson(lessons, &lesson);
	if (same) {
		same->others |= strcmp(same->words, lesson.words) != 0;
		lesson_free(&lesson);
		return same;
	}
	lessons->list = xreallocarray(lessons->list, lessons->count + 1,
				      sizeof(*lessons->list));
	lessons->list[lessons->count] = lesson;
	return &lessons->list[lessons->count++];
}

static int learn_event(const struct options *options, struct lessons *lessons,
		       json_object *event)
{
	const char *profile = member_text(event, "profile");
	struct lesson *lesson;

	if (lessons->profile && strcmp(lessons->profile, profile)) {
		complain("there are events of several profiles, '%s' and '%s' among them: choose one with --profile",
			 lessons->profile, profile);
		return EXIT_REFUSED;
	}
	lessons->profile = profile;
	lessons->events++;
	lesson = find_lesson(lessons, event);
	lesson->count += member_number(event, "count");
	lessons->vague += member_flag(event, "other-objects") &&
			  question_has_object(&lesson->question);
	if (lesson->asked && is_listed(options->also,
				       member_number(event, "seq")))
		lesson->suspicion = NULL;
	return EXIT_DONE;
}

static int lessons_fill(struct lessons *lessons, const struct options *options,
			json_object *events)
{
	int ret = EXIT_DONE;
	json_object *event;
	size_t i;

	for (i = 0; !ret && i < member_count(events); i++) {
		event = json_object_array_get_idx(events, i);
		if (is_wanted(options, event))
			ret = learn_event(options, lessons, event);
	}
	if (ret || lessons->count)
		return ret;
	complain("there is nothing to learn from: no event of a profile that complains%s",
		 options->profile || options->container || options->image ?
			 ", of those asked for" : "");
	return EXIT_REFUSED;
}

static void lessons_free(struct lessons *lessons)
{
	unsigned int i;

	for (i = 0; i < lessons->count; i++)
		lesson_free(&lessons->list[i]);
	free(lessons->list);
}

static void print_lesson(const struct lesson *lesson)
{
	printf("#   %s%s", lesson->words, lesson->others ? " and others" : "");
	if (lesson->count > 1)
		printf(", %" PRIu64 " times", lesson->count);
	putchar('\n');
}

static void print_learnt(const struct lessons *lessons)
{
	char *profile = text_printable(lessons->profile);
	unsigned int i;

	printf("# The profile %s, learnt from %u event%s. It allows now, too:\n",
	       profile, lessons->events, lessons->events == 1 ? "" : "s");
	for (i = 0; i < lessons->count; i++)
		if (!lessons->list[i].suspicion)
			print_lesson(&lessons->list[i]);
	free(profile);
}

/* Return: how many there are. */
static unsigned int print_refused(const struct lessons *lessons)
{
	unsigned int i, count = 0;

	for (i = 0; i < lessons->count; i++) {
		const struct lesson *lesson = &lessons->list[i];

		if (!lesson->suspicion)
			continue;
		if (!count++)
			puts("#\n# Not learnt, as it looks like an escape:");
		print_lesson(lesson);
		printf("#     %s\n", lesson->suspicion);
		if (lesson->asked)
			printf("#     'learn --also %" PRIu64 "' would learn it\n",
			       member_number(lesson->event, "seq"));
	}
	return count;
}

/* Return: whether the kernel's code allows all that was learnt. */
static bool is_learnt(const struct policy *policy,
		      const struct profile *profile,
		      const struct lessons *lessons)
{
	unsigned int i;

	for (i = 0; i < lessons->count; i++) {
		const struct lesson *lesson = &lessons->list[i];

		if (lesson->suspicion)
			continue;
		if (!judge(policy, profile, &lesson->question).allowed) {
			complain("no statement was found that allows %s",
				 lesson->words);
			return false;
		}
	}
	return true;
}

static int teach(struct policy *policy, const struct lessons *lessons)
{
	struct profile *profile = policy_profile_find(policy, lessons->profile);
	unsigned int i, refused;

	if (!profile) {
		complain("the policy has no profile '%s' any more",
			 lessons->profile);
		return EXIT_REFUSED;
	}
	for (i = 0; i < lessons->count; i++)
		if (!lessons->list[i].suspicion)
			profile_amend(profile, &lessons->list[i].question);
	profile->complain = 0;
	if (!is_learnt(policy, profile, lessons))
		return EXIT_REFUSED;
	print_learnt(lessons);
	refused = print_refused(lessons);
	putchar('\n');
	policy_print(policy, stdout);
	if (lessons->vague)
		complain("%u event%s stood for others about other objects, which are not learnt: load, and learn again",
			 lessons->vague, lessons->vague == 1 ? "" : "s");
	if (refused)
		complain("%u operation%s looked like an escape and %s not learnt: see the comments",
			 refused, refused == 1 ? "" : "s",
			 refused == 1 ? "was" : "were");
	return EXIT_DONE;
}

static int learn(struct policy *policy, json_object *events,
		 const struct options *options)
{
	struct lessons lessons = { 0 };
	int ret = lessons_fill(&lessons, options, events);

	if (!ret)
		ret = teach(policy, &lessons);
	lessons_free(&lessons);
	return ret;
}

/* Of what the kernel keeps the beginning may be gone. */
static void tell_missing(json_object *events)
{
	uint64_t seq, next = 1, missing = 0;
	size_t i;

	for (i = 0; i < member_count(events); i++) {
		seq = member_number(json_object_array_get_idx(events, i),
				    "seq");
		missing += seq > next ? seq - next : 0;
		next = seq + 1;
	}
	if (missing)
		complain("%" PRIu64 " events are no longer kept and are not learnt from; better save them while they come: events -f --json >FILE, and learn --events FILE",
			 missing);
}

/* Of containers that are there; of others nobody knows the image any more. */
static void add_images(struct channel *channel, json_object *events)
{
	json_object *event;
	size_t i;

	for (i = 0; i < member_count(events); i++) {
		event = json_object_array_get_idx(events, i);
		runtime_copy(event, containers_find(channel,
			member_number(event, "container")));
	}
}

static int read_kept(const struct options *options, json_object **events)
{
	struct channel channel;
	int ret = channel_open(&channel);

	if (ret)
		return ret;
	if (records_get(&channel, HOLDFAST_CMD_EVENT_GET, 0, events)) {
		ret = channel_complain(&channel);
	} else {
		tell_missing(*events);
		if (options->image)
			add_images(&channel, *events);
	}
	channel_close(&channel);
	return ret;
}

static int read_and_learn(const struct options *options)
{
	json_object *events;
	struct view view;
	int ret;

	ret = options->saved ? incidents_read(options->saved, &events) :
			       read_kept(options, &events);
	if (ret)
		return ret;
	ret = options->policy ? view_read(&view, options->policy) :
				view_get(&view, NULL);
	if (!ret) {
		ret = learn(view.file ? &view.written : &view.reading.policy,
			    events, options);
		view_free(&view);
	}
	json_object_put(events);
	return ret;
}

int cmd_learn(const struct command *command, int argc, const char **argv)
{
	char *profile = NULL, *policy = NULL, *saved = NULL, *also = NULL;
	char *container = NULL, *image = NULL;
	struct options asked = { 0 };
	int ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "container", 'c', POPT_ARG_STRING, &container, 0,
		  "Only from events of this container", "ID" },
		{ "image", 'i', POPT_ARG_STRING, &image, 0,
		  "Only from events of containers of this image", "NAME" },
		{ "profile", 'P', POPT_ARG_STRING, &profile, 0,
		  "The profile to learn for, if there are events of several",
		  "NAME" },
		{ "also", 'a', POPT_ARG_STRING, &also, 0,
		  "Learn these too, though they look like an escape",
		  "SEQ[,SEQ...]" },
		{ "events", 'e', POPT_ARG_STRING, &saved, 0,
		  "From what 'events --json' wrote, rather than from what the kernel keeps",
		  "FILE" },
		{ "policy", 'p', POPT_ARG_STRING, &policy, 0,
		  "Change this policy rather than the active one", "FILE" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false) &&
	    number_parse(command, "container", container, &asked.container) &&
	    list_is_good(also)) {
		asked.image = image;
		asked.profile = profile;
		asked.policy = policy;
		asked.saved = saved;
		asked.also = also;
		ret = read_and_learn(&asked);
	}
	arguments_free(&args);
	free(container);
	free(image);
	free(profile);
	free(policy);
	free(saved);
	free(also);
	return ret;
}
