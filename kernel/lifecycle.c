// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the life cycle of policies: which one is active, which one comes
 * back, and until when that can change
 *
 * A policy that is replaced is kept, one of them. It comes back by a rollback,
 * or by itself when its successor is not confirmed in time. Time is
 * CLOCK_BOOTTIME, which goes on while the machine is suspended; the delayed
 * work does not, so it looks at the clock once a second.
 */

#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/math64.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>

#include "common.h"
#include "container.h"
#include "default_policy.h"
#include "frontend.h"
#include "hooks.h"
#include "lifecycle.h"
#include "signature.h"

/* Guards all below. Taken inside of transaction_lock, outside of all else. */
static DEFINE_MUTEX(lifecycle_lock);
static struct holdfast_policy *active;
static struct holdfast_policy *former;
static struct holdfast_policy *shadow;
static enum holdfast_origin origin;
static u64 since;

/* CLOCK_BOOTTIME in nanoseconds; 0 when nothing waits to be confirmed. */
static u64 deadline;

/* Memory ran out while running containers were labelled: try again. */
static bool adopt_due;

/* No certificate is trusted any more, of those that are not yet. */
static bool closed;

static bool locked;

/* Written under lifecycle_lock, and never taken back; read anywhere. */
static bool pinned;

static const char not_all_labelled[] =
	"the policy is active, but running containers could not all be labelled";

static void on_tick(struct work_struct *work);
static DECLARE_DELAYED_WORK(tick, on_tick);

static int refuse(struct holdfast_change *change, int err, const char *reason)
{
	change->reason = reason;
	return err;
}

static u64 time_left(void)
{
	u64 now = ktime_get_boottime_ns();

	lockdep_assert_held(&lifecycle_lock);
	return deadline > now ? deadline - now : 0;
}

static void tick_later(void)
{
	unsigned long delay = HZ;

	lockdep_assert_held(&lifecycle_lock);
	if (deadline && !adopt_due)
		delay = min(delay, nsecs_to_jiffies(time_left()) + 1);
	if (deadline || adopt_due)
		mod_delayed_work(system_long_wq, &tick, delay);
}

/* Label what only the active policy calls a container. */
static int adopt(void)
{
	int err = holdfast_task_adopt();

	lockdep_assert_held(&lifecycle_lock);
	adopt_due = err;
	tick_later();
	return err;
}

static void set_shadow(struct holdfast_policy *policy)
{
	lockdep_assert_held(&lifecycle_lock);
	holdfast_policy_free(holdfast_container_set_shadow(policy));
	shadow = policy;
}

static void note_active(struct holdfast_policy *policy,
			enum holdfast_origin how)
{
	lockdep_assert_held(&lifecycle_lock);
	active = policy;
	origin = how;
	since = ktime_get_boottime_ns();
	deadline = 0;
}

/* Makes @policy the active one. Returns the one before it. */
static struct holdfast_policy *replace(struct holdfast_policy *policy,
				       enum holdfast_origin how)
{
	lockdep_assert_held(&lifecycle_lock);
	if (shadow)
		set_shadow(NULL);
	note_active(policy, how);
	return holdfast_container_set_policy(policy);
}

/* The former policy becomes active; the one after it is gone. */
static int go_back(enum holdfast_origin how)
{
	struct holdfast_policy *policy = former;

	lockdep_assert_held(&lifecycle_lock);
	former = NULL;
	holdfast_policy_free(replace(policy, how));
	return adopt();
}

static int revert(void)
{
	lockdep_assert_held(&lifecycle_lock);
	pr_warn("policy version %llu was not confirmed in time: version %llu is active again\n",
		active->version, former->version);
	return go_back(HOLDFAST_ORIGIN_REVERTED);
}

static void on_tick(struct work_struct *work)
{
	mutex_lock(&lifecycle_lock);
	if (deadline && !time_left())
		revert();
	else if (adopt_due)
		adopt();
	else
		tick_later();
	mutex_unlock(&lifecycle_lock);
}

/* What holds for whatever wants to change the policy. */
static int check(struct holdfast_change *change)
{
	lockdep_assert_held(&lifecycle_lock);
	if (locked)
		return refuse(change, -EPERM, "locked until reboot");
	if (!change->has_expected || change->expected == active->generation)
		return 0;
	change->unexpected = true;
	return refuse(change, -ESTALE, "another policy has become active");
}

static void say_active(struct holdfast_change *change)
{
	lockdep_assert_held(&lifecycle_lock);
	change->generation = active->generation;
	change->version = active->version;
}

static int check_settled(struct holdfast_change *change)
{
	lockdep_assert_held(&lifecycle_lock);
	if (!deadline)
		return 0;
	return refuse(change, -EBUSY,
		      "the active policy waits to be confirmed, or rolled back");
}

/**
 * holdfast_lifecycle_init - make the compiled-in policy the active one
 *
 * Context: May sleep; before anybody can ask for a change.
 * Return: 0 or -ENOMEM.
 */
int holdfast_lifecycle_init(void)
{
	struct holdfast_policy *policy = holdfast_default_policy();

	if (!policy)
		return -ENOMEM;
	mutex_lock(&lifecycle_lock);
	replace(policy, HOLDFAST_ORIGIN_COMPILED_IN);
	mutex_unlock(&lifecycle_lock);
	return 0;
}

/**
 * holdfast_lifecycle_stop - have no policy come back any more
 *
 * Context: May sleep; after the last change that anybody can ask for.
 */
void holdfast_lifecycle_stop(void)
{
	cancel_delayed_work_sync(&tick);
}

/**
 * holdfast_lifecycle_exit - free the policies
 *
 * Context: May sleep; nobody asks any more, and there is no label.
 */
void holdfast_lifecycle_exit(void)
{
	mutex_lock(&lifecycle_lock);
	holdfast_policy_free(replace(NULL, HOLDFAST_ORIGIN_COMPILED_IN));
	holdfast_policy_free(former);
	former = NULL;
	mutex_unlock(&lifecycle_lock);
}

/**
 * holdfast_lifecycle_begin - ask whether a commit could succeed at all
 * @change: The change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM or -ESTALE.
 */
int holdfast_lifecycle_begin(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = check(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

/* Once is enough: nothing gives the reference back. */
static int pin(struct holdfast_change *change)
{
	lockdep_assert_held(&lifecycle_lock);
	if (!pinned && !holdfast_frontend_pin())
		return refuse(change, -ENODEV, "Holdfast is being unloaded");
	WRITE_ONCE(pinned, true);
	return 0;
}

/*
 * The first signed policy where signatures are demanded: from now on who comes
 * later can neither bring a key of his own nor load Holdfast without the demand.
 */
static int close_keyring(struct holdfast_change *change)
{
	int err;

	lockdep_assert_held(&lifecycle_lock);
	if (!holdfast_signature_demanded() || closed)
		return 0;
	err = pin(change);
	if (err)
		return err;
	closed = true;
	pr_info("the keyring is closed, and Holdfast stays, until reboot\n");
	return 0;
}

static int check_successor(const struct holdfast_policy *policy,
			   struct holdfast_change *change)
{
	/* who may force what nobody has signed? */
	const bool force = change->force && !holdfast_signature_demanded();
	int err = check(change) ?: check_settled(change);

	if (err)
		return err;
	if (force || policy->version >= active->version)
		return close_keyring(change);
	return refuse(change, -ESTALE,
		      "an older version than the active one");
}

static int check_candidate(struct holdfast_change *change)
{
	if (change->confirm)
		return refuse(change, -EINVAL, "a shadow need not be confirmed");
	return check(change);
}

/* Another policy has become active in the place of @replaced. */
static int succeed(struct holdfast_policy *replaced,
		   struct holdfast_change *change)
{
	int err;

	lockdep_assert_held(&lifecycle_lock);
	holdfast_policy_free(former);
	former = replaced;
	if (change->confirm)
		deadline = since + (u64)change->confirm * NSEC_PER_SEC;
	err = adopt();
	if (!err)
		return 0;
	return refuse(change, err, not_all_labelled);
}

static int commit(struct holdfast_policy **policy,
		  struct holdfast_change *change)
{
	struct holdfast_policy *fresh = *policy;
	int err;

	lockdep_assert_held(&lifecycle_lock);
	err = change->shadow ? check_candidate(change) :
			       check_successor(fresh, change);
	if (err)
		return err;
	*policy = NULL;
	if (!change->shadow)
		return succeed(replace(fresh, HOLDFAST_ORIGIN_LOADED), change);
	set_shadow(fresh);
	return 0;
}

/**
 * holdfast_lifecycle_commit - make a policy the active one, or the shadow
 * @policy: A complete policy; NULL afterwards when it has become active, also
 *	when an error is returned.
 * @change: The change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ESTALE or -EBUSY; -ENOMEM when the policy is active, but
 * memory ran out while running containers were labelled.
 */
int holdfast_lifecycle_commit(struct holdfast_policy **policy,
			      struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = commit(policy, change);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

static int check_shadow(struct holdfast_change *change)
{
	lockdep_assert_held(&lifecycle_lock);
	return shadow ? 0 : refuse(change, -ENOENT, "there is no shadow");
}

static int promote(struct holdfast_change *change)
{
	int err = check_shadow(change) ?: check_successor(shadow, change);

	if (err)
		return err;
	note_active(shadow, HOLDFAST_ORIGIN_LOADED);
	shadow = NULL;
	return succeed(holdfast_container_promote(), change);
}

/**
 * holdfast_lifecycle_promote - make the shadow the active policy
 * @change: The change.
 *
 * Context: May sleep.
 * Return: See holdfast_lifecycle_commit(); -ENOENT when there is no shadow.
 */
int holdfast_lifecycle_promote(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = promote(change);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

/**
 * holdfast_lifecycle_unshadow - end the shadow
 * @change: The change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ESTALE, -ENOENT when there is no shadow.
 */
int holdfast_lifecycle_unshadow(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = check(change) ?: check_shadow(change);
	if (!err)
		set_shadow(NULL);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

static int confirm(struct holdfast_change *change)
{
	int err = check(change);

	if (err)
		return err;
	if (!deadline)
		return refuse(change, -ENOENT,
			      "no policy waits to be confirmed");
	if (time_left()) {
		deadline = 0;
		return 0;
	}
	revert();
	return refuse(change, -ETIME,
		      "too late, the former policy is active again");
}

/**
 * holdfast_lifecycle_confirm - keep the policy that waits to be confirmed
 * @change: The change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ESTALE, -ENOENT when none waits, -ETIME.
 */
int holdfast_lifecycle_confirm(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = confirm(change);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

static int rollback(struct holdfast_change *change)
{
	int err = check(change);

	if (err)
		return err;
	if (!former)
		return refuse(change, -ENOENT, "no former policy is kept");
	err = go_back(HOLDFAST_ORIGIN_ROLLED_BACK);
	if (!err)
		return 0;
	return refuse(change, err, not_all_labelled);
}

/**
 * holdfast_lifecycle_rollback - make the former policy the active one again
 * @change: The change.
 *
 * The one that is active is dropped, so that to roll back twice is an error
 * and not a way to bring it back.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, -ESTALE, -ENOENT when none is kept; -ENOMEM when it is
 * active, but memory ran out while running containers were labelled.
 */
int holdfast_lifecycle_rollback(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = rollback(change);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

static int lock(struct holdfast_change *change)
{
	int err;

	if (locked)
		return 0;
	err = check(change) ?: check_settled(change) ?: pin(change);
	if (err)
		return err;
	locked = true;
	closed = true;
	pr_info("policy version %llu is locked until reboot\n",
		active->version);
	return 0;
}

static int trust(const void *certificate, size_t len,
		 struct holdfast_change *change)
{
	int err = check(change);

	if (err)
		return err;
	if (closed)
		return refuse(change, -EPERM,
			      "the keyring is closed until reboot");
	return holdfast_signature_trust(certificate, len, &change->reason);
}

/**
 * holdfast_lifecycle_trust - trust a certificate to sign policies
 * @certificate: X.509 in DER form.
 * @len: Its bytes.
 * @change: The change.
 *
 * Context: May sleep.
 * Return: 0, -EPERM, or what the keyring says.
 */
int holdfast_lifecycle_trust(const void *certificate, size_t len,
			     struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = trust(certificate, len, change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

/**
 * holdfast_lifecycle_lock - let nothing change until reboot
 * @change: The change, to end all changes.
 *
 * Context: May sleep.
 * Return: 0, also when it is locked already; -ESTALE, -EBUSY or -ENODEV.
 */
int holdfast_lifecycle_lock(struct holdfast_change *change)
{
	int err;

	mutex_lock(&lifecycle_lock);
	err = lock(change);
	say_active(change);
	mutex_unlock(&lifecycle_lock);
	return err;
}

/**
 * holdfast_lifecycle_pinned - ask whether Holdfast may not be unloaded
 *
 * Context: Any.
 * Return: True when that is so, until reboot.
 */
bool holdfast_lifecycle_pinned(void)
{
	return READ_ONCE(pinned);
}

/**
 * holdfast_lifecycle_read - say what there is to say about the active policy
 * @status: Gets it.
 *
 * Context: May sleep.
 */
void holdfast_lifecycle_read(struct holdfast_active *status)
{
	mutex_lock(&lifecycle_lock);
	*status = (struct holdfast_active){
		.generation = active->generation,
		.version = active->version,
		.bytes = active->bytes,
		.nr_profiles = active->nr_profiles,
		.nr_rules = active->nr_rules,
		.origin = origin,
		.since = since,
		.has_former = former,
		.former_version = former ? former->version : 0,
		.has_shadow = shadow,
		.shadow_version = shadow ? shadow->version : 0,
		.is_signed = active->verified,
		.closed = closed,
		.locked = locked,
	};
	/* one that is late, but not back yet, has no time left to show */
	if (deadline)
		status->confirm_left = 1 + div_u64(time_left(), NSEC_PER_SEC);
	mutex_unlock(&lifecycle_lock);
}
