/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy language, see Documentation/admin-guide/holdfast-policy.md.
 *
 * A keyword is one only where the grammar wants it, so that a profile may be
 * called 'mount' and a system call 'unshare'. The exceptions are 'except',
 * 'only', 'not' and 'also', which may stand before or behind a list of names.
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
		(current).source = parser->file.source;			\
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
	source_error(parser->sources, loc, "%s", what);
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
%initial-action { @$ = (struct loc){ parser->file.source, 0, 0 }; }

%token END 0 "the end of the file"
%token <struct word> WORD "a name"
%token <struct word> STRING "a quoted string"
%token <struct word> SET_NAME "a set"
%token <struct number> NUMBER "a number"
%token <struct word>
	INCLUDE "include" SET "set" PROFILE "profile" CONTAINER "container"
	VERSION "version" MODE "mode"
	NAMESPACE "namespace" MOUNT "mount" MODULE "module"
	CAPABILITY "capability" KERNEL_FILE "kernel_file" DEVICE "device"
	HANDLE "handle" PROCESS "process" CREATE "create" JOIN "join"
	NEW "new" ALLOW "allow" HOST "host" OWN "own" WRITE "write"
	CHAR "char" BLOCK "block" OPEN "open" MKNOD "mknod" ACCESS "access"
	SIGNAL "signal" FILE_CLASS "file" KEEP "keep" RECEIVE "receive"
	SOCKET "socket" ABSTRACT "abstract" BPF "bpf" EXEC "exec"
	KERNEL_SURFACE "kernel_surface" READ "read" AUTOLOAD "autoload"
	USER_COUNT "user_count" USER_DEPTH "user_depth"
	CGROUP "cgroup" ROOTFS "rootfs"
	NAMESPACES "namespaces" USER "user" USE "use" UNCONFINED "unconfined"
	NONE "none" ENTER "enter"
%token EXCEPT "except" ONLY "only" NOT "not" ALSO "also" ASSIGNED "assigned"

%type <struct word> word name word_or_set name_or_set device numbers
	member parent
%type <struct words> words names devices members
%type <struct change> change calls name_change device_change
%type <struct range> major minor
%type <bool> only

%%

policy:
	%empty
|	policy include
|	policy set
|	policy profile
|	policy container
|	policy VERSION NUMBER ';'	{
		build_version(parser, &@VERSION, &$NUMBER);
	}
|	policy error ';'		{ yyerrok; }
|	policy error '}'		{ yyerrok; }
|	policy error '{' junk '}'	{ yyerrok; }
;

include:
	INCLUDE STRING ';'	{ build_include(parser, &@$, &$STRING); }
;

set:
	SET word '{' members '}'	{
		build_set(parser, &$word, &$members);
	}
|	SET word '{' error '}'	{ yyerrok; }
;

profile:
	PROFILE name parent '{'	{ build_profile(parser, &$name, &$parent); }
	profile_body close
;

parent:
	%empty			{ $$ = (struct word){ 0 }; }
|	':' name		{ $$ = $name; }
;

profile_body:
	%empty
|	profile_body profile_statement
|	profile_body bad_statement
;

profile_statement:
	MODE word ';'		{
		build_mode(parser, &@MODE, CLASS_COUNT, &$word);
	}
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
|	EXEC '{'		{
		build_block(parser, &@1, HOLDFAST_CLASS_EXEC);
	} exec_body close
|	KERNEL_SURFACE '{'	{
		build_block(parser, &@1, HOLDFAST_CLASS_KERNEL_SURFACE);
	} kernel_surface_body close
;

class_mode:
	MODE word ';'		{
		build_mode(parser, &@MODE, parser->class, &$word);
	}
;

namespace_body:
	%empty
|	namespace_body CREATE change ';'	{
		build_ops(parser, &@CREATE, HOLDFAST_CLASS_NAMESPACE, "create",
			  &$change);
	}
|	namespace_body JOIN change ';'	{
		build_ops(parser, &@JOIN, HOLDFAST_CLASS_NAMESPACE, "join",
			  &$change);
	}
|	namespace_body USER_COUNT NUMBER ';'	{
		build_limit(parser, &@USER_COUNT, "user_count", &$NUMBER);
	}
|	namespace_body USER_COUNT word ';'	{
		build_no_limit(parser, &@USER_COUNT, "user_count", &$word);
	}
|	namespace_body USER_DEPTH NUMBER ';'	{
		build_limit(parser, &@USER_DEPTH, "user_depth", &$NUMBER);
	}
|	namespace_body USER_DEPTH word ';'	{
		build_no_limit(parser, &@USER_DEPTH, "user_depth", &$word);
	}
|	namespace_body class_mode
|	namespace_body bad_statement
;

mount_body:
	%empty
|	mount_body NEW name_change ';'	{
		build_globs(parser, &@NEW, LIST_FS_TYPE, &$name_change);
	}
|	mount_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_MOUNT, "allow",
			  &$change);
	}
|	mount_body class_mode
|	mount_body bad_statement
;

module_body:
	%empty
|	module_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_MODULE, "allow",
			  &$change);
	}
|	module_body AUTOLOAD name_change ';'	{
		build_globs(parser, &@AUTOLOAD, LIST_ALIAS, &$name_change);
	}
|	module_body class_mode
|	module_body bad_statement
;

capability_body:
	%empty
|	capability_body HOST change ';'	{
		build_cap(parser, &@HOST, "host", &$change);
	}
|	capability_body HOST words[caps] only calls ';'	{
		build_cap_scope(parser, &@HOST, "host", &$caps, $only, &$calls);
	}
|	capability_body OWN change ';'	{
		build_cap(parser, &@OWN, "own", &$change);
	}
|	capability_body OWN words[caps] only calls ';'	{
		build_cap_scope(parser, &@OWN, "own", &$caps, $only, &$calls);
	}
|	capability_body class_mode
|	capability_body bad_statement
;

only:
	ONLY			{ $$ = true; }
|	NOT			{ $$ = false; }
;

kernel_file_body:
	%empty
|	kernel_file_body WRITE change ';'	{
		build_ops(parser, &@WRITE, HOLDFAST_CLASS_KERNEL_FILE, "write",
			  &$change);
	}
|	kernel_file_body READ change ';'	{
		build_ops(parser, &@READ, HOLDFAST_CLASS_KERNEL_FILE, "read",
			  &$change);
	}
|	kernel_file_body class_mode
|	kernel_file_body bad_statement
;

device_body:
	%empty
|	device_body CHAR device_change ';'	{
		build_device_list(parser, &@CHAR, "char", &$device_change);
	}
|	device_body BLOCK device_change ';'	{
		build_device_list(parser, &@BLOCK, "block", &$device_change);
	}
|	device_body OPEN change ';'	{
		build_ops(parser, &@OPEN, HOLDFAST_CLASS_DEVICE, "open",
			  &$change);
	}
|	device_body MKNOD change ';'	{
		build_ops(parser, &@MKNOD, HOLDFAST_CLASS_DEVICE, "mknod",
			  &$change);
	}
|	device_body class_mode
|	device_body bad_statement
;

handle_body:
	%empty
|	handle_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_HANDLE, "allow",
			  &$change);
	}
|	handle_body class_mode
|	handle_body bad_statement
;

process_body:
	%empty
|	process_body ACCESS change ';'	{
		build_ops(parser, &@ACCESS, HOLDFAST_CLASS_PROCESS, "access",
			  &$change);
	}
|	process_body SIGNAL change ';'	{
		build_ops(parser, &@SIGNAL, HOLDFAST_CLASS_PROCESS, "signal",
			  &$change);
	}
|	process_body class_mode
|	process_body bad_statement
;

file_body:
	%empty
|	file_body KEEP change ';'	{
		build_ops(parser, &@KEEP, HOLDFAST_CLASS_FILE, "keep",
			  &$change);
	}
|	file_body RECEIVE change ';'	{
		build_ops(parser, &@RECEIVE, HOLDFAST_CLASS_FILE, "receive",
			  &$change);
	}
|	file_body OPEN change ';'	{
		build_ops(parser, &@OPEN, HOLDFAST_CLASS_FILE, "open",
			  &$change);
	}
|	file_body class_mode
|	file_body bad_statement
;

socket_body:
	%empty
|	socket_body ABSTRACT change ';'	{
		build_ops(parser, &@ABSTRACT, HOLDFAST_CLASS_SOCKET, "abstract",
			  &$change);
	}
|	socket_body HOST name_change ';'	{
		build_globs(parser, &@HOST, LIST_SOCKET, &$name_change);
	}
|	socket_body class_mode
|	socket_body bad_statement
;

bpf_body:
	%empty
|	bpf_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_BPF, "allow",
			  &$change);
	}
|	bpf_body class_mode
|	bpf_body bad_statement
;

exec_body:
	%empty
|	exec_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_EXEC, "allow",
			  &$change);
	}
|	exec_body class_mode
|	exec_body bad_statement
;

kernel_surface_body:
	%empty
|	kernel_surface_body ALLOW change ';'	{
		build_ops(parser, &@ALLOW, HOLDFAST_CLASS_KERNEL_SURFACE,
			  "allow", &$change);
	}
|	kernel_surface_body SOCKET change ';'	{
		build_families(parser, &@SOCKET, &$change);
	}
|	kernel_surface_body class_mode
|	kernel_surface_body bad_statement
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
	outcome enter ';'	{ build_rule(parser, &@$); }
|	conditions outcome enter ';'	{ build_rule(parser, &@$); }
;

outcome:
	UNCONFINED
|	USE name		{ build_rule_profile(parser, &$name); }
|	USE ASSIGNED		{ parser->rule.assigned = true; }
;

enter:
	%empty
|	ENTER word		{ build_rule_enter(parser, &$word); }
;

conditions:
	condition
|	conditions condition
;

condition:
	CGROUP STRING		{ build_rule_cgroup(parser, &@1, &$2); }
|	ROOTFS			{ build_rule_rootfs(parser, &@1); }
|	NAMESPACES words	{ build_rule_namespaces(parser, &@1, &$2); }
|	USER major		{ build_rule_users(parser, &@1, &$2); }
|	USER name		{ build_rule_user(parser, &@1, &$2); }
;

/* What a statement makes of the list that it inherits. */
change:
	calls
|	ALSO words		{
		$$ = (struct change){ .inherits = true, .add = $words };
	}
|	ALSO words[add] EXCEPT words[except]	{
		$$ = (struct change){ true, $add, $except };
	}
|	EXCEPT words		{
		$$ = (struct change){ .inherits = true, .except = $words };
	}
;

calls:
	words			{ $$ = (struct change){ .add = $words }; }
|	words[add] EXCEPT words[except]	{
		$$ = (struct change){ false, $add, $except };
	}
;

name_change:
	names			{ $$ = (struct change){ .add = $names }; }
|	names[add] EXCEPT names[except]	{
		$$ = (struct change){ false, $add, $except };
	}
|	ALSO names		{
		$$ = (struct change){ .inherits = true, .add = $names };
	}
|	ALSO names[add] EXCEPT names[except]	{
		$$ = (struct change){ true, $add, $except };
	}
|	EXCEPT names		{
		$$ = (struct change){ .inherits = true, .except = $names };
	}
;

device_change:
	devices			{ $$ = (struct change){ .add = $devices }; }
|	devices[add] EXCEPT devices[except]	{
		$$ = (struct change){ false, $add, $except };
	}
|	ALSO devices		{
		$$ = (struct change){ .inherits = true, .add = $devices };
	}
|	ALSO devices[add] EXCEPT devices[except]	{
		$$ = (struct change){ true, $add, $except };
	}
|	EXCEPT devices		{
		$$ = (struct change){ .inherits = true, .except = $devices };
	}
;

words:
	word_or_set		{ $$ = words_of(parser, &$1); }
|	words[list] ',' word_or_set	{ $$ = words_add(parser, $list, &$3); }
;

names:
	name_or_set		{ $$ = words_of(parser, &$1); }
|	names[list] ',' name_or_set	{ $$ = words_add(parser, $list, &$3); }
;

devices:
	device			{ $$ = words_of(parser, &$1); }
|	devices[list] ',' device	{ $$ = words_add(parser, $list, &$3); }
;

members:
	member			{ $$ = words_of(parser, &$1); }
|	members[list] ',' member	{ $$ = words_add(parser, $list, &$3); }
;

member:
	name_or_set
|	numbers
;

word_or_set:
	word
|	SET_NAME
;

name_or_set:
	name
|	SET_NAME
;

device:
	numbers
|	NONE
|	SET_NAME
;

numbers:
	major ':' minor		{
		$$ = (struct word){
			.kind = WORD_DEVICE, .text = "", .major = $major,
			.minor = $minor, .loc = @$,
		};
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

name:
	word
|	STRING
;

word:
	WORD | INCLUDE | SET | PROFILE | CONTAINER | VERSION | MODE
|	NAMESPACE | MOUNT | MODULE
|	CAPABILITY | KERNEL_FILE | DEVICE | HANDLE | PROCESS | CREATE | JOIN
|	NEW | ALLOW | HOST | OWN | WRITE | CHAR | BLOCK | OPEN | MKNOD
|	ACCESS | SIGNAL | FILE_CLASS | KEEP | RECEIVE | SOCKET | ABSTRACT
|	BPF | EXEC | KERNEL_SURFACE | READ | AUTOLOAD | USER_COUNT | USER_DEPTH
|	CGROUP | ROOTFS | NAMESPACES | USE | UNCONFINED | NONE | USER | ENTER
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
	word | STRING | NUMBER | SET_NAME | EXCEPT | ONLY | NOT | ALSO | ASSIGNED
|	';' | ',' | ':' | '*' | '-'
;

%%

#define EXPECTED_MAX	64

static bool is_keyword(yysymbol_kind_t token)
{
	return token >= YYSYMBOL_INCLUDE && token <= YYSYMBOL_ASSIGNED;
}

static void print_symbol(FILE *out, yysymbol_kind_t token)
{
	const char *name = yysymbol_name(token);

	/* Bison's names of characters have quotes already. */
	fprintf(out, is_keyword(token) ? "'%s'" : "%s", name);
}

static void print_unexpected(FILE *out, yysymbol_kind_t token,
			     const struct loc *loc)
{
	fputs("unexpected ", out);
	if (token == YYSYMBOL_YYEOF)
		fputs("end of the file", out);
	else if (token == YYSYMBOL_STRING)
		fputs("quoted string", out);
	else
		fprintf(out, "'%.*s'", (int)(loc->end - loc->start),
			loc->source->text + loc->start);
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
			  const struct loc *loc)
{
	char *text = xstrndup(loc->source->text + loc->start,
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
	print_unexpected(out, token, loc);
	for (i = 0; i < count; i++) {
		fputs(!i ? ", expected " : i + 1 < count ? ", " : " or ", out);
		print_symbol(out, expected[i]);
	}
	if (token == YYSYMBOL_WORD)
		print_nearest(out, expected, count, loc);
	fclose(out);
	source_error(parser->sources, loc, "%s", text);
	parser->broken = true;
	free(text);
	return 0;
}
