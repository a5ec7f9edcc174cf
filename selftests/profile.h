/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A policy that allows more than the default one.
 */
#ifndef PROFILE_H
#define PROFILE_H

#include <linux/holdfast.h>

int profile_activate(enum holdfast_mode mode, int except);

#endif /* PROFILE_H */
