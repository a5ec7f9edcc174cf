// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - events: what is put together, numbered, kept and lost
 */

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/mount.h>
#include <linux/pid.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/slab.h>
#include <linux/workqueue.h>

#include "../event.h"
#include "../label.h"
#include "fixture.h"

/**
 * struct place - what the tests of this file have
 * @container: Refuses.
 * @accounts: Those before the test.
 * @newest: Number of the newest event before the test.
 * @event: Room for one, which is large.
 */
struct place {
	struct holdfast_container *container;
	struct holdfast_ring_counts accounts;
	u64 newest;
	struct holdfast_event event;
};

static int begin(struct kunit *test)
{
	struct place *place = kunit_kzalloc(test, sizeof(*place), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, place);
	test->priv = place;
	place->container = fixture_container(test);
	holdfast_event_number();
	holdfast_ring_count(&place->accounts);
	place->newest = holdfast_ring_newest();
	return 0;
}

static void finish(struct kunit *test)
{
	struct place *place = test->priv;

	if (!place)
		return;
	holdfast_event_number();
	holdfast_container_put(place->container);
}

/*
 * Refuses the current task something, as the container's, for as long as that
 * takes: nothing of what it does here is mediated.
 */
static void refuse(struct kunit *test, enum holdfast_mode mode, bool quiet,
		   const char *object)
{
	struct place *place = test->priv;
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_MOUNT_NEW,
		.quiet = quiet,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = object,
		},
	};
	const struct holdfast_verdict verdict = {
		.mode = mode,
		.op = HOLDFAST_OP_MOUNT_NEW,
	};
	const struct holdfast_state state = { };
	struct holdfast_container *container = place->container;
	u32 active;

	KUNIT_ASSERT_EQ(test, 0,
			holdfast_label_add(current, container, &state));
	rcu_read_lock();
	active = holdfast_container_place();
	holdfast_event_record(container,
			      holdfast_container_profile(container, active),
			      active, &request, &verdict);
	rcu_read_unlock();
	holdfast_label_del(current);
	udelay(1); /* no two of the same time */
}

static void enforce(struct kunit *test, const char *object)
{
	refuse(test, HOLDFAST_MODE_ENFORCE, false, object);
}

/* The next event behind @after; the test fails when there is none. */
static const struct holdfast_event *next(struct kunit *test, u64 after)
{
	struct place *place = test->priv;
	bool found;

	holdfast_event_begin_reading();
	found = holdfast_ring_next(after, &place->event);
	if (found)
		holdfast_ring_settle(&place->event, HOLDFAST_FATE_DELIVERED);
	holdfast_event_end_reading();
	KUNIT_ASSERT_TRUE(test, found);
	return &place->event;
}

static u64 lost(const struct holdfast_ring_counts *accounts)
{
	u64 sum = 0;
	int fate;

	for (fate = 0; fate < HOLDFAST_FATE_DELIVERED; fate++)
		sum += accounts->lost[fate];
	return sum;
}

/* Nothing is lost silently: every refusal is somewhere in the accounts. */
static void expect_balance(struct kunit *test)
{
	struct holdfast_ring_counts now;

	holdfast_ring_count(&now);
	KUNIT_EXPECT_EQ(test, now.refusals,
			now.delivered + now.waiting + lost(&now));
}

static void tells_all(struct kunit *test)
{
	struct place *place = test->priv;
	u64 denials = holdfast_counted(HOLDFAST_COUNT_DENIALS);
	const struct holdfast_event *event;

	enforce(test, "all");
	KUNIT_EXPECT_EQ(test, place->newest, holdfast_ring_newest());
	holdfast_event_number();
	KUNIT_EXPECT_EQ(test, place->newest + 1, holdfast_ring_newest());
	event = next(test, place->newest);
	KUNIT_EXPECT_EQ(test, place->newest + 1, event->seq);
	KUNIT_EXPECT_EQ(test, 1, event->container_seq);
	KUNIT_EXPECT_EQ(test, place->container->id, event->matter.container);
	KUNIT_EXPECT_EQ(test, place->container->id, event->inner);
	KUNIT_EXPECT_EQ(test, HOLDFAST_OP_MOUNT_NEW, event->matter.op);
	KUNIT_EXPECT_EQ(test, HOLDFAST_MODE_ENFORCE, event->matter.mode);
	KUNIT_EXPECT_STREQ(test, "all", event->matter.object);
	KUNIT_EXPECT_STREQ(test, current->comm, event->comm);
	KUNIT_EXPECT_EQ(test, task_tgid_nr(current), event->pid);
	KUNIT_EXPECT_EQ(test, 1, event->count);
	KUNIT_EXPECT_EQ(test, EPERM, event->error);
	KUNIT_EXPECT_EQ(test, event->time, event->last);
	KUNIT_EXPECT_EQ(test, denials + 1,
			holdfast_counted(HOLDFAST_COUNT_DENIALS));
	KUNIT_EXPECT_EQ(test, 1, atomic64_read(&place->container->denials));
	expect_balance(test);
}

static void counts_identical(struct kunit *test)
{
	struct place *place = test->priv;
	const struct holdfast_event *event;
	int i;

	for (i = 0; i < 5; i++)
		enforce(test, "same");
	enforce(test, "other");
	holdfast_event_number();
	KUNIT_EXPECT_EQ(test, place->newest + 2, holdfast_ring_newest());
	event = next(test, place->newest);
	KUNIT_EXPECT_EQ(test, 5, event->count);
	KUNIT_EXPECT_STREQ(test, "same", event->matter.object);
	KUNIT_EXPECT_FALSE(test, event->other_objects);
	KUNIT_EXPECT_FALSE(test, event->other_processes);
	KUNIT_EXPECT_EQ(test, place->accounts.refusals + 5, event->refusals);
	event = next(test, event->seq);
	KUNIT_EXPECT_EQ(test, 1, event->count);
	KUNIT_EXPECT_EQ(test, 2, event->container_seq);

	/* what has a number does not change: the next one is another event */
	enforce(test, "same");
	holdfast_event_number();
	KUNIT_EXPECT_EQ(test, place->newest + 3, holdfast_ring_newest());
	expect_balance(test);
}

/* Beyond a few objects, one event for all others of the operation. */
static void puts_objects_together(struct kunit *test)
{
	struct place *place = test->priv;
	const struct holdfast_event *event;
	char object[16];
	u32 refusals = 0, others = 0, i;
	u64 after = place->newest;

	for (i = 0; i < HOLDFAST_OPEN_DETAILED + 10; i++) {
		snprintf(object, sizeof(object), "object %u", i);
		enforce(test, object);
	}
	holdfast_event_number();
	KUNIT_EXPECT_EQ(test, place->newest + HOLDFAST_OPEN_DETAILED,
			holdfast_ring_newest());
	while (after < holdfast_ring_newest()) {
		event = next(test, after);
		after = event->seq;
		refusals += event->count;
		others += event->other_objects;
	}
	KUNIT_EXPECT_EQ(test, HOLDFAST_OPEN_DETAILED + 10, refusals);
	KUNIT_EXPECT_EQ(test, 1, others);
	expect_balance(test);
}

static void only_counts_quiet(struct kunit *test)
{
	struct place *place = test->priv;
	u64 quiet = holdfast_counted(HOLDFAST_COUNT_QUIET);

	refuse(test, HOLDFAST_MODE_ENFORCE, true, "quiet");
	holdfast_event_number();
	KUNIT_EXPECT_EQ(test, place->newest, holdfast_ring_newest());
	KUNIT_EXPECT_EQ(test, quiet + 1,
			holdfast_counted(HOLDFAST_COUNT_QUIET));
	KUNIT_EXPECT_EQ(test, 1, atomic64_read(&place->container->denials));
}

static void complains(struct kunit *test)
{
	struct place *place = test->priv;
	u64 complaints = holdfast_counted(HOLDFAST_COUNT_COMPLAINTS);
	const struct holdfast_event *event;

	refuse(test, HOLDFAST_MODE_COMPLAIN, false, "complaint");
	/* the same, refused, is another matter */
	enforce(test, "complaint");
	holdfast_event_number();
	event = next(test, place->newest);
	KUNIT_EXPECT_EQ(test, 0, event->error);
	KUNIT_EXPECT_EQ(test, HOLDFAST_MODE_COMPLAIN, event->matter.mode);
	event = next(test, event->seq);
	KUNIT_EXPECT_EQ(test, EPERM, event->error);
	KUNIT_EXPECT_EQ(test, complaints + 1,
			holdfast_counted(HOLDFAST_COUNT_COMPLAINTS));
	KUNIT_EXPECT_EQ(test, 1, atomic64_read(&place->container->denials));
}

/* What the policy that is only tried would refuse is no denial. */
static void shadows(struct kunit *test)
{
	struct place *place = test->priv;
	u64 denials = holdfast_counted(HOLDFAST_COUNT_DENIALS);
	const struct holdfast_event *event;

	refuse(test, HOLDFAST_MODE_SHADOW, false, "shadow");
	holdfast_event_number();
	event = next(test, place->newest);
	KUNIT_EXPECT_EQ(test, 0, event->error);
	KUNIT_EXPECT_EQ(test, HOLDFAST_MODE_SHADOW, event->matter.mode);
	KUNIT_EXPECT_EQ(test, denials,
			holdfast_counted(HOLDFAST_COUNT_DENIALS));
	KUNIT_EXPECT_EQ(test, 0, atomic64_read(&place->container->denials));
}

/**
 * struct another - a refusal in another process
 * @work: Does it.
 * @test: The test.
 */
struct another {
	struct work_struct work;
	struct kunit *test;
};

static void refuse_another(struct work_struct *work)
{
	enforce(container_of(work, struct another, work)->test, "same");
}

static void tells_of_other_processes(struct kunit *test)
{
	struct another another = { .test = test };
	struct place *place = test->priv;
	const struct holdfast_event *event;

	enforce(test, "same");
	INIT_WORK_ONSTACK(&another.work, refuse_another);
	schedule_work(&another.work);
	flush_work(&another.work);
	destroy_work_on_stack(&another.work);
	holdfast_event_number();
	event = next(test, place->newest);
	KUNIT_EXPECT_EQ(test, 2, event->count);
	KUNIT_EXPECT_TRUE(test, event->other_processes);
	KUNIT_EXPECT_FALSE(test, event->other_objects);
	KUNIT_EXPECT_EQ(test, task_tgid_nr(current), event->pid);
}

static void counts(struct kunit *test)
{
	u64 killed = holdfast_counted(HOLDFAST_COUNT_KILLED);

	holdfast_count(HOLDFAST_COUNT_KILLED);
	holdfast_count(HOLDFAST_COUNT_KILLED);
	KUNIT_EXPECT_EQ(test, killed + 2,
			holdfast_counted(HOLDFAST_COUNT_KILLED));
}

/* A task without a program is a kernel thread, as this is until it has memory. */
static void names_programs(struct kunit *test)
{
	struct vfsmount *mnt = kern_mount(get_fs_type("ramfs"));
	struct mm_struct *mm = mm_alloc();
	struct place *place = test->priv;
	const struct holdfast_event *event;
	struct file *file;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	KUNIT_ASSERT_NOT_NULL(test, mm);
	file = file_open_root_mnt(mnt, "program", O_CREAT | O_RDONLY, 0700);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, file);
	enforce(test, "no memory");
	kthread_use_mm(mm);
	enforce(test, "no program");
	KUNIT_EXPECT_EQ(test, 0, set_mm_exe_file(mm, file));
	enforce(test, "a program");
	kthread_unuse_mm(mm);
	holdfast_event_number();
	event = next(test, place->newest);
	KUNIT_EXPECT_STREQ(test, "", event->exe);
	event = next(test, event->seq);
	KUNIT_EXPECT_STREQ(test, "", event->exe);
	event = next(test, event->seq);
	KUNIT_EXPECT_STREQ(test, "ramfs:/program", event->exe);
	mmput(mm);
	fput(file);
	kern_unmount(mnt);
}

static void has_bounds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, -EINVAL,
			holdfast_event_init(HOLDFAST_RING_MIN - 1));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			holdfast_event_init(HOLDFAST_RING_MAX + 1));
}

/* A record that another task was faster to fill. */
static void gives_records_back(struct kunit *test)
{
	struct place *place = test->priv;
	struct holdfast_share *share = place->container->share;
	const int refs = refcount_read(&share->refs);
	struct holdfast_record *record = holdfast_ring_take(share);

	KUNIT_ASSERT_NOT_NULL(test, record);
	KUNIT_EXPECT_PTR_EQ(test, share, record->share);
	KUNIT_EXPECT_EQ(test, refs + 1, refcount_read(&share->refs));
	holdfast_ring_give_back(record);
	KUNIT_EXPECT_EQ(test, refs, refcount_read(&share->refs));
	KUNIT_EXPECT_PTR_EQ(test, record, holdfast_ring_take(share));
	holdfast_ring_give_back(record);
	KUNIT_EXPECT_EQ(test, place->newest, holdfast_ring_newest());
	expect_balance(test);
}

/* The ring is full: the oldest make room, and that is told. */
static void loses_the_oldest(struct kunit *test)
{
	struct place *place = test->priv;
	struct holdfast_ring_counts now;
	u32 i;

	for (i = 0; i < place->accounts.size + 10; i++) {
		enforce(test, "many");
		holdfast_event_number();
	}
	holdfast_ring_count(&now);
	KUNIT_EXPECT_EQ(test, place->accounts.refusals + now.size + 10,
			now.refusals);
	KUNIT_EXPECT_GE(test, lost(&now), lost(&place->accounts) + 10);
	KUNIT_EXPECT_GE(test, holdfast_ring_lost_by(place->container->share),
			10);
	KUNIT_EXPECT_GT(test, next(test, place->newest)->seq,
			place->newest + 1);
	expect_balance(test);
}

/*
 * Four containers with as many open as they may have: half of all records, less
 * the last, for which there is no room of its own any more.
 */
#define CROWD 4

static void crowd(struct kunit *test, struct holdfast_container **crowd)
{
	struct place *place = test->priv;
	struct holdfast_container *own = place->container;
	char object[16];
	u32 i, n;

	for (i = 0; i < CROWD; i++) {
		crowd[i] = fixture_container(test);
		place->container = crowd[i];
		for (n = 0; n < HOLDFAST_OPEN_MAX; n++) {
			snprintf(object, sizeof(object), "object %u", n);
			refuse(test, HOLDFAST_MODE_COMPLAIN, false, object);
		}
	}
	place->container = own;
}

static void disperse(struct holdfast_container **crowd, u32 count)
{
	while (count)
		holdfast_container_put(crowd[--count]);
}

/*
 * Has the work item that gives numbers wait until holdfast_event_end_reading():
 * it would give them to all as soon as room is rare.
 */
static void hold_sending(struct kunit *test)
{
	struct place *place = test->priv;
	struct holdfast_container *own = place->container;

	place->container = fixture_container(test);
	holdfast_event_begin_reading();
	enforce(test, "held");
	msleep(200);
	/* it may have waited before it has come to that event */
	holdfast_event_number();
	place->newest = holdfast_ring_newest();
	holdfast_container_put(place->container);
	place->container = own;
}

/* Room is rare: who has something open gets no more, others one each. */
static void spares_room(struct kunit *test)
{
	struct holdfast_container *many[CROWD];
	struct place *place = test->priv;
	struct holdfast_container *own = place->container;
	const struct holdfast_event *event;

	KUNIT_ASSERT_EQ(test, place->accounts.size / 2,
			CROWD * HOLDFAST_OPEN_MAX);
	hold_sending(test);
	crowd(test, many);
	enforce(test, "first");
	KUNIT_EXPECT_TRUE(test, holdfast_ring_crowded());
	enforce(test, "second");
	place->container = many[0];
	/* one more of a kind that is open, and one of another */
	refuse(test, HOLDFAST_MODE_COMPLAIN, false, "one more");
	enforce(test, "no room");
	place->container = own;
	holdfast_event_number();
	holdfast_event_end_reading();
	KUNIT_EXPECT_FALSE(test, holdfast_ring_crowded());
	/* what has no event takes a number, so that its want is seen */
	KUNIT_EXPECT_EQ(test, place->newest + CROWD * HOLDFAST_OPEN_MAX + 1,
			holdfast_ring_newest());
	KUNIT_EXPECT_EQ(test, 0, holdfast_ring_lost_by(own->share));
	KUNIT_EXPECT_EQ(test, 1, holdfast_ring_lost_by(many[0]->share));
	event = next(test, holdfast_ring_newest() - 1);
	KUNIT_EXPECT_EQ(test, own->id, event->matter.container);
	KUNIT_EXPECT_EQ(test, 2, event->count);
	KUNIT_EXPECT_TRUE(test, event->other_objects);
	expect_balance(test);
	disperse(many, CROWD);
}

/* Every record is open: what comes now is counted, and no more. */
static void has_no_room(struct kunit *test)
{
	struct place *place = test->priv;
	struct holdfast_container *own = place->container, **many;
	u32 rest = place->accounts.size / 2 + 1, i;

	many = kunit_kcalloc(test, CROWD + rest, sizeof(*many), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, many);
	hold_sending(test);
	crowd(test, many);
	for (i = 0; i < rest; i++) {
		many[CROWD + i] = fixture_container(test);
		place->container = many[CROWD + i];
		enforce(test, "one each");
	}
	place->container = own;
	enforce(test, "too late");
	holdfast_event_number();
	holdfast_event_end_reading();
	KUNIT_EXPECT_EQ(test, 1, holdfast_ring_lost_by(own->share));
	KUNIT_EXPECT_EQ(test, 1, own->events);
	KUNIT_EXPECT_EQ(test, 0, holdfast_ring_lost_by(many[CROWD]->share));
	expect_balance(test);
	disperse(many, CROWD + rest);
}

/* Nobody asks: a work item gives the numbers, and finds nobody who listens. */
static void sends_later(struct kunit *test)
{
	struct place *place = test->priv;

	enforce(test, "later");
	KUNIT_EXPECT_EQ(test, place->newest, holdfast_ring_newest());
	msleep(200);
	KUNIT_EXPECT_EQ(test, place->newest + 1, holdfast_ring_newest());
	expect_balance(test);
}

/* What is handed out while it makes room is accounted for once, at the end. */
static const struct fate {
	const char *what;
	enum holdfast_fate fate;
	u32 delivered;
	u32 lost;
} fates[] = {
	{ "delivered", HOLDFAST_FATE_DELIVERED, 1, 0 },
	{ "no room in a socket", HOLDFAST_FATE_SOCKET, 0, 1 },
};

KUNIT_ARRAY_PARAM_DESC(fates, fates, what);

static void settles_what_is_gone(struct kunit *test)
{
	const struct fate *param = test->param_value;
	struct place *place = test->priv;
	struct holdfast_ring_counts before, now;
	u32 i;

	enforce(test, "handed");
	holdfast_event_number();
	holdfast_event_begin_reading();
	KUNIT_EXPECT_TRUE(test, holdfast_ring_next(place->newest,
						   &place->event));
	for (i = 0; i < place->accounts.size; i++) {
		enforce(test, "many");
		holdfast_event_number();
	}
	holdfast_ring_count(&before);
	holdfast_ring_settle(&place->event, param->fate);
	holdfast_ring_count(&now);
	holdfast_event_end_reading();
	KUNIT_EXPECT_EQ(test, before.delivered + param->delivered,
			now.delivered);
	KUNIT_EXPECT_EQ(test, lost(&before) + param->lost, lost(&now));
	expect_balance(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(tells_all),
	KUNIT_CASE(counts_identical),
	KUNIT_CASE(puts_objects_together),
	KUNIT_CASE(only_counts_quiet),
	KUNIT_CASE(complains),
	KUNIT_CASE(shadows),
	KUNIT_CASE(tells_of_other_processes),
	KUNIT_CASE(counts),
	KUNIT_CASE(names_programs),
	KUNIT_CASE(has_bounds),
	KUNIT_CASE(gives_records_back),
	KUNIT_CASE_SLOW(loses_the_oldest),
	KUNIT_CASE_SLOW(spares_room),
	KUNIT_CASE_SLOW(has_no_room),
	KUNIT_CASE(sends_later),
	KUNIT_CASE_PARAM(settles_what_is_gone, fates_gen_params),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_event",
	.init = begin,
	.exit = finish,
	.test_cases = cases,
};

kunit_test_suite(suite);
