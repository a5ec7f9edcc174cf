// SPDX-License-Identifier: GPL-2.0-only
#include <linux/holdfast.h>
#include <netlink/attr.h>

#include "change.h"
#include "schema.h"
#include "util.h"

bool terms_parse(const struct command *command, struct terms *terms)
{
	const char *text = terms->confirm_text;

	if (!number_parse(command, "confirm", text, &terms->confirm))
		return false;
	if (!text || (terms->confirm && terms->confirm <= HOLDFAST_CONFIRM_MAX))
		return true;
	complain("%s: --confirm wants 1 to %d seconds, not %s", command->name,
		 HOLDFAST_CONFIRM_MAX, text);
	return false;
}

void terms_put(struct nl_msg *msg, const struct terms *terms)
{
	if (terms->force)
		nla_put_flag(msg, HOLDFAST_A_TRANSACTION_FORCE);
	if (terms->confirm)
		nla_put_u32(msg, HOLDFAST_A_TRANSACTION_CONFIRM,
			    (uint32_t)terms->confirm);
}

void terms_print(const struct terms *terms)
{
	if (terms->confirm)
		printf("without 'holdfast confirm' within %llu s the former policy comes back\n",
		       terms->confirm);
}

static void read_active(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	struct nlattr *table[HOLDFAST_A_TRANSACTION_MAX + 1];
	struct active *active = arg;

	(void)cmd;
	attrs_index(table, HOLDFAST_A_TRANSACTION_MAX, head, len);
	active->generation =
		attr_number(table[HOLDFAST_A_TRANSACTION_GENERATION]);
	active->version =
		attr_number(table[HOLDFAST_A_TRANSACTION_POLICY_VERSION]);
}

int change_ask(struct channel *channel, struct nl_msg *msg,
	       struct active *active)
{
	*active = (struct active){ 0 };
	if (channel_ask(channel, msg, read_active, active))
		return channel_complain(channel);
	return EXIT_DONE;
}

static int ask(unsigned int request, struct active *active)
{
	struct channel channel;
	int ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	ret = change_ask(&channel, channel_message(&channel, request, 0, 0),
			 active);
	channel_close(&channel);
	return ret;
}

int change_run(const struct command *command, int argc, const char **argv,
	       unsigned int request, struct active *active)
{
	const struct poptOption options[] = {
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = ask(request, active);
	arguments_free(&args);
	return ret;
}
