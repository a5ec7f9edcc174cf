#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's part of mutate: for each hook a line 'hook NAME', and then what the
# corpus says of what it is to hold, when the module is loaded without it.

export HOLDFAST_KO=$PWD/mutant.ko

insmod mutant.ko || exit 1
hooks=$(./holdfast status | awk '
	$1 == "HOOK" { hooks = 1; next }
	hooks && /^[^ ]/ { print $1 }')
rmmod holdfast
[ -n "$hooks" ] || exit 1
for hook in $hooks; do
	echo "hook $hook"
	insmod mutant.ko leave_out="$hook" || exit 1
	./corpus --hook "$hook"
	# a way out may have unloaded it
	[ ! -d /sys/module/holdfast ] || rmmod holdfast || exit 1
done
exit 0
