// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "draft.h"
#include "judge.h"
#include "kernel/decide.h"
#include "util.h"

/**
 * struct asked - what is looked for in the lists of statements
 * @text: a name; NULL for a device
 * @device: see there
 * @keyword: no more than the very word, without quotes
 */
struct asked {
	const char *text;
	struct device_range device;
	bool keyword;
};

static bool covers_device(const struct word *word,
			  const struct device_range *device)
{
	return word->kind == WORD_DEVICE &&
	       word->major.first.value <= device->major &&
	       device->major <= word->major.last.value &&
	       word->minor.first.value <= device->first &&
	       device->first <= word->minor.last.value;
}

static bool covers(const struct word *word, const struct asked *asked)
{
	if (!asked->text)
		return covers_device(word, &asked->device);
	if (!strcmp(word->text, asked->text) &&
	    (!asked->keyword || word->kind == WORD_NAME))
		return true;
	return !asked->keyword && word->kind == WORD_NAME &&
	       (!strcmp(word->text, "any") || !strcmp(word->text, "all"));
}

static const struct loc *find_cover(const struct words *words,
				    const struct asked *asked)
{
	const struct word *word;

	for (word = words->first; word; word = word->next)
		if (covers(word, asked))
			return word->via.source ? &word->via : &word->loc;
	return NULL;
}

static const struct statement *find_statement(const struct draft *draft,
					      unsigned int class,
					      const char *verb,
					      const char *object)
{
	const struct statement *statement = draft->first;

	for (; statement; statement = statement->next)
		if (statement->class == class &&
		    !strcmp(statement->verb, verb) &&
		    (object ? statement->object &&
			      !strcmp(statement->object->text, object) :
			      !statement->object))
			return statement;
	return NULL;
}

/*
 * The place that decides: where it is taken away or listed, by the profile or
 * by those it inherits; else the statement that leaves it out.
 */
static struct loc find_decider(const struct draft *draft, unsigned int class,
			       const char *verb, const struct asked *asked)
{
	const struct statement *statement;
	struct loc last = { 0 };
	const struct loc *loc;

	for (; draft; draft = draft->parent) {
		if (!strcmp(verb, "host")) {
			statement = find_statement(draft, class, verb,
						   asked->text);
			if (statement)
				return statement->loc;
		}
		statement = find_statement(draft, class, verb, NULL);
		if (!statement)
			continue;
		loc = find_cover(&statement->change.except, asked);
		if (!loc)
			loc = find_cover(&statement->change.add, asked);
		if (loc)
			return *loc;
		if (!last.source)
			last = statement->loc;
		if (!statement->change.inherits)
			break;
	}
	return last;
}

static bool is_device(enum holdfast_op op)
{
	return op >= HOLDFAST_OP_DEVICE_OPEN &&
	       op <= HOLDFAST_OP_DEVICE_MKNOD_ANY;
}

static struct loc device_decider(const struct draft *draft,
				 const struct question *question,
				 const struct answer *answer)
{
	const struct op_info *info = &op_infos[answer->op];
	const struct asked device = { .device = question->device };
	const struct asked word = { .text = info->word, .keyword = true };
	struct loc loc = { 0 };

	/* The list has a say unless the statement has the last word. */
	if (info->is_any != answer->allowed)
		loc = find_decider(draft, info->class,
				   question->device.block ? "block" : "char",
				   &device);
	return loc.source ? loc : find_decider(draft, info->class, info->verb,
					       &word);
}

static struct loc decider(const struct profile *profile,
			  const struct question *question,
			  const struct answer *answer)
{
	const struct op_info *info = &op_infos[question->op];
	struct asked asked = { .text = info->word };

	if (!profile->draft)
		return (struct loc){ 0 };
	if (is_device(question->op))
		return device_decider(profile->draft, question, answer);
	if (!asked.text)
		asked.text = question->object;
	else
		asked.keyword = strcmp(info->verb, "create");
	return find_decider(profile->draft, info->class, info->verb, &asked);
}

struct answer judge(const struct policy *policy, const struct profile *profile,
		    const struct question *question)
{
	const struct holdfast_request request = {
		.op = question->op,
		.scope = question->scope,
		.cap = question->cap,
		.fs_type = question->object ?: "",
		.block = question->device.block,
		.major = question->device.major,
		.minor = question->device.first,
	};
	struct holdfast_policy *compiled;
	struct holdfast_verdict verdict;
	struct answer answer = { 0 };
	struct refusal refusal;

	compiled = policy_compile(policy, &refusal);
	if (!compiled)
		return answer;
	verdict = holdfast_decide(holdfast_policy_find(compiled, profile->name),
				  question->op, &request);
	holdfast_policy_free(compiled);
	answer.allowed = verdict.allowed;
	answer.mode = verdict.mode;
	answer.op = verdict.op;
	answer.decider = decider(profile, question, &answer);
	return answer;
}

const struct rule *judge_rule(const struct policy *policy,
			      const struct traits *traits)
{
	const struct holdfast_traits asked = {
		.namespaces = traits->namespaces,
		.rootfs = traits->rootfs,
		.cgroup = traits->cgroup,
		.user = traits->user,
		.assigned = traits->assigned,
	};
	const struct rule *found = NULL;
	struct holdfast_policy *compiled;
	const struct holdfast_rule *rule;
	struct refusal refusal;

	compiled = policy_compile(policy, &refusal);
	if (!compiled)
		return NULL;
	rule = holdfast_policy_match(compiled, &asked);
	if (rule)
		found = &policy->rules[rule - compiled->rules];
	holdfast_policy_free(compiled);
	return found;
}
