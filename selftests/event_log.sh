#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Where else a refusal is to be seen: in the kernel's audit log, in the format
# that the guide has, and at the tracepoint of verdicts. In the VM runner's guest,
# with Holdfast; TAP.

trace=/sys/kernel/tracing
verdict=$trace/events/holdfast/holdfast_verdict
audit=/sys/module/holdfast/parameters/audit
work=$(mktemp -d) || exit 1
# shellcheck source=selftests/tap.sh
. "$(dirname "$0")/tap.sh"

if [ ! -e /sys/module/holdfast ]; then
	echo "1..0 # SKIP no Holdfast"
	exit 4
fi

# has REGEX FILE, lacks REGEX FILE
has() {
	cat "$2"
	grep -qE -- "$1" "$2"
}

lacks() {
	! has "$@"
}

# in_container COMMAND...: it is told apart by the name of its cgroup
in_container() {
	(echo 0 >"/sys/fs/cgroup/$cgroup/cgroup.procs"
	exec unshare -m -p -f chroot /srv/rootfs "$@" 2>/dev/null)
}

refuse() {
	in_container dd if="/event log disk" of=/dev/null count=1
}

# What the tracepoint says of one container that mounts and opens a disk.
read_trace() {
	echo >$trace/trace
	in_container mount -t tmpfs none /tmp
	refuse
	grep holdfast_verdict $trace/trace >"$work/$1"
}

# What is in the log behind the mark: the work item takes a moment.
read_log() {
	echo "event-log $1" >/dev/kmsg
	refuse
	sleep 1
	dmesg | sed "1,/event-log $1/d" >"$work/$1"
}

long=$(printf '%0200d' 0)
mkdir -p /sys/fs/cgroup/event-log "/sys/fs/cgroup/$long/$long"
cgroup=event-log
mknod "/srv/rootfs/event log disk" b 254 0

echo "TAP version 13"
read_trace off
check "no trace when the tracepoint is off" lacks . "$work/off"
echo 1 >$verdict/enable
read_trace on
check "a refusal is traced" has \
	'container=[0-9]+ profile=privileged refused op=device-open-any object="block 254:0" scope=0$' \
	"$work/on"
check "what is allowed is traced" has \
	'container=[0-9]+ profile=privileged allowed op=mount-new object="tmpfs" scope=' \
	"$work/on"
echo 'allowed == 0' >$verdict/filter
read_trace filtered
check "a filter finds refusals" has ' refused op=device-open-any ' \
	"$work/filtered"
check "a filter finds nothing but refusals" lacks ' allowed ' "$work/filtered"
echo 0 >$verdict/filter
echo 0 >$verdict/enable

read_log audit-off
check "nothing in the audit log unless it is asked for" lacks type=1316 \
	"$work/audit-off"
echo 1 >$audit
read_log audit-on
cgroup=$long/$long
read_log audit-long
cgroup=event-log
echo 0 >$audit
# by open() or openat(), as this architecture numbers them
check "a refusal in the audit log" has \
	'type=1316 audit\([0-9.:]+\): holdfast=refused seq=[0-9]+ refusals=[0-9]+ count=1 time=[0-9]+ last=[0-9]+ container=[0-9]+ container_seq=1 inner=[0-9]+ profile="privileged" rule=2 generation=[0-9]+ class=device op=device-open-any name=626C6F636B203235343A30 arch=(c000003e syscall=(2|257)|c00000b7 syscall=56) errno=1 pid=[0-9]+ tid=[0-9]+ uid=0 comm="dd" exe="ext4:/[a-z/]*busybox" cgroup="/event-log"$' \
	"$work/audit-on"
# 255 characters, of which 3 are the dots and 201 the last name
check "of a cgroup's path that is too long the end is told" has \
	' cgroup="\.\.\.0{51}/0{200}"$' "$work/audit-long"

rm -r "$work" "/srv/rootfs/event log disk"
echo "1..$count"
exit $failed
