// SPDX-License-Identifier: GPL-2.0-only
#include <json-c/json.h>
#include <unistd.h>

#include "cmd.h"
#include "names.h"
#include "netlink.h"
#include "util.h"

/* The annotation of a container that asks for a profile. */
#define ANNOTATION	"io.holdfast.profile"

static int assign(int pid, const char *profile)
{
	struct channel channel;
	struct nl_msg *msg;
	int ret;

	ret = channel_open(&channel);
	if (ret)
		return ret;
	msg = channel_message(&channel, HOLDFAST_CMD_CONTAINER_ASSIGN, 0,
			      (size_t)nla_total_size(HOLDFAST_NAME_MAX + 1) +
			      (size_t)nla_total_size(sizeof(uint32_t)));
	if (nla_put_string(msg, HOLDFAST_A_CONTAINER_PROFILE, profile) ||
	    nla_put_u32(msg, HOLDFAST_A_CONTAINER_PID, (uint32_t)pid)) {
		nlmsg_free(msg);
		complain("'%s' is too long for a profile's name", profile);
		ret = EXIT_REFUSED;
	} else if (channel_ask(&channel, msg, NULL, NULL)) {
		complain("profile '%s' cannot be assigned to process %d",
			 profile, pid);
		ret = channel_complain(&channel);
	}
	channel_close(&channel);
	return ret;
}

int cmd_assign(const struct command *command, int argc, const char **argv)
{
	int pid = 0, ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "pid", 'p', POPT_ARG_INT, &pid, 0,
		  "A process of the container, as the host sees it", "PID" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (arguments_parse(&args, command, argc, argv, options, true))
		;
	else if (pid <= 0)
		complain("assign: expected --pid PID, a number above 0");
	else
		ret = assign(pid, args.file);
	arguments_free(&args);
	return ret;
}

static const char *annotated_profile(json_object *state)
{
	json_object *annotations, *profile;

	if (!json_object_object_get_ex(state, "annotations", &annotations) ||
	    !json_object_object_get_ex(annotations, ANNOTATION, &profile))
		return NULL;
	return json_object_get_string(profile);
}

/* A container that asks for nothing gets what the rules say. */
static int assign_annotated(json_object *state)
{
	const char *profile = annotated_profile(state);
	json_object *pid;

	if (!profile)
		return EXIT_DONE;
	if (!json_object_object_get_ex(state, "pid", &pid) ||
	    json_object_get_int(pid) <= 0) {
		complain("oci-hook: the state names no process, expected the stage createRuntime");
		return EXIT_REFUSED;
	}
	return assign(json_object_get_int(pid), profile);
}

static int oci_hook(void)
{
	json_object *state = json_object_from_fd(STDIN_FILENO);
	int ret = EXIT_REFUSED;

	if (json_object_is_type(state, json_type_object))
		ret = assign_annotated(state);
	else
		complain("oci-hook: expected a container's state as JSON on standard input");
	json_object_put(state);
	return ret;
}

int cmd_oci_hook(const struct command *command, int argc, const char **argv)
{
	const struct poptOption options[] = {
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;
	int ret = EXIT_USAGE;

	if (!arguments_parse(&args, command, argc, argv, options, false))
		ret = oci_hook();
	arguments_free(&args);
	return ret;
}
