// SPDX-License-Identifier: GPL-2.0-only
/*
 * Labelling against fork(): a container that nobody wanted has some processes,
 * each of which goes on in a child of its own, and then a policy is committed
 * that wants it. Not one may be missed: what it is between two of its processes
 * when the other one is labelled, it must have the label.
 *
 * A round is one such process.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../message.h"
#include "../netlink.h"
#include "race.h"

#define CHAINS		10
#define PATIENCE	300

static struct snapshot wanted;

static void try(void)
{
	int fd = open("/proc/sys/kernel/core_pattern", O_WRONLY);

	if (fd >= 0)
		race_shared->through++;
	else if (errno == EPERM)
		race_shared->refused++;
	race_shared->raced++;
	_exit(0);
}

static void fork_on_and_on(void)
{
	race_shared->ready++;
	while (!race_shared->go) {
		pid_t pid = fork();

		if (pid > 0)
			_exit(0);
	}
	try();
}

enum breakout_outcome race_label(void)
{
	int i;

	/* or the dead fill the memory before PID 1 has its turn to wait for them */
	signal(SIGCHLD, SIG_IGN);
	for (i = 0; i < CHAINS; i++) {
		pid_t pid;

		while ((pid = fork()) < 0)
			usleep(1000);
		if (!pid)
			fork_on_and_on();
	}
	/* PID 1 has all that is left of them: until there is nobody any more */
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
	return ESCAPED;
}

/* With nothing in it: nobody is labelled any more who is not yet. */
static bool want_nobody(void)
{
	int fd = message_socket(), err;

	err = message_simple(fd, HOLDFAST_CMD_POLICY_BEGIN, 0);
	if (!err)
		err = message_simple(fd, HOLDFAST_CMD_POLICY_COMMIT, 0);
	close(fd);
	return !err;
}

bool race_label_begin(void)
{
	return !netlink_present() || (!snapshot_take(&wanted) && want_nobody());
}

void race_label_outside(void)
{
	const struct sched_param first = { .sched_priority = 1 };
	bool good = race_wait(&race_shared->ready, CHAINS, PATIENCE);

	/* or it would wait for its turn among them, message by message */
	sched_setscheduler(0, SCHED_FIFO, &first);
	if (netlink_present() && snapshot_restore(&wanted))
		good = false;
	race_shared->over = !good;
	race_shared->go = 1;
}

bool race_label_end(void)
{
	if (netlink_present())
		snapshot_free(&wanted);
	return !race_shared->over && race_shared->raced % CHAINS == 0;
}
