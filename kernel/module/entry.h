/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, loadable - what a hooked function calls, for each architecture
 *
 * ftrace has a function call its entry before it does anything. The entry keeps
 * the arguments and calls holdfast_run_hook(); on a refusal it returns to where
 * the function would have, with the error.
 *
 * There are two. holdfast_enter_any() is for the few functions that must see
 * every task. holdfast_enter_labelled() does first what holdfast_label_possible()
 * does, and looks whether there is a rule for transitions, which host tasks may
 * match.
 */

#ifndef _HOLDFAST_ENTRY_H
#define _HOLDFAST_ENTRY_H

#include <linux/kprobes.h>
#include <linux/linkage.h>

asmlinkage void holdfast_enter_any(void);
asmlinkage void holdfast_enter_labelled(void);
unsigned long holdfast_entry_ip(const struct kprobe *probe);

/*
 * @args are the first six arguments, and @back is where the function goes on,
 * behind its call of the entry. What is not 0 is a refusal: a negative errno, or
 * a positive number for a function that has no other answer than NULL.
 */
asmlinkage long holdfast_run_hook(const unsigned long *args, unsigned long back);

#endif /* _HOLDFAST_ENTRY_H */
