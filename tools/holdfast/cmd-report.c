// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "cmd.h"
#include "containers.h"
#include "escape.h"
#include "incident.h"
#include "member.h"
#include "names.h"
#include "records.h"
#include "report_page.h"
#include "util.h"

#define NSEC_PER_SEC	1000000000LL
#define NSEC_PER_MSEC	1000000LL

static int64_t clock_nsec(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
}

/* When and where; times of events count from boot. */
static void add_place(json_object *data)
{
	int64_t now = clock_nsec(CLOCK_BOOTTIME);
	struct utsname name;

	uname(&name);
	member_add_text(data, "host", name.nodename);
	member_add_text(data, "kernel", name.release);
	member_add_number(data, "now", (uint64_t)now);
	json_object_object_add(data, "boot", json_object_new_int64(
		(clock_nsec(CLOCK_REALTIME) - now) / NSEC_PER_MSEC));
}

static void add_operations(json_object *data)
{
	json_object *operations = json_object_new_object(), *json;
	unsigned int op;
	char *words;

	for (op = 0; op < OP_COUNT; op++) {
		json = json_object_new_object();
		words = op_words(op);
		member_add_text(json, "words", words);
		if (escape_use(op))
			member_add_text(json, "use", escape_use(op));
		json_object_object_add(operations, op_name(op), json);
		free(words);
	}
	json_object_object_add(data, "operations", operations);
}

static int add_list(struct channel *channel, json_object *data,
		    const char *name, unsigned int cmd)
{
	json_object *list;
	int err = records_get(channel, cmd, 0, &list);

	if (!err)
		json_object_object_add(data, name, list);
	return err;
}

static int add_kernel(struct channel *channel, json_object *data, bool events)
{
	json_object *status, *containers;
	int err;

	err = records_status(channel, &status);
	if (err)
		return err;
	json_object_object_add(data, "status", status);
	err = containers_get(channel, &containers);
	if (err)
		return err;
	json_object_object_add(data, "containers", containers);
	err = add_list(channel, data, "hooks", HOLDFAST_CMD_HOOK_GET);
	if (!err)
		err = add_list(channel, data, "stats",
			       HOLDFAST_CMD_STATS_GET);
	if (!err && events)
		err = add_list(channel, data, "events",
			       HOLDFAST_CMD_EVENT_GET);
	return err;
}

static int read_data(json_object *data, const char *saved)
{
	struct channel channel;
	json_object *events;
	int ret;

	if (saved) {
		ret = incidents_read(saved, &events);
		if (ret)
			return ret;
		json_object_object_add(data, "events", events);
	}
	ret = channel_open(&channel);
	if (ret)
		return ret;
	if (add_kernel(&channel, data, !saved))
		ret = channel_complain(&channel);
	channel_close(&channel);
	add_place(data);
	add_operations(data);
	return ret;
}

/* Written beside and renamed, so that nobody sees a half. */
static int write_file(json_object *data, const char *path)
{
	FILE *out = NULL;
	char *new;
	int fd;

	if (asprintf(&new, "%s.XXXXXX", path) < 0)
		return EXIT_REFUSED;
	fd = mkstemp(new);
	if (fd >= 0)
		out = fdopen(fd, "w");
	if (!out) {
		complain("%s: %s", path, strerror(errno));
		free(new);
		return EXIT_REFUSED;
	}
	report_write(data, out);
	if (fclose(out) || rename(new, path)) {
		complain("%s: %s", path, strerror(errno));
		unlink(new);
		free(new);
		return EXIT_REFUSED;
	}
	free(new);
	return EXIT_DONE;
}

static int report(const char *path, const char *saved)
{
	json_object *data = json_object_new_object();
	int ret = read_data(data, saved);

	if (!ret)
		ret = write_file(data, path);
	json_object_put(data);
	return ret;
}

int cmd_report(const struct command *command, int argc, const char **argv)
{
	char *path = NULL, *saved = NULL;
	int ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "html", 'H', POPT_ARG_STRING, &path, 0,
		  "Write one page that needs no other", "FILE" },
		{ "events", 'e', POPT_ARG_STRING, &saved, 0,
		  "Of what 'events --json' wrote, rather than of what the kernel keeps",
		  "FILE" },
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	if (!arguments_parse(&args, command, argc, argv, options, false)) {
		if (path)
			ret = report(path, saved);
		else
			usage_error(command, "no --html FILE given", NULL);
	}
	arguments_free(&args);
	free(path);
	free(saved);
	return ret;
}
