// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "util.h"

/* Of a word that covers what could stand beside it. */
static void check_alone(struct builder *builder, const struct words *words,
			const struct word *word)
{
	if (words->first->next)
		word_error(builder->parser, word,
			   "'%s' covers the rest of this list, expected one or the other",
			   word->text);
}

/* Whether a list is 'none'; then nothing stands beside it. */
static bool is_none(struct builder *builder, const struct words *words)
{
	const struct word *none = find_word(words, "none");

	if (none && words->first->next)
		word_error(builder->parser, none,
			   "'none' beside others in one list, expected it alone");
	return none;
}

/* Of a list that is taken away, but from 'any' or where it was not. */
static void check_except(struct builder *builder,
			 const struct statement *statement, bool any,
			 bool in_vain)
{
	const struct words *except = &statement->change.except;

	if (!except->first)
		return;
	if (any)
		word_error(builder->parser, except->first,
			   "nothing can be taken away from 'any', expected a list before");
	else if (in_vain)
		source_warn(builder->parser->sources, &except->first->loc,
			    "nothing of this is in the list that it is taken away from");
}

/* That of the profile is for the classes that have none of their own. */
static uint64_t mode_classes(const struct builder *builder,
			     const struct statement *statement)
{
	uint64_t classes = CLASSES_THAT_COMPLAIN;
	unsigned int class;

	if (statement->class < CLASS_COUNT)
		return BIT_ULL(statement->class);
	for (class = 0; class < CLASS_COUNT; class++)
		if (draft_statement(builder->draft, class, "mode", NULL))
			classes &= ~BIT_ULL(class);
	return classes;
}

void apply_mode(struct builder *builder, const struct statement *statement)
{
	const struct word *mode = statement->change.add.first;
	int value = vocabulary_find(&vocabulary_modes, mode->text);

	if (value < 0)
		unknown_word(builder->parser, mode, &vocabulary_modes);
	else if (value == HOLDFAST_MODE_COMPLAIN)
		builder->profile->complain |= mode_classes(builder, statement);
	else
		builder->profile->complain &= ~mode_classes(builder, statement);
}

/* 'create' has a word for all that there is; so have no others. */
static uint64_t ops_to_set(struct builder *builder, const struct words *words,
			   const struct statement *statement,
			   const struct vocabulary *vocabulary)
{
	const struct word *all = find_word(words, "all");

	if (!words->first || is_none(builder, words))
		return 0;
	if (!all || strcmp(statement->verb, "create"))
		return words_to_set(builder->parser, words, vocabulary);
	check_alone(builder, words, all);
	return vocabulary_set(vocabulary);
}

/* What is allowed on any object is on listed ones. */
static uint64_t with_bases(uint64_t set)
{
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		if ((set & BIT_ULL(op)) && op_infos[op].is_any)
			set |= BIT_ULL(op_infos[op].base);
	return set;
}

static uint64_t any_ops(uint64_t set)
{
	return with_bases(set) & ~set;
}

void apply_ops(struct builder *builder, const struct statement *statement)
{
	struct vocabulary vocabulary =
		vocabulary_ops(statement->class, statement->verb);
	const struct change *change = &statement->change;
	uint64_t all = vocabulary_set(&vocabulary), set, except;
	const struct word *any = find_word(&change->add, "any");

	set = change->inherits ? builder->profile->allow & all : 0;
	set |= with_bases(ops_to_set(builder, &change->add, statement,
				     &vocabulary));
	except = ops_to_set(builder, &change->except, statement, &vocabulary);
	check_except(builder, statement, any_ops(set & ~except),
		     !(set & except));
	if (any && vocabulary_find(&vocabulary, "any") >= 0)
		check_alone(builder, &change->add, any);
	builder->profile->allow &= ~all;
	builder->profile->allow |= set & ~except;
}

static void forbid(struct profile *profile, enum holdfast_op op)
{
	profile->allow &= ~BIT_ULL(op);
}

static void allow(struct profile *profile, enum holdfast_op op)
{
	profile->allow |= BIT_ULL(op);
}

static bool allows(const struct profile *profile, enum holdfast_op op)
{
	return profile->allow & BIT_ULL(op);
}

static enum glob_list list_of(const struct statement *statement)
{
	const struct op_info *info;
	unsigned int list = 0;

	for (;; list++) {
		info = &op_infos[list_infos[list].op];
		if (info->class == statement->class &&
		    !strcmp(info->verb, statement->verb))
			return list;
	}
}

/* Of the lists, mounts alone have a word for what needs a disk. */
static bool is_disk(enum glob_list list, const struct word *word)
{
	return list == LIST_FS_TYPE && is_word(word, "device");
}

static void add_globs(struct builder *builder, enum glob_list list,
		      const struct words *words)
{
	const struct list_info *info = &list_infos[list];
	struct profile *profile = builder->profile;
	const struct word *word;

	for (word = words->first; word; word = word->next) {
		if (word->kind == WORD_DEVICE) {
			word_error(builder->parser, word,
				   "numbers of devices, expected a %s",
				   info->what);
		} else if (is_disk(list, word)) {
			allow(profile, HOLDFAST_OP_MOUNT_NEW_DEVICE);
		} else if (!is_word(word, "any")) {
			check_name(builder->parser, word, info->what,
				   info->max);
			profile_glob_add(profile, list, word->text);
		}
	}
}

/* Return: whether any of it was there. */
static bool drop_globs(struct profile *profile, enum glob_list list,
		       const struct words *words)
{
	const struct word *word;
	uint64_t before = profile->allow;
	bool dropped = false;

	for (word = words->first; word; word = word->next) {
		if (is_disk(list, word))
			forbid(profile, HOLDFAST_OP_MOUNT_NEW_DEVICE);
		else if (is_word(word, "any"))
			forbid(profile, list_infos[list].op + 1);
		else
			dropped |= profile_glob_del(profile, list, word->text);
	}
	return dropped || profile->allow != before;
}

static bool names_globs(enum glob_list list, const struct words *words)
{
	const struct word *word = words->first;

	while (word && (is_word(word, "any") || is_disk(list, word)))
		word = word->next;
	return word;
}

/* 'any' may have 'device' beside it, but no names. */
static void add_any(struct builder *builder, enum glob_list list,
		    const struct words *words)
{
	const struct word *any = find_word(words, "any");

	if (!any)
		return;
	allow(builder->profile, list_infos[list].op + 1);
	if (names_globs(list, words))
		check_alone(builder, words, any);
}

/* The operation on listed objects is allowed where there are any. */
static void allow_listed(struct profile *profile, enum holdfast_op op,
			 bool listed)
{
	forbid(profile, op);
	if (listed || allows(profile, op + 1))
		allow(profile, op);
}

void apply_globs(struct builder *builder, const struct statement *statement)
{
	const struct change *change = &statement->change;
	enum glob_list list = list_of(statement);
	enum holdfast_op op = list_infos[list].op;
	struct profile *profile = builder->profile;
	bool dropped;

	if (!change->inherits) {
		profile_globs_clear(profile, list);
		forbid(profile, op + 1);
		if (list == LIST_FS_TYPE)
			forbid(profile, HOLDFAST_OP_MOUNT_NEW_DEVICE);
	}
	if (!is_none(builder, &change->add)) {
		add_globs(builder, list, &change->add);
		add_any(builder, list, &change->add);
	}
	dropped = drop_globs(profile, list, &change->except);
	check_except(builder, statement,
		     allows(profile, op + 1) &&
		     names_globs(list, &change->except), !dropped);
	allow_listed(profile, op, profile->lists[list].count);
}

void apply_limit(struct builder *builder, const struct statement *statement)
{
	if (!strcmp(statement->verb, "user_count"))
		builder->profile->user_count = statement->number;
	else
		builder->profile->user_depth = statement->number;
}

/* Return: whether the words are just this one, which then has a meaning. */
static bool is_sole(struct builder *builder, const struct words *words,
		    const char *text)
{
	const struct word *word = words->first;

	if (!word || !is_word(word, text))
		return false;
	if (word->next)
		word_error(builder->parser, word->next,
			   "a list after '%s', expected ';'", text);
	return true;
}

static uint64_t caps_to_set(struct builder *builder, const struct words *words)
{
	if (!words->first || is_none(builder, words))
		return 0;
	if (is_sole(builder, words, "all"))
		return CAP_ALL;
	return words_to_set(builder->parser, words, &vocabulary_caps);
}

/* Capabilities that are named afresh lose the bounds they had. */
static void drop_scopes(struct cap_scope *scopes, uint64_t caps)
{
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++)
		if (caps & BIT_ULL(cap))
			scopes[cap] = (struct cap_scope){ 0 };
}

void apply_cap(struct builder *builder, const struct statement *statement)
{
	bool own = !strcmp(statement->verb, "own");
	enum holdfast_op op = own ? HOLDFAST_OP_CAP_OWN : HOLDFAST_OP_CAP_HOST;
	const struct change *change = &statement->change;
	struct profile *profile = builder->profile;
	uint64_t *caps = own ? &profile->cap_own : &profile->cap_host;
	uint64_t add = 0, except;

	if (!change->inherits) {
		forbid(profile, op + 1);
		drop_scopes(profile->scopes[own], *caps);
		*caps = 0;
	}
	if (is_sole(builder, &change->add, "any"))
		allow(profile, op + 1);
	else
		add = caps_to_set(builder, &change->add);
	except = caps_to_set(builder, &change->except);
	*caps |= add;
	check_except(builder, statement, allows(profile, op + 1),
		     !(*caps & except));
	*caps &= ~except;
	drop_scopes(profile->scopes[own], add | except);
	allow_listed(profile, op, *caps);
}

static uint64_t families_to_set(struct builder *builder,
				const struct words *words)
{
	if (!words->first || is_none(builder, words))
		return 0;
	return words_to_set(builder->parser, words, &vocabulary_families);
}

void apply_families(struct builder *builder,
		    const struct statement *statement)
{
	const enum holdfast_op op = HOLDFAST_OP_SURFACE_SOCKET;
	const struct change *change = &statement->change;
	struct profile *profile = builder->profile;
	uint64_t except;

	if (!change->inherits) {
		forbid(profile, op + 1);
		profile->families = 0;
	}
	if (is_sole(builder, &change->add, "any"))
		allow(profile, op + 1);
	else
		profile->families |= families_to_set(builder, &change->add);
	except = families_to_set(builder, &change->except);
	check_except(builder, statement, allows(profile, op + 1),
		     !(profile->families & except));
	profile->families &= ~except;
	allow_listed(profile, op, profile->families);
}

/* A capability that one statement of a profile names and another narrows. */
static void check_scope(struct builder *builder,
			const struct statement *statement, enum holdfast_op op)
{
	const char *name = statement->object->text, *place;
	const struct statement *list;
	const struct words *add;

	list = draft_statement(builder->draft, statement->class,
			       statement->verb, NULL);
	if (!list && allows(builder->profile, op + 1))
		source_error(builder->parser->sources, &statement->loc,
			     "'%s' is narrowed in vain, expected a list of one's own instead of the inherited '%s any'",
			     name, statement->verb);
	if (!list)
		return;
	add = &list->change.add;
	place = source_place(&list->loc, &statement->loc);
	if (find_word(add, "any"))
		source_error(builder->parser->sources, &statement->loc,
			     "'%s' is narrowed in vain, expected no '%s any' (%s) beside it",
			     name, statement->verb, place);
	else if (find_word(&list->change.except, name))
		source_error(builder->parser->sources, &statement->loc,
			     "'%s' is both excepted (%s) and allowed, expected one of them",
			     name, place);
	else if (find_word(add, name))
		source_error(builder->parser->sources, &statement->loc,
			     "'%s' is allowed without bounds (%s) and with them, expected one of them",
			     name, place);
}

void apply_cap_scope(struct builder *builder,
		     const struct statement *statement)
{
	bool own = !strcmp(statement->verb, "own");
	enum holdfast_op op = own ? HOLDFAST_OP_CAP_OWN : HOLDFAST_OP_CAP_HOST;
	const struct change *change = &statement->change;
	struct profile *profile = builder->profile;
	unsigned int cap;
	uint64_t scopes;

	cap = (unsigned int)vocabulary_find(&vocabulary_caps,
					    statement->object->text);
	scopes = words_to_set(builder->parser, &change->add,
			      &vocabulary_scopes);
	scopes &= ~words_to_set(builder->parser, &change->except,
				&vocabulary_scopes);
	check_scope(builder, statement, op);
	if (!scopes && !builder->parser->sources->errors)
		source_error(builder->parser->sources, &statement->loc,
			     "no system call is left in this list, expected one");
	profile->scopes[own][cap] = (struct cap_scope){
		true, statement->only, scopes,
	};
	*(own ? &profile->cap_own : &profile->cap_host) |= BIT_ULL(cap);
	allow(profile, op);
}

static void check_number(struct builder *builder, const struct word *word,
			 const struct number *number, const char *what,
			 uint32_t max)
{
	struct word place = *word;

	place.loc = number->loc;
	if (number->value > max)
		word_error(builder->parser, &place,
			   "%s number out of range, expected 0 to %u", what,
			   max);
}

static bool check_range(struct builder *builder, const struct word *word,
			const struct range *range, const char *what,
			uint32_t max)
{
	struct word place = *word;

	check_number(builder, word, &range->first, what, max);
	if (range->last.loc.start != range->first.loc.start)
		check_number(builder, word, &range->last, what, max);
	if (range->first.value > max || range->last.value > max)
		return false;
	if (range->first.value <= range->last.value)
		return true;
	place.loc = range->first.loc;
	place.loc.end = range->last.loc.end;
	word_error(builder->parser, &place,
		   "a range that runs backwards, expected the lower number first");
	return false;
}

static bool check_device(struct builder *builder, const struct word *word)
{
	bool good;

	if (word->kind != WORD_DEVICE) {
		word_error(builder->parser, word,
			   "'%s' is no device, expected MAJOR:MINOR",
			   word->text);
		return false;
	}
	good = check_range(builder, word, &word->major, "major",
			   DEVICE_MAJOR_MAX);
	return check_range(builder, word, &word->minor, "minor",
			   DEVICE_MINOR_MAX) && good;
}

/* Return: whether @change was of use. */
static bool change_devices(struct builder *builder, const struct words *words,
			   bool block,
			   bool (*change)(struct profile *profile,
					  const struct device_range *range))
{
	struct device_range range = { .block = block };
	const struct word *word;
	bool changed = false;

	for (word = words->first; word; word = word->next) {
		if (!check_device(builder, word))
			continue;
		range.first = (uint32_t)word->minor.first.value;
		range.last = (uint32_t)word->minor.last.value;
		for (range.major = (uint32_t)word->major.first.value;
		     range.major <= word->major.last.value; range.major++)
			changed |= change(builder->profile, &range);
	}
	return changed;
}

static bool add_device(struct profile *profile,
		       const struct device_range *range)
{
	profile_device_add(profile, range);
	return true;
}

void apply_devices(struct builder *builder, const struct statement *statement)
{
	const struct change *change = &statement->change;
	bool block = !strcmp(statement->verb, "block");
	bool dropped;

	if (!change->inherits)
		profile_devices_clear(builder->profile, block);
	if (!is_none(builder, &change->add))
		change_devices(builder, &change->add, block, add_device);
	profile_merge_devices(builder->profile);
	dropped = change_devices(builder, &change->except, block,
				 profile_device_del);
	check_except(builder, statement, false, !dropped);
}

static const struct statement *device_statement(const struct builder *builder,
						const char *verb)
{
	return draft_statement(builder->draft, HOLDFAST_CLASS_DEVICE, verb,
			       NULL);
}

static void check_listed(struct builder *builder, const char *verb,
			 enum holdfast_op op)
{
	const struct statement *statement = device_statement(builder, verb);

	if (statement && allows(builder->profile, op) &&
	    !allows(builder->profile, op + 1))
		source_error(builder->parser->sources, &statement->loc,
			     "no device is listed, expected 'char' or 'block' in this block");
}

void apply_end(struct builder *builder)
{
	const struct profile *profile = builder->profile;
	uint64_t open = BIT_ULL(HOLDFAST_OP_DEVICE_OPEN);
	uint64_t mknod = BIT_ULL(HOLDFAST_OP_DEVICE_MKNOD);
	const struct statement *list;

	list = device_statement(builder, "char");
	if (!list)
		list = device_statement(builder, "block");
	if (!list) {
		if (profile->device_count)
			return;
		check_listed(builder, "open", HOLDFAST_OP_DEVICE_OPEN);
		check_listed(builder, "mknod", HOLDFAST_OP_DEVICE_MKNOD);
		return;
	}
	/* The operation on any device stands one bit above. */
	if (!((profile->allow ^ (profile->allow >> 1)) & (open | mknod)) &&
	    !find_word(&list->change.add, "none"))
		source_warn(builder->parser->sources, &list->loc,
			    "nothing refers to this list, expected 'open listed' or 'mknod listed' in this block");
}
