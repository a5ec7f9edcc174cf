/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Races: what is asked about changes while it is asked, or who asks does.
 */
#ifndef RACE_H
#define RACE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "../breakout.h"

/* Memory without a name that all sides have; it does not lead out. */
#define RACE_FD		60

/* How the attacker is called, for the runtime to find its namespaces. */
#define RACE_ATTACKER	"race-attacker"

/* The program that does nothing, and is the payload of a runtime. */
#define RACE_NOTHING	"nothing"

/**
 * struct race_shared - what the sides of a race tell each other
 *
 * @rounds: how many are wanted
 * @raced: rounds in which both sides were seen to act
 * @through: times somebody got what he must not
 * @refused: times somebody did not
 * @round: the round that the runtime is in
 * @attacked: the last round in which the attacker has acted
 * @target: who is attacked, as the container numbers it; 0 for nobody
 * @ready: how many are ready for the others
 * @go: the decision has been made
 * @over: nobody need go on
 */
struct race_shared {
	atomic_long rounds;
	atomic_long raced;
	atomic_long through;
	atomic_long refused;
	atomic_long round;
	atomic_long attacked;
	atomic_int target;
	atomic_int ready;
	atomic_int go;
	atomic_int over;
};

extern struct race_shared *race_shared;

/* race.c */
enum breakout_outcome race_verdict(const char *what);
bool race_wait(const atomic_int *what, int value, int seconds);

/* In the container: each returns what breakout would. */
enum breakout_outcome race_setns(void);
enum breakout_outcome race_pidfd(void);
enum breakout_outcome race_source(void);
enum breakout_outcome race_exec(void);
enum breakout_outcome race_label(void);
enum breakout_outcome race_join(void);
enum breakout_outcome race_seal(void);

/* Outside of it, at the same time. */
void race_join_outside(void);
void race_seal_outside(void);
void race_label_outside(void);

/* Before and after a container whose label is raced for. */
bool race_label_begin(void);
bool race_label_end(void);

#endif /* RACE_H */
