// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "util.h"

/* A vocabulary of more words than this is not spelled out in a message. */
#define SPELLED_MAX	12

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool is_word(const struct word *word, const char *text)
{
	return !word->quoted && !strcmp(word->text, text);
}

static const struct word *find_word(const struct words *words,
				    const char *text)
{
	const struct word *word = words->first;

	while (word && !is_word(word, text))
		word = word->next;
	return word;
}

/* Of a word that covers what could stand beside it. */
static void check_alone(struct parser *parser, const struct word *word,
			bool alone)
{
	if (!alone)
		source_error(parser->source, &word->loc,
			     "'%s' covers the rest of this list, expected one or the other",
			     word->text);
}

static const struct statement *find_seen(const struct parser *parser,
					 const char *class, const char *verb,
					 const char *object)
{
	unsigned int i;

	for (i = 0; i < parser->seen_count; i++)
		if (same(parser->seen[i].class, class) &&
		    same(parser->seen[i].verb, verb) &&
		    same(parser->seen[i].object, object))
			return &parser->seen[i];
	return NULL;
}

/* The strings must live as long as the parser. */
static void say_once(struct parser *parser, const struct loc *loc,
		     const char *class, const char *verb, const char *object)
{
	const struct statement *first;
	unsigned int count = parser->seen_count;

	first = find_seen(parser, class, verb, object);
	if (first) {
		source_error(parser->source, loc,
			     "duplicate '%s%s%s', expected it once; the first is on line %u",
			     verb, object ? " " : "", object ? object : "",
			     source_line(parser->source, &first->loc));
		return;
	}
	parser->seen = xreallocarray(parser->seen, count + 1,
				     sizeof(*parser->seen));
	parser->seen[parser->seen_count++] =
		(struct statement){ class, verb, object, *loc };
}

static void print_choices(FILE *out, const struct vocabulary *vocabulary)
{
	const char *words[SPELLED_MAX + 1];
	unsigned int value, i, count = 0;

	for (value = 0; value < vocabulary->count; value++) {
		const char *word = vocabulary->word(vocabulary, value);

		if (word && count <= SPELLED_MAX)
			words[count++] = word;
	}
	if (count > SPELLED_MAX) {
		fputs(vocabulary == &vocabulary_caps ?
		      ", expected a name as in capabilities(7), without 'cap_'" :
		      ", expected a system call that capabilities can be bound to",
		      out);
		return;
	}
	for (i = 0; i < count; i++)
		fprintf(out, "%s'%s'", !i ? ", expected " :
			i + 1 < count ? ", " : " or ", words[i]);
}

static void unknown_word(struct parser *parser, const struct word *word,
			 const struct vocabulary *vocabulary)
{
	const char *near = vocabulary_nearest(vocabulary, word->text);
	size_t size;
	char *text;
	FILE *out;

	out = open_memstream(&text, &size);
	if (!out)
		return;
	print_choices(out, vocabulary);
	if (near)
		fprintf(out, "; did you mean '%s'?", near);
	fclose(out);
	source_error(parser->source, &word->loc, "unknown %s '%s'%s",
		     vocabulary->what, word->text, text);
	free(text);
}

/*
 * Turn words into a set, bit N for value N. What is wrong is reported and
 * left out.
 */
static uint64_t words_to_set(struct parser *parser, const struct words *words,
			     const struct vocabulary *vocabulary)
{
	const struct word *word;
	uint64_t set = 0;
	int value;

	for (word = words->first; word; word = word->next) {
		value = word->quoted ? -1 :
			vocabulary_find(vocabulary, word->text);
		if (value < 0)
			unknown_word(parser, word, vocabulary);
		else if (set & BIT_ULL(value))
			source_error(parser->source, &word->loc,
				     "'%s' twice in one list, expected it once",
				     word->text);
		else
			set |= BIT_ULL(value);
	}
	return set;
}

static void check_name(struct parser *parser, const struct word *word,
		       const char *what, size_t max)
{
	size_t len = strlen(word->text);

	if (!len)
		source_error(parser->source, &word->loc,
			     "empty %s, expected some text", what);
	else if (len > max)
		source_error(parser->source, &word->loc,
			     "%s of %zu bytes, expected %zu at most", what,
			     len, max);
}

void build_profile(struct parser *parser, const struct word *name)
{
	const struct profile *first;

	check_name(parser, name, "profile name", HOLDFAST_NAME_MAX);
	if (same(name->text, "unconfined"))
		source_error(parser->source, &name->loc,
			     "'unconfined' is no profile, expected another name");
	first = policy_profile_find(parser->policy, name->text);
	if (first)
		source_error(parser->source, &name->loc,
			     "duplicate profile '%s', expected another name; the first is on line %u",
			     name->text,
			     source_line(parser->source, &first->loc));

	parser->profile = policy_profile_add(parser->policy, name->text);
	parser->profile->mode = HOLDFAST_MODE_ENFORCE;
	parser->profile->loc = name->loc;
	parser->caps = (struct cap_build){ 0 };
	parser->seen_count = 0;
}

void build_block(struct parser *parser, const struct loc *loc,
		 enum holdfast_class class)
{
	say_once(parser, loc, NULL, class_word(class), NULL);
}

void build_mode(struct parser *parser, const struct loc *loc,
		const struct word *mode)
{
	int value = vocabulary_find(&vocabulary_modes, mode->text);

	say_once(parser, loc, NULL, "mode", NULL);
	if (value < 0)
		unknown_word(parser, mode, &vocabulary_modes);
	else
		parser->profile->mode = (unsigned int)value;
}

void build_ops(struct parser *parser, const struct loc *loc,
	       enum holdfast_class class, const char *verb,
	       const struct words *words)
{
	struct vocabulary vocabulary = vocabulary_ops(class, verb);

	say_once(parser, loc, class_word(class), verb, NULL);
	parser->profile->allow |= words_to_set(parser, words, &vocabulary);
}

void build_create(struct parser *parser, const struct loc *loc,
		  const struct words *words)
{
	const struct word *all = find_word(words, "all");
	unsigned int ns;

	if (!all) {
		build_ops(parser, loc, HOLDFAST_CLASS_NAMESPACE, "create",
			  words);
		return;
	}
	check_alone(parser, all, !words->first->next);
	say_once(parser, loc, class_word(HOLDFAST_CLASS_NAMESPACE), "create", NULL);
	for (ns = 0; ns < NS_COUNT; ns++)
		parser->profile->allow |= BIT_ULL(HOLDFAST_OP_NS_CREATE_MNT +
						  ns);
}

static void allow_any(struct parser *parser, enum holdfast_op base)
{
	parser->profile->allow |= BIT_ULL(base) | BIT_ULL(base + 1);
}

static bool has_fs_type(const struct profile *profile, const char *name)
{
	unsigned int i;

	for (i = 0; i < profile->fs_type_count; i++)
		if (!strcmp(profile->fs_types[i], name))
			return true;
	return false;
}

static void add_fs_type(struct parser *parser, const struct word *word)
{
	check_name(parser, word, "filesystem type", HOLDFAST_FS_TYPE_MAX);
	if (has_fs_type(parser->profile, word->text))
		source_error(parser->source, &word->loc,
			     "'%s' twice in one list, expected it once",
			     word->text);
	profile_fs_type_add(parser->profile, word->text);
	parser->profile->allow |= BIT_ULL(HOLDFAST_OP_MOUNT_NEW);
}

void build_mount_new(struct parser *parser, const struct loc *loc,
		     const struct words *words)
{
	const struct word *word, *any = find_word(words, "any");
	struct profile *profile = parser->profile;

	say_once(parser, loc, class_word(HOLDFAST_CLASS_MOUNT), "new", NULL);
	for (word = words->first; word; word = word->next) {
		if (is_word(word, "device"))
			profile->allow |= BIT_ULL(HOLDFAST_OP_MOUNT_NEW_DEVICE);
		else if (!is_word(word, "any"))
			add_fs_type(parser, word);
	}
	if (!any)
		return;
	allow_any(parser, HOLDFAST_OP_MOUNT_NEW);
	check_alone(parser, any, !profile->fs_type_count);
}

/* Return: whether the words are just this one, which then has a meaning. */
static bool is_sole(struct parser *parser, const struct words *words,
		    const char *text)
{
	const struct word *word = words->first;

	if (!is_word(word, text))
		return false;
	if (word->next)
		source_error(parser->source, &word->next->loc,
			     "a list after '%s', expected ';'", text);
	return true;
}

static uint64_t cap_set(struct parser *parser, struct cap_build *build,
			const struct words *words, const struct words *except)
{
	if (is_sole(parser, words, "all")) {
		build->all = true;
		if (except)
			build->except = words_to_set(parser, except,
						     &vocabulary_caps);
		return CAP_ALL & ~build->except;
	}
	if (except)
		source_error(parser->source, &words->first->loc,
			     "'except' after a list, expected 'all' before it");
	if (is_word(words->first, "none")) {
		source_error(parser->source, &words->first->loc,
			     "unknown capability 'none', expected no such statement: what is not allowed is refused");
		return 0;
	}
	build->listed = words_to_set(parser, words, &vocabulary_caps);
	return build->listed;
}

void build_cap(struct parser *parser, const struct loc *loc, bool host,
	       const struct words *words, const struct words *except)
{
	enum holdfast_op op = host ? HOLDFAST_OP_CAP_HOST : HOLDFAST_OP_CAP_OWN;
	struct cap_build own = { 0 };
	uint64_t set;

	say_once(parser, loc, class_word(HOLDFAST_CLASS_CAPABILITY),
	     host ? "host" : "own", NULL);
	if (!except && is_sole(parser, words, "any")) {
		allow_any(parser, op);
		return;
	}
	set = cap_set(parser, host ? &parser->caps : &own, words, except);
	if (host)
		parser->profile->cap_host = set;
	else
		parser->profile->cap_own = set;
	parser->profile->allow |= BIT_ULL(op);
}

void build_cap_scope(struct parser *parser, const struct loc *loc,
		     const struct words *caps, bool only,
		     const struct words *scopes)
{
	const struct word *word = caps->first;
	int cap = vocabulary_find(&vocabulary_caps, word->text);
	uint64_t set;

	if (word->next)
		source_error(parser->source, &word->next->loc,
			     "a list before '%s', expected one capability",
			     only ? "only" : "not");
	set = words_to_set(parser, scopes, &vocabulary_scopes);
	if (cap < 0) {
		unknown_word(parser, word, &vocabulary_caps);
		return;
	}
	say_once(parser, loc, class_word(HOLDFAST_CLASS_CAPABILITY), "host",
	     cap_name((unsigned int)cap));
	parser->caps.scoped |= BIT_ULL(cap);
	parser->profile->scopes[cap] = (struct cap_scope){ true, only, set };
}

static void check_number(struct parser *parser, const struct number *number,
			 const char *what, uint32_t max)
{
	if (number->value > max)
		source_error(parser->source, &number->loc,
			     "%s number out of range, expected 0 to %u", what,
			     max);
}

static bool check_range(struct parser *parser, const struct range *range,
			const char *what, uint32_t max)
{
	struct loc loc = { range->first.loc.start, range->last.loc.end };

	check_number(parser, &range->first, what, max);
	if (loc.end != range->first.loc.end)
		check_number(parser, &range->last, what, max);
	if (range->first.value > max || range->last.value > max)
		return false;
	if (range->first.value <= range->last.value)
		return true;
	source_error(parser->source, &loc,
		     "a range that runs backwards, expected the lower number first");
	return false;
}

void build_device_list(struct parser *parser, const struct loc *loc,
		       bool block)
{
	say_once(parser, loc, class_word(HOLDFAST_CLASS_DEVICE),
	     block ? "block" : "char", NULL);
}

void build_device(struct parser *parser, bool block, const struct range *major,
		  const struct range *minor)
{
	struct device_range range = { .block = block };
	bool good = check_range(parser, major, "major", DEVICE_MAJOR_MAX);

	good &= check_range(parser, minor, "minor", DEVICE_MINOR_MAX);
	if (!good)
		return;
	range.first = (uint32_t)minor->first.value;
	range.last = (uint32_t)minor->last.value;
	for (range.major = (uint32_t)major->first.value;
	     range.major <= major->last.value; range.major++)
		profile_device_add(parser->profile, &range);
}

void build_device_ops(struct parser *parser, const struct loc *loc,
		      const char *verb, const struct words *words)
{
	const struct word *any = find_word(words, "any");
	enum holdfast_op op = !strcmp(verb, "open") ? HOLDFAST_OP_DEVICE_OPEN :
						      HOLDFAST_OP_DEVICE_MKNOD;

	build_ops(parser, loc, HOLDFAST_CLASS_DEVICE, verb, words);
	if (!any)
		return;
	allow_any(parser, op);
	check_alone(parser, any, !words->first->next);
}

void build_bpf(struct parser *parser, const struct loc *loc,
	       const struct words *words)
{
	const struct word *any = find_word(words, "any");

	build_ops(parser, loc, HOLDFAST_CLASS_BPF, "allow", words);
	if (!any)
		return;
	allow_any(parser, HOLDFAST_OP_BPF_OWN);
	check_alone(parser, any, !words->first->next);
}

static void check_scope(struct parser *parser, unsigned int cap)
{
	const struct cap_build *caps = &parser->caps;
	const struct statement *scope, *host;

	scope = find_seen(parser, class_word(HOLDFAST_CLASS_CAPABILITY),
			  "host", cap_name(cap));
	host = find_seen(parser, class_word(HOLDFAST_CLASS_CAPABILITY),
			 "host", NULL);
	if (!scope || !host)
		return;
	if (parser->profile->allow & BIT_ULL(HOLDFAST_OP_CAP_HOST_ANY))
		source_error(parser->source, &scope->loc,
			     "'%s' is narrowed in vain, expected no 'host any' (line %u) beside it",
			     cap_name(cap),
			     source_line(parser->source, &host->loc));
	else if (caps->except & BIT_ULL(cap))
		source_error(parser->source, &scope->loc,
			     "'%s' is both excepted (line %u) and allowed, expected one of them",
			     cap_name(cap),
			     source_line(parser->source, &host->loc));
	else if (caps->listed & BIT_ULL(cap))
		source_error(parser->source, &scope->loc,
			     "'%s' is allowed without bounds (line %u) and with them, expected one of them",
			     cap_name(cap),
			     source_line(parser->source, &host->loc));
}

static void end_caps(struct parser *parser)
{
	struct profile *profile = parser->profile;
	unsigned int cap;

	if (!parser->caps.scoped)
		return;
	for (cap = 0; cap < CAP_COUNT; cap++)
		if (parser->caps.scoped & BIT_ULL(cap))
			check_scope(parser, cap);
	profile->cap_host |= parser->caps.scoped;
	profile->allow |= BIT_ULL(HOLDFAST_OP_CAP_HOST);
}

static void check_listed(struct parser *parser, const char *verb,
			 enum holdfast_op op)
{
	const struct profile *profile = parser->profile;
	const struct statement *seen;

	seen = find_seen(parser, class_word(HOLDFAST_CLASS_DEVICE), verb, NULL);
	if (seen && (profile->allow & BIT_ULL(op)) &&
	    !(profile->allow & BIT_ULL(op + 1)))
		source_error(parser->source, &seen->loc,
			     "no device is listed, expected 'char' or 'block' in this block");
}

static void end_devices(struct parser *parser)
{
	const char *class = class_word(HOLDFAST_CLASS_DEVICE);
	const struct profile *profile = parser->profile;
	uint64_t open = BIT_ULL(HOLDFAST_OP_DEVICE_OPEN);
	uint64_t mknod = BIT_ULL(HOLDFAST_OP_DEVICE_MKNOD);
	const struct statement *list;

	list = find_seen(parser, class, "char", NULL);
	if (!list)
		list = find_seen(parser, class, "block", NULL);
	if (!list) {
		check_listed(parser, "open", HOLDFAST_OP_DEVICE_OPEN);
		check_listed(parser, "mknod", HOLDFAST_OP_DEVICE_MKNOD);
		return;
	}
	/* The operation on any device stands one bit above. */
	if (!((profile->allow ^ (profile->allow >> 1)) & (open | mknod)))
		source_warn(parser->source, &list->loc,
			    "nothing refers to this list, expected 'open listed' or 'mknod listed' in this block");
}

void build_profile_end(struct parser *parser)
{
	end_caps(parser);
	end_devices(parser);
	parser->profile = NULL;
}

void build_container(struct parser *parser, const struct loc *loc)
{
	if (parser->has_container)
		source_error(parser->source, loc,
			     "duplicate 'container', expected it once; the first is on line %u",
			     source_line(parser->source, &parser->container));
	parser->has_container = true;
	parser->container = *loc;
}

void build_rule_reset(struct parser *parser)
{
	free(parser->rule.cgroup);
	parser->rule = (struct rule){ 0 };
}

static void duplicate_condition(struct parser *parser, const struct loc *loc,
				const char *what)
{
	source_error(parser->source, loc,
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
	uint64_t set = words_to_set(parser, words, &vocabulary_namespaces);
	unsigned int ns;

	if (parser->rule.namespaces)
		duplicate_condition(parser, loc, "namespaces");
	for (ns = 0; ns < NS_COUNT; ns++)
		if (set & BIT_ULL(ns))
			parser->rule.namespaces |= ns_flag(ns);
}

void build_rule(struct parser *parser, const struct loc *loc,
		const struct word *profile)
{
	struct rule *rule = policy_rule_add(parser->policy);

	*rule = parser->rule;
	parser->rule = (struct rule){ 0 };
	rule->loc = *loc;
	if (!profile)
		return;
	rule->profile = xstrdup(profile->text);
	rule->profile_loc = profile->loc;
}
