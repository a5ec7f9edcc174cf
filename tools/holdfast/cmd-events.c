// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "event.h"
#include "names.h"
#include "netlink.h"
#include "schema.h"
#include "util.h"

/* Of so many printed events the count is remembered; a power of two. */
#define MEMORY		4096

/**
 * struct options - what was asked for
 * @since: only events above it
 * @container: only events of it; 0 for all
 * @follow: go on after those of the ring
 * @json: print JSON
 */
struct options {
	unsigned long long since;
	unsigned long long container;
	int follow;
	int json;
};

/**
 * struct record - an event that waits to be printed
 * @seq: its number
 * @head: a copy of its attributes
 * @len: bytes of it
 */
struct record {
	uint64_t seq;
	struct nlattr *head;
	int len;
};

/**
 * struct printed - an event that was printed
 * @seq: its number
 * @count: how many refusals it stood for then
 */
struct printed {
	uint64_t seq;
	uint64_t count;
};

/**
 * struct reader - the stream of events, as far as it came
 * @options: what was asked for
 * @ring: asks for what the ring has
 * @stream: gets what is new
 * @last: the highest number that was read, or given up
 * @records: what a dump brought, and the stream behind a gap
 * @record_count: how many
 * @printed: by number modulo MEMORY
 * @gap: the stream skipped a number
 * @following: the ring was read once
 */
struct reader {
	const struct options *options;
	struct channel ring;
	struct channel stream;
	uint64_t last;
	struct record *records;
	unsigned int record_count;
	struct printed printed[MEMORY];
	bool gap;
	bool following;
};

static bool is_news(struct reader *reader, uint64_t seq, uint64_t count)
{
	struct printed *slot = &reader->printed[seq % MEMORY];

	if (slot->seq > seq || (slot->seq == seq && slot->count >= count))
		return false;
	*slot = (struct printed){ seq, count };
	return true;
}

static void print_event(struct reader *reader, struct nlattr *head, int len)
{
	struct nlattr *event[HOLDFAST_A_EVENT_MAX + 1];
	uint64_t container, count;

	attrs_index(event, HOLDFAST_A_EVENT_MAX, head, len);
	container = attr_number(event[HOLDFAST_A_EVENT_CONTAINER]);
	count = attr_number(event[HOLDFAST_A_EVENT_COUNT]);
	if (!is_news(reader, attr_number(event[HOLDFAST_A_EVENT_SEQ]),
		     count ? count : 1))
		return;
	if (!reader->options->container ||
	    reader->options->container == container)
		event_print(head, len, reader->options->json);
}

static uint64_t event_seq(struct nlattr *head, int len)
{
	struct nlattr *event[HOLDFAST_A_EVENT_MAX + 1];

	attrs_index(event, HOLDFAST_A_EVENT_MAX, head, len);
	return attr_number(event[HOLDFAST_A_EVENT_SEQ]);
}

static void keep_record(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	struct reader *reader = arg;
	struct record *record;

	(void)cmd;
	reader->records = xreallocarray(reader->records,
					reader->record_count + 1,
					sizeof(*reader->records));
	record = &reader->records[reader->record_count++];
	record->seq = event_seq(head, len);
	record->head = xcalloc(1, (size_t)len + NLA_HDRLEN);
	record->len = len;
	memcpy(record->head, head, (size_t)len);
}

static int compare_records(const void *left, const void *right)
{
	const struct record *a = left, *b = right;

	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static void drop_records(struct reader *reader)
{
	while (reader->record_count)
		free(reader->records[--reader->record_count].head);
	free(reader->records);
	reader->records = NULL;
}

/* Print, in order, what was kept. */
static void print_records(struct reader *reader)
{
	uint64_t lost = 0;
	unsigned int i;

	if (!reader->record_count)
		return;
	qsort(reader->records, reader->record_count, sizeof(*reader->records),
	      compare_records);
	for (i = 0; i < reader->record_count; i++) {
		struct record *record = &reader->records[i];

		if (record->seq > reader->last) {
			lost += record->seq - reader->last - 1;
			reader->last = record->seq;
		}
	}
	if (lost)
		event_print_gap(lost, reader->following || reader->options->since,
				reader->options->json);
	for (i = 0; i < reader->record_count; i++)
		print_event(reader, reader->records[i].head,
			    reader->records[i].len);
}

static struct nl_msg *dump_message(struct reader *reader)
{
	struct nl_msg *msg;

	msg = channel_message(&reader->ring, HOLDFAST_CMD_EVENT_GET,
			      NLM_F_DUMP, 16);
	if (reader->last)
		nla_put_u64(msg, HOLDFAST_A_EVENT_SINCE, reader->last);
	return msg;
}

/* Read the ring behind the last event, and print what it has. */
static int catch_up(struct reader *reader)
{
	int err;

	err = channel_ask(&reader->ring, dump_message(reader), keep_record,
			  reader);
	if (!err)
		print_records(reader);
	drop_records(reader);
	reader->gap = false;
	reader->following = true;
	return err ? channel_complain(&reader->ring) : EXIT_DONE;
}

static void read_notification(unsigned int cmd, struct nlattr *head, int len,
			      void *arg)
{
	struct reader *reader = arg;
	uint64_t seq;

	if (cmd != HOLDFAST_CMD_EVENT_NTF)
		return;
	seq = event_seq(head, len);
	if (seq <= reader->options->since)
		return;
	/* What was skipped may still be in the ring, so this must wait. */
	if (seq > reader->last + 1)
		reader->gap = true;
	if (reader->gap) {
		keep_record(cmd, head, len, arg);
		return;
	}
	if (seq > reader->last)
		reader->last = seq;
	print_event(reader, head, len);
}

/* Read what the stream has at once, or until too much waits for the ring. */
static int drain(struct reader *reader)
{
	int err = 0;

	while (!err && reader->record_count < MEMORY) {
		err = channel_receive(&reader->stream, read_notification,
				      reader);
		if (err == -ENOBUFS)
			reader->gap = true;
		if (err == -ENOBUFS || err == -EINTR)
			err = 0;
	}
	return err == -EAGAIN ? 0 : err;
}

static int follow(struct reader *reader)
{
	int err, ret = EXIT_DONE;

	while (!ret) {
		err = drain(reader);
		if (err == -ENODEV) {
			print_records(reader);
			complain("the kernel module was unloaded");
			return EXIT_NO_MODULE;
		}
		if (!err && reader->gap)
			ret = catch_up(reader);
		else if (!err)
			err = channel_wait(&reader->stream);
		if (err && err != -EINTR) {
			complain("cannot read events: %s", strerror(-err));
			return EXIT_REFUSED;
		}
	}
	return ret;
}

/* Subscribe first, so that nothing falls between the ring and the stream. */
static int read_and_follow(struct reader *reader)
{
	int ret;

	ret = channel_open(&reader->stream);
	if (ret)
		return ret;
	ret = channel_subscribe(&reader->stream);
	if (!ret)
		ret = catch_up(reader);
	if (!ret)
		ret = follow(reader);
	channel_close(&reader->stream);
	return ret;
}

static int events(const struct options *options)
{
	struct reader *reader = xcalloc(1, sizeof(*reader));
	int ret;

	reader->options = options;
	reader->last = options->since;
	ret = channel_open(&reader->ring);
	if (!ret) {
		ret = options->follow ? read_and_follow(reader) :
					catch_up(reader);
		channel_close(&reader->ring);
	}
	drop_records(reader);
	free(reader);
	return ret;
}

int cmd_events(const struct command *command, int argc, const char **argv)
{
	struct options asked = { 0 };
	char *since = NULL, *container = NULL;
	int ret = EXIT_USAGE;
	const struct poptOption options[] = {
		{ "follow", 'f', POPT_ARG_NONE, &asked.follow, 0,
		  "Go on with new events", NULL },
		{ "since", 's', POPT_ARG_STRING, &since, 0,
		  "Only events behind this number", "SEQ" },
		{ "container", 'c', POPT_ARG_STRING, &container, 0,
		  "Only events of this container", "ID" },
		OPTION_JSON(&asked.json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!arguments_parse(&args, command, argc, argv, options, false) &&
	    number_parse(command, "since", since, &asked.since) &&
	    number_parse(command, "container", container,
			 &asked.container))
		ret = events(&asked);
	arguments_free(&args);
	free(since);
	free(container);
	return ret;
}
