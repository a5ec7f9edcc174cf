// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>

#include "cmd.h"
#include "netlink.h"
#include "output.h"
#include "policy.h"
#include "policy_netlink.h"
#include "schema.h"
#include "util.h"

/* A policy that is replaced while it is read is read again, so often. */
#define TRIES	10

/**
 * struct reading - the policy as it is read
 * @shadow: it is the shadow rather than the active one
 * @version: that the kernel names
 * @policy: what there is of it
 * @profiles: the same as JSON
 * @rules: the same as JSON
 */
struct reading {
	bool shadow;
	uint64_t version;
	struct policy policy;
	json_object *profiles;
	json_object *rules;
};

static void read_version(unsigned int cmd, struct nlattr *head, int len,
			 void *arg)
{
	struct nlattr *table[HOLDFAST_A_STATUS_MAX + 1];
	uint64_t *version = arg;

	(void)cmd;
	attrs_index(table, HOLDFAST_A_STATUS_MAX, head, len);
	*version = attr_number(table[HOLDFAST_A_STATUS_POLICY_VERSION]);
}

static void read_part(unsigned int cmd, struct nlattr *head, int len,
		      void *arg)
{
	const struct attr_set *set = schema_of_command(cmd);
	struct reading *reading = arg;
	json_object *array = NULL;

	if (set == &schema_profile) {
		policy_add_profile(&reading->policy, head, len);
		array = reading->profiles;
	} else if (set == &schema_rule) {
		policy_add_rule(&reading->policy, head, len);
		array = reading->rules;
	}
	if (array)
		json_object_array_add(array, attrs_to_json(set, head, len));
}

static void reading_begin(struct reading *reading, bool shadow)
{
	*reading = (struct reading){
		.shadow = shadow,
		.profiles = json_object_new_array(),
		.rules = json_object_new_array(),
	};
}

static void reading_end(struct reading *reading)
{
	policy_free(&reading->policy);
	json_object_put(reading->profiles);
	json_object_put(reading->rules);
}

static int ask_version(struct channel *channel, uint64_t *version)
{
	return channel_ask(channel,
			   channel_message(channel, HOLDFAST_CMD_STATUS_GET, 0,
					   0), read_version, version);
}

static int ask_part(struct channel *channel, unsigned int cmd, int shadow,
		    struct reading *reading, bool *interrupted)
{
	struct nl_msg *msg;
	int err;

	msg = channel_message(channel, cmd, NLM_F_DUMP, nla_total_size(0));
	if (reading->shadow)
		nla_put_flag(msg, shadow);
	err = channel_ask(channel, msg, read_part, reading);
	*interrupted |= channel->interrupted;
	return err;
}

/* Return: 0; 1 if the policy changed meanwhile; a negative errno. */
static int read_policy(struct channel *channel, struct reading *reading,
		       bool shadow)
{
	bool interrupted = false;
	uint64_t after;
	int err;

	reading_begin(reading, shadow);
	err = ask_version(channel, &reading->version);
	if (!err)
		err = ask_part(channel, HOLDFAST_CMD_PROFILE_GET,
			       HOLDFAST_A_PROFILE_SHADOW, reading,
			       &interrupted);
	if (!err)
		err = ask_part(channel, HOLDFAST_CMD_RULE_GET,
			       HOLDFAST_A_RULE_SHADOW, reading, &interrupted);
	if (!err)
		err = ask_version(channel, &after);
	if (!err && (interrupted || after != reading->version))
		err = 1;
	if (err)
		reading_end(reading);
	return err;
}

static void print_reading(struct reading *reading, bool json)
{
	json_object *object;

	if (!json) {
		printf("# %spolicy version %" PRIu64 "\n\n",
		       reading->shadow ? "shadow of " : "", reading->version);
		policy_print(&reading->policy, stdout);
		return;
	}
	object = json_object_new_object();
	json_object_object_add(object, "policy-version",
			       json_object_new_uint64(reading->version));
	json_object_object_add(object, "profile",
			       json_object_get(reading->profiles));
	json_object_object_add(object, "rule",
			       json_object_get(reading->rules));
	output_json(object);
}

static int show(bool shadow, bool json)
{
	struct channel channel;
	struct reading reading;
	int tries, ret, err = 1;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	for (tries = 0; err == 1 && tries < TRIES; tries++)
		err = read_policy(&channel, &reading, shadow);
	if (!err) {
		print_reading(&reading, json);
		reading_end(&reading);
	} else if (err == 1) {
		complain("the policy keeps changing while it is read");
		ret = EXIT_REFUSED;
	} else {
		ret = channel_complain(&channel);
	}
	channel_close(&channel);
	return ret;
}

int cmd_show(const struct command *command, int argc, const char **argv)
{
	int shadow = 0, json = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "shadow", 's', POPT_ARG_NONE, &shadow, 0,
		  "The policy that is judged beside the active one", NULL },
		OPTION_JSON(&json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = show(shadow, json);
	arguments_free(&args);
	return ret;
}
