/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_PARSE_H
#define HOLDFAST_TOOL_PARSE_H

#include "draft.h"
#include "policy.h"

/**
 * struct lexing - how far a file has been read
 * @source: the file
 * @offset: of the next byte to lex
 * @string: what there is of a quoted string
 * @string_len: how much of it
 * @string_start: where it begins
 * @container: the container block; without a source before there is one
 */
struct lexing {
	struct source *source;
	size_t offset;
	char *string;
	size_t string_len;
	size_t string_start;
	struct loc container;
};

/**
 * struct parser - what the lexer, the grammar and its actions share
 * @sources: the texts
 * @policy: what they say; its profiles are empty until all is read
 * @file: the text at hand
 * @drafts: the profiles as written
 * @draft_count: their number
 * @draft: the one whose block is open
 * @class: of the block in it that is open
 * @blocks: its blocks so far, bit N for class N
 * @block_locs: where they are
 * @sets: the named sets
 * @list: the number of the list that sets are put into
 * @depth: how many profiles are waiting for their parents
 * @version: the version statement; without a source before there is one
 * @rule: the conditions of the rule at hand
 * @rule_namespaces: the namespaces in it, as written
 * @rule_words: the same of all rules
 * @broken: there were errors of syntax, so that what seems to lack may be there
 */
struct parser {
	struct sources *sources;
	struct policy *policy;
	struct lexing file;
	struct draft **drafts;
	unsigned int draft_count;
	struct draft *draft;
	enum holdfast_class class;
	uint64_t blocks;
	struct loc block_locs[CLASS_COUNT];
	struct set *sets;
	unsigned int list;
	unsigned int depth;
	struct loc version;
	struct rule rule;
	struct words rule_namespaces;
	struct words *rule_words;
	bool broken;
};

/**
 * struct builder - what makes a profile of its draft
 * @parser: what was read
 * @draft: as it is written
 * @profile: as it becomes
 */
struct builder {
	struct parser *parser;
	struct draft *draft;
	struct profile *profile;
};

/* Memory that lives as long as the policy. */
void *parser_alloc(struct parser *parser, size_t size);

/* Actions of the grammar, each for what it is named after. */
void build_include(struct parser *parser, const struct loc *loc,
		   const struct word *pattern);
void build_set(struct parser *parser, const struct word *name,
	       const struct words *members);
void build_profile(struct parser *parser, const struct word *name,
		   const struct word *parent);
void build_block(struct parser *parser, const struct loc *loc,
		 enum holdfast_class class);
void build_mode(struct parser *parser, const struct loc *loc,
		unsigned int class, const struct word *mode);
void build_ops(struct parser *parser, const struct loc *loc,
	       enum holdfast_class class, const char *verb,
	       const struct change *change);
void build_globs(struct parser *parser, const struct loc *loc, enum glob_list list,
		 const struct change *change);
void build_families(struct parser *parser, const struct loc *loc,
		    const struct change *change);
void build_limit(struct parser *parser, const struct loc *loc,
		 const char *verb, const struct number *number);
void build_no_limit(struct parser *parser, const struct loc *loc,
		    const char *verb, const struct word *any);
void build_cap(struct parser *parser, const struct loc *loc, const char *verb,
	       const struct change *change);
void build_cap_scope(struct parser *parser, const struct loc *loc,
		     const char *verb, const struct words *caps, bool only,
		     const struct change *scopes);
void build_device_list(struct parser *parser, const struct loc *loc,
		       const char *verb, const struct change *change);

void build_version(struct parser *parser, const struct loc *loc,
		   const struct number *number);
void build_container(struct parser *parser, const struct loc *loc);
void build_rule_reset(struct parser *parser);
void build_rule_cgroup(struct parser *parser, const struct loc *loc,
		       const struct word *glob);
void build_rule_rootfs(struct parser *parser, const struct loc *loc);
void build_rule_namespaces(struct parser *parser, const struct loc *loc,
			   const struct words *words);
void build_rule_users(struct parser *parser, const struct loc *loc,
		      const struct range *users);
void build_rule_user(struct parser *parser, const struct loc *loc,
		     const struct word *name);
void build_rule_profile(struct parser *parser, const struct word *profile);
void build_rule_enter(struct parser *parser, const struct word *when);
void build_rule(struct parser *parser, const struct loc *loc);

/* What statements do to a profile, once sets and parents are known. */
void apply_mode(struct builder *builder, const struct statement *statement);
void apply_ops(struct builder *builder, const struct statement *statement);
void apply_globs(struct builder *builder, const struct statement *statement);
void apply_families(struct builder *builder,
		    const struct statement *statement);
void apply_limit(struct builder *builder, const struct statement *statement);
void apply_cap(struct builder *builder, const struct statement *statement);
void apply_cap_scope(struct builder *builder,
		     const struct statement *statement);
void apply_devices(struct builder *builder, const struct statement *statement);

/* What can be told of a profile when all its statements are in. */
void apply_end(struct builder *builder);

/* Look for sets that are missing, or contain themselves. */
void sets_check(struct parser *parser);

/* Put members in the place of sets. */
void sets_expand(struct parser *parser, struct words *words);

/* Make profiles of the drafts, parents first, and fill in the rules. */
void inherit_all(struct parser *parser);

/**
 * words_to_set() - turn words into a set, bit N for value N
 * @parser: where to complain
 * @words: the words; what is wrong with them is left out
 * @vocabulary: what they can be
 */
uint64_t words_to_set(struct parser *parser, const struct words *words,
		      const struct vocabulary *vocabulary);

/* An error about a member of a list, which a set may have brought there. */
void word_error(struct parser *parser, const struct word *word,
		const char *fmt, ...) __printf(3, 4);

void unknown_word(struct parser *parser, const struct word *word,
		  const struct vocabulary *vocabulary);
bool is_word(const struct word *word, const char *text);
const struct word *find_word(const struct words *words, const char *text);

/* Complain of a name that is empty, or longer than @max. */
void check_name(struct parser *parser, const struct word *word,
		const char *what, size_t max);

/**
 * draft_statement() - the statement of a draft about something
 * @draft: the draft
 * @class: its class
 * @verb: its verb
 * @object: the capability that it narrows; NULL for those that narrow none
 *
 * Return: the statement, or NULL.
 */
const struct statement *draft_statement(const struct draft *draft,
					unsigned int class, const char *verb,
					const char *object);

#endif /* HOLDFAST_TOOL_PARSE_H */
