// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "judge.h"
#include "output.h"
#include "policy.h"
#include "util.h"

static void add_text(json_object *json, const char *name, const char *text)
{
	char *valid = text_utf8(text);

	json_object_object_add(json, name, json_object_new_string(valid));
	free(valid);
}

static void add_place(json_object *json, const struct loc *loc)
{
	if (!loc->source)
		return;
	add_text(json, "file", loc->source->name);
	json_object_object_add(json, "line",
			       json_object_new_uint64(source_line(loc)));
}

static bool lets(const struct answer *answer)
{
	return answer->allowed || answer->mode == HOLDFAST_MODE_COMPLAIN;
}

static const char *verdict_name(const struct answer *answer)
{
	if (answer->allowed)
		return "allowed";
	return lets(answer) ? "allowed, reported" : "refused";
}

static void print_answer_json(const struct profile *profile,
			      const struct question *question,
			      const struct answer *answer)
{
	json_object *json = json_object_new_object();

	add_text(json, "profile", profile->name);
	json_object_object_add(json, "allowed",
			       json_object_new_boolean(answer->allowed));
	if (!answer->allowed)
		add_text(json, "mode", mode_name(answer->mode));
	add_text(json, "class", class_name(op_infos[answer->op].class));
	add_text(json, "op", op_name(answer->op));
	if (question->object)
		add_text(json, "object", question->object);
	add_place(json, &answer->decider);
	output_json(json);
}

static void print_answer(const struct question *question,
			 const struct answer *answer)
{
	char *words = op_words(answer->op);
	char *object = text_printable(question->object ?: "");

	printf("%s: %s%s%s%s\n", verdict_name(answer), words,
	       *object ? " \"" : "", object, *object ? "\"" : "");
	if (answer->decider.source)
		source_show(&answer->decider, answer->allowed ?
			    "this allows it" : "this does not allow it",
			    stdout);
	else
		puts("No statement is about it, and what is not allowed is refused.");
	free(words);
	free(object);
}

static const struct profile *find_profile(const struct policy *policy,
					  const char *name)
{
	const struct profile *profile = policy_profile_find(policy, name);
	const char *near;

	if (profile)
		return profile;
	near = policy_profile_nearest(policy, name);
	complain("no profile '%s' in this policy%s%s%s", name,
		 near ? "; did you mean '" : "", near ? near : "",
		 near ? "'?" : "");
	return NULL;
}

static int test_operation(const struct policy *policy,
			  const struct arguments *args, bool json)
{
	const struct profile *profile = find_profile(policy, args->list[1]);
	struct question question;
	struct answer answer;

	if (!profile || question_parse(&question, args->list + 2,
				       args->count - 2))
		return EXIT_USAGE;
	answer = judge(policy, profile, &question);
	if (json)
		print_answer_json(profile, &question, &answer);
	else
		print_answer(&question, &answer);
	question_free(&question);
	return lets(&answer) ? EXIT_DONE : EXIT_REFUSED;
}

static int parse_namespaces(struct traits *traits, const char *list)
{
	char *copy = xstrdup(list), *rest, *name;
	int ns = 0;

	for (name = strtok_r(copy, ",", &rest); name && ns >= 0;
	     name = strtok_r(NULL, ",", &rest)) {
		ns = vocabulary_find(&vocabulary_namespaces, name);
		if (ns < 0)
			complain("unknown namespace '%s', expected mnt, pid, user, net, uts, ipc, cgroup or time",
				 name);
		else
			traits->namespaces |= ns_flag((unsigned int)ns);
	}
	free(copy);
	return ns < 0 ? -1 : 0;
}

static int parse_user(struct traits *traits, const char *text)
{
	char *end;

	errno = 0;
	traits->user = (uint32_t)strtoul(text, &end, 10);
	if (*text >= '0' && *text <= '9' && !*end && !errno)
		return 0;
	complain("user=%s, expected a number", text);
	return -1;
}

static int parse_trait(struct traits *traits, const char *word)
{
	if (!strcmp(word, "rootfs")) {
		traits->rootfs = true;
		return 0;
	}
	if (!strncmp(word, "cgroup=", 7)) {
		traits->cgroup = word + 7;
		return 0;
	}
	if (!strncmp(word, "namespaces=", 11))
		return parse_namespaces(traits, word + 11);
	if (!strncmp(word, "assigned=", 9)) {
		traits->assigned = word + 9;
		return 0;
	}
	if (!strncmp(word, "user=", 5))
		return parse_user(traits, word + 5);
	complain("unexpected '%s', expected rootfs, namespaces=LIST, cgroup=PATH, user=UID or assigned=PROFILE",
		 word);
	return -1;
}

static void print_rule(const struct rule *rule, const char *profile, bool json)
{
	json_object *object;
	char *name;

	if (json) {
		object = json_object_new_object();
		if (profile)
			add_text(object, "profile", profile);
		if (rule)
			add_place(object, &rule->loc);
		output_json(object);
		return;
	}
	name = text_printable(profile ?: "");
	printf(profile ? "profile %s\n" : "left alone%s\n", name);
	free(name);
	if (rule)
		source_show(&rule->loc, "the first rule that matches", stdout);
	else
		puts("No rule matches.");
}

static int test_container(const struct policy *policy,
			  const struct arguments *args, bool json)
{
	struct traits traits = { .cgroup = "/" };
	const char *profile = NULL;
	const struct rule *rule;
	unsigned int i;

	for (i = 1; i < args->count; i++)
		if (parse_trait(&traits, args->list[i]))
			return EXIT_USAGE;
	rule = judge_rule(policy, &traits);
	if (rule)
		profile = rule->assigned ? traits.assigned : rule->profile;
	print_rule(rule, profile, json);
	return profile ? EXIT_DONE : EXIT_REFUSED;
}

static int test(const struct arguments *args, bool container, bool json)
{
	struct sources sources;
	struct policy policy;
	int ret = EXIT_USAGE;

	if (!policy_read(&policy, &sources, args->file)) {
		ret = container ? test_container(&policy, args, json) :
				  test_operation(&policy, args, json);
		policy_free(&policy);
	}
	sources_free(&sources);
	return ret;
}

int cmd_test(const struct command *command, int argc, const char **argv)
{
	int container = 0, json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "container", 'c', POPT_ARG_NONE, &container, 0,
		  "Ask which rule matches instead; rootfs, namespaces=LIST, cgroup=PATH, user=UID, assigned=PROFILE say what",
		  NULL },
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (arguments_parse_list(&args, command, argc, argv, options, 1, 64))
		goto free_args;
	if (!container && args.count < 3)
		usage_error(command, "no operation given", NULL);
	else
		ret = test(&args, container, json);
free_args:
	arguments_free(&args);
	return ret;
}
