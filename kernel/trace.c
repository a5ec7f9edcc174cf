// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - tracepoints
 */

#include "common.h"

#define CREATE_TRACE_POINTS
#include "trace.h"
