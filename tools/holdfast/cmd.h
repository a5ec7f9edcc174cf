/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_CMD_H
#define HOLDFAST_TOOL_CMD_H

#include <popt.h>
#include <stdbool.h>

/**
 * struct command - one word after 'holdfast'
 * @name: that word
 * @arguments: what may follow it, for the usage line
 * @help: what it does, in a few words
 * @run: does it; argv[0] is the command's name
 */
struct command {
	const char *name;
	const char *arguments;
	const char *help;
	int (*run)(const struct command *command, int argc, const char **argv);
};

int cmd_assign(const struct command *command, int argc, const char **argv);
int cmd_check(const struct command *command, int argc, const char **argv);
int cmd_compile(const struct command *command, int argc, const char **argv);
int cmd_confirm(const struct command *command, int argc, const char **argv);
int cmd_diff(const struct command *command, int argc, const char **argv);
int cmd_doctor(const struct command *command, int argc, const char **argv);
int cmd_events(const struct command *command, int argc, const char **argv);
int cmd_explain(const struct command *command, int argc, const char **argv);
int cmd_learn(const struct command *command, int argc, const char **argv);
int cmd_load(const struct command *command, int argc, const char **argv);
int cmd_lock(const struct command *command, int argc, const char **argv);
int cmd_oci_hook(const struct command *command, int argc, const char **argv);
int cmd_promote(const struct command *command, int argc, const char **argv);
int cmd_ps(const struct command *command, int argc, const char **argv);
int cmd_report(const struct command *command, int argc, const char **argv);
int cmd_rollback(const struct command *command, int argc, const char **argv);
int cmd_show(const struct command *command, int argc, const char **argv);
int cmd_stats(const struct command *command, int argc, const char **argv);
int cmd_status(const struct command *command, int argc, const char **argv);
int cmd_test(const struct command *command, int argc, const char **argv);
int cmd_top(const struct command *command, int argc, const char **argv);
int cmd_tree(const struct command *command, int argc, const char **argv);
int cmd_trust(const struct command *command, int argc, const char **argv);
int cmd_unshadow(const struct command *command, int argc, const char **argv);

/**
 * struct arguments - a parsed command line
 * @context: popt's; to be freed with arguments_free()
 * @name: of the command, for popt
 * @file: the first argument that is no option, or NULL
 * @list: all of these, with NULL at the end; NULL for none
 * @count: their number
 */
struct arguments {
	poptContext context;
	char name[32];
	const char *file;
	const char **list;
	unsigned int count;
};

/**
 * arguments_parse() - parse a command's options
 * @args: what to fill in
 * @command: the command
 * @options: its options, with POPT_AUTOHELP among them
 * @wants_file: it takes one argument; else none
 *
 * Return: 0, or a negative number after a message: exit with EXIT_USAGE.
 */
int arguments_parse(struct arguments *args, const struct command *command,
		    int argc, const char **argv,
		    const struct poptOption *options, bool wants_file);

/* The same for @min to @max arguments. */
int arguments_parse_list(struct arguments *args, const struct command *command,
			 int argc, const char **argv,
			 const struct poptOption *options, unsigned int min,
			 unsigned int max);

/* Complain of the command line. Return: -1. */
int usage_error(const struct command *command, const char *what,
		const char *word);

void arguments_free(struct arguments *args);

/**
 * number_parse() - read an option's number
 * @command: the command
 * @name: of the option
 * @text: what was given; NULL if it was not
 * @number: left as it is then
 *
 * popt itself would take a minus sign.
 *
 * Return: false after a message: exit with EXIT_USAGE.
 */
bool number_parse(const struct command *command, const char *name,
		  const char *text, unsigned long long *number);

#define OPTION_JSON(variable) \
	{ "json", 'j', POPT_ARG_NONE, (variable), 0, \
	  "Print JSON, with the names of the netlink specification", NULL }

/* Run a command whose only option is --json. Return: an exit status. */
int command_run(const struct command *command, int argc, const char **argv,
		int (*run)(bool json));

#endif /* HOLDFAST_TOOL_CMD_H */
