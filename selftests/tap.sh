# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh
#
# Test points of a script of the VM runner's guest, which has a folder $work; TAP.

count=0
failed=0

# want_command: skips all where there is no Holdfast, or no command with its policy
# to ask it with.
want_command() {
	[ -x holdfast ] && [ -e default.holdfast ] &&
		[ -e /sys/module/holdfast ] && return
	echo "1..0 # SKIP no Holdfast, or no command to ask it with"
	exit 4
}

# check WHAT COMMAND...: a test point
check() {
	what=$1
	shift
	count=$((count + 1))
	# shellcheck disable=SC2154 # see above
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count $what"
		return
	fi
	failed=1
	echo "not ok $count $what"
	sed 's/^/# /' "$work/log"
}
