// SPDX-License-Identifier: GPL-2.0-only
/*
 * race: without Holdfast each of these races is won, with it none is, in so
 * many rounds. Prints TAP.
 *
 *	race [ROUNDS [NAME]...]
 *
 * As the program of a container: race inside NAME.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../attempt.h"
#include "../netlink.h"
#include "race.h"

#define ROUNDS	10000

/**
 * struct race - a race
 *
 * @name: it is called
 * @inside: what the container does
 * @outside: what the host does meanwhile, or NULL
 * @begin: before each container, or NULL
 * @end: after it, or NULL
 * @container: how it is made
 */
struct race {
	const char *name;
	enum breakout_outcome (*inside)(void);
	void (*outside)(void);
	bool (*begin)(void);
	bool (*end)(void);
	struct container_options container;
};

#define LEAKING	{ .namespaces = ALL_NAMESPACES, .leak = true }
#define OWN	{ .namespaces = ALL_NAMESPACES | CLONE_NEWPID }

static const struct race races[] = {
	{ "setns", race_setns, .container = LEAKING },
	{ "pidfd", race_pidfd, .container = LEAKING },
	{ "source", race_source, .container = OWN },
	{ "exec", race_exec, .container = OWN },
	{ "label", race_label, race_label_outside, race_label_begin,
	  race_label_end, OWN },
	{ "join", race_join, race_join_outside, .container = OWN },
	{ "seal", race_seal, race_seal_outside, .container = OWN },
	{ }
};

struct race_shared *race_shared;

/**
 * race_verdict() - of a race in which nobody was seen to get out at once
 * @what: was refused
 *
 * Return: ESCAPED when somebody got through; REFUSED; UNTRIED when there were
 * too few rounds, or nothing was refused.
 */
enum breakout_outcome race_verdict(const char *what)
{
	const long through = race_shared->through;
	const long raced = race_shared->raced;

	if (through)
		return breakout_escaped("%ld got through, %ld were refused",
					through, (long)race_shared->refused);
	if (raced < race_shared->rounds || !race_shared->refused)
		return breakout_untried("%ld rounds, %ld refused", raced,
					(long)race_shared->refused);
	printf("refused: %s: %ld times in %ld rounds\n", what,
	       (long)race_shared->refused, raced);
	return REFUSED;
}

/**
 * race_wait() - wait for the other side
 * @what: it counts
 * @value: what that must become
 * @seconds: for so long at most
 *
 * Return: whether it has.
 */
bool race_wait(const atomic_int *what, int value, int seconds)
{
	int i;

	for (i = 0; i < seconds * 1000 && *what < value; i++)
		usleep(1000);
	return *what >= value;
}

static const struct race *find(const char *name)
{
	const struct race *race;

	for (race = races; race->name; race++)
		if (!strcmp(race->name, name))
			return race;
	return NULL;
}

static bool map(void)
{
	race_shared = mmap(NULL, sizeof(*race_shared), PROT_READ | PROT_WRITE,
			   MAP_SHARED, RACE_FD, 0);
	return race_shared != MAP_FAILED;
}

static bool share(void)
{
	int fd = memfd_create("race", 0);

	return fd >= 0 && !ftruncate(fd, sizeof(*race_shared)) &&
	       dup2(fd, RACE_FD) >= 0 && !close(fd) && map();
}

/* One container, and what the host does about it. */
static int contain(const struct race *race, char *text, size_t size)
{
	char *argv[] = { "./race", "inside", (char *)race->name, NULL };
	pid_t pid = 0;
	int status;

	if (race->begin && !race->begin())
		return UNTRIED;
	race_shared->ready = 0;
	race_shared->go = 0;
	fflush(stdout);
	if (race->outside)
		pid = fork();
	if (race->outside && !pid) {
		race->outside();
		_exit(0);
	}
	status = container_run(&race->container, argv, text, size);
	if (pid)
		waitpid(pid, NULL, 0);
	return race->end && !race->end() ? UNTRIED : status;
}

/* In as many containers as it takes: one, but where each decision needs its own. */
static int run(const struct race *race, long rounds, char *text, size_t size)
{
	int status;

	memset(race_shared, 0, sizeof(*race_shared));
	race_shared->rounds = rounds;
	if (!race->begin)
		return contain(race, text, size);
	do {
		status = contain(race, text, size);
	} while (status == ESCAPED && !race_shared->through &&
		 race_shared->raced < rounds);
	snprintf(text, size, "%ld of %ld got through, %ld were refused",
		 (long)race_shared->through, (long)race_shared->raced,
		 (long)race_shared->refused);
	if (status != ESCAPED || race_shared->through)
		return status;
	return race_shared->refused == race_shared->raced ? REFUSED : UNTRIED;
}

static bool point(const struct race *race, long rounds)
{
	const int expected = netlink_present() ? REFUSED : ESCAPED;
	static int number;
	char text[256] = "";
	int status = run(race, rounds, text, sizeof(text));

	printf("%sok %d - race %s: %s\n", status == expected ? "" : "not ",
	       ++number, race->name, text);
	fflush(stdout);
	return status == expected;
}

static int inside(const char *name)
{
	const struct race *race = find(name);

	return race && map() ? (int)race->inside() : UNTRIED;
}

static bool wanted(const struct race *race, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strcmp(race->name, *names))
			return true;
	return false;
}

int main(int argc, char **argv)
{
	const long rounds = argc > 1 ? atol(argv[1]) : ROUNDS;
	const struct race *race;
	const char *complaint;
	int count = 0;
	bool good = true;

	if (argc == 2 && !strcmp(argv[1], RACE_NOTHING))
		return 0;
	if (argc == 3 && !strcmp(argv[1], "inside"))
		return inside(argv[2]);
	puts("TAP version 13");
	complaint = attempt_setup();
	if (complaint || !share()) {
		printf("Bail out! %s\n", complaint ?: "no memory to share");
		return 1;
	}
	for (race = races; race->name; race++)
		if (wanted(race, argv + (argc > 1 ? 2 : argc))) {
			good &= point(race, rounds);
			count++;
		}
	printf("1..%d\n", count);
	return !good || !count;
}
