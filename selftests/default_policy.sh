#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The policy that is compiled in says what default.holdfast says, and loading
# that changes nothing. Runs as the first after loading Holdfast, with the
# command 'holdfast' and the shipped policy beside it; TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
# shellcheck source=selftests/tap.sh
. ./tap.sh
want_command

# say FILE COMMAND...: what it says, without remarks and empty lines
# shellcheck disable=SC2317 # check() calls it
say() {
	file=$1
	shift
	"$@" >"$work/all" && grep -v '^#\|^$' "$work/all" >"$work/$file"
}

check "default.holdfast is sound" \
	say text ./holdfast check --print default.holdfast
check "the active policy can be shown" say active ./holdfast show
check "they are the same" diff -u "$work/text" "$work/active"
check "default.holdfast can be loaded" ./holdfast load default.holdfast
check "it can be shown" say loaded ./holdfast show
check "nothing has changed" diff -u "$work/active" "$work/loaded"
echo "1..$count"
exit $failed
