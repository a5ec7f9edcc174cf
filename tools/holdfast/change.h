/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_CHANGE_H
#define HOLDFAST_TOOL_CHANGE_H

#include "cmd.h"
#include "netlink.h"

/**
 * struct active - the policy that is active after a change
 * @generation: the kernel's number for it
 * @version: its own
 */
struct active {
	uint64_t generation;
	uint64_t version;
};

/**
 * struct terms - on what terms a policy is to become the active one
 * @confirm_text: --confirm as it was given, or NULL; to be freed
 * @confirm: seconds to confirm it in; 0 if it need not be
 * @force: even if its version is older
 */
struct terms {
	char *confirm_text;
	unsigned long long confirm;
	int force;
};

#define OPTION_CONFIRM(terms) \
	{ "confirm", 'c', POPT_ARG_STRING, &(terms)->confirm_text, 0, \
	  "Without 'holdfast confirm' in this time the former policy comes back", \
	  "SECS" }
#define OPTION_FORCE(terms) \
	{ "force", 'f', POPT_ARG_NONE, &(terms)->force, 0, \
	  "Also if its version is older than the active one's", NULL }

/* Return: false after a message: exit with EXIT_USAGE. */
bool terms_parse(const struct command *command, struct terms *terms);

/* Put them into a request, of at least 16 bytes. */
void terms_put(struct nl_msg *msg, const struct terms *terms);

/* Remind of what has to be done, if anything. */
void terms_print(const struct terms *terms);

/**
 * change_ask() - ask for a change of policy
 * @channel: where
 * @msg: the request; freed
 * @active: gets what is active then
 *
 * Return: EXIT_DONE, or after a message what to exit with.
 */
int change_ask(struct channel *channel, struct nl_msg *msg,
	       struct active *active);

/**
 * change_run() - a command without arguments that is one request
 * @command: the command
 * @request: HOLDFAST_CMD_*, without attributes
 * @active: gets what is active then
 *
 * Return: what to exit with.
 */
int change_run(const struct command *command, int argc, const char **argv,
	       unsigned int request, struct active *active);

#endif /* HOLDFAST_TOOL_CHANGE_H */
