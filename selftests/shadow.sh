#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A shadow is judged beside the active policy: it refuses nothing itself, what
# it would have decided otherwise is counted and told, and it becomes the active
# policy whole. Needs the commands 'holdfast' and 'contain' and the shipped
# policy beside it; TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work" /srv/rootfs/disk' EXIT
# shellcheck source=selftests/tap.sh
. ./tap.sh
want_command

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

# Two operations: privileged lets the first one and refuses the second.
mount_tmpfs() {
	contain mount -t tmpfs none /tmp
}

open_disk() {
	contain dd if=/disk of=/dev/null count=1
}

differs() {
	has "^shadow *$1 *$2 *$3 *[1-9][0-9]* *[1-9]" ./holdfast stats
}
}

cp -a /dev/vda /srv/rootfs/disk || exit 1
# The reverse of what privileged says of the two.
./holdfast check --print default.holdfast |
	sed -e 's/\<tmpfs, //' -e 's/open listed/open any/' \
		>"$work/reverse.holdfast"
check "the candidate is a policy" ./holdfast check "$work/reverse.holdfast"
check "the active policy lets a container mount" mount_tmpfs
check "it refuses it the disk" refused open_disk
check "there is no shadow yet" has "there is no shadow" ./holdfast show --shadow
check "none can be promoted" refused ./holdfast promote
check "none can be ended" refused ./holdfast unshadow

check "a shadow is loaded" ./holdfast load --shadow "$work/reverse.holdfast"
check "status tells of it" has "a shadow beside it" ./holdfast status
check "it can be shown" has "open any" ./holdfast show --shadow
check "what is active has not changed" has "open listed" ./holdfast show
check "a container can mount still" mount_tmpfs
check "the disk is refused still" refused open_disk
check "the mount is counted" differs privileged mount-new-any refuses
check "so is the disk" differs privileged device-open-any allows
check "the mount has an event" has "would refuse mount new any.*shadow" ./holdfast events
check "the active policy has hits" \
	has "^active *privileged *mount-new *allows *[1-9]" ./holdfast stats
check "another shadow takes its place" \
	./holdfast load --shadow default.holdfast
check "it would not decide otherwise" refused differs privileged "[a-z-]*" "[a-z]*"
check "the shadow can be ended" ./holdfast unshadow
check "then it is gone" has "there is no shadow" ./holdfast show --shadow

check "a shadow is loaded again" \
	./holdfast load --shadow "$work/reverse.holdfast"
check "it is promoted" ./holdfast promote
check "it is active" has "open any" ./holdfast show
check "there is no shadow any more" has "there is no shadow" \
	./holdfast show --shadow
check "the mount is refused now" refused mount_tmpfs
check "the disk is let now" open_disk
check "a load ends a shadow" sh -c '
	./holdfast load --shadow "$0" && ./holdfast load default.holdfast &&
	! ./holdfast show --shadow' "$work/reverse.holdfast"
echo "1..$count"
exit $failed
