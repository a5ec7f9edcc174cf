#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# scale.sh: many containers, rules and profiles, and readers of events, in the VM.
# Prints what guest.sh prints, and lines 'fact', what, a number.

ALLOWED="open+close create+unlink open-device fork+exit kill"
DENIED="open-device sethostname kill"

die() {
	echo "scale.sh: $*" >&2
	exit 1
}

tell() {
	condition=$1
	shift
	echo "scale.sh: $condition" >&2
	./bench -c "$@" >/tmp/out || die "$condition: $(cat /tmp/out)"
	sed "s/^/cost\t$condition\t/" /tmp/out
}

fact() {
	printf 'fact\t%s\t%s\n' "$1" "$2"
}

# begin COMMAND...: in the background, until it says that it is ready.
begin() {
	rm -f /tmp/begun
	"$@" >/tmp/begun &
	pid=$!
	until [ -s /tmp/begun ]; do
		kill -0 $pid || die "$1 ended"
		sleep 0.1
	done
}

end() {
	kill "$1"
	wait "$1"
	sleep 3 # what ends with it is freed later
}

# slab CACHE: bytes that an object takes of a slab, and how many there are.
slab() {
	awk -v name="$1" '$1 == name { print $6 * 4096 / $5, $2 }' /proc/slabinfo
}

# status NAME: a number that the command tells.
status() {
	./holdfast status --json | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" |
		head -n 1
}

containers() {
	for count in 1 100 10000; do
		begin ./crowd $count
		tell containers-$count $ALLOWED
		if [ $count = 10000 ]; then
			fact "containers held" "$(status containers)"
			fact "bytes of a labelled task" \
				"$(slab holdfast_label | cut -d' ' -f1)"
			fact "commit with 10000 containers" \
				"$(./timed ./holdfast load default.holdfast)"
		fi
		end $pid
	done
	fact "commit with none" "$(./timed ./holdfast load default.holdfast)"
	fact "labels left" "$(slab holdfast_label | cut -d' ' -f2)"
}

# policy RULES PROFILES: that many, of which the last one is used.
policy() {
	awk -v rules="$1" -v profiles="$2" 'BEGIN {
		print "include \"privileged.holdfast\";"
		for (i = 2; i <= profiles; i++)
			print "profile p" i " : privileged { }"
		print "container {"
		for (i = 2; i <= rules; i++)
			print "\tcgroup \"/none/" i "/*\" use privileged;"
		print "\trootfs namespaces mnt use " \
			(profiles > 1 ? "p" profiles : "privileged") ";"
		print "}"
	}' >many.holdfast
	./holdfast load many.holdfast >&2 || die "$1 rules, $2 profiles"
}

policies() {
	for rules in 10 10000; do
		policy $rules 1
		fact "bytes of a policy with $rules rules" \
			"$(status policy-bytes)"
		tell rules-$rules $ALLOWED
	done
	for profiles in 1 1000; do
		policy 1 $profiles
		fact "bytes of a policy with $profiles profiles" \
			"$(status policy-bytes)"
		tell profiles-$profiles $ALLOWED
	done
}

readers() {
	./holdfast load denied.holdfast >&2 || die "denied.holdfast"
	tell no-reader $DENIED
	./holdfast events -f >/dev/null &
	pid=$!
	sleep 1
	tell fast-reader $DENIED
	kill -STOP $pid
	tell slow-reader $DENIED
	kill -CONT $pid
	kill $pid
	wait $pid
	./holdfast status >&2
}

dmesg -n 1
echo 0 >/proc/sys/kernel/randomize_va_space
mkdir /bench
mount --bind . /bench
while pidof cryptomgr_test >/dev/null; do
	sleep 1
done
insmod holdfast.ko || die "Holdfast does not load"
./bench -c $ALLOWED >/dev/null
containers
policies
readers
rmmod holdfast || die "Holdfast does not unload"
