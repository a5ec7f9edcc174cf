// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "policy.h"
#include "util.h"

#define WIDTH		80
#define TAB_WIDTH	8

/**
 * struct list - a statement that is being printed
 * @out: where to
 * @column: how far the line is
 * @count: how many members it has
 */
struct list {
	FILE *out;
	unsigned int column;
	unsigned int count;
};

static void list_begin(struct list *list, FILE *out, const char *verb)
{
	*list = (struct list){ .out = out };
	list->column = 2 * TAB_WIDTH + (unsigned int)strlen(verb);
	fprintf(out, "\t\t%s", verb);
}

/* Words after a list, such as 'except', start another. */
static void list_word(struct list *list, const char *word)
{
	list->column += 1 + (unsigned int)strlen(word);
	list->count = 0;
	fprintf(list->out, " %s", word);
}

static void list_add(struct list *list, const char *member)
{
	unsigned int len = (unsigned int)strlen(member);

	if (list->count++) {
		fputc(',', list->out);
		list->column++;
	}
	/* One column is for the comma or semicolon behind. */
	if (list->column + 1 + len + 1 > WIDTH) {
		fprintf(list->out, "\n\t\t\t%s", member);
		list->column = 3 * TAB_WIDTH + len;
		return;
	}
	fprintf(list->out, " %s", member);
	list->column += 1 + len;
}

static void list_end(struct list *list)
{
	fputs(";\n", list->out);
}

/* A block is begun by its first statement; an empty one is not printed. */
struct block {
	FILE *out;
	const char *name;
	bool begun;
};

static void block_need(struct block *block)
{
	if (!block->begun)
		fprintf(block->out, "\t%s {\n", block->name);
	block->begun = true;
}

static void block_end(struct block *block)
{
	if (block->begun)
		fputs("\t}\n", block->out);
}

static bool is_plain(const char *text)
{
	static const char *const reserved[] = {
		"also", "any", "assigned", "device", "except", "none", "not",
		"only",
	};
	const char *c = text;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reserved); i++)
		if (!strcmp(text, reserved[i]))
			return false;
	while (isdigit((unsigned char)*c))
		c++;
	if (!isalpha((unsigned char)*c) && *c != '_')
		return false;
	while (isalnum((unsigned char)*c) || (*c && strchr("_.-", *c)))
		c++;
	return !*c;
}

static void print_quoted(FILE *out, const char *text)
{
	const unsigned char *c;

	fputc('"', out);
	for (c = (const unsigned char *)text; *c; c++) {
		if (*c < 0x20 || *c >= 0x7f)
			fprintf(out, "\\x%02x", *c);
		else
			fprintf(out, *c == '"' || *c == '\\' ? "\\%c" : "%c",
				*c);
	}
	fputc('"', out);
}

void name_print(FILE *out, const char *name)
{
	if (is_plain(name))
		fputs(name, out);
	else
		print_quoted(out, name);
}

static void list_add_name(struct list *list, const char *name)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return;
	name_print(out, name);
	fclose(out);
	list_add(list, text);
	free(text);
}

static bool allows(const struct profile *profile, enum holdfast_op op)
{
	return profile->allow & BIT_ULL(op);
}

static void list_add_set(struct list *list, uint64_t set,
			 const struct vocabulary *vocabulary)
{
	unsigned int value;

	for (value = 0; value < vocabulary->count; value++)
		if (set & BIT_ULL(value))
			list_add(list, vocabulary->word(vocabulary, value));
}

/* With 'any', the operation on listed objects goes without saying. */
static uint64_t drop_bases(uint64_t set)
{
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		if ((set & BIT_ULL(op)) && op_infos[op].is_any)
			set &= ~BIT_ULL(op_infos[op].base);
	return set;
}

static void print_ops(const struct profile *profile, struct block *block,
		      enum holdfast_class class, const char *verb)
{
	struct vocabulary vocabulary = vocabulary_ops(class, verb);
	uint64_t all = vocabulary_set(&vocabulary);
	uint64_t set = profile->allow & all;
	struct list list;

	if (!set)
		return;
	block_need(block);
	list_begin(&list, block->out, verb);
	if (set == all && class == HOLDFAST_CLASS_NAMESPACE &&
	    !strcmp(verb, "create"))
		list_add(&list, "all");
	else
		list_add_set(&list, drop_bases(set), &vocabulary);
	list_end(&list);
}

static void print_globs(const struct profile *profile, struct block *block,
			enum glob_list kind)
{
	const struct globs *globs = &profile->lists[kind];
	enum holdfast_op op = list_infos[kind].op;
	bool device = kind == LIST_FS_TYPE &&
		      allows(profile, HOLDFAST_OP_MOUNT_NEW_DEVICE);
	struct list list;
	unsigned int i;

	if (!allows(profile, op) && !allows(profile, op + 1) && !device)
		return;
	block_need(block);
	list_begin(&list, block->out, op_infos[op].verb);
	if (allows(profile, op + 1))
		list_add(&list, "any");
	else
		for (i = 0; i < globs->count; i++)
			list_add_name(&list, globs->glob[i]);
	if (device)
		list_add(&list, "device");
	list_end(&list);
}

static void print_families(const struct profile *profile, struct block *block)
{
	struct list list;

	if (allows(profile, HOLDFAST_OP_SURFACE_SOCKET_ANY)) {
		print_ops(profile, block, HOLDFAST_CLASS_KERNEL_SURFACE,
			  "socket");
		return;
	}
	if (!profile->families)
		return;
	block_need(block);
	list_begin(&list, block->out, "socket");
	list_add_set(&list, profile->families, &vocabulary_families);
	list_end(&list);
}

static void print_limit(struct block *block, const char *verb, uint32_t limit)
{
	if (!limit)
		return;
	block_need(block);
	fprintf(block->out, "\t\t%s %u;\n", verb, limit);
}

static void print_cap_set(struct block *block, const char *verb, uint64_t set,
			  bool inverse)
{
	struct list list;

	block_need(block);
	list_begin(&list, block->out, verb);
	if (inverse) {
		list_word(&list, "all");
		set = CAP_ALL & ~set;
		if (set)
			list_word(&list, "except");
	}
	list_add_set(&list, set, &vocabulary_caps);
	list_end(&list);
}

static void print_cap_scopes(const struct profile *profile,
			     struct block *block, bool own)
{
	const struct cap_scope *scope;
	struct list list;
	unsigned int cap;

	for (cap = 0; cap < CAP_COUNT; cap++) {
		scope = &profile->scopes[own][cap];
		if (!scope->set)
			continue;
		block_need(block);
		list_begin(&list, block->out, own ? "own" : "host");
		list_word(&list, cap_name(cap));
		list_word(&list, scope->only ? "only" : "not");
		list_add_set(&list, scope->scopes, &vocabulary_scopes);
		list_end(&list);
	}
}

/* A set of most capabilities is named by those it lacks. */
static bool is_most(uint64_t set)
{
	return __builtin_popcountll(set) > CAP_COUNT / 2;
}

static void print_caps(const struct profile *profile, struct block *block,
		       bool own)
{
	enum holdfast_op op = own ? HOLDFAST_OP_CAP_OWN : HOLDFAST_OP_CAP_HOST;
	uint64_t set = own ? profile->cap_own : profile->cap_host;
	bool inverse = is_most(set);
	unsigned int cap;

	if (allows(profile, op + 1)) {
		print_ops(profile, block, HOLDFAST_CLASS_CAPABILITY,
			  op_infos[op].verb);
		return;
	}
	if (!inverse)
		for (cap = 0; cap < CAP_COUNT; cap++)
			if (profile->scopes[own][cap].set)
				set &= ~BIT_ULL(cap);
	if (set)
		print_cap_set(block, op_infos[op].verb, set, inverse);
	print_cap_scopes(profile, block, own);
}

unsigned int device_run(const struct profile *profile, unsigned int first)
{
	const struct device_range *devices = profile->devices;
	unsigned int i = first;

	while (i + 1 < profile->device_count &&
	       devices[i + 1].block == devices[i].block &&
	       devices[i + 1].major == devices[i].major + 1 &&
	       devices[i + 1].first == devices[i].first &&
	       devices[i + 1].last == devices[i].last)
		i++;
	return i;
}

static int print_range(char *buf, size_t size, uint32_t first, uint32_t last)
{
	if (first == last)
		return snprintf(buf, size, "%u", first);
	return snprintf(buf, size, "%u-%u", first, last);
}

void device_print(char *buf, size_t size, const struct device_range *range,
		  uint32_t last_major)
{
	int len = print_range(buf, size, range->major, last_major);

	buf[len++] = ':';
	if (!range->first && range->last >= DEVICE_MINOR_MAX)
		snprintf(buf + len, size - (size_t)len, "*");
	else
		print_range(buf + len, size - (size_t)len, range->first,
			    range->last);
}

static void print_devices(const struct profile *profile, struct block *block,
			  bool is_block)
{
	const struct device_range *range;
	struct list list;
	bool begun = false;
	unsigned int i;
	char buf[64];

	for (i = 0; i < profile->device_count; i++) {
		range = &profile->devices[i];
		if (range->block != is_block)
			continue;
		if (!begun) {
			block_need(block);
			list_begin(&list, block->out,
				   is_block ? "block" : "char");
			begun = true;
		}
		i = device_run(profile, i);
		device_print(buf, sizeof(buf), range,
			     profile->devices[i].major);
		list_add(&list, buf);
	}
	if (begun)
		list_end(&list);
}

static bool all_complain(const struct profile *profile)
{
	return profile->complain == CLASSES_THAT_COMPLAIN;
}

/* Where the classes differ, those that complain say so. */
static void print_mode(const struct profile *profile, struct block *block,
		       enum holdfast_class class)
{
	if (all_complain(profile) || !(profile->complain & BIT_ULL(class)))
		return;
	block_need(block);
	fputs("\t\tmode complain;\n", block->out);
}

static void print_class(const struct profile *profile, struct block *block,
			enum holdfast_class class)
{
	switch (class) {
	case HOLDFAST_CLASS_NAMESPACE:
		print_ops(profile, block, class, "create");
		print_limit(block, "user_count", profile->user_count);
		print_limit(block, "user_depth", profile->user_depth);
		print_ops(profile, block, class, "join");
		break;
	case HOLDFAST_CLASS_MOUNT:
		print_globs(profile, block, LIST_FS_TYPE);
		print_ops(profile, block, class, "allow");
		break;
	case HOLDFAST_CLASS_MODULE:
		print_ops(profile, block, class, "allow");
		print_globs(profile, block, LIST_ALIAS);
		break;
	case HOLDFAST_CLASS_HANDLE:
	case HOLDFAST_CLASS_BPF:
	case HOLDFAST_CLASS_EXEC:
		print_ops(profile, block, class, "allow");
		break;
	case HOLDFAST_CLASS_CAPABILITY:
		print_caps(profile, block, false);
		print_caps(profile, block, true);
		break;
	case HOLDFAST_CLASS_KERNEL_FILE:
		print_ops(profile, block, class, "write");
		print_ops(profile, block, class, "read");
		break;
	case HOLDFAST_CLASS_DEVICE:
		print_devices(profile, block, false);
		print_devices(profile, block, true);
		print_ops(profile, block, class, "open");
		print_ops(profile, block, class, "mknod");
		break;
	case HOLDFAST_CLASS_PROCESS:
		print_ops(profile, block, class, "access");
		print_ops(profile, block, class, "signal");
		break;
	case HOLDFAST_CLASS_FILE:
		print_ops(profile, block, class, "keep");
		print_ops(profile, block, class, "receive");
		print_ops(profile, block, class, "open");
		break;
	case HOLDFAST_CLASS_SOCKET:
		print_ops(profile, block, class, "abstract");
		print_globs(profile, block, LIST_SOCKET);
		break;
	case HOLDFAST_CLASS_KERNEL_SURFACE:
		print_ops(profile, block, class, "allow");
		print_families(profile, block);
		break;
	case HOLDFAST_CLASS_STATE:
	case HOLDFAST_CLASS_SELF:
		break;
	}
}

/* What another program loaded and this language cannot say is not hidden. */
static void print_unsaid(const struct profile *profile, FILE *out)
{
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		if (op_infos[op].is_any && allows(profile, op) &&
		    !allows(profile, op_infos[op].base))
			fprintf(out,
				"\t# not in words: allows %s, refuses %s\n",
				op_name(op), op_name(op_infos[op].base));
	if (profile->unknown)
		fprintf(out,
			"\t# not in words: %u grants of a newer Holdfast\n",
			profile->unknown);
}

static void print_profile(const struct profile *profile, FILE *out)
{
	unsigned int class;

	fputs("profile ", out);
	name_print(out, profile->name);
	fputs(" {\n", out);
	fprintf(out, "\tmode %s;\n",
		all_complain(profile) ? "complain" : "enforce");
	print_unsaid(profile, out);
	for (class = 0; class < CLASS_COUNT; class++) {
		struct block block = { .out = out, .name = class_word(class) };

		print_mode(profile, &block, class);
		print_class(profile, &block, class);
		block_end(&block);
	}
	fputs("}\n\n", out);
}

static void print_users(const struct rule *rule, FILE *out)
{
	char users[32];

	if (!rule->user)
		return;
	print_range(users, sizeof(users), rule->user_first, rule->user_last);
	fprintf(out, "user %s ", users);
}

static void print_outcome(const struct rule *rule, FILE *out)
{
	if (rule->assigned) {
		fputs("use assigned", out);
	} else if (rule->profile) {
		fputs("use ", out);
		name_print(out, rule->profile);
	} else {
		fputs("unconfined", out);
	}
}

void rule_print(const struct rule *rule, FILE *out)
{
	bool begun = false;
	unsigned int ns;

	if (rule->cgroup) {
		fputs("cgroup ", out);
		print_quoted(out, rule->cgroup);
		fputc(' ', out);
	}
	if (rule->rootfs)
		fputs("rootfs ", out);
	for (ns = 0; ns < NS_COUNT; ns++) {
		if (!(rule->namespaces & ns_flag(ns)))
			continue;
		fprintf(out, "%s%s", begun ? ", " : "namespaces ", ns_name(ns));
		begun = true;
	}
	if (begun)
		fputc(' ', out);
	print_users(rule, out);
	print_outcome(rule, out);
	fputs(rule->transition ? " enter transition;" : ";", out);
}

void policy_print(const struct policy *policy, FILE *out)
{
	unsigned int i;

	if (policy->version)
		fprintf(out, "version %" PRIu64 ";\n\n", policy->version);
	for (i = 0; i < policy->profile_count; i++)
		print_profile(&policy->profiles[i], out);
	fputs("container {\n", out);
	for (i = 0; i < policy->rule_count; i++) {
		fputc('\t', out);
		rule_print(&policy->rules[i], out);
		fputc('\n', out);
	}
	fputs("}\n", out);
}
