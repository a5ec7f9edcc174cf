// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - events: from a refusal to a record, and the counters
 *
 * A hook notes a refusal and goes on; it never waits for a reader. What is new
 * is open: an identical refusal raises its count. A work item, or a reader who
 * comes before, gives it a number; from then on it never changes.
 *
 * What is open is in the share of its container, which has a lock of its own.
 * The ring's lock, that all share, is only taken for a new event, and of these
 * a share can have few open. So containers do not wait for each other.
 */

#include <linux/cgroup.h>
#include <linux/cred.h>
#include <linux/file.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/list_sort.h>
#include <linux/mutex.h>
#include <linux/nsproxy.h>
#include <linux/percpu.h>
#include <linux/pid_namespace.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "audit.h"
#include "common.h"
#include "compat/exe_file.h"
#include "event.h"
#include "label.h"
#include "netlink.h"
#include "object.h"
#include "syscall_scope.h"

/* How long an event waits for identical refusals before it is sent. */
#define SEND_DELAY (HZ / 20)

static DEFINE_PER_CPU(u64, counters[HOLDFAST_NR_COUNTERS]);

/* Shares that have something to be numbered. */
static LLIST_HEAD(dirty);

/* Guards @stopped. Interrupts off. */
static DEFINE_SPINLOCK(work_lock);
static bool stopped;	/* no work may be scheduled any more */

/* One gives numbers at a time; one hands events to readers at a time. */
static DEFINE_MUTEX(numbering);
static DEFINE_MUTEX(reading);

static void send_new(struct work_struct *work);
static DECLARE_DELAYED_WORK(send_work, send_new);

/**
 * holdfast_event_init - make the ring ready
 * @ring_size: Events that it keeps.
 *
 * Context: May sleep; before any hook is attached.
 * Return: 0, -EINVAL or -ENOMEM.
 */
int holdfast_event_init(u32 ring_size)
{
	return holdfast_ring_init(ring_size);
}

/**
 * holdfast_event_stop - send no more
 *
 * A request from inside a container is still recorded, as long as there is the
 * netlink family, but it sets no work off that would outlive the module.
 *
 * Context: May sleep; after the last hook has been detached.
 */
void holdfast_event_stop(void)
{
	spin_lock_irq(&work_lock);
	stopped = true;
	spin_unlock_irq(&work_lock);
	cancel_delayed_work_sync(&send_work);
}

/**
 * holdfast_event_exit - free the ring
 *
 * Context: May sleep; nobody writes or reads any more.
 */
void holdfast_event_exit(void)
{
	holdfast_event_number();
	holdfast_ring_exit();
}

/**
 * holdfast_count - count one
 * @counter: Of what.
 *
 * Context: Any.
 */
void holdfast_count(enum holdfast_counter counter)
{
	this_cpu_inc(counters[counter]);
}

/**
 * holdfast_counted - add a counter up
 * @counter: Which one.
 *
 * Context: Any.
 * Return: The sum over all CPUs.
 */
u64 holdfast_counted(enum holdfast_counter counter)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(counters[counter], cpu));
	return sum;
}

static int compare_times(void *priv, const struct list_head *a,
			 const struct list_head *b)
{
	const struct holdfast_record *one =
		list_entry(a, struct holdfast_record, node);
	const struct holdfast_record *two =
		list_entry(b, struct holdfast_record, node);

	return one->event.time > two->event.time;
}

/* Takes from a share what is open, and gives back the reference of the list. */
static void close_share(struct holdfast_share *share, struct list_head *closed)
{
	u32 unrecorded;

	spin_lock_irq(&share->lock);
	list_splice_tail_init(&share->open, closed);
	unrecorded = share->unrecorded;
	share->unrecorded = 0;
	share->nr_open = 0;
	share->dirty = false;
	spin_unlock_irq(&share->lock);
	if (unrecorded)
		holdfast_ring_lose(share, unrecorded);
	holdfast_share_put(share);
}

/**
 * holdfast_event_number - give all that is open its number
 *
 * Context: May sleep.
 */
void holdfast_event_number(void)
{
	struct holdfast_record *record, *next_record;
	struct holdfast_share *share, *next_share;
	LIST_HEAD(closed);

	mutex_lock(&numbering);
	llist_for_each_entry_safe(share, next_share, llist_del_all(&dirty),
				  dirty_node)
		close_share(share, &closed);
	list_sort(NULL, &closed, compare_times);
	list_for_each_entry_safe(record, next_record, &closed, node)
		holdfast_ring_number(record);
	mutex_unlock(&numbering);
}

/**
 * holdfast_event_begin_reading - be the one who hands events to a reader
 *
 * Context: May sleep.
 */
void holdfast_event_begin_reading(void)
{
	mutex_lock(&reading);
}

/**
 * holdfast_event_end_reading - let others
 *
 * Context: After holdfast_event_begin_reading().
 */
void holdfast_event_end_reading(void)
{
	mutex_unlock(&reading);
}

/* Sends one event, and logs it; true when there was one. */
static bool send_next(u64 *sent)
{
	static struct holdfast_event event;
	bool found;

	holdfast_event_begin_reading();
	found = holdfast_ring_next(*sent, &event);
	if (found) {
		holdfast_ring_settle(&event, holdfast_netlink_send(&event));
		*sent = event.seq;
	}
	holdfast_event_end_reading();
	if (found)
		holdfast_audit_log(&event);
	return found;
}

static void send_new(struct work_struct *work)
{
	static u64 sent;

	holdfast_event_number();
	while (send_next(&sent))
		;
}

/* What has just become open is sent a moment later, at once when room is rare. */
static void schedule_send(void)
{
	unsigned long flags;

	spin_lock_irqsave(&work_lock, flags);
	if (!stopped && holdfast_ring_crowded())
		mod_delayed_work(system_wq, &send_work, 0);
	else if (!stopped)
		schedule_delayed_work(&send_work, SEND_DELAY);
	spin_unlock_irqrestore(&work_lock, flags);
}

static bool same_kind(const struct holdfast_matter *a,
		      const struct holdfast_matter *b)
{
	return a->container == b->container && a->op == b->op &&
	       a->mode == b->mode && a->generation == b->generation;
}

static bool same_matter(const struct holdfast_matter *a,
			const struct holdfast_matter *b)
{
	return same_kind(a, b) && a->scope == b->scope &&
	       a->syscall == b->syscall && a->arch == b->arch &&
	       !strcmp(a->object, b->object);
}

/* An open event of the same matter; without, the first of the same kind. */
static struct holdfast_record *
find_open(struct holdfast_share *share, const struct holdfast_matter *matter,
	  bool *other_object)
{
	struct holdfast_record *record, *kindred = NULL;

	lockdep_assert_held(&share->lock);
	*other_object = false;
	list_for_each_entry(record, &share->open, node) {
		if (same_matter(&record->event.matter, matter))
			return record;
		if (!kindred && same_kind(&record->event.matter, matter))
			kindred = record;
	}
	*other_object = true;
	return kindred;
}

static void add_to(struct holdfast_record *record, struct holdfast_share *share,
		   bool other_object)
{
	struct holdfast_event *event = &record->event;

	lockdep_assert_held(&share->lock);
	event->count++;
	event->last = ktime_get_boottime_ns();
	if (event->pid != task_tgid_nr(current))
		event->other_processes = true;
	if (other_object)
		event->other_objects = true;
	/* the next one is found sooner */
	list_move(&record->node, &share->open);
}

/* How many a share may have open, for this to get one of its own. */
static u32 detailed(const struct holdfast_matter *matter)
{
	return matter->mode == HOLDFAST_MODE_ENFORCE ? HOLDFAST_OPEN_DETAILED :
						       HOLDFAST_OPEN_MAX;
}

/*
 * Adds the refusal to an open event of the same matter. A share that has many
 * open, or any when room is rare, does with one of the same kind; and a refusal
 * that not even that takes in is counted, and no more.
 */
static bool coalesce(struct holdfast_share *share,
		     struct holdfast_container *container,
		     const struct holdfast_matter *matter)
{
	const bool crowded = holdfast_ring_crowded();
	struct holdfast_record *record;
	bool other_object;

	lockdep_assert_held(&share->lock);
	record = find_open(share, matter, &other_object);
	if (other_object &&
	    share->nr_open < (crowded ? 1 : detailed(matter)))
		return false;
	if (record) {
		add_to(record, share, other_object);
		return true;
	}
	if (share->nr_open < (crowded ? 1 : HOLDFAST_OPEN_MAX))
		return false;
	WRITE_ONCE(container->events, container->events + 1);
	share->unrecorded++;
	return true;
}

/* True when the share was not in the list of those to be numbered. */
static bool make_dirty(struct holdfast_share *share)
{
	lockdep_assert_held(&share->lock);
	if (share->dirty)
		return false;
	share->dirty = true;
	llist_add(&holdfast_share_get(share)->dirty_node, &dirty);
	return true;
}

static void open_record(struct holdfast_record *record,
			struct holdfast_share *share,
			struct holdfast_container *container)
{
	struct holdfast_event *event = &record->event;

	lockdep_assert_held(&share->lock);
	/* under the lock, so that both rise alike */
	event->time = ktime_get_boottime_ns();
	event->last = event->time;
	event->container_seq = container->events + 1;
	WRITE_ONCE(container->events, event->container_seq);
	list_add(&record->node, &share->open);
	share->nr_open++;
}

static void fill_exe(char *buf)
{
	struct file *file = NULL;

	if (current->mm)
		file = compat_get_exe_file(current->mm);
	if (!file)
		return;
	holdfast_object_print_file(file->f_path.dentry, buf);
	fput(file);
}

static void put_end(char *buf, const char *text)
{
	size_t len = strlen(text);

	if (len < HOLDFAST_TEXT_SIZE)
		strscpy(buf, text, HOLDFAST_TEXT_SIZE);
	else
		snprintf(buf, HOLDFAST_TEXT_SIZE, "...%s",
			 text + len - (HOLDFAST_TEXT_SIZE - 1 - 3));
}

/*
 * One that is too long has at least the end of the container's. Since 6.8 the
 * kernel cuts it to what fits, and says nothing.
 */
static void fill_cgroup(const struct holdfast_container *container, char *buf)
{
	int len = cgroup_path(task_dfl_cgroup(current), buf,
			      HOLDFAST_TEXT_SIZE);

	if (len < 0 || len >= HOLDFAST_TEXT_SIZE - 1)
		put_end(buf, container->cgroup ?: "");
}

static void fill_task(struct holdfast_event *event)
{
	struct holdfast_facts facts = {};

	event->pid = task_tgid_nr(current);
	event->tid = task_pid_nr(current);
	event->uid = from_kuid(&init_user_ns, current_uid());
	memcpy(event->comm, current->comm, sizeof(event->comm));
	event->comm[sizeof(event->comm) - 1] = '\0';
	if (current->nsproxy && task_active_pid_ns(current))
		holdfast_facts_namespaces(current->nsproxy, current_user_ns(),
					  task_active_pid_ns(current), &facts);
	memcpy(event->namespaces, facts.inums, sizeof(event->namespaces));
	fill_exe(event->exe);
}

static void fill_matter(struct holdfast_matter *matter,
			const struct holdfast_container *container, u32 place,
			const struct holdfast_request *request,
			const struct holdfast_verdict *verdict)
{
	matter->container = container->id;
	matter->generation = holdfast_container_generation(place);
	matter->mode = verdict->mode;
	matter->op = verdict->op;
	matter->scope = request->scope;
	matter->syscall = holdfast_syscall_nr(&matter->arch);
	holdfast_object_print(request, matter->object);
}

static void fill(struct holdfast_event *event,
		 const struct holdfast_container *container,
		 const struct holdfast_profile *profile, u32 place,
		 const struct holdfast_matter *matter)
{
	memset(event, 0, sizeof(*event));
	event->matter = *matter;
	event->count = 1;
	event->error = matter->mode == HOLDFAST_MODE_ENFORCE ? EPERM : 0;
	event->inner = holdfast_label_container(current)->id;
	event->rule = READ_ONCE(container->rules[place]);
	strscpy(event->profile, profile->name, sizeof(event->profile));
	fill_task(event);
	fill_cgroup(container, event->cgroup);
}

/*
 * Puts a refusal that no open event takes in into one of its own. Another task
 * may have opened one meanwhile.
 */
static void record_new(struct holdfast_container *container,
		       const struct holdfast_profile *profile, u32 place,
		       const struct holdfast_matter *matter)
{
	struct holdfast_share *share = container->share;
	struct holdfast_record *record = holdfast_ring_take(share);
	bool became_dirty = false, taken = false;
	unsigned long flags;

	if (record)
		fill(&record->event, container, profile, place, matter);
	spin_lock_irqsave(&share->lock, flags);
	if (!coalesce(share, container, matter)) {
		taken = record;
		if (record) {
			open_record(record, share, container);
		} else {
			WRITE_ONCE(container->events, container->events + 1);
			share->unrecorded++;
		}
		became_dirty = make_dirty(share);
	}
	spin_unlock_irqrestore(&share->lock, flags);
	if (record && !taken)
		holdfast_ring_give_back(record);
	if (became_dirty || holdfast_ring_crowded())
		schedule_send();
}

static void record(struct holdfast_container *container,
		   const struct holdfast_profile *profile, u32 place,
		   const struct holdfast_request *request,
		   const struct holdfast_verdict *verdict)
{
	struct holdfast_share *share = container->share;
	struct holdfast_matter matter;
	unsigned long flags;
	bool done;

	fill_matter(&matter, container, place, request, verdict);
	spin_lock_irqsave(&share->lock, flags);
	done = coalesce(share, container, &matter);
	spin_unlock_irqrestore(&share->lock, flags);
	if (!done)
		record_new(container, profile, place, &matter);
}

/**
 * holdfast_event_record - count a refusal and put it in the ring
 * @container: The container that refuses.
 * @profile: Its profile.
 * @place: Of the policy that judged.
 * @request: What the current task asked.
 * @verdict: What the profile said.
 *
 * Context: In a hook, of the current task, which has a label; in an RCU read
 *	section; does not sleep, and allocates nothing.
 */
void holdfast_event_record(struct holdfast_container *container,
			   const struct holdfast_profile *profile, u32 place,
			   const struct holdfast_request *request,
			   const struct holdfast_verdict *verdict)
{
	switch (verdict->mode) {
	case HOLDFAST_MODE_ENFORCE:
		holdfast_count(HOLDFAST_COUNT_DENIALS);
		atomic64_inc(&container->denials);
		break;
	case HOLDFAST_MODE_COMPLAIN:
		holdfast_count(HOLDFAST_COUNT_COMPLAINTS);
		break;
	case HOLDFAST_MODE_SHADOW:
		break;
	}
	if (request->quiet) {
		holdfast_count(HOLDFAST_COUNT_QUIET);
		return;
	}
	holdfast_count(HOLDFAST_COUNT_REFUSALS);
	record(container, profile, place, request, verdict);
}
