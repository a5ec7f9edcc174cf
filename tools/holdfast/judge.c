// SPDX-License-Identifier: GPL-2.0-only
#include <linux/glob.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "draft.h"
#include "judge.h"
#include "kernel/decide.h"
#include "parse.h"
#include "util.h"

/**
 * struct asked - what is looked for in the lists of statements
 * @text: a name; NULL for a device
 * @device: see there
 * @keyword: no more than the very word, without quotes
 * @glob: words are globs that a name matches
 */
struct asked {
	const char *text;
	struct device_range device;
	bool keyword;
	bool glob;
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
	if (asked->glob ? glob_match(word->text, asked->text) :
			  !strcmp(word->text, asked->text) &&
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
		if (class == HOLDFAST_CLASS_CAPABILITY) {
			statement = draft_statement(draft, class, verb,
						   asked->text);
			if (statement)
				return statement->loc;
		}
		statement = draft_statement(draft, class, verb, NULL);
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

static bool is_over(unsigned int there_are, unsigned int limit)
{
	return limit && there_are >= limit;
}

/* The limit on user namespaces that refuses, or NULL. */
static const char *find_limit(const struct question *question,
			      const struct profile *profile)
{
	if (question->op != HOLDFAST_OP_NS_CREATE_USER)
		return NULL;
	if (is_over(question->user_count, profile->user_count))
		return "user_count";
	return is_over(question->user_depth, profile->user_depth) ?
		       "user_depth" : NULL;
}

static struct loc limit_decider(const struct draft *draft, const char *limit)
{
	const struct statement *statement = NULL;

	for (; draft && !statement; draft = draft->parent)
		statement = draft_statement(draft, HOLDFAST_CLASS_NAMESPACE,
					    limit, NULL);
	return statement ? statement->loc : (struct loc){ 0 };
}

static struct loc decider(const struct profile *profile,
			  const struct question *question,
			  const struct answer *answer)
{
	const struct op_info *info = &op_infos[question->op];
	struct asked asked = { .text = info->word };
	const char *limit;

	if (!profile->draft)
		return (struct loc){ 0 };
	if (is_device(question->op))
		return device_decider(profile->draft, question, answer);
	limit = find_limit(question, profile);
	if (limit)
		return limit_decider(profile->draft, limit);
	if (!asked.text)
		asked = (struct asked){ .text = question->object,
					.glob = glob_list_of(question->op) <
						LIST_COUNT };
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
		.name = question->object ?: "",
		.family = question->family,
		.user_ns_count = question->user_count,
		.user_ns_depth = question->user_depth,
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
