// SPDX-License-Identifier: GPL-2.0-only
#include <locale.h>
#include <string.h>

#include "cmd.h"
#include "util.h"

#ifndef HOLDFAST_VERSION
#define HOLDFAST_VERSION	"0.1"
#endif

static const struct command commands[] = {
	{ "status", "[--json]",
	  "what Holdfast is doing, and each hook", cmd_status },
	{ "load", "[--confirm SECS] [--force] [--shadow] [--signature SIG] FILE",
	  "make a policy the active one", cmd_load },
	{ "confirm", "",
	  "keep the policy that was loaded with --confirm", cmd_confirm },
	{ "rollback", "",
	  "make the former policy the active one again", cmd_rollback },
	{ "lock", "",
	  "until reboot, let nobody change the policy or unload Holdfast", cmd_lock },
	{ "promote", "[--confirm SECS] [--force]",
	  "make the shadow the active policy", cmd_promote },
	{ "unshadow", "",
	  "end the shadow", cmd_unshadow },
	{ "stats", "[--json|--prometheus]",
	  "what of the policy, and of the shadow, had a say", cmd_stats },
	{ "check", "[--print|--explain] FILE",
	  "say what is wrong with a policy, or what it means", cmd_check },
	{ "diff", "[--json] FILE [FILE]",
	  "compare a policy with the active one, or with another", cmd_diff },
	{ "test", "[--json] FILE PROFILE OPERATION...",
	  "what a profile says to an operation, without a kernel", cmd_test },
	{ "compile", "[-o OUT] FILE",
	  "write the bytes of a policy, for openssl to sign", cmd_compile },
	{ "trust", "CERTIFICATE",
	  "let this certificate's key sign policies", cmd_trust },
	{ "show", "[--shadow] [--json]",
	  "the active policy, as text that can be loaded again", cmd_show },
	{ "ps", "[--json]",
	  "the containers that are held", cmd_ps },
	{ "tree", "[--json]",
	  "the same, containers inside of others below them", cmd_tree },
	{ "top", "[--interval SECS] [--count N]",
	  "the same, live, who is refused most at the top", cmd_top },
	{ "assign", "--pid PID PROFILE",
	  "choose the profile of a container, where a rule says 'use assigned'",
	  cmd_assign },
	{ "oci-hook", "",
	  "the same for a runtime, from a container's annotation",
	  cmd_oci_hook },
	{ "report", "--html FILE [--events FILE]",
	  "a page of what was refused, by whom and when", cmd_report },
	{ "doctor", "[--json]",
	  "what Holdfast cannot mend and somebody should know", cmd_doctor },
	{ "events", "[-f] [--since SEQ] [--container ID] [--json|--journal]",
	  "what was refused", cmd_events },
	{ "learn", "[--container ID] [--image NAME] [--profile NAME] [--also SEQ,...] [--events FILE] [--policy FILE]",
	  "from what a profile complained of, a policy that allows it", cmd_learn },
	{ "explain", "[--policy FILE] [--events FILE] [--json] SEQ",
	  "why an event came, and what would allow it", cmd_explain },
};

static void print_usage(FILE *out)
{
	unsigned int i;

	fputs("Usage: holdfast COMMAND [OPTION...]\n\n", out);
	for (i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(out, "  %-10s%s\n", commands[i].name, commands[i].help);
	fputs("\n'holdfast COMMAND --help' lists its options.\n"
	      "Exit status: 0 done, 1 refused or failed, 2 usage, 3 no module.\n",
	      out);
}

static const struct command *find_command(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(commands); i++)
		if (!strcmp(commands[i].name, name))
			return &commands[i];
	return NULL;
}

static int finish(int ret)
{
	if (!fflush(stdout) && !ferror(stdout))
		return ret;
	complain("cannot write to standard output");
	return ret == EXIT_DONE ? EXIT_REFUSED : ret;
}

int main(int argc, char **argv)
{
	const struct command *command;
	const char *name = argc > 1 ? argv[1] : NULL;

	setlocale(LC_ALL, "");
	if (!name) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(name, "help") || !strcmp(name, "--help") ||
	    !strcmp(name, "-?") || !strcmp(name, "-h")) {
		print_usage(stdout);
		return finish(EXIT_DONE);
	}
	if (!strcmp(name, "--version") || !strcmp(name, "-V")) {
		printf("holdfast %s\n", HOLDFAST_VERSION);
		return finish(EXIT_DONE);
	}
	command = find_command(name);
	if (!command) {
		complain("no such command: %s", name);
		print_usage(stderr);
		return EXIT_USAGE;
	}
	return finish(command->run(command, argc - 1,
				   (const char **)argv + 1));
}
