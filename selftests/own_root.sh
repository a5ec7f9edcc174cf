#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Where a runtime did no more than chroot(), the root of the container's own
# mount namespace is a copy of the host's, and setns() to that namespace gives
# it. Without Holdfast that must work, with it the root directory stays. In the
# VM runner's guest; TAP.

mark=/var/lib/own-root
touch $mark || exit 1
if [ -d /sys/module/holdfast ]; then
	what="setns() to the own mount namespace keeps the root directory"
else
	what="setns() to the own mount namespace gives the host's root"
fi

# shellcheck disable=SC2016 # the inner shell expands it
unshare -m -p -f chroot /srv/rootfs sh -c '
	mount -t proc proc /proc && [ ! -e "$0" ] &&
	nsenter --mount=/proc/self/ns/mnt ls "$0"' $mark >/dev/null 2>&1
status=$?
rm $mark
echo "TAP version 13"
echo "1..1"
if [ -d /sys/module/holdfast ]; then
	[ $status -ne 0 ]
else
	[ $status -eq 0 ]
fi && echo "ok 1 $what" && exit 0
echo "not ok 1 $what"
exit 1
