// SPDX-License-Identifier: GPL-2.0-only
#include "records.h"
#include "schema.h"

/* A list that changes while it is read is read again, so often. */
#define TRIES	5

static void read_record(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	const struct attr_set *set = schema_of_command(cmd);

	if (set)
		json_object_array_add(arg, attrs_to_json(set, head, len));
}

static int read_list(struct channel *channel, unsigned int cmd, int flag,
		     json_object **records)
{
	struct nl_msg *msg;
	int err;

	msg = channel_message(channel, cmd, NLM_F_DUMP, nla_total_size(0));
	if (flag)
		nla_put_flag(msg, flag);
	*records = json_object_new_array();
	err = channel_ask(channel, msg, read_record, *records);
	if (err) {
		json_object_put(*records);
		*records = NULL;
	}
	return err;
}

int records_get(struct channel *channel, unsigned int cmd, int flag,
		json_object **records)
{
	int tries = 0, err = read_list(channel, cmd, flag, records);

	while (!err && channel->interrupted && ++tries < TRIES) {
		json_object_put(*records);
		err = read_list(channel, cmd, flag, records);
	}
	return err;
}

static void read_status(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	json_object **status = arg;

	(void)cmd;
	json_object_put(*status);
	*status = attrs_to_json(&schema_status, head, len);
}

int records_status(struct channel *channel, json_object **status)
{
	int err;

	*status = NULL;
	err = channel_ask(channel,
			  channel_message(channel, HOLDFAST_CMD_STATUS_GET, 0,
					  0), read_status, status);
	if (err) {
		json_object_put(*status);
		*status = NULL;
	}
	return err;
}
