#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Allocations fail: each in its turn, then many of Holdfast's while containers start,
# try to get out, and policies are loaded. Nobody gets out. Prints TAP.

SLAB=/sys/kernel/debug/failslab
PAGES=/sys/kernel/debug/fail_page_alloc
work=/tmp
# shellcheck source=selftests/tap.sh
. ./tap.sh

set_all() {
	echo "$2" >"$SLAB/$1" && echo "$2" >"$PAGES/$1"
}

# own_text: the first address of Holdfast's functions, and that of the last one, but
# for what the compiler moved to where the start or the unlikely is.
own_text() {
	awk '
		BEGIN { module = system("grep -q ^holdfast /proc/modules") == 0 }
		$3 == "_etext" { end = $1 }
		tolower($2) == "t" && $3 ~ /^(hook|holdfast)_[a-z0-9_]*$/ &&
			(!module || $4 == "[holdfast]") {
			address[++n] = $1
		}
		END {
			for (i = 1; i <= n; i++) {
				if (!module && address[i] >= end)
					continue
				if (!first || address[i] < first)
					first = address[i]
				if (address[i] > last)
					last = address[i]
			}
			print "0x" first, "0x" last
		}' /proc/kallsyms
}

# only_own: none fails but those that Holdfast asks for
only_own() {
	# shellcheck disable=SC2046 # two words
	set -- $(own_text)
	echo "# Holdfast's functions are at $1 to $2"
	[ $(($2 - $1)) -gt 10000 ] && [ $(($2 - $1)) -lt 4000000 ] || return
	set_all require-start "$1" && set_all require-end "$2"
}

number() {
	./contain --status | sed -n "s/^$1 //p"
}

# walk WHAT: each of these allocations fails in its turn
walk() {
	./failures "$1" >/tmp/walk || failed=1
	grep -v '^1\.\.' /tmp/walk
}

# attempt NAME: of a container; 0 it got out, 1 it was held, or it was not tried
attempt() {
	./contain ./breakout "$1" >/dev/null 2>&1
}

# held_ways: the ways out that the policy holds, when nothing fails
held_ways() {
	for name in $(./breakout --list | awk '{ print $2 }'); do
		attempt "$name"
		[ $? -ne 1 ] || echo "$name"
	done
}

# Containers that come and go, and the policy that is active is loaded anew.
load() {
	while [ ! -e /tmp/stop ]; do
		./contain ./breakout --rest 0.02
		./holdfast load default.holdfast && echo loaded >>/tmp/loaded
	done >/dev/null 2>&1
}

# attempts PERCENT: every way out once, while as many of Holdfast's allocations fail
attempts() {
	before=$(number no-memory)
	out=0 held=0 none=0
	rm -f /tmp/stop
	: >/tmp/loaded
	load &
	echo "$1" >"$SLAB/probability"
	while read -r name; do
		attempt "$name"
		case $? in
		0)
			out=$((out + 1))
			echo "# $name got out"
			;;
		1) held=$((held + 1)) ;;
		*) none=$((none + 1)) ;;
		esac
	done </tmp/ways
	echo 0 >"$SLAB/probability"
	touch /tmp/stop
	wait
	echo "# $1 %: $held held, $none not tried, $(wc -l </tmp/loaded) policies loaded"
	check "nobody gets out while $1 % of Holdfast's allocations fail" [ $out -eq 0 ]
	check "Holdfast was short of memory meanwhile" \
		[ "$(number no-memory)" -gt "$before" ]
}

# All that was held at first is held at last, by the policy that there was.
again() {
	held_ways >/tmp/ways.after
	check "when nothing fails any more, $(wc -l </tmp/ways) ways out are held as before" \
		diff /tmp/ways /tmp/ways.after
}

set_all ignore-gfp-wait N
set_all verbose 0
set_all times -1
echo 0 >"$PAGES/min-order"
walk allocations
if ! only_own; then
	check "failures can be limited to Holdfast's allocations" false
	exit 1
fi
walk start
held_ways >/tmp/ways
attempts 100
attempts 30
attempts 2
check "policies were loaded meanwhile" [ -s /tmp/loaded ]
again
exit $failed
