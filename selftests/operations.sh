#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# What an administrator does with the commands: finds out what was refused and
# why, and changes that. Needs the commands 'holdfast' and 'contain' and the
# shipped policy beside it; TAP.

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

open_disk() {
	contain dd if=/disk of=/dev/null count=1
}

# What a program in a container may do: mounts, names, its processes.
workload() {
	contain sh -euc '
		mount -t proc proc /proc
		mount -t tmpfs tmpfs /tmp
		mkdir /tmp/a /tmp/b
		mount -o bind /tmp/a /tmp/b
		umount /tmp/b
		chown 1:1 /tmp/a
		unshare -u hostname inner
		sh -c "kill -CONT \$PPID"
		mknod /tmp/null c 1 3
		echo text >/tmp/null
		echo 0 >/proc/self/oom_score_adj
		umount /tmp /proc'
}

# The newest events tell what was refused.
nothing_refused_since() {
	./holdfast events | tail -n 3
	now=$(denials)
	echo "$1 refusals before, $now now"
	[ "$now" = "$1" ]
}

metrics() {
	./holdfast stats --prometheus >"$work/metrics" &&
		./prometheus.sh <"$work/metrics"
}

# The events of former tests may still be there.
learn() {
	./holdfast learn --profile web >"$work/learnt.holdfast" 2>"$work/learn.err"
}

# What was refused, without the questions that want no answer but a guess.
denials() {
	./holdfast status --json | awk -F '[:,]' '
		/"denials"/ { count += $2 }
		/"quiet"/ { count -= $2 }
		END { print count }'
}
}

# newest OPERATION: the number of the last event that is about it
newest() {
	./holdfast events --json |
		sed -n "s/^{\"seq\":\([0-9]*\),.*\"op\":\"$1\".*/\1/p" | tail -n 1
}

cp -a /dev/vda /srv/rootfs/disk || exit 1
# a mount, so that a container in it can have one of its own in turn
mount -o bind /srv/rootfs /srv/rootfs || exit 1
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

# A profile that allows nothing and complains learns what a workload needs.
cat >"$work/complain.holdfast" <<-END
	profile web { mode complain; }
	container { rootfs namespaces mnt use web; }
END
check "a profile that complains is loaded" ./holdfast load "$work/complain.holdfast"
check "the workload runs" workload
check "something in it looks at the disk" open_disk
check "learn makes a policy of it" learn
check "the disk is told apart" has "Not learnt" cat "$work/learnt.holdfast"
check "so is it on standard error" \
	has "looked like an escape" cat "$work/learn.err"
check "the policy is loaded" ./holdfast load "$work/learnt.holdfast"
check "it enforces" has "mode enforce" ./holdfast show
before=$(denials)
check "the workload runs again" workload
check "nothing of it was refused" nothing_refused_since "$before"
check "the disk is refused" refused open_disk
check "what it did not do is refused, too" \
	refused contain mount -t ramfs none /tmp
./holdfast load default.holdfast >/dev/null || failed=1

# A container in a container; the outer one was refused something.
open_disk >/dev/null 2>&1
contain sh -c 'dd if=/disk count=1 >/dev/null 2>&1
	mkdir -p /inner && mount -t tmpfs none /inner &&
	cp -a /bin /sbin /usr /lib /lib64 /inner &&
	unshare -m -p -f chroot /inner sleep 1000' &
tries=0
until ./holdfast ps | grep -q sleep || [ $((tries += 1)) -gt 300 ]; do
	sleep 0.1
done
check "ps shows the profile, the mode and the age" \
	has " privileged *enforce .*[0-9]s " ./holdfast ps
check "and what was refused" has " enforce *[12] *1 " ./holdfast ps
check "tree shows the inner container below the outer one" \
	has '^[|`]*-[0-9]* sleep' ./holdfast tree
check "also as JSON" has '"container": \[$' ./holdfast tree --json
./holdfast top --count 2 --interval 1 >"$work/top"
check "top prints a table each time when it is piped" \
	[ "$(grep -c DENIALS "$work/top")" = 2 ]
check "without a word to a terminal" refused grep -q "$(printf '\033')" "$work/top"
check "metrics are in Prometheus' text format" metrics
check "there is one for the container's refusals" \
	has 'holdfast_container_denials_total{.*profile="privileged"} 1$' \
	./holdfast stats --prometheus
check "the counter is that of status" has \
	"^holdfast_denials_total $(./holdfast status --json |
		sed -n 's/.*"denials": \([0-9]*\).*/\1/p')\$" \
	./holdfast stats --prometheus
killall -9 sleep
wait

# doctor has nothing to say of a host without containers that anybody must see
gone() {
	[ "$(./holdfast status --json |
		sed -n 's/.*"containers": \([0-9]*\).*/\1/p')" = 0 ]
}
tries=0
until gone || [ $((tries += 1)) -gt 100 ]; do
	sleep 0.1
done
check "doctor is content with a host without containers" ./holdfast doctor
check "it tells that the policy is not signed" \
	has "^notice: the active policy was loaded without a signature" \
	./holdfast doctor
touch /run/docker.sock /srv/rootfs/docker.sock
mount -o bind /run/docker.sock /srv/rootfs/docker.sock
mount -o bind /etc /srv/rootfs/mnt
contain sh -c 'mount -t proc proc /proc; exec sleep 1000' &
tries=0
until pidof sleep >/dev/null || [ $((tries += 1)) -gt 100 ]; do
	sleep 0.1
done
./holdfast doctor >"$work/doctor"
check "its exit status tells that there is something" [ $? -eq 1 ]
for finding in "critical: container [0-9]*: /run/docker.sock of the host is mounted on /docker.sock" \
	"critical: container [0-9]*: /etc of the host is mounted on /mnt, writable" \
	"warning: container [0-9]*: it has the host's net namespace" \
	"warning: container [0-9]*: it has every capability" \
	"warning: container [0-9]*: no seccomp filter"; do
	check "doctor finds: ${finding#*: *: }" has "^$finding" cat "$work/doctor"
done
check "it does not find what is not so" \
	refused grep "host's pid namespace\|core_pattern\|could leave" \
	"$work/doctor"
check "as JSON, too" has '"check": "runtime-socket",' ./holdfast doctor --json
cat >"$work/open.holdfast" <<-END
	include "$PWD/privileged.holdfast";
	profile open : privileged { kernel_file { write also foreign; } }
	container { rootfs namespaces mnt use open; }
END
./holdfast load "$work/open.holdfast" >/dev/null || failed=1
check "doctor finds a profile that allows to write core_pattern" \
	has "^critical: container [0-9]*: it can write /proc/sys/kernel/core_pattern" \
	./holdfast doctor
check "and what else it allows" \
	has "who has the profile 'open' could leave by: kernel_file write foreign" \
	./holdfast doctor
killall -9 sleep
wait
umount /srv/rootfs/docker.sock /srv/rootfs/mnt
cat >"$work/hole.holdfast" <<-END
	include "$PWD/privileged.holdfast";
	container {
		rootfs namespaces uts unconfined;
		rootfs namespaces mnt use privileged;
	}
END
./holdfast load "$work/hole.holdfast" >/dev/null || failed=1
unshare -u chroot /srv/rootfs sleep 1000 &
sleep 1
check "doctor finds what no profile holds, and the rule that is to blame" \
	has "(sleep) .* left alone: rootfs namespaces uts unconfined; ($work/hole.holdfast:3)" \
	./holdfast doctor
killall -9 sleep
check "a report is written" ./holdfast report --html "$work/report.html"
check "it has the events" has '"op":"device-open-any"' cat "$work/report.html"
check "and is whole" has '^</html>$' cat "$work/report.html"
./holdfast load default.holdfast >/dev/null || failed=1
echo "1..$count"
exit $failed
