// SPDX-License-Identifier: GPL-2.0-only
#include "netlink.h"
#include "policy_netlink.h"
#include "reading.h"
#include "schema.h"
#include "util.h"

/* A policy that is replaced while it is read is read again, so often. */
#define TRIES	10

static void read_identity(unsigned int cmd, struct nlattr *head, int len,
			  void *arg)
{
	struct nlattr *table[HOLDFAST_A_STATUS_MAX + 1];
	struct identity *identity = arg;

	(void)cmd;
	attrs_index(table, HOLDFAST_A_STATUS_MAX, head, len);
	identity->generation =
		attr_number(table[HOLDFAST_A_STATUS_GENERATION]);
	identity->version =
		attr_number(table[HOLDFAST_A_STATUS_POLICY_VERSION]);
	identity->shadow_version =
		attr_number(table[HOLDFAST_A_STATUS_SHADOW_VERSION]);
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

void reading_free(struct reading *reading)
{
	policy_free(&reading->policy);
	json_object_put(reading->profiles);
	json_object_put(reading->rules);
}

static int ask_identity(struct channel *channel, struct identity *identity)
{
	return channel_ask(channel,
			   channel_message(channel, HOLDFAST_CMD_STATUS_GET, 0,
					   0), read_identity, identity);
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
	struct identity after;
	int err;

	reading_begin(reading, shadow);
	err = ask_identity(channel, &reading->identity);
	if (!err)
		err = ask_part(channel, HOLDFAST_CMD_PROFILE_GET,
			       HOLDFAST_A_PROFILE_SHADOW, reading,
			       &interrupted);
	if (!err)
		err = ask_part(channel, HOLDFAST_CMD_RULE_GET,
			       HOLDFAST_A_RULE_SHADOW, reading, &interrupted);
	if (!err)
		err = ask_identity(channel, &after);
	if (!err && (interrupted ||
		     after.generation != reading->identity.generation))
		err = 1;
	reading->policy.version = shadow ? reading->identity.shadow_version :
					   reading->identity.version;
	if (err)
		reading_free(reading);
	return err;
}

int reading_get(struct reading *reading, bool shadow)
{
	struct channel channel;
	int tries, ret, err = 1;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	for (tries = 0; err == 1 && tries < TRIES; tries++)
		err = read_policy(&channel, reading, shadow);
	if (err == 1) {
		complain("the policy keeps changing while it is read");
		ret = EXIT_REFUSED;
	} else if (err) {
		ret = channel_complain(&channel);
	}
	channel_close(&channel);
	return ret;
}
