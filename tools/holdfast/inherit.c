// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "util.h"

/* Profiles of profiles of profiles; more is a mistake. */
#define INHERIT_DEPTH_MAX	32

static struct draft *find_parent(struct parser *parser,
				 const struct word *name)
{
	const struct profile *profile;
	const char *near;

	profile = policy_profile_find(parser->policy, name->text);
	if (profile)
		return profile->draft;
	/* It may be in what could not be read. */
	if (parser->broken)
		return NULL;
	near = policy_profile_nearest(parser->policy, name->text);
	source_error(parser->sources, &name->loc,
		     "unknown profile '%s', expected one of this policy%s%s%s",
		     name->text, near ? "; did you mean '" : "",
		     near ? near : "", near ? "'?" : "");
	return NULL;
}

static struct draft *open_parent(struct parser *parser, struct draft *draft);

static void check_inherits(struct parser *parser, const struct draft *draft,
			   const struct statement *statement)
{
	if (statement->change.inherits && !draft->parent_name.text)
		source_error(parser->sources, &statement->loc,
			     "'%s' changes what is inherited, expected a parent: 'profile %s : PARENT'",
			     statement->verb, draft->name.text);
}

/* Narrowing goes last: what a list allows it must find there. */
static void apply_all(struct builder *builder, bool narrowing)
{
	struct statement *statement = builder->draft->first;

	for (; statement; statement = statement->next) {
		if (!statement->object == narrowing)
			continue;
		check_inherits(builder->parser, builder->draft, statement);
		sets_expand(builder->parser, &statement->change.add);
		sets_expand(builder->parser, &statement->change.except);
		statement->apply(builder, statement);
	}
}

static void make_profile(struct parser *parser, struct draft *draft)
{
	struct builder builder = {
		.parser = parser, .draft = draft,
		.profile = &parser->policy->profiles[draft->index],
	};

	if (draft->state == DRAFT_DONE)
		return;
	draft->parent = open_parent(parser, draft);
	if (draft->parent)
		profile_copy(builder.profile,
			     &parser->policy->profiles[draft->parent->index]);
	apply_all(&builder, false);
	apply_all(&builder, true);
	apply_end(&builder);
	builder.profile->loc = draft->name.loc;
	draft->state = DRAFT_DONE;
}

/* Return: the parent, when there is one and it is made; else NULL. */
static struct draft *open_parent(struct parser *parser, struct draft *draft)
{
	const struct word *name = &draft->parent_name;
	struct draft *parent;

	parent = name->text ? find_parent(parser, name) : NULL;
	if (!parent)
		return NULL;
	draft->state = DRAFT_OPEN;
	if (parent->state == DRAFT_OPEN) {
		source_error(parser->sources, &name->loc,
			     "profile '%s' inherits itself, expected an end to it",
			     name->text);
		return NULL;
	}
	parser->depth++;
	if (parser->depth <= INHERIT_DEPTH_MAX)
		make_profile(parser, parent);
	parser->depth--;
	draft->depth = parent->depth + 1;
	if (parent->state != DRAFT_DONE || draft->depth > INHERIT_DEPTH_MAX) {
		source_error(parser->sources, &name->loc,
			     "'%s' inherits through more than 32 profiles, expected fewer",
			     draft->name.text);
		draft->depth = 0;
		return NULL;
	}
	return parent;
}

static void fill_rule(struct parser *parser, unsigned int index)
{
	struct words *words = &parser->rule_words[index];
	unsigned int ns;
	uint64_t set;

	sets_expand(parser, words);
	set = words_to_set(parser, words, &vocabulary_namespaces);
	for (ns = 0; ns < NS_COUNT; ns++)
		if (set & BIT_ULL(ns))
			parser->policy->rules[index].namespaces |= ns_flag(ns);
}

void inherit_all(struct parser *parser)
{
	unsigned int i;

	for (i = 0; i < parser->draft_count; i++)
		make_profile(parser, parser->drafts[i]);
	for (i = 0; i < parser->policy->rule_count; i++)
		fill_rule(parser, i);
}
