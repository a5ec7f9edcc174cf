#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Operations that the policy that is compiled in allows, and a narrower one
# refuses: each works on the host, in a container without Holdfast and in one
# whose profile allows it; is refused in one whose profile does not; and the
# event says what would have to be allowed. In the VM runner's guest, with
# 'operate' and, beside Holdfast, the command 'holdfast'; TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
root=/srv/rootfs
count=0
failed=0
export options=rw
trap 'kill $servers 2>/dev/null; rm -rf "$work"' EXIT

# tell WHAT: a test point of the status before
tell() {
	status=$?
	count=$((count + 1))
	if [ $status -eq 0 ]; then
		echo "ok $count $1"
		return
	fi
	failed=1
	echo "not ok $count $1"
	sed 's/^/# /' "$work/log"
}

# contain OPERATION...: in a container, whose root is mounted with $options
contain() {
	unshare -m -p -f sh -c '
		mount --make-rprivate / && mount --rbind "$0" "$0" &&
		mount -o "remount,bind,$options" "$0" &&
		cd "$0" && pivot_root . old && exec chroot . /enter "$@"
	' $root "$@"
}

# says ANSWER COMMAND...
says() {
	expected=$1
	shift
	"$@" >"$work/log" 2>&1 8<"$work/file" 9<operate
	[ "$(tail -n 1 "$work/log")" = "$expected" ]
}

# works OPERATION...: on the host, and in a container that may
works() {
	says "done" ./operate "$@"
	tell "host: $*"
	[ ! -d /sys/module/holdfast ] || ./holdfast load "$work/wide.holdfast" ||
		exit 1
	says "done" contain "$@"
	tell "container: $*"
}

# refused WORDS ANSWER OPERATION...: in a container that may not
refused() {
	words=$1
	shift
	[ -d /sys/module/holdfast ] || return
	./holdfast load "$work/narrow.holdfast" || exit 1
	says "$@"
	tell "refused: $*"
	./holdfast events >"$work/log" &&
		tail -n 4 "$work/log" | grep -qF "refused $words"
	tell "the event says: $words"
}

# held WORDS ANSWER OPERATION...
held() {
	words=$1
	answer=$2
	shift 2
	works "$@"
	refused "$words" "$answer" contain "$@"
}

cp operate $root/operate || exit 1
mkdir -p $root/proc $root/sys $root/run $root/old
cat >$root/enter <<'END'
#!/bin/sh
umount -l /old && mount -t proc proc /proc && mount -t sysfs sysfs /sys &&
	exec /operate "$@"
END
chmod +x $root/enter
echo file >"$work/file"
servers=''
for type in 1 2; do
	./operate serve $root/run/host-$type.sock $type &
	servers="$servers $!"
	# the same path for the host
	ln -sf $root/run/host-$type.sock /run/
done
cat >"$work/wide.holdfast" <<END
include "$PWD/privileged.holdfast";
profile wide : privileged {
	module { autoload "net-pf-38", "crypto-*"; }
	file { open outside; }
	exec { allow outside, writable; }
}
container { rootfs namespaces mnt use wide; }
END
cat >"$work/narrow.holdfast" <<END
include "$PWD/privileged.holdfast";
profile narrow : privileged {
	namespace { user_depth 2; user_count 3; }
	module { autoload "net-pf-[!3]*"; }
	kernel_file { read none; }
	socket { host "/srv/rootfs/run/host-2.sock"; }
	exec { allow writable; }
	kernel_surface { allow none; socket unix, inet, netlink; }
}
container { rootfs namespaces mnt use narrow; }
END

# or it would be a matter of capabilities
sysctl -q kernel.perf_event_paranoid=2
held "kernel_surface perf" EPERM perf
held "kernel_surface io_uring" EPERM io_uring
held "kernel_surface userfaultfd" EPERM userfaultfd
held "kernel_surface keyring" EPERM keyring
held 'kernel_surface socket any "17"' EPERM socket 17 3
works socket 16 3
refused 'kernel_surface socket any "38"' EPERM contain socket 38 5
held 'socket host any "/srv/rootfs/run/host-1.sock"' EPERM \
	connect /run/host-1.sock
works send /run/host-2.sock
held 'kernel_file read leaky "proc:/iomem"' EPERM read /proc/iomem
held 'kernel_file read leaky "sysfs:/firmware"' EPERM read /sys/firmware
works read /proc/meminfo
held 'file open outside "tmpfs' EPERM reopen 8
works reread 8
works cut 8
echo file >"$work/file"
refused 'file open outside "tmpfs' EPERM contain cut 8
[ "$(cat "$work/file")" = file ]
tell "the file has what it had"
held 'exec outside' EPERM execute 9
works nest 2
held 'namespace create user "user_count 2 user_depth 2"' EPERM nest 3
works gather 3
held 'namespace create user "user_count 3 user_depth 0"' EPERM gather 4

if [ -d /sys/module/holdfast ]; then
	# what is listed, and what the last user namespace of a former one left
	for operation in "socket 1 1" "socket 2 1" "socket 16 3" "nest 2" \
		"gather 3" "nest 2" "read /proc/meminfo" "reread 8" \
		"send /run/host-2.sock"; do
		# shellcheck disable=SC2086 # an operation and its arguments
		says "done" contain $operation
		tell "still there: $operation"
	done
	rmmod af_alg 2>/dev/null
	sed -i -e 's/socket unix,/socket alg, unix,/' "$work/narrow.holdfast"
	refused 'module autoload any "net-pf-38"' EAFNOSUPPORT contain socket 38 5
	[ ! -d /sys/module/af_alg ]
	tell "the module is not there"
	./holdfast load "$work/wide.holdfast" && says "done" contain socket 38 5
	tell "one whose alias is listed is loaded"
fi
# A container that begins with a program from outside.
below="unshare -m -p -f ./operate execute-below $root 9"
if [ -d /sys/module/holdfast ]; then
	refused "exec outside" Killed $below
	./holdfast load "$work/wide.holdfast"
fi
# shellcheck disable=SC2086 # a command and its arguments
says "done" $below
tell "a program from outside begins a container that may"

# A container of which no program may be changed.
if [ -d /sys/module/holdfast ]; then
	sed -i -e 's/exec { allow writable; }/exec { allow none; }/' \
		"$work/narrow.holdfast"
	refused "exec writable" Killed contain nothing
	options=ro
	./holdfast load "$work/narrow.holdfast" && says "done" contain nothing
	tell "a program that cannot be changed is executed"
fi

# as it was
if [ -d /sys/module/holdfast ]; then
	./holdfast load default.holdfast && ! rmmod af_alg 2>&1 | grep -v "not"
fi
echo "1..$count"
exit $failed
