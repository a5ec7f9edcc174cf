// SPDX-License-Identifier: GPL-2.0-only
#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <syslog.h>
#include <unistd.h>

#include "incident.h"
#include "journal.h"
#include "member.h"
#include "names.h"
#include "runtime.h"
#include "util.h"

#define LIBRARY		"libsystemd.so.0"
#define SOCKET		"/run/systemd/journal/socket"

/* A machine without systemd has no use for it, so it is no dependency. */
static int (*sendv)(const struct iovec *iov, int count);

/**
 * struct fields - the fields of an entry
 * @iov: each as NAME=VALUE
 * @count: their number
 */
struct fields {
	struct iovec *iov;
	int count;
};

int journal_open(void)
{
	void *library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (library)
		sendv = dlsym(library, "sd_journal_sendv");
	if (sendv)
		return EXIT_DONE;
	complain("cannot write to the journal: %s", dlerror());
	return EXIT_REFUSED;
}

static void add(struct fields *fields, const char *name, const char *value)
{
	char *text, *c;

	if (asprintf(&text, "%s=%s", name, value) < 0)
		return;
	for (c = text; *c != '='; c++)
		*c = (char)(*c == '-' ? '_' : toupper((unsigned char)*c));
	fields->iov = xreallocarray(fields->iov, (size_t)fields->count + 1,
				    sizeof(*fields->iov));
	fields->iov[fields->count++] = (struct iovec){ text, strlen(text) };
}

static void add_member(struct fields *fields, const char *name,
		       json_object *value)
{
	char field[64];

	snprintf(field, sizeof(field), "HOLDFAST_%s", name);
	add(fields, field,
	    json_object_is_type(value, json_type_string) ?
		    json_object_get_string(value) :
		    json_object_to_json_string_ext(value,
						   JSON_C_TO_STRING_PLAIN));
}

/* What was refused is a warning, an attack that got through is worse. */
static const char *priority(json_object *event)
{
	static char text[2];
	int level = LOG_WARNING;

	if (strcmp(member_text(event, "mode"),
		   mode_name(HOLDFAST_MODE_ENFORCE)))
		level = LOG_NOTICE;
	else if (!strcmp(member_text(event, "class"),
			 class_name(HOLDFAST_CLASS_STATE)))
		level = LOG_CRIT;
	text[0] = (char)('0' + level);
	return text;
}

static void add_message(struct fields *fields, json_object *event)
{
	const bool refused = !strcmp(member_text(event, "mode"),
				     mode_name(HOLDFAST_MODE_ENFORCE));
	char *comm = text_printable(member_text(event, "comm"));
	char *profile = text_printable(member_text(event, "profile"));
	char *container = runtime_words(event, member_number(event,
							     "container"));
	char *words = incident_words(event), *text;

	if (asprintf(&text, "%s (%s): %s %s [%s pid %" PRIu64 " uid %" PRIu64
		     "]", container, profile, refused ? "refused" : "would refuse", words, comm,
		     member_number(event, "pid"),
		     member_number(event, "uid")) >= 0) {
		add(fields, "MESSAGE", text);
		free(text);
	}
	free(comm);
	free(profile);
	free(container);
	free(words);
}

int journal_send(json_object *event)
{
	struct fields fields = { 0 };
	int err;

	/* The library would say that all is well. */
	if (access(SOCKET, W_OK))
		return -errno;
	add_message(&fields, event);
	add(&fields, "PRIORITY", priority(event));
	add(&fields, "SYSLOG_IDENTIFIER", "holdfast");
	json_object_object_foreach(event, name, value)
		add_member(&fields, name, value);
	err = sendv(fields.iov, fields.count);
	while (fields.count)
		free(fields.iov[--fields.count].iov_base);
	free(fields.iov);
	return err;
}
