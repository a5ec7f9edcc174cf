// SPDX-License-Identifier: GPL-2.0-only
#include <linux/holdfast.h>
#include <netlink/attr.h>

#include "blob.h"
#include "cmd.h"
#include "netlink.h"
#include "util.h"

static int trust(const char *file)
{
	struct channel channel;
	struct blob blob;
	struct nl_msg *msg;
	int ret = EXIT_REFUSED;

	if (blob_read(&blob, file))
		return ret;
	ret = channel_open(&channel);
	if (ret)
		goto free_blob;
	msg = channel_message(&channel, HOLDFAST_CMD_KEY_ADD, 0,
			      (size_t)nla_total_size((int)blob.len));
	nla_put(msg, HOLDFAST_A_KEY_CERTIFICATE, (int)blob.len, blob.data);
	if (channel_ask(&channel, msg, NULL, NULL))
		ret = channel_complain(&channel);
	channel_close(&channel);
free_blob:
	blob_free(&blob);
	return ret;
}

int cmd_trust(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, true))
		ret = trust(args.file);
	arguments_free(&args);
	return ret;
}
