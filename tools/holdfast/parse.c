// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "parse.h"
#include "policy.tab.h"
#include "util.h"

/* Files in files in files; more is a mistake. */
#define INCLUDE_DEPTH_MAX	16

/* What policy.y and lexer.l become; their headers cannot include each other. */
int policy_yylex_init_extra(struct parser *parser, void **scanner);
int policy_yylex_destroy(void *scanner);
void *policy_yy_scan_bytes(const char *bytes, int len, void *scanner);

void *parser_alloc(struct parser *parser, size_t size)
{
	return policy_alloc(parser->policy, size);
}

/* Return: 0, or -1 after a message, when the text was not read to its end. */
static int parse_source(struct parser *parser, struct source *source)
{
	struct lexing around = parser->file;
	void *scanner;
	int err = -1;

	if (policy_yylex_init_extra(parser, &scanner))
		return -1;
	parser->file = (struct lexing){ .source = source };
	if (policy_yy_scan_bytes(source->text, (int)source->len, scanner))
		err = policy_yyparse(parser, scanner) ? -1 : 0;
	policy_yylex_destroy(scanner);
	build_rule_reset(parser);
	free(parser->file.string);
	parser->file = around;
	return err;
}

static const char *open_error(int err)
{
	return err == -EMFILE ? "more than 1000 files" : strerror(-err);
}

/* Whether the file at hand, or one that includes it, is @path. */
static const struct loc *find_cycle(const struct loc *from, const char *path)
{
	struct stat status;

	if (stat(path, &status))
		return NULL;
	for (; from->source; from = &from->source->from)
		if (from->source->ino == status.st_ino &&
		    from->source->dev == status.st_dev)
			return from;
	return NULL;
}

static unsigned int include_depth(const struct loc *from)
{
	unsigned int depth = 0;

	for (; from->source; from = &from->source->from)
		depth++;
	return depth;
}

static void include_file(struct parser *parser, const struct loc *loc,
			 const char *path)
{
	const struct loc *cycle = find_cycle(loc, path);
	struct source *source;
	int err;

	if (cycle) {
		source_error(parser->sources, loc,
			     "'%s' includes itself, expected an end to it",
			     path);
		return;
	}
	if (include_depth(loc) > INCLUDE_DEPTH_MAX) {
		source_error(parser->sources, loc,
			     "files are included 16 deep, expected less");
		return;
	}
	err = source_open(parser->sources, path, loc, &source);
	if (err)
		source_error(parser->sources, loc, "cannot read '%s': %s", path,
			     open_error(err));
	else if (source)
		parse_source(parser, source);
}

/* Characters that mean something to glob(3), for what is no pattern. */
static void put_escaped(FILE *out, const char *text, size_t len)
{
	for (; len--; text++) {
		if (strchr("*?[\\", *text))
			fputc('\\', out);
		fputc(*text, out);
	}
}

/* A name is that of a file beside the one that includes it. */
static char *beside(const struct source *source, const char *name)
{
	const char *slash = strrchr(source->name, '/');
	char *path;
	size_t size;
	FILE *out;

	if (*name == '/' || !slash)
		return xstrdup(name);
	out = open_memstream(&path, &size);
	if (!out)
		return xstrdup(name);
	put_escaped(out, source->name, (size_t)(slash + 1 - source->name));
	fputs(name, out);
	fclose(out);
	return path;
}

void build_include(struct parser *parser, const struct loc *loc,
		   const struct word *pattern)
{
	char *path = beside(loc->source, pattern->text);
	glob_t found;
	size_t i;

	switch (glob(path, 0, NULL, &found)) {
	case 0:
		for (i = 0; i < found.gl_pathc; i++)
			include_file(parser, loc, found.gl_pathv[i]);
		globfree(&found);
		break;
	case GLOB_NOMATCH:
		/* No file at all is one number of files that a pattern has. */
		if (!strpbrk(pattern->text, "*?["))
			source_error(parser->sources, &pattern->loc,
				     "no such file: '%s', expected one beside this",
				     pattern->text);
		break;
	default:
		source_error(parser->sources, &pattern->loc,
			     "cannot look for '%s'", pattern->text);
	}
	free(path);
}

static void normalise_all(struct policy *policy)
{
	unsigned int i;

	for (i = 0; i < policy->profile_count; i++)
		profile_normalise(&policy->profiles[i]);
}

/* Return: 0, or -1 after a message, with nothing to free. */
static int finish(struct parser *parser, int err)
{
	struct sources *sources = parser->sources;

	sets_check(parser);
	inherit_all(parser);
	free(parser->drafts);
	free(parser->rule_words);
	if (!err && !sources->errors) {
		normalise_all(parser->policy);
		policy_check(parser->policy, sources);
	}
	err = err || sources->errors ? -1 : 0;
	sources_report(sources);
	if (err)
		policy_free(parser->policy);
	return err;
}

int policy_parse(struct policy *policy, struct sources *sources,
		 struct source *source)
{
	struct parser parser = { .sources = sources, .policy = policy };

	*policy = (struct policy){ 0 };
	return finish(&parser, parse_source(&parser, source));
}

static int read_file(struct parser *parser, const char *path)
{
	struct source *source;
	int err;

	err = source_open(parser->sources, path, NULL, &source);
	if (err) {
		complain("%s: %s", path, open_error(err));
		return -1;
	}
	return source ? parse_source(parser, source) : 0;
}

static int read_directory(struct parser *parser, const char *path)
{
	char *pattern = NULL;
	glob_t found;
	size_t i, size;
	FILE *out = open_memstream(&pattern, &size);
	int err;

	if (!out)
		return -1;
	put_escaped(out, path, strlen(path));
	fputs("/*.holdfast", out);
	fclose(out);
	err = glob(pattern, 0, NULL, &found);
	free(pattern);
	if (err) {
		complain("%s: no *.holdfast in this directory", path);
		return -1;
	}
	for (i = 0; i < found.gl_pathc && !err; i++)
		err = read_file(parser, found.gl_pathv[i]);
	globfree(&found);
	return err;
}

static bool is_directory(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISDIR(status.st_mode);
}

int policy_read(struct policy *policy, struct sources *sources,
		const char *path)
{
	struct parser parser = { .sources = sources, .policy = policy };

	*policy = (struct policy){ 0 };
	*sources = (struct sources){
		.name = strcmp(path, "-") ? path : "<stdin>",
	};
	return finish(&parser, is_directory(path) ?
			       read_directory(&parser, path) :
			       read_file(&parser, path));
}
