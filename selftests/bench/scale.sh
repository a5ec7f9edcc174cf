#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# scale.sh: many containers, rules and profiles, and readers of events, in the VM.
# Prints what guest.sh prints, and lines 'fact', what, a number.

ALLOWED="-x compile"
DENIED="open-device sethostname kill"
HURRIED="open+close kill unshare-uts"

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

# slab CACHE: bytes that an object takes of a slab.
slab() {
	awk -v bytes="$((4096 << $(cat "/sys/kernel/slab/$1/order")))" \
		'{ print bytes / $1 }' "/sys/kernel/slab/$1/objs_per_slab"
}

# unreclaimed: kB of slabs
unreclaimed() {
	awk '$1 == "SUnreclaim:" { print $2 }' /proc/meminfo
}

# status NAME: a number that the command tells.
status() {
	./holdfast status --json | sed -n "s/.*\"$1\": *\([0-9]*\).*/\1/p" |
		head -n 1
}

# meanwhile NAME COMMAND...: how long others wait while it runs.
meanwhile() {
	name=$1
	shift
	echo "scale.sh: meanwhile: $name" >&2
	rm -f /tmp/late /tmp/end
	mkfifo /tmp/end
	./late "$name" $HURRIED </tmp/end >/tmp/late &
	late=$!
	exec 3>/tmp/end
	until [ -s /tmp/late ]; do
		kill -0 $late || die "late ended"
		sleep 0.1
	done
	"$@" >&2 3>&- || die "$*"
	exec 3>&-
	wait $late || die "late: $name"
	grep ^fact /tmp/late
}

# adopted: Holdfast comes when there are containers, and nothing else comes.
adopted() {
	rmmod holdfast || die "Holdfast does not unload"
	sleep 3
	before=$(unreclaimed)
	meanwhile "labels for 10000 that run" insmod holdfast.ko
	fact "bytes of slabs for a container of one task" \
		$((($(unreclaimed) - before) * 1024 / $(status containers)))
}

containers() {
	meanwhile "nothing else" sleep 1
	for count in 1 100 10000; do
		begin ./crowd $count
		tell containers-$count $ALLOWED
		if [ $count = 10000 ]; then
			fact "containers held" "$(status containers)"
			fact "bytes of a labelled task" \
				"$(slab holdfast_label)"
			fact "commit with 10000 containers" \
				"$(./timed ./holdfast load default.holdfast)"
			meanwhile "commit with 10000 containers" \
				./holdfast load default.holdfast
			policy 1000 1 >many.holdfast
			meanwhile "the same, of 1000 rules" \
				./holdfast load many.holdfast
			adopted
		fi
		end $pid
	done
	fact "commit with none" "$(./timed ./holdfast load default.holdfast)"
	fact "containers left" "$(status containers)"
	fact "tasks left" "$(status tasks)"
}

# policy RULES PROFILES: writes one with that many, of which the last one is used.
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
	}'
}

load() {
	./holdfast load "$1" >&2 || die "$1"
}

policies() {
	for rules in 10 10000; do
		policy $rules 1 >many.holdfast
		load many.holdfast
		fact "bytes of a policy with $rules rules" \
			"$(status policy-bytes)"
		tell rules-$rules $ALLOWED
	done
	for profiles in 1 1000; do
		policy 1 $profiles >many.holdfast
		load many.holdfast
		fact "bytes of a policy with $profiles profiles" \
			"$(status policy-bytes)"
		tell profiles-$profiles $ALLOWED
	done
}

numbers() {
	for word in refusals events delivered lost-overrun lost-socket; do
		status $word
	done
}

# account NAME CONDITION BENCH-OPTION...: what it costs, and what came of it.
account() {
	name=$1
	shift
	before=$(numbers)
	tell "$@"
	sleep 0.2 # until the last one is sent
	fact "$name, $condition" "$(printf '%s\n' "$before" "$(numbers)" |
		awk '{ n[NR] = $1 } END {
			print n[6] - n[1] " refusals, " n[7] - n[2] " events; delivered " \
				n[8] - n[3] ", lost " n[9] - n[4] + n[10] - n[5] }')"
}

# denials READER: one now and then; as many as can be.
denials() {
	tell "$1" $DENIED
	account "each another one" "$1" kill-each
	tell "flood, $1" -s 3 -f 20000 kill
	account "each another one" "flood, $1" -s 3 -f 20000 kill-each
}

readers() {
	load denied.holdfast
	denials no-reader
	./holdfast events -f >/dev/null &
	pid=$!
	sleep 1
	denials fast-reader
	kill -STOP $pid
	denials slow-reader
	kill -CONT $pid
	kill $pid
	wait $pid
	[ "$(status refusals)" -gt 0 ] || die "nothing was refused"
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
