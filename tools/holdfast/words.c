// SPDX-License-Identifier: GPL-2.0-only
#include <seccomp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "parse.h"
#include "util.h"

/* A vocabulary of more words than this is not spelled out in a message. */
#define SPELLED_MAX	12

bool is_word(const struct word *word, const char *text)
{
	return word->kind == WORD_NAME && !strcmp(word->text, text);
}

const struct word *find_word(const struct words *words, const char *text)
{
	const struct word *word = words->first;

	while (word && !is_word(word, text))
		word = word->next;
	return word;
}

void word_error(struct parser *parser, const struct word *word,
		const char *fmt, ...)
{
	struct message *message;
	va_list args;
	char *text;

	va_start(args, fmt);
	if (vasprintf(&text, fmt, args) < 0)
		text = xstrdup(fmt);
	va_end(args);
	message = source_error(parser->sources, &word->loc, "%s", text);
	if (word->via.source)
		message_note(message, &word->via, "the set is used here");
	free(text);
}

static void print_spelled(FILE *out, const struct vocabulary *vocabulary)
{
	const char *words[SPELLED_MAX + 1];
	unsigned int value, i, count = 0;

	for (value = 0; value < vocabulary->count; value++) {
		const char *word = vocabulary->word(vocabulary, value);

		if (word && count <= SPELLED_MAX)
			words[count++] = word;
	}
	for (i = 0; i < count; i++)
		fprintf(out, "%s'%s'", !i ? ", expected " :
			i + 1 < count ? ", " : " or ", words[i]);
}

static void print_choices(FILE *out, const struct vocabulary *vocabulary)
{
	if (vocabulary == &vocabulary_caps)
		fputs(", expected a name as in capabilities(7), without 'cap_'",
		      out);
	else if (vocabulary == &vocabulary_families)
		fputs(", expected a name as in socket(2), without 'AF_'", out);
	else if (vocabulary == &vocabulary_scopes)
		fputs(", expected a system call that capabilities can be bound to",
		      out);
	else
		print_spelled(out, vocabulary);
}

static bool is_system_call(const char *name)
{
	return seccomp_syscall_resolve_name(name) != __NR_SCMP_ERROR;
}

void unknown_word(struct parser *parser, const struct word *word,
		  const struct vocabulary *vocabulary)
{
	const char *near = vocabulary_nearest(vocabulary, word->text);
	char *text = NULL;
	size_t size;
	FILE *out;

	if (vocabulary == &vocabulary_scopes && is_system_call(word->text)) {
		word_error(parser, word,
			   "capabilities cannot be bound to the system call '%s', expected one of those that they can, or 'other' for all the rest",
			   word->text);
		return;
	}
	out = open_memstream(&text, &size);
	if (!out)
		return;
	if (word->kind == WORD_DEVICE)
		fputs("numbers of devices", out);
	else
		fprintf(out, "unknown %s '%s%s'", vocabulary->what,
			word->kind == WORD_SET ? "@" : "", word->text);
	print_choices(out, vocabulary);
	if (near)
		fprintf(out, "; did you mean '%s'?", near);
	fclose(out);
	word_error(parser, word, "%s", text);
	free(text);
}

uint64_t words_to_set(struct parser *parser, const struct words *words,
		      const struct vocabulary *vocabulary)
{
	const struct word *word;
	uint64_t set = 0;
	int value;

	for (word = words->first; word; word = word->next) {
		value = word->kind != WORD_NAME ? -1 :
			vocabulary_find(vocabulary, word->text);
		if (value < 0)
			unknown_word(parser, word, vocabulary);
		else
			set |= BIT_ULL(value);
	}
	return set;
}
