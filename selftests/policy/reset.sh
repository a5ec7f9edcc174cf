#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The power is lost: one policy is active and waits to be confirmed, another one
# is being loaded. This does not return.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

large >large.holdfast
does "load with a deadline" load --confirm 60 10.holdfast
load large.holdfast >/dev/null 2>&1 &
usleep 100000
echo b >/proc/sysrq-trigger
sleep 60
