// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "parse.h"
#include "util.h"

/* Sets in sets in sets; more is a mistake. */
#define SET_DEPTH_MAX	32

static struct set *find_set(const struct parser *parser, const char *name)
{
	struct set *set = parser->sets;

	while (set && strcmp(set->name.text, name))
		set = set->next;
	return set;
}

void build_set(struct parser *parser, const struct word *name,
	       const struct words *members)
{
	const struct set *first = find_set(parser, name->text);
	struct set *set;

	if (first) {
		source_error(parser->sources, &name->loc,
			     "duplicate set '%s', expected another name; the first is on %s",
			     name->text,
			     source_place(&first->name.loc, &name->loc));
		return;
	}
	set = parser_alloc(parser, sizeof(*set));
	*set = (struct set){
		.name = *name, .members = *members, .next = parser->sets,
	};
	parser->sets = set;
}

static const char *name_of_set(const struct vocabulary *vocabulary,
			       unsigned int index);

/* The sets of a policy, as words that a list can have. */
struct set_vocabulary {
	struct vocabulary vocabulary;
	const struct set *sets;
};

static const char *name_of_set(const struct vocabulary *vocabulary,
			       unsigned int index)
{
	const struct set *set =
		((const struct set_vocabulary *)(const void *)vocabulary)->sets;

	while (index--)
		set = set->next;
	return set->name.text;
}

static void unknown_set(struct parser *parser, const struct word *word)
{
	struct set_vocabulary sets = {
		.vocabulary = { .word = name_of_set }, .sets = parser->sets,
	};
	const struct set *set;
	const char *near;

	/* It may be in what could not be read. */
	if (parser->broken)
		return;
	for (set = parser->sets; set; set = set->next)
		sets.vocabulary.count++;
	near = vocabulary_nearest(&sets.vocabulary, word->text);
	word_error(parser, word,
		   "unknown set '@%s', expected one of this policy%s%s%s",
		   word->text, near ? "; did you mean '@" : "",
		   near ? near : "", near ? "'?" : "");
}

static void refuse_member(struct parser *parser, struct set *set,
			  const struct word *word, const char *why)
{
	source_error(parser->sources, &word->loc, "set '@%s' %s", word->text,
		     why);
	set->members = (struct words){ 0 };
}

/* Find how deep a set goes; one that goes too deep is emptied. */
static void measure(struct parser *parser, struct set *set, unsigned int above)
{
	struct word *word;
	struct set *member;

	set->open = true;
	set->height = 1;
	for (word = set->members.first; word; word = word->next) {
		member = word->kind == WORD_SET ? find_set(parser, word->text) :
						  NULL;
		if (!member)
			continue;
		if (member->open) {
			refuse_member(parser, set, word,
				      "contains itself, expected an end to it");
			break;
		}
		if (!member->height && above < SET_DEPTH_MAX)
			measure(parser, member, above + 1);
		if (!member->height || member->height >= SET_DEPTH_MAX) {
			refuse_member(parser, set, word,
				      "goes more than 32 sets deep, expected less");
			break;
		}
		if (member->height >= set->height)
			set->height = member->height + 1;
	}
	set->open = false;
}

void sets_check(struct parser *parser)
{
	struct set *set;

	for (set = parser->sets; set; set = set->next)
		if (!set->height)
			measure(parser, set, 0);
}

static void append(struct parser *parser, struct words *words,
		   const struct word *word, const struct loc *via)
{
	struct word *copy = parser_alloc(parser, sizeof(*copy));

	*copy = *word;
	copy->next = NULL;
	if (via)
		copy->via = *via;
	if (words->last)
		words->last->next = copy;
	else
		words->first = copy;
	words->last = copy;
}

/* Add a set's members, but not what this list has from it already. */
static void append_set(struct parser *parser, struct words *words,
		       const struct word *name, const struct loc *via)
{
	struct set *set = find_set(parser, name->text);
	const struct word *word;

	if (!set) {
		unknown_set(parser, name);
		return;
	}
	if (set->list == parser->list)
		return;
	set->list = parser->list;
	for (word = set->members.first; word; word = word->next) {
		if (word->kind == WORD_SET)
			append_set(parser, words, word, via);
		else
			append(parser, words, word, via);
	}
}

static void check_twice(struct parser *parser, const struct words *words,
			const struct word *word)
{
	const struct word *other;

	if (word->kind == WORD_DEVICE)
		return;
	for (other = words->first; other != word; other = other->next)
		if (other->kind == word->kind &&
		    !strcmp(other->text, word->text))
			break;
	if (other != word)
		source_error(parser->sources, &word->loc,
			     "'%s%s' twice in one list, expected it once",
			     word->kind == WORD_SET ? "@" : "", word->text);
}

void sets_expand(struct parser *parser, struct words *words)
{
	struct words all = { 0 };
	const struct word *word;

	parser->list++;
	for (word = words->first; word; word = word->next) {
		check_twice(parser, words, word);
		if (word->kind == WORD_SET)
			append_set(parser, &all, word, &word->loc);
		else
			append(parser, &all, word, NULL);
	}
	*words = all;
}
