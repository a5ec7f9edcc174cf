// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>
#include <string.h>

#include "judge.h"
#include "util.h"

/* A question has fewer words than this. */
#define TOKENS_MAX	16

/**
 * struct tokens - the words of a question
 * @text: all of them, with NULs between
 * @token: each of them
 * @count: their number
 * @next: the one that is to be read
 */
struct tokens {
	char *text;
	char *token[TOKENS_MAX];
	unsigned int count;
	unsigned int next;
};

/* What is copied from an event has its object in quotes. */
static void tokens_fill(struct tokens *tokens, const char *const *words,
			unsigned int count)
{
	char *token, *rest;
	size_t size;
	FILE *out;

	*tokens = (struct tokens){ 0 };
	out = open_memstream(&tokens->text, &size);
	if (!out)
		return;
	while (count--)
		fprintf(out, "%s ", *words++);
	fclose(out);
	for (token = strtok_r(tokens->text, " \"", &rest);
	     token && tokens->count < TOKENS_MAX;
	     token = strtok_r(NULL, " \"", &rest))
		tokens->token[tokens->count++] = token;
}

static const char *peek(const struct tokens *tokens)
{
	return tokens->next < tokens->count ? tokens->token[tokens->next] : "";
}

static const char *take(struct tokens *tokens)
{
	const char *token = peek(tokens);

	tokens->next += !!*token;
	return token;
}

static bool take_if(struct tokens *tokens, const char *word)
{
	bool found = !strcmp(peek(tokens), word);

	tokens->next += found;
	return found;
}

static int find_class(const char *word)
{
	unsigned int class;

	for (class = 0; class < CLASS_COUNT; class++)
		if (!strcmp(word, class_word(class)) ||
		    !strcmp(word, class_name(class)))
			return (int)class;
	return -1;
}

static void complain_class(const char *word)
{
	unsigned int class;

	fprintf(stderr, "holdfast: unknown class '%s', expected one of", word);
	for (class = 0; class < HOLDFAST_CLASS_STATE; class++)
		fprintf(stderr, " %s", class_word(class));
	fputc('\n', stderr);
}

/* The words that can follow a class, or a verb other than 'allow'. */
static void complain_word(const char *word, unsigned int class,
			  const char *verb)
{
	bool any_verb = !strcmp(verb, "allow");
	const char *last = "", *choice;
	unsigned int op;

	fprintf(stderr, "holdfast: unknown operation '%s %s', expected one of",
		any_verb ? class_word(class) : verb, word);
	for (op = 0; op < OP_COUNT; op++) {
		choice = op_infos[op].verb;
		if (op_infos[op].class != class ||
		    (!any_verb && strcmp(choice, verb)))
			continue;
		if (!any_verb || !strcmp(choice, "allow"))
			choice = op_infos[op].word;
		if (strcmp(choice, last))
			fprintf(stderr, " %s", choice);
		last = choice;
	}
	fputc('\n', stderr);
}

/* Return: the first operation of a class that a verb allows, or OP_COUNT. */
static unsigned int find_verb(unsigned int class, const char *verb)
{
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		if (op_infos[op].class == class &&
		    !strcmp(op_infos[op].verb, verb))
			break;
	return op;
}

static const char *what_is_listed(enum holdfast_op op)
{
	enum glob_list list = glob_list_of(op);

	if (list < LIST_COUNT)
		return list_infos[list].what;
	return op == HOLDFAST_OP_SURFACE_SOCKET ? vocabulary_families.what :
						  vocabulary_caps.what;
}

/* An event says of an object that no list has that it is 'any'. */
static int parse_listed(struct question *question, struct tokens *tokens)
{
	bool device = question->op == HOLDFAST_OP_MOUNT_NEW &&
		      take_if(tokens, "device");
	const char *what;

	take_if(tokens, "any");
	if (!*peek(tokens)) {
		what = what_is_listed(question->op);
		complain("the object is missing, expected %s %s",
			 strchr("aeiou", *what) ? "an" : "a", what);
		return -1;
	}
	question->object = xstrdup(take(tokens));
	if (question->op == HOLDFAST_OP_MOUNT_NEW)
		device |= take_if(tokens, "device");
	if (device)
		question->op = HOLDFAST_OP_MOUNT_NEW_DEVICE;
	return 0;
}

static int parse_cap(struct question *question, struct tokens *tokens)
{
	int cap, scope = HOLDFAST_SCOPE_OTHER;

	if (parse_listed(question, tokens))
		return -1;
	cap = vocabulary_find(&vocabulary_caps, question->object);
	if (cap < 0) {
		complain("unknown capability '%s', expected a name as in capabilities(7), without 'cap_'",
			 question->object);
		return -1;
	}
	question->cap = (unsigned int)cap;
	take_if(tokens, "in");
	if (*peek(tokens))
		scope = vocabulary_find(&vocabulary_scopes, take(tokens));
	if (scope < 0) {
		complain("unknown system call '%s', expected one that capabilities can be bound to, or 'other'",
			 tokens->token[tokens->next - 1]);
		return -1;
	}
	question->scope = (enum holdfast_scope)scope;
	return 0;
}

/* Events give the number. */
static int parse_family(struct question *question, struct tokens *tokens)
{
	int family;
	char end;

	if (parse_listed(question, tokens))
		return -1;
	family = vocabulary_find(&vocabulary_families, question->object);
	if (family < 0 &&
	    (sscanf(question->object, "%d%c", &family, &end) != 1 ||
	     family < 0)) {
		complain("unknown address family '%s', expected a name as in socket(2), without 'AF_', or a number",
			 question->object);
		return -1;
	}
	question->family = (unsigned int)family;
	return 0;
}

static int parse_number(const char *what, unsigned int *number,
			struct tokens *tokens)
{
	char end;

	if (!take_if(tokens, what))
		return 0;
	if (sscanf(peek(tokens), "%u%c", number, &end) != 1) {
		complain("the number behind '%s' is missing", what);
		return -1;
	}
	take(tokens);
	return 0;
}

/* What there is already, where that makes a difference. */
static int parse_limits(struct question *question, struct tokens *tokens)
{
	return parse_number("user_count", &question->user_count, tokens) ||
	       parse_number("user_depth", &question->user_depth, tokens) ?
	       -1 : 0;
}

static int parse_device(struct question *question, struct tokens *tokens)
{
	struct device_range *device = &question->device;
	char end;

	if (!take_if(tokens, "any"))
		take_if(tokens, "listed");
	device->block = take_if(tokens, "block");
	if ((!device->block && !take_if(tokens, "char")) ||
	    sscanf(peek(tokens), "%u:%u%c", &device->major, &device->first,
		   &end) != 2 ||
	    device->major > DEVICE_MAJOR_MAX ||
	    device->first > DEVICE_MINOR_MAX) {
		complain("the device is missing, expected 'char' or 'block' and MAJOR:MINOR");
		return -1;
	}
	device->last = device->first;
	if (asprintf(&question->object, "%s %s",
		     device->block ? "block" : "char", take(tokens)) < 0)
		question->object = NULL;
	return 0;
}

static int parse_word(struct question *question, struct tokens *tokens,
		      unsigned int class, const char *verb)
{
	struct vocabulary vocabulary = vocabulary_ops(class, verb);
	int op = vocabulary_find(&vocabulary, peek(tokens));

	if (op < 0) {
		complain_word(peek(tokens), class, verb);
		return -1;
	}
	take(tokens);
	question->op = (enum holdfast_op)op;
	if (op == HOLDFAST_OP_NS_CREATE_USER && parse_limits(question, tokens))
		return -1;
	/* Here an object changes nothing, but events have one. */
	if (*peek(tokens))
		question->object = xstrdup(take(tokens));
	while (*take(tokens))
		;
	return 0;
}

static int parse_op(struct question *question, struct tokens *tokens,
		    unsigned int class)
{
	unsigned int op = find_verb(class, peek(tokens));
	const char *verb = "allow";

	if (op < OP_COUNT)
		verb = take(tokens);
	else
		op = find_verb(class, verb);
	if (op == OP_COUNT) {
		complain_word(peek(tokens), class, verb);
		return -1;
	}
	question->op = (enum holdfast_op)op;
	switch (op) {
	case HOLDFAST_OP_MOUNT_NEW:
	case HOLDFAST_OP_MODULE_AUTOLOAD:
	case HOLDFAST_OP_SOCKET_HOST:
		return parse_listed(question, tokens);
	case HOLDFAST_OP_SURFACE_SOCKET:
		return parse_family(question, tokens);
	case HOLDFAST_OP_CAP_HOST:
	case HOLDFAST_OP_CAP_OWN:
		return parse_cap(question, tokens);
	case HOLDFAST_OP_DEVICE_OPEN:
	case HOLDFAST_OP_DEVICE_MKNOD:
		return parse_device(question, tokens);
	default:
		return parse_word(question, tokens, class, verb);
	}
}

static int parse(struct question *question, struct tokens *tokens)
{
	const char *word = take(tokens);
	int class = find_class(word);

	if (class < 0 || class >= HOLDFAST_CLASS_STATE) {
		complain_class(word);
		return -1;
	}
	if (parse_op(question, tokens, (unsigned int)class))
		return -1;
	if (!*peek(tokens))
		return 0;
	complain("unexpected '%s' behind the operation", peek(tokens));
	return -1;
}

int question_parse(struct question *question, const char *const *words,
		   unsigned int count)
{
	struct tokens tokens;
	int err;

	*question = (struct question){ 0 };
	tokens_fill(&tokens, words, count);
	err = parse(question, &tokens);
	free(tokens.text);
	if (err)
		question_free(question);
	return err;
}

bool question_has_object(const struct question *question)
{
	switch (question->op) {
	case HOLDFAST_OP_MOUNT_NEW:
	case HOLDFAST_OP_MODULE_AUTOLOAD:
	case HOLDFAST_OP_SOCKET_HOST:
	case HOLDFAST_OP_SURFACE_SOCKET:
	case HOLDFAST_OP_CAP_HOST:
	case HOLDFAST_OP_CAP_OWN:
	case HOLDFAST_OP_DEVICE_OPEN:
	case HOLDFAST_OP_DEVICE_MKNOD:
		return true;
	default:
		return false;
	}
}

void question_free(struct question *question)
{
	free(question->object);
	*question = (struct question){ 0 };
}
