# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# For the scripts beside it, in the guest: test points, and what they ask.

KO=${HOLDFAST_KO:-/holdfast/module/holdfast.ko}
COUNT=0
FAILED=0

result() {
	COUNT=$((COUNT + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $COUNT $2"
		return
	fi
	FAILED=1
	echo "not ok $COUNT $2"
	head -n 20 log | sed 's/^/# /'
}

# does WHAT COMMAND...: it must succeed
does() {
	what=$1
	shift
	"$@" >log 2>&1
	result $? "$what"
}

# refuses WHAT REASON COMMAND...: it must fail with 1 and that sentence
refuses() {
	what=$1
	reason=$2
	shift 2
	"$@" >log 2>&1
	[ $? -eq 1 ] && grep -qF "holdfast: $reason" log
	result $? "$what"
}

# fails WHAT COMMAND...: it must fail
fails() {
	what=$1
	shift
	! "$@" >log 2>&1
	result $? "$what"
}

# says WHAT LINE: the status has a line that begins so
says() {
	./holdfast status >log 2>&1 && grep -q "^$2" log
	result $? "$1"
}

# silent WHAT LINE: it has not
silent() {
	./holdfast status >log 2>&1 && ! grep -q "^$2" log
	result $? "$1"
}

version() {
	says "version $1 is active" "policy:            version $1 "
}

load() {
	./holdfast load "$@"
}

# A policy that takes a while to load; either none or all of it is there.
large() {
	echo "version 20;"
	n=0
	while [ $n -lt 400 ]; do
		n=$((n + 1))
		echo "profile p$n { namespace { join own; } }"
	done
	echo "container { rootfs namespaces mnt use p400; }"
}

# reload PARAMETER...
reload() {
	rmmod holdfast && insmod "$KO" "$@"
}

finish() {
	echo "1..$COUNT"
	exit $FAILED
}

cd "$(dirname "$0")" || exit 1
echo "TAP version 13"
if [ ! -x holdfast ] || [ ! -e "$KO" ] || [ ! -e /sys/module/holdfast ]; then
	echo "1..0 # SKIP no Holdfast, or no command to ask it with"
	exit 4
fi
