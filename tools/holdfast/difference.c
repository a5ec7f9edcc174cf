// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "difference.h"
#include "facts.h"
#include "util.h"

/* Longer lists of rules are compared at their two ends only. */
#define RULES_MAX	2000

static json_object *text_json(const char *text)
{
	char *valid = text_utf8(text);
	json_object *json = json_object_new_string(valid);

	free(valid);
	return json;
}

static json_object *change_json(const char *sign, const char *statement,
				json_object *members)
{
	json_object *json = json_object_new_object();

	json_object_object_add(json, "change", json_object_new_string(sign));
	json_object_object_add(json, "statement",
			       json_object_new_string(statement));
	json_object_object_add(json, "member", members);
	return json;
}

/* What @has says and @lacks does not, of the statement that @first is of. */
static void add_change(json_object *changes, const char *sign,
		       const struct facts *has, const struct facts *lacks,
		       unsigned int first, unsigned int end)
{
	json_object *members = json_object_new_array();
	unsigned int i;

	for (i = first; i < end; i++)
		if (!facts_have(lacks, &has->list[i]))
			json_object_array_add(members,
					      text_json(has->list[i].member));
	if (json_object_array_length(members))
		json_object_array_add(changes, change_json(sign,
				      has->list[first].statement, members));
	else
		json_object_put(members);
}

/* The end of the statement that begins at @first. */
static unsigned int statement_end(const struct facts *facts,
				  unsigned int first)
{
	unsigned int i = first;

	while (i < facts->count &&
	       facts->list[i].order == facts->list[first].order &&
	       !strcmp(facts->list[i].statement, facts->list[first].statement))
		i++;
	return i;
}

static unsigned int order_at(const struct facts *facts, unsigned int i)
{
	return i < facts->count ? facts->list[i].order : ~0u;
}

static json_object *compare_facts(const struct facts *from,
				  const struct facts *to)
{
	json_object *changes = json_object_new_array();
	unsigned int i = 0, j = 0, end;

	while (i < from->count || j < to->count) {
		unsigned int order = order_at(from, i);

		if (order_at(to, j) < order)
			order = order_at(to, j);
		for (; order_at(from, i) == order; i = end) {
			end = statement_end(from, i);
			add_change(changes, "-", from, to, i, end);
		}
		for (; order_at(to, j) == order; j = end) {
			end = statement_end(to, j);
			add_change(changes, "+", to, from, j, end);
		}
	}
	return changes;
}

/* One of the two may be missing. */
static void compare_profiles(json_object *list, const struct profile *from,
			     const struct profile *to)
{
	json_object *json = json_object_new_object(), *changes;
	struct facts before, after;

	facts_fill(&before, from);
	facts_fill(&after, to);
	changes = compare_facts(&before, &after);
	if (!from || !to)
		json_object_object_add(json, "change",
				       json_object_new_string(from ? "-" : "+"));
	json_object_object_add(json, "name", text_json((to ? to : from)->name));
	json_object_object_add(json, "statement", changes);
	facts_free(&before);
	facts_free(&after);
	if (json_object_array_length(changes))
		json_object_array_add(list, json);
	else
		json_object_put(json);
}

static json_object *compare_all_profiles(const struct policy *from,
					 const struct policy *to)
{
	json_object *list = json_object_new_array();
	unsigned int i;

	for (i = 0; i < from->profile_count; i++)
		compare_profiles(list, &from->profiles[i],
				 policy_profile_find(to,
						     from->profiles[i].name));
	for (i = 0; i < to->profile_count; i++)
		if (!policy_profile_find(from, to->profiles[i].name))
			compare_profiles(list, NULL, &to->profiles[i]);
	return list;
}

/**
 * struct rules - the rules of a policy as text
 * @text: of each
 * @count: their number
 */
struct rules {
	char **text;
	unsigned int count;
};

static void rules_fill(struct rules *rules, const struct policy *policy)
{
	unsigned int i;
	size_t size;
	FILE *out;

	rules->count = policy->rule_count;
	rules->text = xcalloc(rules->count + 1, sizeof(*rules->text));
	for (i = 0; i < rules->count; i++) {
		out = open_memstream(&rules->text[i], &size);
		if (!out)
			continue;
		rule_print(&policy->rules[i], out);
		fclose(out);
	}
}

static void rules_free(struct rules *rules)
{
	while (rules->count)
		free(rules->text[--rules->count]);
	free(rules->text);
}

static void add_rules(json_object *list, const char *sign, char *const *text,
		      unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		json_object *json = json_object_new_object();

		json_object_object_add(json, "change",
				       json_object_new_string(sign));
		json_object_object_add(json, "rule", text_json(text[i]));
		json_object_array_add(list, json);
	}
}

/*
 * The longest common subsequence, by the table of its lengths: cell (i, j) is
 * for what is behind @a[i] and @b[j].
 */
static unsigned short *common_table(char *const *a, unsigned int m,
				    char *const *b, unsigned int n)
{
	unsigned short *table = xcalloc((size_t)(m + 1) * (n + 1),
					sizeof(*table));
	size_t width = n + 1;
	unsigned int i, j;

	for (i = m; i--;)
		for (j = n; j--;) {
			unsigned short *cell = &table[i * width + j];

			if (!strcmp(a[i], b[j]))
				*cell = (unsigned short)(cell[width + 1] + 1);
			else
				*cell = cell[1] > cell[width] ? cell[1] :
								cell[width];
		}
	return table;
}

static void compare_middle(json_object *list, char *const *a, unsigned int m,
			   char *const *b, unsigned int n)
{
	unsigned short *table = common_table(a, m, b, n);
	size_t width = n + 1;
	unsigned int i = 0, j = 0;

	while (i < m && j < n) {
		const unsigned short *cell = &table[i * width + j];

		if (!strcmp(a[i], b[j])) {
			add_rules(list, " ", &a[i++], 1);
			j++;
		} else if (cell[width] >= cell[1]) {
			add_rules(list, "-", &a[i++], 1);
		} else {
			add_rules(list, "+", &b[j++], 1);
		}
	}
	add_rules(list, "-", a + i, m - i);
	add_rules(list, "+", b + j, n - j);
	free(table);
}

static json_object *compare_rules(const struct policy *from,
				  const struct policy *to)
{
	json_object *list = json_object_new_array();
	unsigned int head = 0, tail = 0, least, m, n;
	struct rules a, b;

	rules_fill(&a, from);
	rules_fill(&b, to);
	least = a.count < b.count ? a.count : b.count;
	while (head < least && !strcmp(a.text[head], b.text[head]))
		head++;
	while (tail < least - head && !strcmp(a.text[a.count - 1 - tail],
					      b.text[b.count - 1 - tail]))
		tail++;
	m = a.count - head - tail;
	n = b.count - head - tail;
	if (m <= RULES_MAX && n <= RULES_MAX) {
		compare_middle(list, a.text + head, m, b.text + head, n);
	} else {
		add_rules(list, "-", a.text + head, m);
		add_rules(list, "+", b.text + head, n);
	}
	rules_free(&a);
	rules_free(&b);
	return list;
}

json_object *policy_difference(const struct policy *from,
			       const struct policy *to)
{
	json_object *json = json_object_new_object();

	json_object_object_add(json, "profile",
			       compare_all_profiles(from, to));
	json_object_object_add(json, "rule", compare_rules(from, to));
	return json;
}

static const char *member(json_object *json, const char *name)
{
	return json_object_get_string(json_object_object_get(json, name));
}

bool difference_is_empty(json_object *difference)
{
	return !json_object_array_length(json_object_object_get(difference,
								"profile")) &&
	       !json_object_array_length(json_object_object_get(difference,
								"rule"));
}

static void print_change(json_object *change, FILE *out)
{
	json_object *members = json_object_object_get(change, "member");
	size_t i, count = json_object_array_length(members);

	fprintf(out, "%s\t%s", member(change, "change"),
		member(change, "statement"));
	for (i = 0; i < count; i++)
		fprintf(out, "%s %s", i ? "," : "", json_object_get_string(
				json_object_array_get_idx(members, i)));
	fputc('\n', out);
}

static void print_profile(json_object *profile, FILE *out)
{
	json_object *changes = json_object_object_get(profile, "statement");
	size_t i, count = json_object_array_length(changes);
	const char *change = member(profile, "change");
	char *name = text_printable(member(profile, "name"));

	fprintf(out, "%sprofile %s\n", change ? change : " ", name);
	free(name);
	for (i = 0; i < count; i++)
		print_change(json_object_array_get_idx(changes, i), out);
}

/* Lines around what has changed that help to see where it is. */
#define CONTEXT	3

static bool is_context(json_object *rules, size_t index)
{
	size_t i = index < CONTEXT ? 0 : index - CONTEXT;

	for (; i <= index + CONTEXT && i < json_object_array_length(rules); i++)
		if (*member(json_object_array_get_idx(rules, i), "change") !=
		    ' ')
			return true;
	return false;
}

static void print_rules(json_object *rules, FILE *out)
{
	size_t i, count = json_object_array_length(rules);
	bool skipped = false;
	json_object *rule;

	if (count)
		fputs(" container\n", out);
	for (i = 0; i < count; i++) {
		rule = json_object_array_get_idx(rules, i);
		if (is_context(rules, i))
			fprintf(out, "%s\t%s\n", member(rule, "change"),
				member(rule, "rule"));
		else if (!skipped)
			fputs(" \t...\n", out);
		skipped = !is_context(rules, i);
	}
}

void difference_print(json_object *difference, FILE *out)
{
	json_object *profiles = json_object_object_get(difference, "profile");
	size_t i, count = json_object_array_length(profiles);

	for (i = 0; i < count; i++)
		print_profile(json_object_array_get_idx(profiles, i), out);
	print_rules(json_object_object_get(difference, "rule"), out);
}
