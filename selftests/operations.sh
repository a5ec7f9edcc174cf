#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What an administrator does with the commands: finds out what was refused and
# why, and changes that. Needs the commands 'holdfast' and 'contain' and the
# shipped policy beside it; TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
count=0
failed=0

if [ ! -x holdfast ] || [ ! -e default.holdfast ] ||
	[ ! -e /sys/module/holdfast ]; then
	echo "1..0 # SKIP no Holdfast, or no command to ask it with"
	exit 4
fi

# check WHAT COMMAND...: a test point
check() {
	what=$1
	shift
	count=$((count + 1))
	if "$@" >"$work/log" 2>&1; then
		echo "ok $count $what"
		return
	fi
	failed=1
	echo "not ok $count $what"
	sed 's/^/# /' "$work/log"
}

# shellcheck disable=SC2317 # check() calls these
{
refused() {
	! "$@"
}

# has TEXT COMMAND...: its output has a line like that
has() {
	text=$1
	shift
	"$@" >"$work/out" 2>&1
	cat "$work/out"
	grep -q -- "$text" "$work/out"
}

contain() {
	unshare -m -p -f chroot /srv/rootfs "$@"
}

open_disk() {
	contain dd if=/disk of=/dev/null count=1
}
}

# newest OPERATION: the number of the last event that is about it
newest() {
	./holdfast events --json |
		sed -n "s/^{\"seq\":\([0-9]*\),.*\"op\":\"$1\".*/\1/p" | tail -n 1
}

cp -a /dev/vda /srv/rootfs/disk || exit 1
disk=$(cat /sys/block/vda/dev)

check "the disk can be read without a container" \
	dd if=/dev/vda of=/dev/null count=1
check "the active policy refuses a container the disk" refused open_disk
seq=$(newest device-open-any)
check "the event is explained" has "refused: device open any \"block $disk\"" \
	./holdfast explain "$seq"
check "by the line that decided" has "privileged.holdfast:[0-9]*:[0-9]*: this does not" \
	./holdfast explain --policy default.holdfast "$seq"
check "by the rule, in its file" has "default.holdfast:[0-9]" \
	./holdfast explain --policy default.holdfast "$seq"
check "another policy's lines are not told" has "snaps.holdfast is not the active policy" \
	./holdfast explain --policy snaps.holdfast "$seq"
check "an event that is not there is an error" refused ./holdfast explain 999999

# What it says would allow it, with a rule for it.
./holdfast explain "$seq" | sed -n '/^  profile/,/^  }/p' |
	sed s/NAME/disk/ >"$work/change"
cat - "$work/change" >"$work/disk.holdfast" <<-END
	include "$PWD/privileged.holdfast";
	container { rootfs namespaces mnt use disk; }
END
check "the change is loaded" ./holdfast load "$work/disk.holdfast"
check "now the container can read the disk" open_disk
check "status tells of the policy" has "1 rule" ./holdfast status
check "where it was loaded from is known" has "$work/disk.holdfast" \
	cat /run/holdfast/policy
check "the shipped policy is loaded again" ./holdfast load default.holdfast
check "the disk is refused again" refused open_disk
check "the lines are found where it was loaded from" \
	has "$PWD/privileged.holdfast:[0-9]*:[0-9]*: this does not" \
	./holdfast explain "$(newest device-open-any)"
echo "1..$count"
exit $failed
