// SPDX-License-Identifier: GPL-2.0-only
#include <stdlib.h>

#include "parse.h"
#include "policy.tab.h"
#include "util.h"

/* What policy.y and lexer.l become; their headers cannot include each other. */
int policy_yylex_init_extra(struct parser *parser, void **scanner);
int policy_yylex_destroy(void *scanner);
void *policy_yy_scan_bytes(const char *bytes, int len, void *scanner);

void *parser_alloc(struct parser *parser, size_t size)
{
	void *mem = xcalloc(1, size);

	parser->arena = xreallocarray(parser->arena, parser->arena_count + 1,
				      sizeof(*parser->arena));
	parser->arena[parser->arena_count++] = mem;
	return mem;
}

static void parser_free(struct parser *parser)
{
	while (parser->arena_count)
		free(parser->arena[--parser->arena_count]);
	free(parser->arena);
	free(parser->string);
	free(parser->seen);
	free(parser->rule.cgroup);
}

static int parse(struct parser *parser)
{
	struct source *source = parser->source;
	void *scanner;
	int err;

	if (policy_yylex_init_extra(parser, &scanner))
		return -1;
	if (!policy_yy_scan_bytes(source->text, (int)source->len, scanner)) {
		policy_yylex_destroy(scanner);
		return -1;
	}
	err = policy_yyparse(parser, scanner);
	policy_yylex_destroy(scanner);
	return err;
}

int policy_parse(struct policy *policy, struct source *source)
{
	struct parser parser = { .source = source, .policy = policy };
	unsigned int i;
	int err;

	*policy = (struct policy){ 0 };
	err = parse(&parser);
	parser_free(&parser);
	if (!err && !source->errors)
		policy_check(policy, source);
	if (err || source->errors) {
		policy_free(policy);
		return -1;
	}
	for (i = 0; i < policy->profile_count; i++)
		profile_normalise(&policy->profiles[i]);
	return 0;
}
