#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# guest.sh [OPERATION...]: the conditions in turn, in the VM: those that
# $CONDITIONS is about: 'all', 'guard', and for a kernel that has Holdfast built in
# 'none' and 'holdfast'. Prints lines of words with tabs between:
# 'try' or 'cost', the condition, and what bench says.

APPARMOR=/sys/kernel/security/apparmor
FAILED=0

die() {
	echo "guest.sh: $*" >&2
	exit 1
}

# tell WORD CONDITION BENCH-OPTION...: fails when bench does.
tell() {
	word=$1 condition=$2
	shift 2
	echo "guest.sh: $word $condition" >&2
	if ! ./bench "$@" >/tmp/out; then
		FAILED=1
		echo "guest.sh: $condition: an operation failed" >&2
	fi
	sed "s/^/$word\t$condition\t/" /tmp/out
}

# both CONDITION BENCH-OPTION...: what happens, and what it costs.
both() {
	condition=$1
	shift
	tell try "$condition" "$@" -t $OPERATIONS
	tell cost "$condition" "$@" $OPERATIONS
}

apparmor() {
	cat bench.apparmor.bin >$APPARMOR/.load || die "no AppArmor"
	both apparmor-allowed -c -a bench_allowed
	both apparmor-complain -c -a bench_complain
	both apparmor-denied -r -c -a bench_denied
	for profile in allowed complain denied; do
		printf 'bench_%s' $profile >$APPARMOR/.remove
	done
}

twin() {
	rm -f /tmp/twin
	./twin "$1" twin.bpf.o >/tmp/twin &
	pid=$!
	until [ -s /tmp/twin ]; do
		kill -0 $pid || die "the BPF twin ended"
		usleep 10000
	done
	shift
	both "$@"
	kill $pid
	wait $pid
	sed '1d; s/^/guest.sh: the twin had /' /tmp/twin >&2
}

none() {
	tell cost none-host $OPERATIONS
	tell cost none -c $OPERATIONS
}

holdfast() {
	both holdfast-host
	both holdfast-allowed -c
	./holdfast load complain.holdfast || die "complain.holdfast"
	both holdfast-complain -c
	./holdfast load denied.holdfast || die "denied.holdfast"
	both holdfast-denied -r -c
}

guard() {
	none
	insmod holdfast.ko || die "Holdfast does not load"
	tell cost holdfast-host $OPERATIONS
	tell cost holdfast-allowed -c $OPERATIONS
}

all() {
	none
	apparmor
	twin allowed twin-allowed -c
	twin denied twin-denied -r -c
	insmod holdfast.ko || die "Holdfast does not load"
	holdfast
	rmmod holdfast || die "Holdfast does not unload"
	# the same as at the beginning, unless something drifts
	tell cost none-again -c $OPERATIONS
}

OPERATIONS=$*
dmesg -n 1	# a console that prints would be part of the cost
# or how many page tables a process has would differ from one to the next
echo 0 >/proc/sys/kernel/randomize_va_space
mkdir /bench
mount --bind . /bench
# the kernel tries its ciphers for seconds, whenever the CPU is free
while pidof cryptomgr_test >/dev/null; do
	sleep 1
done
# what is done for the first time costs more
tell warm-up host -t -x compile >/dev/null
tell warm-up container -c -x compile $OPERATIONS >/dev/null
"$CONDITIONS"
exit $FAILED
