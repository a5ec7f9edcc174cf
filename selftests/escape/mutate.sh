#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's part of mutate: for each hook a line 'hook NAME', and then what the
# corpus says of what it is to hold, when the module is loaded without it. Only
# those in HOOKS, if there are any.

export HOLDFAST_KO=$PWD/mutant.ko

insmod mutant.ko || exit 1
hooks=$(./holdfast status | awk '
	$1 == "HOOK" { hooks = 1; next }
	hooks && /^[^ ]/ { print $1 }')
rmmod holdfast
[ -n "$hooks" ] || exit 1
[ -z "$HOOKS" ] || hooks=$(echo "$HOOKS" | tr ' ' '\n')

# For who may unload it, but for a lock. Without the hook nothing keeps it.
forced() {
	./holdfast lock >/dev/null || return 1
	if ./breakout "$1" >said; then
		echo "not ok 1 - the host, locked: $(cat said)"
	else
		echo "ok 1 - the host, locked: $(cat said)"
	fi
}

# Those of a lock come late: what they do not get out stays. Without free_task new
# tasks have the labels of dead ones, this script's too: nothing comes after it.
for hook in $(echo "$hooks" | grep -v -e _sys_delete_module -e free_task) \
	$(echo "$hooks" | grep _sys_delete_module) \
	$(echo "$hooks" | grep free_task); do
	echo "hook $hook"
	insmod mutant.ko leave_out="$hook" || exit 1
	case $hook in
	__x64_sys_delete_module) forced force-holdfast ;;
	__ia32_sys_delete_module) forced force-holdfast-32 ;;
	*) ./corpus --hook "$hook" ;;
	esac
	[ "$hook" != free_task ] || break
	# a way out may have unloaded it
	[ ! -d /sys/module/holdfast ] || rmmod holdfast || exit 1
done
exit 0
