/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What flooder does and flood_test looks for.
 */
#ifndef FLOODER_H
#define FLOODER_H

/* Block devices that a noisy container makes nodes of have this number. */
#define FLOOD_NOISY_MAJOR	90

/* Those of a quiet one have this number plus its own; and so many each. */
#define FLOOD_QUIET_MAJOR	100
#define FLOOD_QUIET_CALLS	5

#endif /* FLOODER_H */
