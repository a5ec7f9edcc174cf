// SPDX-License-Identifier: GPL-2.0-only
#include <errno.h>
#include <netlink/attr.h>
#include <stdlib.h>
#include <string.h>

#include "cmd.h"
#include "containers.h"
#include "event.h"
#include "journal.h"
#include "names.h"
#include "netlink.h"
#include "schema.h"
#include "util.h"

/* So many events wait at most for those before them. */
#define WAIT_MAX	4096

/**
 * struct options - what was asked for
 * @since: only events above it
 * @container: only events of it; 0 for all
 * @follow: go on after those of the ring
 * @json: print JSON
 * @journal: write to systemd's journal instead
 */
struct options {
	unsigned long long since;
	unsigned long long container;
	int follow;
	int json;
	int journal;
};

/**
 * struct record - an event that waits to be printed
 * @seq: its number
 * @container: whose it is
 * @count: refusals in it
 * @refusals: refusals up to its end
 * @head: its attributes
 * @len: bytes of it
 */
struct record {
	uint64_t seq;
	uint64_t container;
	uint64_t count;
	uint64_t refusals;
	struct nlattr *head;
	int len;
};

/**
 * struct reader - the stream of events, as far as it came
 * @options: what was asked for
 * @ring: asks for what the ring has, and for containers
 * @stream: gets what is new
 * @last: the highest number that was read, or given up
 * @refusals: refusals up to that one; unknown behind --since
 * @records: what a dump brought, and the stream behind a gap
 * @record_count: how many
 * @gap: the stream skipped a number
 * @following: the ring was read once
 */
struct reader {
	const struct options *options;
	struct channel ring;
	struct channel stream;
	uint64_t last;
	uint64_t refusals;
	struct record *records;
	unsigned int record_count;
	bool gap;
	bool following;
};

/* What the journal does not take is not lost without a word. */
static void write_to_journal(const struct record *record,
			     json_object *container)
{
	json_object *event = event_to_json(record->head, record->len,
					   container);
	int err = journal_send(event);

	if (err < 0) {
		complain("cannot write to the journal: %s", strerror(-err));
		event_print(record->head, record->len, container, false);
	}
	json_object_put(event);
}

static void print_event(struct reader *reader, const struct record *record)
{
	const struct options *options = reader->options;
	json_object *container;

	if (options->container && options->container != record->container)
		return;
	container = containers_find(&reader->ring, record->container);
	if (options->journal)
		write_to_journal(record, container);
	else
		event_print(record->head, record->len, container,
			    options->json);
}

static void read_record(struct record *record, struct nlattr *head, int len)
{
	struct nlattr *event[HOLDFAST_A_EVENT_MAX + 1];

	attrs_index(event, HOLDFAST_A_EVENT_MAX, head, len);
	record->seq = attr_number(event[HOLDFAST_A_EVENT_SEQ]);
	record->container = attr_number(event[HOLDFAST_A_EVENT_CONTAINER]);
	record->count = attr_number(event[HOLDFAST_A_EVENT_COUNT]);
	record->refusals = attr_number(event[HOLDFAST_A_EVENT_REFUSALS]);
	record->head = head;
	record->len = len;
}

static void keep_record(unsigned int cmd, struct nlattr *head, int len,
			void *arg)
{
	struct reader *reader = arg;
	struct record *record;
	struct nlattr *copy;

	(void)cmd;
	reader->records = xreallocarray(reader->records,
					reader->record_count + 1,
					sizeof(*reader->records));
	record = &reader->records[reader->record_count++];
	copy = xcalloc(1, (size_t)len + NLA_HDRLEN);
	memcpy(copy, head, (size_t)len);
	read_record(record, copy, len);
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

/* What the reader has not seen before this event. */
static void miss(struct gap *gap, const struct reader *reader,
		 const struct record *record)
{
	gap->events += record->seq - reader->last - 1;
	if (reader->last && !reader->refusals)
		return;
	gap->refusals += record->refusals - record->count - reader->refusals;
}

static void advance(struct reader *reader, const struct record *record)
{
	reader->last = record->seq;
	reader->refusals = record->refusals;
}

/* Print, in order, what was kept; before that what is missing in between. */
static void print_records(struct reader *reader)
{
	uint64_t before = reader->last;
	struct gap gap = { 0 };
	unsigned int i;

	if (!reader->record_count)
		return;
	qsort(reader->records, reader->record_count, sizeof(*reader->records),
	      compare_records);
	for (i = 0; i < reader->record_count; i++) {
		if (reader->records[i].seq <= reader->last)
			continue;
		miss(&gap, reader, &reader->records[i]);
		advance(reader, &reader->records[i]);
	}
	if (gap.events)
		event_print_gap(&gap, reader->following || reader->options->since,
				reader->options->json);
	for (i = 0; i < reader->record_count; i++) {
		if (reader->records[i].seq <= before)
			continue;
		before = reader->records[i].seq;
		print_event(reader, &reader->records[i]);
	}
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
	struct record record;

	if (cmd != HOLDFAST_CMD_EVENT_NTF)
		return;
	read_record(&record, head, len);
	if (record.seq <= reader->last)
		return;
	/* What was skipped may still be in the ring, so this must wait. */
	if (record.seq > reader->last + 1)
		reader->gap = true;
	if (reader->gap) {
		keep_record(cmd, head, len, arg);
		return;
	}
	advance(reader, &record);
	print_event(reader, &record);
}

/* Read what the stream has at once, or until too much waits for the ring. */
static int drain(struct reader *reader)
{
	int err = 0;

	while (!err && reader->record_count < WAIT_MAX) {
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
		{ "journal", 'J', POPT_ARG_NONE, &asked.journal, 0,
		  "Write to systemd's journal rather than to standard output",
		  NULL },
		OPTION_JSON(&asked.json),
		POPT_AUTOHELP
		POPT_TABLEEND
	};
	struct arguments args;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!arguments_parse(&args, command, argc, argv, options, false) &&
	    number_parse(command, "since", since, &asked.since) &&
	    number_parse(command, "container", container,
			 &asked.container)) {
		ret = asked.journal ? journal_open() : EXIT_DONE;
		if (!ret)
			ret = events(&asked);
	}
	arguments_free(&args);
	free(since);
	free(container);
	return ret;
}
