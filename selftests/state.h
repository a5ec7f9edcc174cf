/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What attempts may not change on the host.
 */
#ifndef STATE_H
#define STATE_H

struct state;

struct state *state_take(void);
const char *state_compare(struct state *before);

#endif /* STATE_H */
