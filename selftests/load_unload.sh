#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Load and unload Holdfast again and again while containers come and go; and
# take it away under running ones. Needs ./contain and ./breakout, and the
# module's file: HOLDFAST_KO, else where the VM runner puts it. Of what is built in,
# it sees that nobody unloads it.

KO=${HOLDFAST_KO:-/holdfast/module/holdfast.ko}
FEWER=${FEWER:-1}
ROUNDS=$((100 / FEWER))
COUNT=0
FAILED=0

result() {
	COUNT=$((COUNT + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $COUNT $2"
	else
		FAILED=1
		echo "not ok $COUNT $2"
	fi
}

loaded() {
	grep -q '^holdfast ' /proc/modules
}

number() {
	./contain --status | sed -n "s/^$1 //p"
}

# until_is NAME VALUE: what is freed after a grace period takes a moment.
until_is() {
	n=0
	while [ "$(number "$1")" != "$2" ]; do
		n=$((n + 1))
		if [ $n -ge 100 ]; then
			echo "# $1 is $(number "$1"), not $2"
			return 1
		fi
		sleep 0.1
	done
}

# Processes named 'breakout' that rest: the payload of our containers.
resting() {
	grep -lx breakout /proc/[0-9]*/comm 2>/dev/null | wc -l
}

# start NUMBER: containers with a process each, until all rest.
start() {
	for _ in $(seq "$1"); do
		./contain ./breakout --rest 600 &
	done
	n=0
	while [ "$(resting)" -lt "$1" ] && [ $n -lt 100 ]; do
		n=$((n + 1))
		sleep 0.1
	done
}

churn() {
	while [ ! -e /tmp/load_unload.stop ]; do
		./contain ./breakout --rest 0.02 || touch /tmp/load_unload.bad
	done
}

rounds() {
	rm -f /tmp/load_unload.stop /tmp/load_unload.bad
	churn &
	a=$!
	churn &
	b=$!
	n=0
	bad=0
	while [ $n -lt "$ROUNDS" ]; do
		n=$((n + 1))
		insmod "$KO" || bad=1
		rmmod holdfast || bad=1
		[ $bad -eq 0 ] || break
	done
	touch /tmp/load_unload.stop
	wait $a $b
	echo "# $n rounds"
	result $bad "load and unload while containers start and stop"
	[ ! -e /tmp/load_unload.bad ]
	result $? "each of these containers ran to its end"
}

running() {
	[ "$(number tasks)" = 0 ] && [ "$(number containers)" = 0 ]
	result $? "without a container nothing is counted"

	start 2
	until_is containers 2 && until_is tasks 2
	result $? "two containers of a task each are counted"

	rmmod holdfast
	result $? "unload under running containers"
	[ "$(resting)" -eq 2 ]
	result $? "they are still running"

	insmod "$KO"
	result $? "load again"
	until_is containers 2 && until_is tasks 2
	result $? "the running containers are adopted"

	grep -lx breakout /proc/[0-9]*/comm | cut -d/ -f3 | xargs kill
	wait
	until_is tasks 0 && until_is containers 0 && until_is namespaces 0
	result $? "when they are gone, all is freed"
	[ "$(number no-memory)" = 0 ] && [ "$(number killed)" = 0 ]
	result $? "nothing was short of memory, nobody was killed"
}

# Containers that begin while Holdfast loads are held all the same: whichever
# of their steps they are at, from clone() to execve().
beginning() {
	bad=0
	for _ in $(seq $((10 / FEWER))); do
		rmmod holdfast || bad=1
		for n in 1 2 3 4 5 6; do
			./contain ./breakout --rest 600 &
		done
		insmod "$KO" || bad=1
		n=0
		while [ "$(resting)" -lt 6 ] && [ $n -lt 200 ]; do
			n=$((n + 1))
			sleep 0.05
		done
		until_is containers 6 && until_is tasks 6 || bad=1
		grep -lx breakout /proc/[0-9]*/comm | cut -d/ -f3 | xargs kill
		wait
		until_is tasks 0 || bad=1
	done
	result $bad "containers that begin while it loads are held"
}

# What a container's first process may do to its last one, it may while they are
# being labelled one after the other: many times it is let, and never refused.
signalling() {
	rm -f /srv/rootfs/signalled /srv/rootfs/stop
	mknod /srv/rootfs/dev/null c 1 3
	# shellcheck disable=SC2016 # the inner shell expands it
	unshare -m -p -f chroot /srv/rootfs sh -c '
		n=0
		while [ $((n += 1)) -le 200 ]; do
			sleep 1000 &
		done
		touch signalled
		until [ -e stop ]; do
			kill -CONT $! || exit 1
		done' &
	until [ -e /srv/rootfs/signalled ]; do
		sleep 0.1
	done
	bad=0
	for _ in $(seq $((20 / FEWER))); do
		rmmod holdfast && insmod "$KO" || bad=1
	done
	touch /srv/rootfs/stop
	wait $! || bad=1
	rm -f /srv/rootfs/signalled /srv/rootfs/stop /srv/rootfs/dev/null
	result $bad "they can signal each other while it loads"
}

# Nobody unloads what is built in.
built_in() {
	start 1
	! rmmod holdfast && until_is containers 1 && until_is tasks 1
	result $? "what is built in cannot be unloaded, and goes on holding"
	grep -lx breakout /proc/[0-9]*/comm | cut -d/ -f3 | xargs kill
	wait
	until_is tasks 0 && until_is containers 0 && until_is namespaces 0
	result $? "a container that is gone is freed"
}

# Processes of ours, and what Holdfast counts, if it is there.
none_left() {
	[ "$(resting)" -eq 0 ] || return
	! ./contain --status >/dev/null 2>&1 || until_is containers 0
}

echo "TAP version 13"
none_left
result $? "the tests before this one left no container"
./breakout --prepare || exit 1
if ! loaded && ./contain --status >/dev/null 2>&1; then
	built_in
	echo "1..$COUNT"
	exit $FAILED
fi
if loaded; then
	rmmod holdfast
fi
rounds
insmod "$KO" || result 1 "load once more"
running
beginning
signalling
echo "1..$COUNT"
exit $FAILED
