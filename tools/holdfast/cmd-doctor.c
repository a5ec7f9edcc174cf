// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "containers.h"
#include "doctor.h"
#include "member.h"
#include "output.h"
#include "records.h"
#include "runtime.h"

static const char *const severity_names[] = {
	[SEVERITY_NOTICE] = "notice",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_CRITICAL] = "critical",
};

void find(struct examination *examination, enum severity severity,
	  const char *check, json_object *container, const char *remedy,
	  const char *fmt, ...)
{
	json_object *json = json_object_new_object();
	char *evidence;
	va_list args;
	int ret;

	va_start(args, fmt);
	ret = vasprintf(&evidence, fmt, args);
	va_end(args);
	if (ret < 0)
		evidence = xstrdup(fmt);
	member_add_text(json, "severity", severity_names[severity]);
	member_add_text(json, "check", check);
	if (container) {
		member_add_number(json, "container",
				  member_number(container, "id"));
		member_add_text(json, "name", runtime_name(container));
	}
	member_add_text(json, "evidence", evidence);
	member_add_text(json, "remedy", remedy);
	json_object_array_add(examination->findings, json);
	if ((int)severity > examination->worst)
		examination->worst = (int)severity;
	free(evidence);
}

static void put_text(const char *text)
{
	char *printable = text_printable(text);

	fputs(printable, stdout);
	free(printable);
}

static void print_finding(json_object *finding)
{
	printf("%s: ", member_text(finding, "severity"));
	if (member_exists(finding, "container")) {
		printf("container %" PRIu64, member_number(finding,
							   "container"));
		if (*member_text(finding, "name")) {
			fputs(" \"", stdout);
			put_text(member_text(finding, "name"));
			putchar('"');
		}
		fputs(": ", stdout);
	}
	put_text(member_text(finding, "evidence"));
	printf("\n    %s\n", member_text(finding, "remedy"));
}

/* The worst first. */
static void print_findings(json_object *findings)
{
	unsigned int counts[ARRAY_SIZE(severity_names)] = { 0 };
	int severity;
	size_t i;

	for (severity = SEVERITY_CRITICAL; severity >= 0; severity--)
		for (i = 0; i < member_count(findings); i++) {
			json_object *json = json_object_array_get_idx(findings,
								      i);

			if (strcmp(member_text(json, "severity"),
				   severity_names[severity]))
				continue;
			print_finding(json);
			counts[severity]++;
		}
	printf("%u critical, %u warning%s, %u notice%s\n",
	       counts[SEVERITY_CRITICAL], counts[SEVERITY_WARNING],
	       counts[SEVERITY_WARNING] == 1 ? "" : "s",
	       counts[SEVERITY_NOTICE], counts[SEVERITY_NOTICE] == 1 ? "" : "s");
}

static int examination_read(struct examination *examination)
{
	struct channel channel;
	int ret;

	ret = view_get(&examination->view, NULL);
	if (ret)
		return ret;
	ret = channel_open(&channel);
	if (ret)
		return ret;
	if (records_status(&channel, &examination->status) ||
	    records_get(&channel, HOLDFAST_CMD_HOOK_GET, 0,
			&examination->hooks) ||
	    containers_get(&channel, &examination->containers))
		ret = channel_complain(&channel);
	channel_close(&channel);
	return ret;
}

static int examine(struct examination *examination, bool json)
{
	int ret = examination_read(examination);

	if (ret)
		return ret;
	examination->findings = json_object_new_array();
	doctor_holdfast(examination);
	doctor_containers(examination);
	doctor_unconfined(examination);
	if (json)
		output_json(json_object_get(examination->findings));
	else
		print_findings(examination->findings);
	return examination->worst >= SEVERITY_WARNING ? EXIT_REFUSED :
							EXIT_DONE;
}

static int doctor(bool json)
{
	struct examination examination = { .worst = -1 };
	int ret = examine(&examination, json);

	json_object_put(examination.findings);
	json_object_put(examination.status);
	json_object_put(examination.hooks);
	json_object_put(examination.containers);
	if (examination.view.policy)
		view_free(&examination.view);
	return ret;
}

int cmd_doctor(const struct command *command, int argc, const char **argv)
{
	return command_run(command, argc, argv, doctor);
}
