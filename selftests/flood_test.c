// SPDX-License-Identifier: GPL-2.0-only
/*
 * Eight containers, one of which is refused FLOOD times as fast as it can:
 *
 *	- the events of the others all arrive;
 *	- what a reader got and what it is told that it missed is what was
 *	  refused, exactly; so is what the kernel says it delivered, keeps and
 *	  has lost;
 *
 * whether somebody reads fast, slowly, not at all, or is killed and started
 * again.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "attempt.h"
#include "container.h"
#include "flooder.h"
#include "netlink.h"
#include "rounds.h"

#define QUIET		7
#define CONTAINERS	(QUIET + 1)
#define FLOOD		100000U
#define MAX_EVENTS	4096

enum reader {
	READER_NONE,
	READER_FAST,
	READER_SLOW,
	READER_KILLED,
};

/**
 * struct account - what a reader has seen
 *
 * @last: number of the last event
 * @refusals: refusals up to that one
 * @events: how many
 * @got: refusals in them
 * @missed: refusals in others
 * @disorder: events of quiet containers with a gap before them
 * @quiet: how often each call of a quiet container was seen
 * @container_seq: of the last event of each quiet container
 */
struct account {
	uint64_t last;
	uint64_t refusals;
	uint64_t events;
	uint64_t got;
	uint64_t missed;
	unsigned int disorder;
	unsigned int quiet[QUIET][FLOOD_QUIET_CALLS];
	uint64_t container_seq[QUIET];
};

/**
 * struct shared - what processes tell each other
 *
 * @accounts: the reader's; it writes to one and then makes that the current one
 * @current: which one that is
 * @ready: the reader listens
 * @stop: the reader shall end, when it has read what there is
 * @worked: calls of each container that worked
 * @refused: calls of each container that did not
 */
struct shared {
	struct account accounts[2];
	int current;
	bool ready;
	bool stop;
	unsigned int worked[CONTAINERS];
	unsigned int refused[CONTAINERS];
};

/**
 * struct numbers - the kernel's own account
 *
 * @refusals: what is reported
 * @denials: what is refused
 * @silent: of these, what is not reported
 * @coalesced: what only raised a count
 * @delivered: what somebody got
 * @waiting: what nobody got yet
 * @overrun: what was lost for want of a reader
 * @socket: ... of room in its socket
 * @memory: ... of memory
 */
struct numbers {
	uint64_t refusals;
	uint64_t denials;
	uint64_t silent;
	uint64_t coalesced;
	uint64_t delivered;
	uint64_t waiting;
	uint64_t overrun;
	uint64_t socket;
	uint64_t memory;
};

static struct netlink_event events[MAX_EVENTS];

static void read_numbers(struct numbers *numbers)
{
	netlink_status(HOLDFAST_A_STATUS_REFUSALS, &numbers->refusals);
	netlink_status(HOLDFAST_A_STATUS_DENIALS, &numbers->denials);
	netlink_status(HOLDFAST_A_STATUS_QUIET, &numbers->silent);
	netlink_status(HOLDFAST_A_STATUS_COALESCED, &numbers->coalesced);
	netlink_status(HOLDFAST_A_STATUS_DELIVERED, &numbers->delivered);
	netlink_status(HOLDFAST_A_STATUS_WAITING, &numbers->waiting);
	netlink_status(HOLDFAST_A_STATUS_LOST_OVERRUN, &numbers->overrun);
	netlink_status(HOLDFAST_A_STATUS_LOST_SOCKET, &numbers->socket);
	netlink_status(HOLDFAST_A_STATUS_LOST_MEMORY, &numbers->memory);
}

static struct account *current_account(struct shared *shared)
{
	return &shared->accounts[__atomic_load_n(&shared->current,
						 __ATOMIC_ACQUIRE)];
}

static void take_quiet(struct account *account, const struct netlink_event *event)
{
	unsigned int major, minor, number;

	if (event->op != HOLDFAST_OP_DEVICE_MKNOD_ANY ||
	    sscanf(event->object, "block %u:%u", &major, &minor) != 2)
		return;
	number = major - FLOOD_QUIET_MAJOR;
	if (major < FLOOD_QUIET_MAJOR || number >= QUIET ||
	    minor >= FLOOD_QUIET_CALLS)
		return;
	account->quiet[number][minor] += event->count;
	if (event->container_seq != ++account->container_seq[number])
		account->disorder++;
}

static void take(struct shared *shared, const struct netlink_event *event)
{
	struct account *account = &shared->accounts[!shared->current];

	if (event->seq <= current_account(shared)->last)
		return;
	*account = *current_account(shared);
	account->missed += event->refusals - event->count - account->refusals;
	account->last = event->seq;
	account->refusals = event->refusals;
	account->events++;
	account->got += event->count;
	take_quiet(account, event);
	__atomic_store_n(&shared->current, !shared->current, __ATOMIC_RELEASE);
}

static int by_seq(const void *one, const void *two)
{
	const struct netlink_event *a = one, *b = two;

	return a->seq < b->seq ? -1 : a->seq > b->seq;
}

static void take_all(struct shared *shared, size_t count)
{
	size_t i;

	qsort(events, count, sizeof(*events), by_seq);
	for (i = 0; i < count; i++)
		take(shared, &events[i]);
}

/* Adds what the ring has behind the last event, and takes all. */
static void catch_up(struct shared *shared, size_t count)
{
	int more = netlink_events_behind(current_account(shared)->last,
					 events + count, MAX_EVENTS - count);

	take_all(shared, count + (more > 0 ? more : 0));
}

/* What waits in the socket, and when that has a gap what the ring has. */
static void read_waiting(struct shared *shared, int fd)
{
	uint64_t last = current_account(shared)->last;
	bool gap = false;
	size_t count = 0;
	int err;

	while (count < MAX_EVENTS / 2) {
		events[count] = (struct netlink_event){ };
		err = netlink_receive(fd, &events[count]);
		if (err == -EAGAIN)
			break;
		gap |= err || events[count].seq > last + 1;
		if (err)
			continue;
		if (events[count].seq > last)
			last = events[count].seq;
		count++;
	}
	if (gap)
		catch_up(shared, count);
	else
		take_all(shared, count);
}

/* Half of a flood, however fast that is, or what there is of it. */
static void let_pass(struct shared *shared)
{
	uint64_t first, now;

	netlink_status(HOLDFAST_A_STATUS_REFUSALS, &first);
	do {
		usleep(10000);
		netlink_status(HOLDFAST_A_STATUS_REFUSALS, &now);
	} while (now - first < rounds(FLOOD) / 2 &&
		 !__atomic_load_n(&shared->stop, __ATOMIC_ACQUIRE));
}

static pid_t start_reader(struct shared *shared, enum reader how)
{
	struct pollfd poll_fd = { .events = POLLIN };
	int small = 1, fd;
	pid_t pid;

	shared->ready = false;
	pid = fork();
	if (pid)
		return pid;
	fd = netlink_listen();
	if (how == READER_SLOW)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	poll_fd.fd = fd;
	catch_up(shared, 0);
	__atomic_store_n(&shared->ready, true, __ATOMIC_RELEASE);
	while (!__atomic_load_n(&shared->stop, __ATOMIC_ACQUIRE)) {
		if (how == READER_SLOW)
			let_pass(shared);
		else
			poll(&poll_fd, 1, 10);
		read_waiting(shared, fd);
	}
	catch_up(shared, 0);
	_exit(0);
}

static void wait_ready(struct shared *shared)
{
	while (!__atomic_load_n(&shared->ready, __ATOMIC_ACQUIRE))
		usleep(1000);
}

static void run_container(struct shared *shared, int number, unsigned int flood)
{
	const struct container_options options = { };
	char argument[16], text[64];
	char *argv[] = { "./flooder", number < QUIET ? "quiet" : "noisy",
			 argument, NULL };

	snprintf(argument, sizeof(argument), "%u",
		 number < QUIET ? (unsigned int)number : flood);
	if (container_run(&options, argv, text, sizeof(text)))
		_exit(1);
	if (sscanf(text, "%u %u", &shared->worked[number],
		   &shared->refused[number]) != 2)
		_exit(1);
	_exit(0);
}

static void start_containers(struct shared *shared, unsigned int flood,
			     pid_t *pids)
{
	int i;

	fflush(stdout);
	for (i = 0; i < CONTAINERS; i++) {
		pids[i] = fork();
		if (!pids[i])
			run_container(shared, i, flood);
	}
}

/* True once all have ended well; -1 when one has not. */
static int ended(pid_t *pids)
{
	int left = 0, status, i;

	for (i = 0; i < CONTAINERS; i++) {
		if (pids[i] && waitpid(pids[i], &status, WNOHANG) > 0) {
			pids[i] = 0;
			if (status)
				return -1;
		}
		left += !!pids[i];
	}
	return !left;
}

static unsigned int sum(const unsigned int *numbers)
{
	unsigned int total = 0;
	int i;

	for (i = 0; i < CONTAINERS; i++)
		total += numbers[i];
	return total;
}

FIXTURE(flood)
{
	struct shared *shared;
	pid_t containers[CONTAINERS];
	pid_t reader;
	struct numbers before;
	struct numbers after;
};

FIXTURE_VARIANT(flood)
{
	enum reader reader;
};

FIXTURE_VARIANT_ADD(flood, no_reader)
{
	.reader = READER_NONE,
};

FIXTURE_VARIANT_ADD(flood, fast_reader)
{
	.reader = READER_FAST,
};

FIXTURE_VARIANT_ADD(flood, slow_reader)
{
	.reader = READER_SLOW,
};

FIXTURE_VARIANT_ADD(flood, killed_reader)
{
	.reader = READER_KILLED,
};

FIXTURE_SETUP(flood)
{
	struct account *account;

	self->shared = mmap(NULL, sizeof(*self->shared),
			    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS,
			    -1, 0);
	ASSERT_NE(MAP_FAILED, self->shared);
	ASSERT_EQ(NULL, attempt_setup());
	/* all that there is has been read by somebody */
	netlink_events_behind(0, events, MAX_EVENTS);
	read_numbers(&self->before);
	account = current_account(self->shared);
	account->refusals = self->before.refusals;
	netlink_status(HOLDFAST_A_STATUS_EVENTS, &account->last);
}

FIXTURE_TEARDOWN(flood)
{
	munmap(self->shared, sizeof(*self->shared));
}

static void restart_reader(FIXTURE_DATA(flood) *self)
{
	kill(self->reader, SIGKILL);
	waitpid(self->reader, NULL, 0);
	usleep(500000);
	self->reader = start_reader(self->shared, READER_KILLED);
}

/*
 * Where nobody reads, or not enough, the status is: so events get their numbers
 * sooner, more of them than the ring has room for.
 */
static int watch(FIXTURE_DATA(flood) *self, enum reader how)
{
	uint64_t value;
	int rounds = 0, ret;

	while (!(ret = ended(self->containers))) {
		usleep(2000);
		if (how == READER_NONE || how == READER_SLOW)
			netlink_status(HOLDFAST_A_STATUS_REFUSALS, &value);
		if (how == READER_KILLED && ++rounds % 250 == 0)
			restart_reader(self);
	}
	return ret;
}

static void judge_kernel(struct __test_metadata *_metadata,
			 FIXTURE_DATA(flood) *self)
{
	const struct numbers *before = &self->before, *after = &self->after;
	const unsigned int refused = sum(self->shared->refused);

	EXPECT_EQ(refused, after->denials - before->denials -
			   (after->silent - before->silent));
	EXPECT_EQ(refused, after->refusals - before->refusals);
	EXPECT_EQ(refused, after->delivered - before->delivered +
			   after->waiting - before->waiting +
			   after->overrun - before->overrun +
			   after->socket - before->socket +
			   after->memory - before->memory);
	EXPECT_EQ(0U, after->waiting);
}

static void judge_reader(struct __test_metadata *_metadata,
			 FIXTURE_DATA(flood) *self)
{
	const struct account *account = current_account(self->shared);
	int number, call;

	TH_LOG("%llu events of %llu refusals read, %llu refusals missed",
	       (unsigned long long)account->events,
	       (unsigned long long)account->got,
	       (unsigned long long)account->missed);
	EXPECT_EQ(sum(self->shared->refused), account->got + account->missed);
	EXPECT_EQ(self->after.refusals, account->refusals);
	EXPECT_EQ(0U, account->disorder);
	for (number = 0; number < QUIET; number++)
		for (call = 0; call < FLOOD_QUIET_CALLS; call++)
			EXPECT_EQ(1U, account->quiet[number][call])
				TH_LOG("container %d, call %d", number, call);
}

/* Each kind of reader and what becomes of it what it cannot take. */
static void judge_loss(struct __test_metadata *_metadata,
		       FIXTURE_DATA(flood) *self, enum reader how)
{
	const struct numbers *before = &self->before, *after = &self->after;
	const struct account *account = current_account(self->shared);
	const uint64_t overrun = after->overrun - before->overrun;
	const uint64_t socket = after->socket - before->socket;

	TH_LOG("lost: %llu to overrun, %llu to full sockets",
	       (unsigned long long)overrun, (unsigned long long)socket);
	EXPECT_EQ(0U, after->memory - before->memory);
	switch (how) {
	case READER_NONE:
		EXPECT_LT(0U, overrun);
		EXPECT_EQ(0U, socket);
		EXPECT_EQ(account->missed, overrun);
		break;
	case READER_FAST:
		EXPECT_EQ(0U, overrun + socket);
		EXPECT_EQ(0U, account->missed);
		EXPECT_EQ(account->got - account->events,
			  after->coalesced - before->coalesced);
		break;
	case READER_SLOW:
		EXPECT_LT(0U, socket);
		EXPECT_LE(overrun + socket, account->missed);
		break;
	case READER_KILLED:
		/* what was in its socket when it died counts as delivered */
		EXPECT_LE(overrun + socket, account->missed);
		break;
	}
}

TEST_F_TIMEOUT(flood, accounts, 600)
{
	const bool held = netlink_present();
	const unsigned int flood = rounds(FLOOD);

	if (held && variant->reader != READER_NONE) {
		self->reader = start_reader(self->shared, variant->reader);
		wait_ready(self->shared);
	}
	start_containers(self->shared, held ? flood : flood / 100,
			 self->containers);
	ASSERT_EQ(1, watch(self, held ? variant->reader : READER_FAST));
	if (!held) {
		EXPECT_EQ(0U, sum(self->shared->refused));
		EXPECT_EQ(flood / 100 + QUIET * FLOOD_QUIET_CALLS,
			  sum(self->shared->worked));
		return;
	}
	EXPECT_EQ(0U, sum(self->shared->worked));
	EXPECT_EQ(flood, self->shared->refused[QUIET]);
	__atomic_store_n(&self->shared->stop, true, __ATOMIC_RELEASE);
	if (self->reader)
		waitpid(self->reader, NULL, 0);
	else
		catch_up(self->shared, 0);
	read_numbers(&self->after);
	judge_kernel(_metadata, self);
	judge_reader(_metadata, self);
	judge_loss(_metadata, self, variant->reader);
}

TEST_HARNESS_MAIN
