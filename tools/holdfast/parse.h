/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_PARSE_H
#define HOLDFAST_TOOL_PARSE_H

#include "policy.h"

/**
 * struct word - a name in the source
 * @text: without quotes and escapes
 * @quoted: whether it had quotes, so that it is no keyword
 * @loc: where
 * @next: behind it in a list
 */
struct word {
	const char *text;
	bool quoted;
	struct loc loc;
	struct word *next;
};

/**
 * struct words - a list of names
 * @first: its first member
 * @last: its last member
 */
struct words {
	struct word *first;
	struct word *last;
};

/**
 * struct number - a number in the source
 * @value: of it, or a larger one than any that makes sense
 * @loc: where
 */
struct number {
	uint64_t value;
	struct loc loc;
};

/**
 * struct range - some numbers in a row, both ends included
 * @first: its first number
 * @last: its last number
 */
struct range {
	struct number first;
	struct number last;
};

/**
 * struct statement - a statement that can stand once only
 * @class: the block it stands in
 * @verb: what is said
 * @object: about what; NULL if that is not part of it
 * @loc: where
 */
struct statement {
	const char *class;
	const char *verb;
	const char *object;
	struct loc loc;
};

/**
 * struct cap_build - what a capability block says so far
 * @listed: host capabilities that are listed
 * @except: those that all but which are allowed
 * @all: whether there is an @except
 * @scoped: those that are narrowed
 */
struct cap_build {
	uint64_t listed;
	uint64_t except;
	bool all;
	uint64_t scoped;
};

/**
 * struct parser - what the lexer, the grammar and its actions share
 * @source: the text
 * @policy: what it says so far
 * @profile: the one whose block is open
 * @caps: its capability block
 * @seen: statements of the open profile
 * @seen_count: their number
 * @rule: the conditions of the rule at hand
 * @container: the container block
 * @has_container: whether there is one
 * @offset: of the next byte to lex
 * @string: what the lexer has of a quoted string
 * @string_len: how much of it
 * @string_start: where it begins
 * @arena: words to be freed in the end
 * @arena_count: their number
 */
struct parser {
	struct source *source;
	struct policy *policy;
	struct profile *profile;
	struct cap_build caps;
	struct statement *seen;
	unsigned int seen_count;
	struct rule rule;
	struct loc container;
	bool has_container;
	size_t offset;
	char *string;
	size_t string_len;
	size_t string_start;
	void **arena;
	unsigned int arena_count;
};

/* Memory that lives as long as the parser. */
void *parser_alloc(struct parser *parser, size_t size);

/* Actions of the grammar, each for the statement it is named after. */
void build_profile(struct parser *parser, const struct word *name);
void build_profile_end(struct parser *parser);
void build_block(struct parser *parser, const struct loc *loc,
		 enum holdfast_class class);
void build_mode(struct parser *parser, const struct loc *loc,
		const struct word *mode);
void build_ops(struct parser *parser, const struct loc *loc,
	       enum holdfast_class class, const char *verb,
	       const struct words *words);
void build_create(struct parser *parser, const struct loc *loc,
		  const struct words *words);
void build_mount_new(struct parser *parser, const struct loc *loc,
		     const struct words *words);
void build_cap(struct parser *parser, const struct loc *loc, bool host,
	       const struct words *words, const struct words *except);
void build_cap_scope(struct parser *parser, const struct loc *loc,
		     const struct words *caps, bool only,
		     const struct words *scopes);
void build_device_list(struct parser *parser, const struct loc *loc,
		       bool block);
void build_device(struct parser *parser, bool block, const struct range *major,
		  const struct range *minor);
void build_device_ops(struct parser *parser, const struct loc *loc,
		      const char *verb, const struct words *words);
void build_bpf(struct parser *parser, const struct loc *loc,
	       const struct words *words);

void build_container(struct parser *parser, const struct loc *loc);
void build_rule_reset(struct parser *parser);
void build_rule_cgroup(struct parser *parser, const struct loc *loc,
		       const struct word *glob);
void build_rule_rootfs(struct parser *parser, const struct loc *loc);
void build_rule_namespaces(struct parser *parser, const struct loc *loc,
			   const struct words *words);
void build_rule(struct parser *parser, const struct loc *loc,
		const struct word *profile);

#endif /* HOLDFAST_TOOL_PARSE_H */
