/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy language, see Documentation/admin-guide/holdfast-policy.md.
 *
 * A keyword is one only where the grammar wants it, so that a profile may be
 * called 'mount' and a system call 'unshare'. The exceptions are 'except',
 * 'only' and 'not', which may follow a list of names.
 */
%code requires {
#include "parse.h"
}

%code provides {
int policy_yylex(POLICY_YYSTYPE *value, struct loc *loc, void *scanner);
}

%code {
#include <string.h>

#include "util.h"

#define YYLLOC_DEFAULT(current, rhs, n)					\
	do {								\
		if (n) {						\
			(current).start = YYRHSLOC(rhs, 1).start;	\
			(current).end = YYRHSLOC(rhs, n).end;		\
		} else {						\
			(current).start = YYRHSLOC(rhs, 0).end;		\
			(current).end = (current).start;		\
		}							\
	} while (0)

static void policy_yyerror(struct loc *loc, struct parser *parser,
			   void *scanner, const char *what)
{
	(void)scanner;
	source_error(parser->source, loc, "%s", what);
}

static struct words words_of(struct parser *parser, const struct word *word)
{
	struct word *copy = parser_alloc(parser, sizeof(*copy));

	*copy = *word;
	return (struct words){ copy, copy };
}

static struct words words_add(struct parser *parser, struct words words,
			      const struct word *word)
{
	struct words more = words_of(parser, word);

	words.last->next = more.first;
	words.last = more.last;
	return words;
}
}

%define api.pure full
%define api.prefix {policy_yy}
%define api.location.type {struct loc}
%define api.value.type union
%define parse.error custom
%define parse.lac full
%locations
%parse-param {struct parser *parser} {void *scanner}
%lex-param {void *scanner}
%initial-action { @$ = (struct loc){ 0, 0 }; }

%token END 0 "the end of the file"
%token <struct word> WORD "a name"
%token <struct word> STRING "a quoted string"
%token <struct number> NUMBER "a number"
%token <struct word>
	PROFILE "profile" CONTAINER "container" MODE "mode"
	NAMESPACE "namespace" MOUNT "mount" MODULE "module"
	CAPABILITY "capability" KERNEL_FILE "kernel_file" DEVICE "device"
	HANDLE "handle" PROCESS "process" CREATE "create" JOIN "join"
	NEW "new" ALLOW "allow" HOST "host" OWN "own" WRITE "write"
	CHAR "char" BLOCK "block" OPEN "open" MKNOD "mknod" ACCESS "access"
	SIGNAL "signal" FILE_CLASS "file" KEEP "keep" RECEIVE "receive"
	SOCKET "socket" ABSTRACT "abstract" BPF "bpf" CGROUP "cgroup" ROOTFS "rootfs"
	NAMESPACES "namespaces" USE "use" UNCONFINED "unconfined"
%token EXCEPT "except" ONLY "only" NOT "not"

%type <struct word> word name
%type <struct words> words names
%type <struct range> major minor
%type <bool> only

%%

policy:
	%empty
|	policy profile
|	policy container
|	policy error ';'		{ yyerrok; }
|	policy error '}'		{ yyerrok; }
|	policy error '{' junk '}'	{ yyerrok; }
;

profile:
	PROFILE name '{'	{ build_profile(parser, &$name); }
	profile_body close	{ build_profile_end(parser); }
;

profile_body:
	%empty
|	profile_body profile_statement
|	profile_body bad_statement
;

profile_statement:
	MODE word ';'		{ build_mode(parser, &@MODE, &$word); }
|	NAMESPACE '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_NAMESPACE);
	} namespace_body close
|	MOUNT '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_MOUNT);
	} mount_body close
|	MODULE '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_MODULE);
	} module_body close
|	CAPABILITY '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_CAPABILITY);
	} capability_body close
|	KERNEL_FILE '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_KERNEL_FILE);
	} kernel_file_body close
|	DEVICE '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_DEVICE);
	} device_body close
|	HANDLE '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_HANDLE);
	} handle_body close
|	PROCESS '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_PROCESS);
	} process_body close
|	FILE_CLASS '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_FILE);
	} file_body close
|	SOCKET '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_SOCKET);
	} socket_body close
|	BPF '{'			{
		build_block(parser, &@1, HOLDFAST_CLASS_BPF);
	} bpf_body close
;

namespace_body:
	%empty
|	namespace_body CREATE words ';'	{
		build_create(parser, &@CREATE, &$words);
	}
|	namespace_body JOIN words ';'	{
		build_ops(parser, &@JOIN, HOLDFAST_CLASS_NAMESPACE, "join",
			  &$words);
	}
|	namespace_body bad_statement
;

mount_body:
	%empty
|	mount_body NEW names ';'	{
		build_mount_new(parser, &@NEW, &$names);
	}
|	mount_body ALLOW words ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_MOUNT, "allow",
			  &$words);
	}
|	mount_body bad_statement
;

module_body:
	%empty
|	module_body ALLOW words ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_MODULE, "allow",
			  &$words);
	}
|	module_body bad_statement
;

capability_body:
	%empty
|	capability_body HOST words ';'	{
		build_cap(parser, &@HOST, true, &$words, NULL);
	}
|	capability_body HOST words[all] EXCEPT words[except] ';'	{
		build_cap(parser, &@HOST, true, &$all, &$except);
	}
|	capability_body HOST words[caps] only words[scopes] ';'	{
		build_cap_scope(parser, &@HOST, &$caps, $only, &$scopes);
	}
|	capability_body OWN words ';'	{
		build_cap(parser, &@OWN, false, &$words, NULL);
	}
|	capability_body OWN words[all] EXCEPT words[except] ';'	{
		build_cap(parser, &@OWN, false, &$all, &$except);
	}
|	capability_body bad_statement
;

only:
	ONLY			{ $$ = true; }
|	NOT			{ $$ = false; }
;

kernel_file_body:
	%empty
|	kernel_file_body WRITE words ';'	{
		build_ops(parser, &@WRITE, HOLDFAST_CLASS_KERNEL_FILE, "write",
			  &$words);
	}
|	kernel_file_body bad_statement
;

device_body:
	%empty
|	device_body CHAR { build_device_list(parser, &@CHAR, false); }
	char_devices ';'
|	device_body BLOCK { build_device_list(parser, &@BLOCK, true); }
	block_devices ';'
|	device_body OPEN words ';'	{
		build_device_ops(parser, &@OPEN, "open", &$words);
	}
|	device_body MKNOD words ';'	{
		build_device_ops(parser, &@MKNOD, "mknod", &$words);
	}
|	device_body bad_statement
;

char_devices:
	major ':' minor		{
		build_device(parser, false, &$major, &$minor);
	}
|	char_devices ',' major ':' minor	{
		build_device(parser, false, &$major, &$minor);
	}
;

block_devices:
	major ':' minor		{
		build_device(parser, true, &$major, &$minor);
	}
|	block_devices ',' major ':' minor	{
		build_device(parser, true, &$major, &$minor);
	}
;

major:
	NUMBER			{ $$ = (struct range){ $1, $1 }; }
|	NUMBER[first] '-' NUMBER[last]	{
		$$ = (struct range){ $first, $last };
	}
;

minor:
	major
|	'*'			{
		$$.first = (struct number){ 0, @1 };
		$$.last = (struct number){ DEVICE_MINOR_MAX, @1 };
	}
;

handle_body:
	%empty
|	handle_body ALLOW words ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_HANDLE, "allow",
			  &$words);
	}
|	handle_body bad_statement
;

process_body:
	%empty
|	process_body ACCESS words ';'	{
		build_ops(parser, &@ACCESS, HOLDFAST_CLASS_PROCESS, "access",
			  &$words);
	}
|	process_body SIGNAL words ';'	{
		build_ops(parser, &@SIGNAL, HOLDFAST_CLASS_PROCESS, "signal",
			  &$words);
	}
|	process_body bad_statement
;

file_body:
	%empty
|	file_body KEEP words ';'	{
		build_ops(parser, &@KEEP, HOLDFAST_CLASS_FILE, "keep",
			  &$words);
	}
|	file_body RECEIVE words ';'	{
		build_ops(parser, &@RECEIVE, HOLDFAST_CLASS_FILE, "receive",
			  &$words);
	}
|	file_body bad_statement
;

socket_body:
	%empty
|	socket_body ABSTRACT words ';'	{
		build_ops(parser, &@ABSTRACT, HOLDFAST_CLASS_SOCKET, "abstract",
			  &$words);
	}
|	socket_body bad_statement
;

bpf_body:
	%empty
|	bpf_body ALLOW words ';'	{
		build_bpf(parser, &@ALLOW, &$words);
	}
|	bpf_body bad_statement
;

container:
	CONTAINER '{'		{ build_container(parser, &@CONTAINER); }
	container_body close
;

container_body:
	%empty
|	container_body rule
|	container_body bad_statement	{ build_rule_reset(parser); }
;

rule:
	UNCONFINED ';'		{ build_rule(parser, &@$, NULL); }
|	USE name ';'		{ build_rule(parser, &@$, &$name); }
|	conditions UNCONFINED ';'	{ build_rule(parser, &@$, NULL); }
|	conditions USE name ';'	{ build_rule(parser, &@$, &$name); }
;

conditions:
	condition
|	conditions condition
;

condition:
	CGROUP STRING		{ build_rule_cgroup(parser, &@1, &$2); }
|	ROOTFS			{ build_rule_rootfs(parser, &@1); }
|	NAMESPACES words	{ build_rule_namespaces(parser, &@1, &$2); }
;

words:
	word			{ $$ = words_of(parser, &$word); }
|	words[list] ',' word	{ $$ = words_add(parser, $list, &$word); }
;

names:
	name			{ $$ = words_of(parser, &$name); }
|	names[list] ',' name	{ $$ = words_add(parser, $list, &$name); }
;

name:
	word
|	STRING
;

word:
	WORD | PROFILE | CONTAINER | MODE | NAMESPACE | MOUNT | MODULE
|	CAPABILITY | KERNEL_FILE | DEVICE | HANDLE | PROCESS | CREATE | JOIN
|	NEW | ALLOW | HOST | OWN | WRITE | CHAR | BLOCK | OPEN | MKNOD
|	ACCESS | SIGNAL | FILE_CLASS | KEEP | RECEIVE | SOCKET | ABSTRACT
|	BPF | CGROUP | ROOTFS | NAMESPACES | USE | UNCONFINED
;

/* Ways on after an error that was reported. */
close:
	'}'
|	error '}'		{ yyerrok; }
;

bad_statement:
	error ';'		{ yyerrok; }
|	error '{' junk '}'	{ yyerrok; }
;

junk:
	%empty
|	junk junk_token
|	junk '{' junk '}'
;

junk_token:
	word | STRING | NUMBER | EXCEPT | ONLY | NOT
|	';' | ',' | ':' | '*' | '-'
;

%%

#define EXPECTED_MAX	64

static bool is_keyword(yysymbol_kind_t token)
{
	return token >= YYSYMBOL_PROFILE && token <= YYSYMBOL_NOT;
}

static void print_symbol(FILE *out, yysymbol_kind_t token)
{
	const char *name = yysymbol_name(token);

	/* Bison's names of characters have quotes already. */
	fprintf(out, is_keyword(token) ? "'%s'" : "%s", name);
}

static void print_unexpected(FILE *out, yysymbol_kind_t token,
			     const struct parser *parser,
			     const struct loc *loc)
{
	fputs("unexpected ", out);
	if (token == YYSYMBOL_YYEOF)
		fputs("end of the file", out);
	else if (token == YYSYMBOL_STRING)
		fputs("quoted string", out);
	else
		fprintf(out, "'%.*s'", (int)(loc->end - loc->start),
			parser->source->text + loc->start);
}

/* Where a name will do, the keywords that would do as one are no news. */
static int drop_keywords(yysymbol_kind_t *tokens, int count)
{
	bool word = false;
	int in, out = 0;

	for (in = 0; in < count; in++)
		word |= tokens[in] == YYSYMBOL_WORD;
	for (in = 0; in < count; in++)
		if (!word || !is_keyword(tokens[in]) ||
		    tokens[in] >= YYSYMBOL_EXCEPT)
			tokens[out++] = tokens[in];
	return out;
}

static void print_nearest(FILE *out, const yysymbol_kind_t *tokens, int count,
			  const struct parser *parser, const struct loc *loc)
{
	char *text = xstrndup(parser->source->text + loc->start,
			      loc->end - loc->start);
	int i, best = -1;

	for (i = 0; i < count; i++) {
		const char *name = yysymbol_name(tokens[i]);

		if (!is_keyword(tokens[i]) || !word_is_near(text, name))
			continue;
		if (best < 0 || word_distance(text, name) <
				word_distance(text, yysymbol_name(tokens[best])))
			best = i;
	}
	if (best >= 0)
		fprintf(out, "; did you mean '%s'?",
			yysymbol_name(tokens[best]));
	free(text);
}

static int yyreport_syntax_error(const yypcontext_t *context,
				 struct parser *parser, void *scanner)
{
	yysymbol_kind_t expected[EXPECTED_MAX];
	yysymbol_kind_t token = yypcontext_token(context);
	const struct loc *loc = yypcontext_location(context);
	int i, count;
	size_t size;
	char *text;
	FILE *out;

	(void)scanner;
	count = yypcontext_expected_tokens(context, expected, EXPECTED_MAX);
	if (count < 0)
		return count;
	count = drop_keywords(expected, count);

	out = open_memstream(&text, &size);
	if (!out)
		return YYENOMEM;
	print_unexpected(out, token, parser, loc);
	for (i = 0; i < count; i++) {
		fputs(!i ? ", expected " : i + 1 < count ? ", " : " or ", out);
		print_symbol(out, expected[i]);
	}
	if (token == YYSYMBOL_WORD)
		print_nearest(out, expected, count, parser, loc);
	fclose(out);
	source_error(parser->source, loc, "%s", text);
	free(text);
	return 0;
}
