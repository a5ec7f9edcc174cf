#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Messages of the command that need the kernel, each brought about. Needs the
# commands 'holdfast' and the shipped policy beside it; a boot of its own, as it
# ends with a lock. TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
KO=/holdfast/module/holdfast.ko
count=0
failed=0

# tell STATUS WHAT: a test point; what came is in $work/log
tell() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count $2"
		return
	fi
	failed=1
	echo "not ok $count $2"
	sed 's/^/# /' "$work/log"
}

# says STATUS TEXT COMMAND...: it exits so, and says that
says() {
	want=$1
	text=$2
	shift 2
	"$@" >"$work/log" 2>&1 </dev/null
	is=$?
	[ $is -eq "$want" ] || echo "exit status $is" >>"$work/log"
	[ $is -eq "$want" ] && grep -qF -- "$text" "$work/log"
	tell $? "$text"
}

# finds STATUS TEXT: the doctor says so, as soon as what is there has come about
finds() {
	tries=0
	until ./holdfast doctor 2>&1 | grep -qF -- "$2" ||
		[ $((tries += 1)) -gt 100 ]; do
		sleep 0.2
	done
	says "$1" "$2" ./holdfast doctor
}

contain() {
	unshare -m -p -f chroot /srv/rootfs "$@"
}

# rests COMMAND...: a container that stays; what it says nobody wants
rests() {
	"$@" >"$work/log" 2>&1 &
	tries=0
	until pidof sleep >/dev/null || [ $((tries += 1)) -gt 300 ]; do
		sleep 0.1
	done
}

ends() {
	killall -9 sleep
	wait
	tries=0
	until ./holdfast status | grep -q '^held: *0 containers' ||
		[ $((tries += 1)) -gt 100 ]; do
		sleep 0.1
	done
}

policy() {
	cat >"$work/$1.holdfast"
}

refusals() {
	contain sh -c "for i in \$(seq $1); do
		mknod /disk\$i b 254 \$i; done" 2>/dev/null
}

policy version <<-END
	version 7;
	include "$PWD/default.holdfast";
END
policy older <<-END
	version 6;
	include "$PWD/default.holdfast";
END
policy two <<-END
	version 7;
	profile one { mode complain; }
	profile two { mode complain; }
	container {
		rootfs namespaces mnt, uts use two;
		rootfs namespaces mnt use one;
	}
END
policy hole <<-END
	version 7;
	include "$PWD/privileged.holdfast";
	container {
		rootfs namespaces uts unconfined;
		rootfs namespaces mnt use privileged;
	}
END

# numbers and events begin anew
rmmod holdfast && insmod $KO || exit 1

# who may, and from where
says 1 "only the host may control Holdfast" unshare -n ./holdfast status
says 1 "only the host may control Holdfast" bwrap --dev-bind / / \
	--cap-drop CAP_MAC_ADMIN ./holdfast status

# changes that are refused
says 0 "version 7 is active" ./holdfast load "$work/version.holdfast"
says 1 "an older version than the active one" \
	./holdfast load "$work/older.holdfast"
says 0 "version 6 is active" ./holdfast load --force "$work/older.holdfast"
says 0 "version 7 is active" ./holdfast rollback
says 1 "no former policy is kept" ./holdfast rollback
says 1 "no policy waits to be confirmed" ./holdfast confirm
says 1 "there is no shadow" ./holdfast promote
says 0 "within 60 s" ./holdfast load --confirm 60 "$work/version.holdfast"
says 1 "waits to be confirmed" ./holdfast load "$work/version.holdfast"
says 0 "the policy waits for confirmation" ./holdfast doctor
says 0 "stays" ./holdfast confirm
says 1 "cannot be assigned to process" ./holdfast assign --pid 1 nobody
says 1 "there is no event 4711" ./holdfast explain 4711
says 1 "is not the active policy" ./holdfast explain --policy snaps.holdfast 4711
says 1 "nothing to learn from" ./holdfast learn
says 1 "/nonexistent/report: No such file" \
	./holdfast report --html /nonexistent/report
mkdir "$work/page"
says 1 "$work/page: Is a directory" ./holdfast report --html "$work/page"
says 1 "too long for a profile's name" ./holdfast assign --pid 1 \
	"$(printf '%0400d' 0)"
says 1 "not an X.509 certificate" ./holdfast trust privileged.holdfast

# learning
says 0 "2 profiles" ./holdfast load "$work/two.holdfast"
contain mknod /null c 1 3
unshare -u -m -p -f chroot /srv/rootfs mknod /zero c 1 5
says 1 "events of several profiles" ./holdfast learn
says 1 "of those asked for" ./holdfast learn --image none
says 1 "the profile 'one' only complains" ./holdfast doctor
says 0 "version 7 is active" ./holdfast load "$work/version.holdfast"
says 1 "no profile 'two' any more" ./holdfast learn --profile two

# what the doctor finds
rests contain sleep 1000
finds 1 "it has every capability"
ends
says 0 "rules" ./holdfast load "$work/hole.holdfast"
rests unshare -u chroot /srv/rootfs sleep 1000
finds 1 "looks like a container and is left alone"
killall -9 sleep
wait
rests contain sleep 1000
policy none <<-END
	version 7;
	profile none { }
END
says 0 "0 rules" ./holdfast load "$work/none.holdfast"
finds 1 "no rule of the active policy wants it"
ends
says 0 "3 rules" ./holdfast load --force default.holdfast

# the shell wants it for what it runs in the background
mkdir -p /srv/rootfs/dev
cp -a /dev/null /srv/rootfs/dev/
rests unshare -m chroot /srv/rootfs sh -c 'sleep 1000 & exec true'
finds 0 "its first process has ended"
ends
mkdir "$work/data"
rests unshare -m sh -c "mount -o bind '$work/data' /srv/rootfs/mnt &&
	exec chroot /srv/rootfs sleep 1000"
finds 1 "is mounted on /mnt, writable"
ends

# the journal
says 0 "cannot write to the journal" ./holdfast events --journal
lib=$(find /usr/lib /lib -name 'libsystemd.so.0*' -print)
for file in $lib; do
	[ ! -e "$file" ] || mv "$file" "$file.away"
done
says 1 "cannot write to the journal: libsystemd" ./holdfast events --journal

# events that are gone
rmmod holdfast && insmod $KO ring_size=64
refusals 200
says 0 "events no longer kept" ./holdfast events
says 1 "events are no longer kept and are not learnt from" ./holdfast learn
says 1 "events were overwritten before anybody read them" ./holdfast doctor
./holdfast events --follow >/dev/null 2>"$work/log" &
reader=$!
sleep 1
rmmod holdfast
wait $reader
[ $? -eq 3 ] && grep -qF "the kernel module was unloaded" "$work/log"
tell $? "the kernel module was unloaded"
insmod $KO

# and no more changes
says 0 "is locked until reboot" ./holdfast lock
says 1 "locked until reboot" ./holdfast load default.holdfast
says 1 "locked until reboot" ./holdfast assign --pid 1 privileged

echo "1..$count"
exit $failed
