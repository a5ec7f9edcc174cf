// SPDX-License-Identifier: GPL-2.0-only
/*
 * corpus: try every way out in every kind of container.
 *
 *	corpus [--usual] [--stricter] [--context NAME] [--id ID] [--hook NAME]
 *	corpus --list
 *
 * With --usual not in every kind, and not where the kernel itself holds it.
 *
 * With --hook only what that hook is to hold, once, in the first context where
 * it works.
 *
 * Whether Holdfast is there decides which legs are run:
 *
 *	without	in each context that gives what the way out needs it works; in
 *		all others the kernel itself holds it
 *	with	it works for the host; in a container it is refused, with this
 *		errno, as this event, and nothing on the host is changed
 *
 * With --stricter, for another policy than the compiled-in one: each way out comes
 * to nothing in a container, whatever refuses it.
 *
 * What is honest works in both, and there are no events. What the kernel itself
 * holds is run with Holdfast as well, and nothing may
 * come of it; but that is never counted as Holdfast's. Prints TAP, and a line
 * for each class that run adds up.
 */
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../attempt.h"
#include "../message.h"
#include "../netlink.h"
#include "../profile.h"
#include "escape.h"

static const struct escape_class classes[] = {
	{ "namespace", escape_namespace },
	{ "mount", escape_mount },
	{ "module", escape_module },
	{ "capability", escape_capability },
	{ "kernel-file", escape_kernel_file },
	{ "device", escape_device },
	{ "process", escape_process },
	{ "outside", escape_outside },
	{ "bpf", escape_bpf },
	{ "surface", escape_surface },
	{ "self", escape_self },
	{ }
};

/**
 * struct tally - what was seen of a class
 *
 * @ways: ways out
 * @worked: times one worked: for the host, or in a container without Holdfast
 * @honest: times what is honest worked with Holdfast
 * @held: times Holdfast held one
 * @kernel: times the kernel itself did
 * @failed: times it was not as it must be
 */
struct tally {
	int ways;
	int worked;
	int honest;
	int held;
	int kernel;
	int failed;
};

static const char *only_context, *only_id, *only_hook;
static bool only_usual, stricter, present;
static int number;

/* What this kernel does not know is neither held nor does it fail. */
static bool skip(const struct escape *escape, const char *where)
{
	printf("ok %d - %s %s in %s # SKIP %s\n", ++number, escape->id,
	       escape->name, where, attempt_absent);
	return false;
}

static bool point(struct tally *tally, const struct escape *escape,
		  const char *where, const char *outcome, const char *complaint)
{
	if (complaint == attempt_absent)
		return skip(escape, where);
	printf("%sok %d - %s %s%s%s in %s: %s\n", complaint ? "not " : "",
	       ++number, escape->id, escape->name, escape->as ? " as " : "",
	       escape->as ? escape->as : "", where,
	       complaint ? complaint : outcome);
	fflush(stdout);
	tally->failed += !!complaint;
	return !complaint;
}

static struct attempt attempt_of(const struct escape *escape,
				 const struct escape_context *context)
{
	struct attempt attempt = {
		.name = escape->name,
		.as = escape->as,
		.op = escape->op,
		.err = escape->err,
		.marks = escape->marks,
		.host_err = escape->host_err,
	};

	if (context)
		attempt.container = context->options;
	return attempt;
}

static void try_host(struct tally *tally, const struct escape *escape)
{
	struct attempt attempt = attempt_of(escape, NULL);

	if (escape->module_err && netlink_module())
		attempt.host_err = escape->module_err;
	if (point(tally, escape, "the host",
		  attempt.host_err ? "not even the host may" : "works",
		  attempt_host(&attempt)))
		tally->worked++;
}

static unsigned int given(const struct escape_context *context)
{
	return context->gives | (present ? HOLDFAST : 0);
}

static void try_context(struct tally *tally, const struct escape *escape,
			const struct escape_context *context)
{
	struct attempt attempt = attempt_of(escape, context);

	if (stricter)
		tally->held += point(tally, escape, context->name,
				     "comes to nothing",
				     attempt_hopeless(&attempt));
	else if (escape->kind == NATIVE || escape->needs & ~given(context))
		tally->kernel += point(tally, escape, context->name,
				       "the kernel holds it",
				       attempt_hopeless(&attempt));
	else if (!present)
		tally->worked += point(tally, escape, context->name, "works",
				       attempt_contained(&attempt));
	else if (escape->kind == HONEST)
		tally->honest += point(tally, escape, context->name, "works",
				       attempt_allowed(&attempt));
	else
		tally->held += point(tally, escape, context->name, "held",
				     attempt_contained(&attempt));
}

/* What the kernel does not let is no honest work. */
static bool fits(const struct escape *escape,
		 const struct escape_context *context)
{
	if (only_context && strcmp(only_context, context->name))
		return false;
	/* what the kernel holds by itself is no news either */
	if (only_usual &&
	    (!context->usual || escape->needs & ~given(context)))
		return false;
	if (context->special && !(escape->needs & context->special))
		return false;
	/* what is honest with an own one would not be with the host's */
	if (escape->kind == HONEST)
		return !(escape->own & context->gives) &&
		       !(escape->needs & ~given(context));
	/* with its own one there is nothing to get out of */
	return !(escape->own & ~context->gives);
}

static void try_contexts(struct tally *tally, const struct escape *escape)
{
	const struct escape_context *context;

	for (context = escape_contexts; context->name; context++) {
		if (!fits(escape, context))
			continue;
		if (!only_hook)
			try_context(tally, escape, context);
		else if (!(escape->needs & ~given(context)))
			return try_context(tally, escape, context);
	}
}

/* Under a policy of its own, which is taken back. */
static void try_alone(struct tally *tally, const struct escape *escape)
{
	struct snapshot before;

	if (snapshot_take(&before) ||
	    profile_activate(HOLDFAST_MODE_ENFORCE, escape->op)) {
		point(tally, escape, "any", NULL, "the policy is not accepted");
		return;
	}
	try_contexts(tally, escape);
	if (snapshot_restore(&before))
		point(tally, escape, "any", NULL, "the policy is not restored");
	snapshot_free(&before);
}

static bool works_for_host(const struct escape *escape)
{
	return escape->kind != HONEST && escape->kind != NATIVE;
}

static void try_escape(struct tally *tally, const struct escape *escape)
{
	if ((only_id && strcmp(only_id, escape->id)) ||
	    (only_hook && strcmp(only_hook, escape->hook)))
		return;
	if ((stricter && escape->kind != HELD) ||
	    (only_usual && escape->kind == NATIVE))
		return;
	tally->ways += escape->kind != HONEST;
	if (present && !stricter && !only_context && !only_hook && works_for_host(escape))
		try_host(tally, escape);
	if (present && escape->kind == ALONE)
		try_alone(tally, escape);
	else
		try_contexts(tally, escape);
}

static bool try_class(const struct escape_class *class)
{
	const struct escape *escape;
	struct tally tally = { 0 };

	for (escape = class->escapes; escape->id; escape++)
		try_escape(&tally, escape);
	if (tally.ways || tally.honest)
		printf("# class %s %s %d %d %d %d %d %d\n",
		       present ? "with" : "without", class->name, tally.ways,
		       tally.worked, tally.honest, tally.held, tally.kernel,
		       tally.failed);
	return !tally.failed;
}

static int list(void)
{
	const struct escape_class *class;
	const struct escape *escape;

	for (class = classes; class->name; class++)
		for (escape = class->escapes; escape->id; escape++)
			printf("%s\t%s\t%s\t%s\t%s\t%s\t%s\n", class->name,
			       escape->id, escape->name,
			       escape->as ? escape->as : "", escape->hook,
			       escape->refs ? escape->refs : "",
			       escape->sequence);
	return 0;
}

static int usage(void)
{
	fprintf(stderr,
		"usage: corpus [--usual] [--stricter] [--context NAME] [--id ID] [--hook NAME]\n"
		"       corpus --list\n");
	return 2;
}

int main(int argc, char **argv)
{
	static const struct option options[] = {
		{ "context", required_argument, NULL, 'c' },
		{ "id", required_argument, NULL, 'i' },
		{ "hook", required_argument, NULL, 'h' },
		{ "list", no_argument, NULL, 'l' },
		{ "stricter", no_argument, NULL, 's' },
		{ "usual", no_argument, NULL, 'u' },
		{ }
	};
	const struct escape_class *class;
	const char *complaint;
	bool good = true;
	int option;

	while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
		switch (option) {
		case 'c':
			only_context = optarg;
			break;
		case 'i':
			only_id = optarg;
			break;
		case 'h':
			only_hook = optarg;
			break;
		case 'l':
			return list();
		case 's':
			stricter = true;
			break;
		case 'u':
			only_usual = true;
			break;
		default:
			return usage();
		}
	}
	puts("TAP version 13");
	complaint = attempt_setup();
	if (complaint) {
		printf("Bail out! %s\n", complaint);
		return 1;
	}
	present = netlink_present();
	for (class = classes; class->name; class++)
		good &= try_class(class);
	printf("1..%d\n", number);
	return !good || !number;
}
