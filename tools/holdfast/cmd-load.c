// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "blob.h"
#include "change.h"
#include "policy.h"
#include "policy_netlink.h"
#include "schema.h"
#include "util.h"
#include "view.h"

/**
 * struct options - how a policy is to be loaded
 * @terms: on what terms it becomes active
 * @shadow: it does not, but is judged beside the active one
 * @signature: its signature, or none
 */
struct options {
	struct terms terms;
	int shadow;
	struct blob signature;
};

static struct nl_msg *profile_message(struct channel *channel,
				      const struct profile *profile)
{
	struct nl_msg *msg;

	msg = channel_message(channel, HOLDFAST_CMD_PROFILE_ADD, 0,
			      profile_size(profile));
	if (!profile_put(msg, profile))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

static struct nl_msg *rule_message(struct channel *channel,
				   const struct rule *rule)
{
	struct nl_msg *msg;

	msg = channel_message(channel, HOLDFAST_CMD_RULE_ADD, 0,
			      rule_size(rule));
	if (!rule_put(msg, rule))
		return msg;
	nlmsg_free(msg);
	return NULL;
}

/* Send a part of the policy; a refusal is shown at its place in the source. */
static int add(struct channel *channel, struct nl_msg *msg,
	       struct sources *sources, const struct loc *loc)
{
	char *reason;

	if (!msg) {
		source_error(sources, loc, "this does not fit a message");
		return EXIT_REFUSED;
	}
	if (!channel_ask(channel, msg, NULL, NULL))
		return EXIT_DONE;
	reason = channel_reason(channel);
	source_error(sources, loc, "the kernel refuses this: %s", reason);
	free(reason);
	return EXIT_REFUSED;
}

static int add_all(struct channel *channel, const struct policy *policy,
		   struct sources *sources)
{
	unsigned int i;
	int ret;

	for (i = 0; i < policy->profile_count; i++) {
		const struct profile *profile = &policy->profiles[i];

		ret = add(channel, profile_message(channel, profile),
			  sources, &profile->loc);
		if (ret)
			return ret;
	}
	for (i = 0; i < policy->rule_count; i++) {
		const struct rule *rule = &policy->rules[i];

		ret = add(channel, rule_message(channel, rule), sources,
			  &rule->loc);
		if (ret)
			return ret;
	}
	return EXIT_DONE;
}

static struct nl_msg *begin_message(struct channel *channel,
				    const struct policy *policy)
{
	struct nl_msg *msg;

	msg = channel_message(channel, HOLDFAST_CMD_POLICY_BEGIN, 0, 16);
	if (policy->version)
		nla_put_u64(msg, HOLDFAST_A_TRANSACTION_POLICY_VERSION,
			    policy->version);
	return msg;
}

static struct nl_msg *commit_message(struct channel *channel,
				     const struct options *options)
{
	struct nl_msg *msg;

	msg = channel_message(channel, HOLDFAST_CMD_POLICY_COMMIT, 0,
			      32 + options->signature.len);
	terms_put(msg, &options->terms);
	if (options->shadow)
		nla_put_flag(msg, HOLDFAST_A_TRANSACTION_SHADOW);
	if (options->signature.data)
		nla_put(msg, HOLDFAST_A_TRANSACTION_SIGNATURE,
			(int)options->signature.len, options->signature.data);
	return msg;
}

static void print_active(const struct active *active,
			 const struct policy *policy,
			 const struct sources *sources,
			 const struct options *options)
{
	printf("%s: ", sources->name);
	if (options->shadow)
		printf("shadow of policy version %" PRIu64
		       " (generation %" PRIu64 ")", active->version,
		       active->generation);
	else
		printf("policy version %" PRIu64
		       " is active (generation %" PRIu64 ")", active->version,
		       active->generation);
	printf(", %u profile%s, %u rule%s\n", policy->profile_count,
	       policy->profile_count == 1 ? "" : "s",
	       policy->rule_count, policy->rule_count == 1 ? "" : "s");
	terms_print(&options->terms);
}

/* Closing the socket aborts what was begun, so no error path has to. */
static int transact(struct channel *channel, const struct policy *policy,
		    struct sources *sources,
		    const struct options *options)
{
	struct active active;
	int ret;

	if (channel_ask(channel, begin_message(channel, policy), NULL, NULL))
		return channel_complain(channel);
	ret = add_all(channel, policy, sources);
	if (ret)
		return ret;
	ret = change_ask(channel, commit_message(channel, options), &active);
	if (ret == EXIT_DONE)
		print_active(&active, policy, sources, options);
	return ret;
}

static int load(const char *file, const struct options *options)
{
	struct channel channel;
	struct policy policy;
	struct sources sources;
	int ret = EXIT_REFUSED;

	if (policy_read(&policy, &sources, file))
		goto free_sources;
	ret = channel_open(&channel);
	if (ret)
		goto free_policy;
	ret = transact(&channel, &policy, &sources, options);
	if (ret == EXIT_DONE && !options->shadow)
		view_note(file);
	sources_report(&sources);
	channel_close(&channel);
free_policy:
	policy_free(&policy);
free_sources:
	sources_free(&sources);
	return ret;
}

static bool check_options(const struct command *command,
			  struct options *options)
{
	if (!terms_parse(command, &options->terms))
		return false;
	if (!options->shadow || !options->terms.confirm)
		return true;
	complain("load: a shadow need not be confirmed");
	return false;
}

static int load_signed(const char *file, const char *signature,
		       struct options *options)
{
	int ret;

	if (signature && blob_read(&options->signature, signature))
		return EXIT_REFUSED;
	ret = load(file, options);
	blob_free(&options->signature);
	return ret;
}

int cmd_load(const struct command *command, int argc, const char **argv)
{
	struct options asked = { 0 };
	char *signature = NULL;
	const struct poptOption options[] = {
		OPTION_CONFIRM(&asked.terms),
		OPTION_FORCE(&asked.terms),
		{ "shadow", 's', POPT_ARG_NONE, &asked.shadow, 0,
		  "Only have it judged beside the active policy", NULL },
		{ "signature", 'S', POPT_ARG_STRING, &signature, 0,
		  "What 'openssl cms -sign' made of what 'compile' wrote",
		  "SIG" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, true) &&
	    check_options(command, &asked))
		ret = load_signed(args.file, signature, &asked);
	arguments_free(&args);
	free(asked.terms.confirm_text);
	free(signature);
	return ret;
}
