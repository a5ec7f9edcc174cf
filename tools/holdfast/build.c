// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "util.h"

void check_name(struct parser *parser, const struct word *word,
		const char *what, size_t max)
{
	size_t len = strlen(word->text);

	if (!len)
		word_error(parser, word, "empty %s, expected some text", what);
	else if (len > max)
		word_error(parser, word,
			   "%s of %zu bytes, expected %zu at most", what, len,
			   max);
}

static const struct draft *find_draft(const struct parser *parser,
				      const char *name)
{
	const struct profile *profile;

	profile = policy_profile_find(parser->policy, name);
	return profile ? profile->draft : NULL;
}

void build_profile(struct parser *parser, const struct word *name,
		   const struct word *parent)
{
	const struct draft *first = find_draft(parser, name->text);
	struct draft *draft = parser_alloc(parser, sizeof(*draft));

	check_name(parser, name, "profile name", HOLDFAST_NAME_MAX);
	if (!strcmp(name->text, "unconfined"))
		source_error(parser->sources, &name->loc,
			     "'unconfined' is no profile, expected another name");
	if (first)
		source_error(parser->sources, &name->loc,
			     "duplicate profile '%s', expected another name; the first is on %s",
			     name->text,
			     source_place(&first->name.loc, &name->loc));

	*draft = (struct draft){
		.name = *name, .index = parser->draft_count,
		.parent_name = *parent,
	};
	policy_profile_add(parser->policy, name->text)->draft = draft;
	parser->drafts = xreallocarray(parser->drafts, parser->draft_count + 1,
				       sizeof(struct draft *));
	parser->drafts[parser->draft_count++] = draft;
	parser->draft = draft;
	parser->blocks = 0;
}

static void duplicate(struct parser *parser, const struct loc *loc,
		      const struct loc *first, const char *what,
		      const char *object)
{
	source_error(parser->sources, loc,
		     "duplicate '%s%s%s', expected it once; the first is on %s",
		     what, object ? " " : "", object ? object : "",
		     source_place(first, loc));
}

void build_block(struct parser *parser, const struct loc *loc,
		 enum holdfast_class class)
{
	if (parser->blocks & BIT_ULL(class))
		duplicate(parser, loc, &parser->block_locs[class],
			  class_word(class), NULL);
	parser->class = class;
	parser->blocks |= BIT_ULL(class);
	parser->block_locs[class] = *loc;
}

const struct statement *draft_statement(const struct draft *draft,
					unsigned int class, const char *verb,
					const char *object)
{
	const struct statement *statement = draft->first;

	for (; statement; statement = statement->next) {
		if (statement->class != class ||
		    strcmp(statement->verb, verb) ||
		    !statement->object != !object)
			continue;
		if (!object || !strcmp(statement->object->text, object))
			return statement;
	}
	return NULL;
}

/* Each statement stands once at most; one more is told of and left out. */
static void add_statement(struct parser *parser,
			  const struct statement *template)
{
	const char *object = template->object ? template->object->text : NULL;
	struct draft *draft = parser->draft;
	const struct statement *first;
	struct statement *statement;

	first = draft_statement(draft, template->class, template->verb, object);
	if (first) {
		duplicate(parser, &template->loc, &first->loc, template->verb,
			  object);
		return;
	}
	statement = parser_alloc(parser, sizeof(*statement));
	*statement = *template;
	if (draft->last)
		draft->last->next = statement;
	else
		draft->first = statement;
	draft->last = statement;
}

void build_mode(struct parser *parser, const struct loc *loc,
		unsigned int class, const struct word *mode)
{
	struct statement statement = {
		.class = class, .verb = "mode", .loc = *loc,
		.apply = apply_mode,
	};
	struct word *copy = parser_alloc(parser, sizeof(*copy));

	*copy = *mode;
	statement.change.add = (struct words){ copy, copy };
	add_statement(parser, &statement);
}

void build_ops(struct parser *parser, const struct loc *loc,
	       enum holdfast_class class, const char *verb,
	       const struct change *change)
{
	const struct statement statement = {
		.class = class, .verb = verb, .change = *change, .loc = *loc,
		.apply = apply_ops,
	};

	add_statement(parser, &statement);
}

void build_globs(struct parser *parser, const struct loc *loc, enum glob_list list,
		 const struct change *change)
{
	const struct op_info *info = &op_infos[list_infos[list].op];
	const struct statement statement = {
		.class = info->class, .verb = info->verb, .change = *change,
		.loc = *loc, .apply = apply_globs,
	};

	add_statement(parser, &statement);
}

void build_families(struct parser *parser, const struct loc *loc,
		    const struct change *change)
{
	const struct statement statement = {
		.class = HOLDFAST_CLASS_KERNEL_SURFACE, .verb = "socket",
		.change = *change, .loc = *loc, .apply = apply_families,
	};

	add_statement(parser, &statement);
}

static void add_limit(struct parser *parser, const struct loc *loc,
		      const char *verb, uint32_t number)
{
	const struct statement statement = {
		.class = HOLDFAST_CLASS_NAMESPACE, .verb = verb,
		.number = number, .loc = *loc, .apply = apply_limit,
	};

	add_statement(parser, &statement);
}

void build_limit(struct parser *parser, const struct loc *loc,
		 const char *verb, const struct number *number)
{
	if (!number->value || number->value > UINT32_MAX)
		source_error(parser->sources, &number->loc,
			     "number out of range, expected 1 to %u; who may create none has no 'user' in 'create'",
			     UINT32_MAX);
	add_limit(parser, loc, verb, (uint32_t)number->value);
}

void build_no_limit(struct parser *parser, const struct loc *loc,
		    const char *verb, const struct word *any)
{
	if (!is_word(any, "any"))
		word_error(parser, any, "'%s' is no number, expected one, or 'any'",
			   any->text);
	add_limit(parser, loc, verb, 0);
}

void build_cap(struct parser *parser, const struct loc *loc, const char *verb,
	       const struct change *change)
{
	const struct statement statement = {
		.class = HOLDFAST_CLASS_CAPABILITY, .verb = verb,
		.change = *change, .loc = *loc, .apply = apply_cap,
	};

	add_statement(parser, &statement);
}

void build_cap_scope(struct parser *parser, const struct loc *loc,
		     const char *verb, const struct words *caps, bool only,
		     const struct change *scopes)
{
	const struct word *cap = caps->first;
	const struct statement statement = {
		.class = HOLDFAST_CLASS_CAPABILITY, .verb = verb,
		.object = cap, .only = only, .change = *scopes, .loc = *loc,
		.apply = apply_cap_scope,
	};

	if (cap->next)
		source_error(parser->sources, &cap->next->loc,
			     "a list before '%s', expected one capability",
			     only ? "only" : "not");
	if (cap->kind == WORD_SET || vocabulary_find(&vocabulary_caps,
						     cap->text) < 0)
		unknown_word(parser, cap, &vocabulary_caps);
	else
		add_statement(parser, &statement);
}

void build_device_list(struct parser *parser, const struct loc *loc,
		       const char *verb, const struct change *change)
{
	const struct statement statement = {
		.class = HOLDFAST_CLASS_DEVICE, .verb = verb,
		.change = *change, .loc = *loc, .apply = apply_devices,
	};

	add_statement(parser, &statement);
}

void build_version(struct parser *parser, const struct loc *loc,
		   const struct number *number)
{
	if (parser->version.source)
		source_error(parser->sources, loc,
			     "duplicate 'version', expected it once; the first is on %s",
			     source_place(&parser->version, loc));
	/* what does not fit reads as the largest number */
	if (number->value == UINT64_MAX)
		source_error(parser->sources, &number->loc,
			     "version number out of range, expected 0 to %" PRIu64,
			     UINT64_MAX - 1);
	parser->version = *loc;
	parser->policy->version = number->value;
}

void build_rule_reset(struct parser *parser)
{
	free(parser->rule.cgroup);
	free(parser->rule.profile);
	parser->rule = (struct rule){ 0 };
	parser->rule_namespaces = (struct words){ 0 };
}

void build_container(struct parser *parser, const struct loc *loc)
{
	if (parser->file.container.source)
		source_error(parser->sources, loc,
			     "duplicate 'container', expected it once in a file; the first is on %s",
			     source_place(&parser->file.container, loc));
	parser->file.container = *loc;
	/* What an error has left of the rule before. */
	build_rule_reset(parser);
}

static void duplicate_condition(struct parser *parser, const struct loc *loc,
				const char *what)
{
	source_error(parser->sources, loc,
		     "duplicate '%s', expected it once in a rule", what);
}

void build_rule_cgroup(struct parser *parser, const struct loc *loc,
		       const struct word *glob)
{
	if (parser->rule.cgroup)
		duplicate_condition(parser, loc, "cgroup");
	check_name(parser, glob, "cgroup glob", HOLDFAST_GLOB_MAX);
	free(parser->rule.cgroup);
	parser->rule.cgroup = xstrdup(glob->text);
}

void build_rule_rootfs(struct parser *parser, const struct loc *loc)
{
	if (parser->rule.rootfs)
		duplicate_condition(parser, loc, "rootfs");
	parser->rule.rootfs = true;
}

void build_rule_namespaces(struct parser *parser, const struct loc *loc,
			   const struct words *words)
{
	if (parser->rule_namespaces.first)
		duplicate_condition(parser, loc, "namespaces");
	parser->rule_namespaces = *words;
}

void build_rule_users(struct parser *parser, const struct loc *loc,
		      const struct range *users)
{
	const struct number *first = &users->first, *last = &users->last;

	if (parser->rule.user)
		duplicate_condition(parser, loc, "user");
	/* The highest is what the kernel has for no user. */
	if (last->value >= UINT32_MAX)
		source_error(parser->sources, &last->loc,
			     "no such user, expected a number up to 4294967294");
	else if (first->value > last->value)
		source_error(parser->sources, &first->loc,
			     "the first user is above the last, expected the lower one first");
	parser->rule.user = true;
	parser->rule.user_first = (uint32_t)first->value;
	parser->rule.user_last = (uint32_t)last->value;
}

void build_rule_user(struct parser *parser, const struct loc *loc,
		     const struct word *name)
{
	const struct passwd *user = getpwnam(name->text);

	if (parser->rule.user)
		duplicate_condition(parser, loc, "user");
	if (!user)
		source_error(parser->sources, &name->loc,
			     "no user '%s' on this machine, expected a user's name or number",
			     name->text);
	parser->rule.user = true;
	parser->rule.user_first = user ? user->pw_uid : 0;
	parser->rule.user_last = parser->rule.user_first;
}

void build_rule_profile(struct parser *parser, const struct word *profile)
{
	parser->rule.profile = xstrdup(profile->text);
	parser->rule.profile_loc = profile->loc;
}

void build_rule_enter(struct parser *parser, const struct word *when)
{
	int value = vocabulary_find(&vocabulary_entries, when->text);

	if (value < 0)
		unknown_word(parser, when, &vocabulary_entries);
	parser->rule.transition = value == ENTRY_TRANSITION;
}

void build_rule(struct parser *parser, const struct loc *loc)
{
	unsigned int index = parser->policy->rule_count;
	struct rule *rule = policy_rule_add(parser->policy);

	parser->rule_words = xreallocarray(parser->rule_words, index + 1,
					   sizeof(struct words));
	parser->rule_words[index] = parser->rule_namespaces;
	parser->rule_namespaces = (struct words){ 0 };
	*rule = parser->rule;
	parser->rule = (struct rule){ 0 };
	rule->loc = *loc;
}
