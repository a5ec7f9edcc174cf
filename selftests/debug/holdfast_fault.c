// SPDX-License-Identifier: GPL-2.0-only
/*
 * holdfast_fault - do what a debug kernel complains of
 *
 * Does this kernel see it, and does the runner of the VM hear of it? For Holdfast's
 * tests in their VM and nowhere else: it does not load where the firmware does not
 * say QEMU, nor without the parameter that the tests give.
 */

#include <linux/debug_locks.h>
#include <linux/delay.h>
#include <linux/dmi.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/timer.h>

static bool break_this_kernel;
module_param(break_this_kernel, bool, 0);
MODULE_PARM_DESC(break_this_kernel, "This is a VM for tests, with nothing in it to lose");

static char *fault = "none";
module_param(fault, charp, 0);
MODULE_PARM_DESC(fault, "What to do wrong");

static DEFINE_MUTEX(first);
static DEFINE_MUTEX(second);
static DEFINE_SPINLOCK(spin);
static int __rcu *published;

/* What two threads write. */
static unsigned int raced;

/* What the compiler must not know beforehand. */
static volatile unsigned int big = 40;

static void do_none(void)
{
}

static void do_freed(void)
{
	volatile char *memory = kmalloc(32, GFP_KERNEL);

	kfree((void *)memory);
	if (memory)
		(void)*memory;
}

static void do_beyond(void)
{
	volatile char *memory = kmalloc(24, GFP_KERNEL);

	if (memory)
		(void)memory[big - 16];
	kfree((void *)memory);
}

static void do_shift(void)
{
	big = 1U << big;
}

static void do_order(void)
{
	mutex_lock(&first);
	mutex_lock(&second);
	mutex_unlock(&second);
	mutex_unlock(&first);
	mutex_lock(&second);
	mutex_lock(&first);
	mutex_unlock(&first);
	mutex_unlock(&second);
}

static void do_rcu(void)
{
	(void)rcu_dereference(published);
}

static void do_sleep(void)
{
	spin_lock(&spin);
	msleep(20);
	spin_unlock(&spin);
}

static void expire(struct timer_list *timer)
{
}

/* A timer that is set up anew while it runs. */
static void do_object(void)
{
	static struct timer_list timer;

	timer_setup(&timer, expire, 0);
	mod_timer(&timer, jiffies + HZ);
	timer_setup(&timer, expire, 0);
	timer_delete_sync(&timer);
}

static void do_leak(void)
{
	int i;

	for (i = 0; i < 16; i++)
		(void)kmalloc(1000 + i, GFP_KERNEL | __GFP_ZERO);
}

static void do_lockdep_off(void)
{
	debug_locks_off();
}

static int write_raced(void *unused)
{
	while (!kthread_should_stop()) {
		raced++;
		cond_resched();
	}
	return 0;
}

/* The loads and stores are plain ones, and there is no lock. */
static void do_race(void)
{
	struct task_struct *one = kthread_run(write_raced, NULL, "race_one");
	struct task_struct *two = kthread_run(write_raced, NULL, "race_two");

	msleep(5000);
	if (!IS_ERR(one))
		kthread_stop(one);
	if (!IS_ERR(two))
		kthread_stop(two);
}

static const struct {
	const char *name;
	void (*act)(void);
} faults[] = {
	{ "none", do_none },
	{ "freed", do_freed },
	{ "beyond", do_beyond },
	{ "shift", do_shift },
	{ "order", do_order },
	{ "rcu", do_rcu },
	{ "sleep", do_sleep },
	{ "object", do_object },
	{ "leak", do_leak },
	{ "lockdep-off", do_lockdep_off },
	{ "race", do_race },
};

static int __init fault_init(void)
{
	size_t i;

	if (!dmi_match(DMI_SYS_VENDOR, "QEMU") || !break_this_kernel)
		return -EPERM;
	for (i = 0; i < ARRAY_SIZE(faults); i++) {
		if (strcmp(faults[i].name, fault))
			continue;
		faults[i].act();
		return 0;
	}
	return -EINVAL;
}

static void __exit fault_exit(void)
{
}

module_init(fault_init);
module_exit(fault_exit);
MODULE_DESCRIPTION("Faults for Holdfast's tests of debug kernels");
MODULE_LICENSE("GPL");
