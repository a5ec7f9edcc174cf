// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "amend.h"
#include "facts.h"
#include "util.h"

static void allow(struct profile *profile, unsigned int op)
{
	profile->allow |= BIT_ULL(op);
	if (op_infos[op].is_any)
		profile->allow |= BIT_ULL(op_infos[op].base);
}

/* A scope that bounds nothing any more is none. */
static void widen_scope(struct cap_scope *scope, enum holdfast_scope call)
{
	if (scope->only)
		scope->scopes |= BIT_ULL(call);
	else
		scope->scopes &= ~BIT_ULL(call);
	if (!scope->only && !scope->scopes)
		*scope = (struct cap_scope){ 0 };
}

static void amend_cap_host(struct profile *profile,
			   const struct question *question)
{
	struct cap_scope *scope = &profile->scopes[false][question->cap];

	if (!(profile->cap_host & BIT_ULL(question->cap)))
		*scope = (struct cap_scope){ .set = true, .only = true };
	if (scope->set)
		widen_scope(scope, question->scope);
	profile->cap_host |= BIT_ULL(question->cap);
}

/* In own user namespaces a system call more or less makes no difference. */
static void amend_cap_own(struct profile *profile,
			  const struct question *question)
{
	struct cap_scope *scope = &profile->scopes[true][question->cap];

	if (scope->set)
		widen_scope(scope, question->scope);
	profile->cap_own |= BIT_ULL(question->cap);
}

/* A limit that is reached is raised by one. */
static void amend_user_ns(struct profile *profile,
			  const struct question *question)
{
	if (profile->user_count && profile->user_count <= question->user_count)
		profile->user_count = question->user_count + 1;
	if (profile->user_depth && profile->user_depth <= question->user_depth)
		profile->user_depth = question->user_depth + 1;
}

void profile_amend(struct profile *profile, const struct question *question)
{
	switch (question->op) {
	case HOLDFAST_OP_NS_CREATE_USER:
		amend_user_ns(profile, question);
		break;
	case HOLDFAST_OP_MOUNT_NEW:
	case HOLDFAST_OP_MODULE_AUTOLOAD:
	case HOLDFAST_OP_SOCKET_HOST:
		profile_glob_add(profile, glob_list_of(question->op),
				 question->object);
		break;
	case HOLDFAST_OP_SURFACE_SOCKET:
		profile->families |= BIT_ULL(question->family);
		break;
	case HOLDFAST_OP_CAP_HOST:
		amend_cap_host(profile, question);
		break;
	case HOLDFAST_OP_CAP_OWN:
		amend_cap_own(profile, question);
		break;
	case HOLDFAST_OP_DEVICE_OPEN:
	case HOLDFAST_OP_DEVICE_MKNOD:
		profile_device_add(profile, &question->device);
		break;
	default:
		break;
	}
	allow(profile, question->op);
	profile_normalise(profile);
}

/**
 * struct writer - the blocks as they are written
 * @out: where to
 * @class: the word of the block that is open, "" for none
 */
struct writer {
	FILE *out;
	char class[32];
};

static void close_block(struct writer *writer)
{
	if (*writer->class)
		fputs(" }\n", writer->out);
	*writer->class = '\0';
}

/* Return: the verb of the statement, whose class has its block now. */
static const char *open_block(struct writer *writer, const char *statement)
{
	size_t len = strcspn(statement, " ");

	if (strncmp(writer->class, statement, len) || writer->class[len]) {
		close_block(writer);
		snprintf(writer->class, sizeof(writer->class), "%.*s",
			 (int)len, statement);
		fprintf(writer->out, "%s {", writer->class);
	}
	return statement + len + (statement[len] == ' ');
}

/* Whether members are anybody's names. */
static bool has_names(const char *statement)
{
	return !strcmp(statement, "mount new") ||
	       !strcmp(statement, "module autoload") ||
	       !strcmp(statement, "socket host");
}

static void put_member(FILE *out, const char *statement, const char *member)
{
	if (!has_names(statement) || !strcmp(member, "any") ||
	    !strcmp(member, "device"))
		fputs(member, out);
	else
		name_print(out, member);
}

/* Whether it is replaced whole; all others are added to. */
static bool is_whole(const char *statement)
{
	return !strncmp(statement, "capability host ", 16) ||
	       !strncmp(statement, "capability own ", 15) ||
	       !strncmp(statement, "namespace user_", 15);
}

static bool same_statement(const struct fact *a, const struct fact *b)
{
	return a->order == b->order && !strcmp(a->statement, b->statement);
}

static unsigned int count_of(const struct facts *facts, const struct fact *fact)
{
	unsigned int i, count = 0;

	for (i = 0; i < facts->count; i++)
		count += same_statement(&facts->list[i], fact);
	return count;
}

static void write_statement(struct writer *writer, const struct facts *before,
			    const struct facts *after, unsigned int first,
			    unsigned int end)
{
	const struct fact *fact = &after->list[first];
	const bool whole = is_whole(fact->statement);
	unsigned int i, count = 0;
	const char *verb;

	for (i = first; i < end; i++)
		count += !facts_have(before, &after->list[i]);
	if (!count && (!whole || count_of(before, fact) == end - first))
		return;
	verb = open_block(writer, fact->statement);
	fprintf(writer->out, " %s%s", verb, whole ? "" : " also");
	for (i = first, count = 0; i < end; i++) {
		if (!whole && facts_have(before, &after->list[i]))
			continue;
		fputs(count++ ? ", " : " ", writer->out);
		put_member(writer->out, fact->statement,
			   after->list[i].member);
	}
	fputc(';', writer->out);
}

static bool is_mode(const char *statement)
{
	size_t len = strlen(statement);

	return len >= 4 && !strcmp(statement + len - 4, "mode");
}

char *amendment(const struct profile *before, const struct profile *after)
{
	struct facts had, has;
	struct writer writer = { 0 };
	unsigned int i, end;
	char *text = NULL;
	size_t size;

	writer.out = open_memstream(&text, &size);
	if (!writer.out)
		return xstrdup("");
	facts_fill(&had, before);
	facts_fill(&has, after);
	for (i = 0; i < has.count; i = end) {
		end = i + 1;
		while (end < has.count &&
		       same_statement(&has.list[i], &has.list[end]))
			end++;
		if (!is_mode(has.list[i].statement))
			write_statement(&writer, &had, &has, i, end);
	}
	close_block(&writer);
	fclose(writer.out);
	facts_free(&had);
	facts_free(&has);
	return text;
}

/* A policy of the profile, called 'before', and one that inherits it. */
static char *write_policy(const struct profile *before, const char *text)
{
	struct policy policy = { 0 };
	struct rule *rule;
	char *written = NULL;
	size_t size;
	FILE *out;

	out = open_memstream(&written, &size);
	if (!out)
		return NULL;
	profile_copy(policy_profile_add(&policy, "before"), before);
	rule = policy_rule_add(&policy);
	rule->rootfs = true;
	rule->profile = xstrdup("after");
	policy_print(&policy, out);
	fprintf(out, "profile after : before {\n%s}\n", text);
	policy_free(&policy);
	fclose(out);
	return written;
}

bool amendment_works(const struct profile *before, const char *text,
		     const struct question *question)
{
	char *written = write_policy(before, text);
	struct sources sources = { 0 };
	struct policy policy = { 0 };
	bool works = false;

	if (!written)
		return false;
	if (!policy_parse(&policy, &sources,
			  source_of_text(&sources, "amendment", written,
					 strlen(written)))) {
		works = judge(&policy, policy_profile_find(&policy, "after"),
			      question).allowed;
		policy_free(&policy);
	}
	sources_free(&sources);
	free(written);
	return works;
}
