#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The page that tells which operation is asked about where:
#
#	coverage.sh --print	writes it, for the kernel that runs
#	coverage.sh		whether coverage-KERNEL.md beside this is that; TAP
#
# The command 'holdfast' is beside it.

cd "$(dirname "$0")" || exit 1
kernel=$(uname -r | cut -d . -f 1,2)
[ "$(uname -m)" != aarch64 ] || kernel=$kernel-arm64

page() {
	cat <<-END
	<!-- SPDX-License-Identifier: GPL-2.0-only -->
	<!-- Written by 'make coverage'; do not edit. -->
	# What is asked about where, on Linux $kernel

	Each operation that a profile can allow, and the kernel functions at which
	the profile is asked: what 'holdfast status --coverage' says.

	\`\`\`
	END
	./holdfast status --coverage | sed 's/ *$//'
	echo '```'
}

if [ "${1:-}" = --print ]; then
	page
	exit
fi
if [ ! -x holdfast ] || [ ! -e /sys/module/holdfast ]; then
	echo "1..0 # SKIP no Holdfast, or no command to ask it with"
	exit 4
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
page >"$work/page"
status=0
# what is built in needs no guard against unloading
if ./holdfast status | grep -q '^Holdfast .*(builtin)'; then
	grep -v '_sys_delete_module ' "coverage-$kernel.md" >"$work/expected"
else
	cp "coverage-$kernel.md" "$work/expected"
fi
if diff -u "$work/expected" "$work/page" >"$work/diff"; then
	echo "ok 1 the page of Linux $kernel is fresh"
else
	echo "not ok 1 the page of Linux $kernel is fresh: 'make coverage' writes it"
	sed 's/^/# /' "$work/diff"
	status=1
fi
if grep nowhere "$work/page" >"$work/nowhere"; then
	echo "not ok 2 each operation is asked about"
	sed 's/^/# /' "$work/nowhere"
	status=1
else
	echo "ok 2 each operation is asked about"
fi
echo "1..2"
exit $status
