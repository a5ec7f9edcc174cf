#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What a policy does not outlive, and a lock. Nothing comes after it. Needs
# ./holdfast and what 'make' has made.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

LOCKED="locked until reboot"

fresh() {
	says "after a boot it is the compiled-in policy" \
		"policy:            version 0 (generation 1), 1 profile"
	silent "none is kept" "former policy:"
}

# The module goes away with the deadline; the next one knows nothing of it.
unload_with_deadline() {
	does "load with a deadline" load --confirm 2 10.holdfast
	does "unload and load again" reload
	fresh
	sleep 4
	fresh
}

killed() {
	large >large.holdfast
	n=0
	bad=0
	while [ $n -lt 15 ]; do
		n=$((n + 1))
		load large.holdfast >/dev/null 2>&1 &
		usleep $((n * 20000))
		kill -KILL $! 2>/dev/null
		wait $! 2>/dev/null
		./holdfast status >log
		grep -qE "version 0 .* 1 profile,|version 20 .* 400 profiles," log ||
			bad=1
	done
	result $bad "loads that are killed on their way leave all or nothing"
	does "the next one can begin" load large.holdfast
	version 20
	does "it is undone" ./holdfast rollback
}

lock() {
	does "load" load --force 10.holdfast
	does "load with a deadline" load --confirm 60 11.holdfast
	refuses "lock while it waits" \
		"the active policy waits to be confirmed, or rolled back" \
		./holdfast lock
	does "roll back" ./holdfast rollback
	does "a shadow" load --shadow 11.holdfast
	does "lock" ./holdfast lock
	says "status tells" "locked:            until reboot"
	does "lock again" ./holdfast lock
}

locked() {
	refuses "load" "$LOCKED" load 11.holdfast
	refuses "load --force" "$LOCKED" load --force 11.holdfast
	refuses "load --confirm" "$LOCKED" load --confirm 60 11.holdfast
	refuses "load --shadow" "$LOCKED" load --shadow 11.holdfast
	refuses "load --signature" "$LOCKED" load --signature 11.sig 11.holdfast
	refuses "promote" "$LOCKED" ./holdfast promote
	refuses "unshadow" "$LOCKED" ./holdfast unshadow
	refuses "confirm" "$LOCKED" ./holdfast confirm
	refuses "rollback" "$LOCKED" ./holdfast rollback
	refuses "trust" "$LOCKED" ./holdfast trust good.der
	refuses "assign" "$LOCKED" ./holdfast assign --pid 1 web
	fails "rmmod" rmmod holdfast
	fails "rmmod -f" rmmod -f holdfast
	fails "rmmod -f of another module" rmmod -f virtio_rng
	fails "ftrace_enabled=0" sh -c 'echo 0 >/proc/sys/kernel/ftrace_enabled'
	version 10
	does "holdfast show" ./holdfast show
	fails "a container is held still" \
		unshare -m chroot /srv/rootfs mount -t tmpfs none /tmp
	dmesg >log
	grep -q 'holdfast: policy version 10 is locked until reboot' log
	result $? "the kernel's log tells"
	! grep -q 'FORCED RMMOD\|forced' log
	result $? "no module was forced out"
}

fresh
unload_with_deadline
killed
lock
locked
finish
