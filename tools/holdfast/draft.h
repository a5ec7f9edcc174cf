/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_DRAFT_H
#define HOLDFAST_TOOL_DRAFT_H

#include "names.h"
#include "source.h"

struct builder;

/*
 * A policy as it is written: what the parser makes of the text, before sets
 * are filled in and profiles inherit. All of it lives as long as the policy.
 */

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
 * enum word_kind - what a member of a list is
 * @WORD_NAME: a name
 * @WORD_STRING: a name in quotes, so that it is no keyword
 * @WORD_DEVICE: numbers of devices
 * @WORD_SET: a set, whose members are meant
 */
enum word_kind {
	WORD_NAME,
	WORD_STRING,
	WORD_DEVICE,
	WORD_SET,
};

/**
 * struct word - a member of a list
 * @kind: what it is
 * @text: a name without quotes and escapes, a set's without '@'
 * @major: of devices
 * @minor: of devices
 * @loc: where
 * @via: where the set is named that brought it here; else without a source
 * @next: behind it in the list
 */
struct word {
	enum word_kind kind;
	const char *text;
	struct range major;
	struct range minor;
	struct loc loc;
	struct loc via;
	struct word *next;
};

/**
 * struct words - a list
 * @first: its first member
 * @last: its last member
 */
struct words {
	struct word *first;
	struct word *last;
};

/**
 * struct change - what a statement makes of a list
 * @inherits: it begins with what the parent says; else with nothing
 * @add: what is put to it
 * @except: what is taken away from it
 */
struct change {
	bool inherits;
	struct words add;
	struct words except;
};

/**
 * struct statement - a statement of a profile
 * @class: of the block it stands in; CLASS_COUNT for none
 * @verb: its first word
 * @object: the capability that it narrows; NULL where there is none
 * @only: whether it said 'only', else 'not', to calls
 * @number: that follows instead of a list; 0 for 'any'
 * @change: the list that follows
 * @loc: where
 * @apply: changes a profile as it says
 * @next: behind it in the profile
 */
struct statement {
	unsigned int class;
	const char *verb;
	const struct word *object;
	bool only;
	uint32_t number;
	struct change change;
	struct loc loc;
	void (*apply)(struct builder *builder,
		      const struct statement *statement);
	struct statement *next;
};

/**
 * enum draft_state - what has become of a draft
 * @DRAFT_NEW: nothing yet
 * @DRAFT_OPEN: its parent is being made
 * @DRAFT_DONE: a profile
 */
enum draft_state {
	DRAFT_NEW,
	DRAFT_OPEN,
	DRAFT_DONE,
};

/**
 * struct draft - a profile as it is written
 * @name: of it
 * @index: of it in the policy
 * @parent_name: what it inherits; without text for nothing
 * @parent: the same, once it is found
 * @depth: how many it inherits through
 * @first: its first statement
 * @last: its last
 * @state: see there
 */
struct draft {
	struct word name;
	unsigned int index;
	struct word parent_name;
	struct draft *parent;
	unsigned int depth;
	struct statement *first;
	struct statement *last;
	enum draft_state state;
};

/**
 * struct set - a named set
 * @name: of it
 * @members: some of them may be sets
 * @open: its members are being looked at, so that it must not be met again
 * @height: how many sets deep it goes; 0 while that is not known
 * @list: the number of the list that had it last
 * @next: another set
 */
struct set {
	struct word name;
	struct words members;
	bool open;
	unsigned int height;
	unsigned int list;
	struct set *next;
};

#endif /* HOLDFAST_TOOL_DRAFT_H */
