// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "incident.h"
#include "member.h"
#include "util.h"

unsigned int incident_op(json_object *event)
{
	const char *name = member_text(event, "op");
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		if (!strcmp(op_name(op), name))
			break;
	return op;
}

/* The word of the policy language for the system call; NULL without one. */
static const char *scope_word(json_object *event)
{
	const char *name = member_text(event, "scope");
	unsigned int scope;

	for (scope = 0; scope < SCOPE_COUNT; scope++)
		if (scope != HOLDFAST_SCOPE_OTHER &&
		    !strcmp(scope_name(scope), name))
			return vocabulary_scopes.word(&vocabulary_scopes,
						      scope);
	return NULL;
}

bool incident_question(json_object *event, struct question *question)
{
	unsigned int op = incident_op(event), count = 2;
	const char *words[4], *scope = scope_word(event);
	char *operation;
	int err;

	*question = (struct question){ 0 };
	if (op >= OP_COUNT || !*op_infos[op].verb)
		return false;
	operation = op_words(op);
	words[0] = operation;
	words[1] = member_text(event, "object");
	if (scope && op_infos[op].class == HOLDFAST_CLASS_CAPABILITY) {
		words[count++] = "in";
		words[count++] = scope;
	}
	err = question_parse(question, words, count);
	free(operation);
	return !err;
}

char *incident_words(json_object *event)
{
	char *words = op_words(incident_op(event));
	char *object = text_printable(member_text(event, "object"));
	const char *scope = scope_word(event);
	char *text;
	int ret;

	if (incident_op(event) >= OP_COUNT) {
		free(words);
		words = text_printable(member_text(event, "op"));
	}
	ret = asprintf(&text, "%s%s%s%s%s%s", words, *object ? " \"" : "",
		       object, *object ? "\"" : "", scope ? " in " : "",
		       scope ?: "");
	free(words);
	free(object);
	return ret < 0 ? xstrdup("") : text;
}

static bool add_line(json_object *events, const char *line)
{
	json_object *event = json_tokener_parse(line);
	uint64_t missing = member_number(event, "events-lost") +
			   member_number(event, "events-not-kept");

	if (missing)
		complain("%" PRIu64 " events are missing in what was saved",
			 missing);
	if (member_exists(event, "seq"))
		json_object_array_add(events, event);
	else
		json_object_put(event);
	return event;
}

static int read_lines(FILE *file, const char *path, json_object *events)
{
	unsigned int number = 0;
	bool good = true;
	char *line = NULL;
	size_t size = 0;

	while (good && getline(&line, &size, file) > 0) {
		number++;
		good = add_line(events, line);
	}
	if (!good)
		complain("%s:%u: no JSON, expected what 'holdfast events --json' prints",
			 path, number);
	else if (ferror(file))
		complain("%s: %s", path, strerror(errno));
	free(line);
	return good && !ferror(file) ? EXIT_DONE : EXIT_REFUSED;
}

int incidents_read(const char *path, json_object **events)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *file = is_stdin ? stdin : fopen(path, "re");
	int ret;

	if (!file) {
		complain("%s: %s", path, strerror(errno));
		return EXIT_REFUSED;
	}
	*events = json_object_new_array();
	ret = read_lines(file, path, *events);
	if (!is_stdin)
		fclose(file);
	if (ret)
		json_object_put(*events);
	return ret;
}
