// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>

#include "cmd.h"
#include "netlink.h"
#include "policy.h"
#include "policy_netlink.h"
#include "schema.h"
#include "util.h"

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

static void read_version(unsigned int cmd, struct nlattr *head, int len,
			 void *arg)
{
	struct nlattr *table[HOLDFAST_A_TRANSACTION_MAX + 1];
	uint64_t *version = arg;

	(void)cmd;
	attrs_index(table, HOLDFAST_A_TRANSACTION_MAX, head, len);
	*version = attr_number(table[HOLDFAST_A_TRANSACTION_POLICY_VERSION]);
}

/* Closing the socket aborts what was begun, so no error path has to. */
static int transact(struct channel *channel, const struct policy *policy,
		    struct sources *sources, bool shadow)
{
	struct nl_msg *commit;
	uint64_t version = 0;
	int ret;

	if (channel_ask(channel, channel_message(channel,
						 HOLDFAST_CMD_POLICY_BEGIN, 0,
						 0), NULL, NULL))
		return channel_complain(channel);
	ret = add_all(channel, policy, sources);
	if (ret)
		return ret;
	commit = channel_message(channel, HOLDFAST_CMD_POLICY_COMMIT, 0,
				 nla_total_size(0));
	if (shadow)
		nla_put_flag(commit, HOLDFAST_A_TRANSACTION_SHADOW);
	if (channel_ask(channel, commit, read_version, &version))
		return channel_complain(channel);
	printf("%s: ", sources->name);
	if (shadow)
		printf("shadow of policy version %" PRIu64, version);
	else
		printf("policy version %" PRIu64 " is active", version);
	printf(", %u profile%s, %u rule%s\n", policy->profile_count,
	       policy->profile_count == 1 ? "" : "s", policy->rule_count,
	       policy->rule_count == 1 ? "" : "s");
	return EXIT_DONE;
}

static int load(const char *file, bool shadow)
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
	ret = transact(&channel, &policy, &sources, shadow);
	sources_report(&sources);
	channel_close(&channel);
free_policy:
	policy_free(&policy);
free_sources:
	sources_free(&sources);
	return ret;
}

int cmd_load(const struct command *command, int argc, const char **argv)
{
	int shadow = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "shadow", 's', POPT_ARG_NONE, &shadow, 0,
		  "Only have it judged beside the active policy", NULL },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, true))
		ret = load(args.file, shadow);
	arguments_free(&args);
	return ret;
}
