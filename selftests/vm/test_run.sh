#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Does the VM runner say the truth? Output is TAP. Options go to each run, for
# instance: test_run.sh --kernel 6.1
#
# shellcheck disable=SC2016 # the guest expands what is in single quotes

set -euo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
OPTIONS=(--form none "$@")
TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
COUNT=0
FAILED=0

# vm ARG…: leaves the status in STATUS, output in $TMP/out and $TMP/err.
vm() {
	STATUS=0
	"$HERE/run" "${OPTIONS[@]}" "$@" >"$TMP/out" 2>"$TMP/err" || STATUS=$?
}

# ok NAME COMMAND…
ok() {
	local name=$1 result=ok
	shift

	COUNT=$((COUNT + 1))
	if ! "$@"; then
		result='not ok'
		FAILED=$((FAILED + 1))
	fi
	echo "$result $COUNT - $name"
	[ "$result" = ok ] || {
		echo "# status $STATUS"
		head -n 40 "$TMP/out" "$TMP/err" | sed 's/^/# /'
	}
}

status() {
	[ "$STATUS" -eq "$1" ]
}

said() {
	grep -qe "$1" "$TMP/err"
}

out_is() {
	printf "%b" "$1" | cmp -s - "$TMP/out"
}

# each WORD…: the command printed these, a line each.
each() {
	printf '%s\n' "$@" | cmp -s - "$TMP/out"
}

test_keep() {
	vm --keep "$TMP/root" -- sh -c 'echo kept >/root/kept'
	vm --keep "$TMP/root" -- cat /root/kept
	ok 'what is written to --keep is there in the next boot' out_is 'kept\n'
	vm -- cat /root/kept
	ok 'and in no other root' status 1
}

test_command() {
	vm -- sh -c 'echo out; echo err >&2; exit 42'
	ok 'the exit status is passed on' status 42
	ok 'standard output is' out_is 'out\n'
	ok 'standard error is apart' said '^err$'

	vm -- sh -c 'kill -USR1 $$'
	ok 'a signal is 128 and its number' status 138

	vm -- /no/such/command
	ok 'a missing command is 127' status 127

	vm -- printf '%s\n' 'two  words' "a 'quote" '$HOME' '*' ''
	ok 'arguments arrive as they are' \
		each 'two  words' "a 'quote" '$HOME' '*' ''
}

test_bytes() {
	head -c 3000001 /dev/urandom >"$TMP/random"
	printf 'a\r\nb\0\n\n\004c' >>"$TMP/random"
	vm --copy "$TMP/random" -- cat random
	ok 'output is unaltered, without a last newline too' \
		cmp -s "$TMP/random" "$TMP/out"
	ok 'and so is its status' status 0
}

test_copy() {
	mkdir "$TMP/folder"
	printf '#!/bin/sh\necho "script $1"\n' >"$TMP/script"
	chmod 750 "$TMP/script"
	echo deep >"$TMP/folder/file"
	vm --copy "$TMP/script" --copy "$TMP/folder" -- \
		sh -c './script run; stat -c "%a %u %g" script; cat folder/file'
	ok 'files are copied with their modes' each 'script run' '750 0 0' deep
}

test_guest() {
	vm --smp 2 -- sh -c '
		nproc
		id -u
		mkdir /tmp/d; mount /dev/vda /tmp/d; cat /tmp/d/host-disk
		for d in /sys/fs/cgroup /sys/kernel/debug /sys/kernel/tracing \
			/sys/kernel/security /proc /sys /dev /dev/pts /tmp /run; do
			grep -q " $d " /proc/mounts || echo "no $d"
		done
		ip link show lo | grep -q LOOPBACK,UP && echo up
		cat /proc/self/cgroup'
	ok 'two CPUs, root, /dev/vda, lo up, all mounted, root cgroup' \
		each 2 0 holdfast-host-disk up 0::/

	vm -- sh -c '
		modprobe overlay && grep -c "^overlay " /proc/modules
		ip link add type dummy && grep -c "^dummy " /proc/modules'
	ok 'modprobe works, by hand and for the kernel' each 1 1

	vm -- unshare -m sh -c '
		mount -t tmpfs new /mnt && mkdir /mnt/old /mnt/proc &&
		cp /bin/busybox /mnt/ && pivot_root /mnt /mnt/old &&
		/busybox mount -t proc proc /proc &&
		/busybox awk "\$2 == \"/\" { print \$1 }" /proc/mounts'
	ok 'pivot_root works' each new
}

test_faults() {
	vm -- sh -c 'echo c >/proc/sysrq-trigger'
	ok 'a panic is 120' status 120
	ok 'and its log is shown' said 'sysrq triggered crash'

	vm -- sh -c 'echo "<4>WARNING: CPU: 0 PID: 1 at test" >/dev/kmsg'
	ok 'a warning is 121' status 121

	vm -- sh -c 'echo "<3>BUG: sleeping function called" >/dev/kmsg'
	ok 'so is a BUG line' status 121

	vm -- sh -c 'echo "<6>note: no WARNING: here, no BUG: either" >/dev/kmsg'
	ok 'but not a message that mentions them' status 0

	vm -- sh -c 'echo "<6>kmemleak: 1 new suspected memory leaks" >/dev/kmsg'
	ok 'a leak is 122' status 122

	vm -- sh -c 'echo "<3>INFO: task x:1 blocked for more" >/dev/kmsg'
	ok 'a blocked task is 123' status 123

	vm --timeout 10 -- sleep 1000
	ok 'so is a hang' status 123

	vm -- reboot -f
	ok 'an end before the command ends is 124' status 124
}

# report TITLE FRAME... [/ FRAME...]: as KCSAN writes it, of two accesses
report() {
	local word

	echo "=================================================================="
	echo "BUG: KCSAN: $1"
	echo
	echo "write to 0xffff888004a3c0c0 of 8 bytes by task 99 on cpu 1:"
	shift
	for word; do
		case $word in
		/)
			echo
			echo "read (marked) to 0xffff888004a3c0c0 of 8 bytes by task 98 on cpu 0:"
			;;
		*) echo " ${word/@/+0x12\/0x340}" ;;
		esac
	done
	echo
	echo "value changed: 0x0000000000000000 -> 0x0000000000000001"
	echo
	echo "Reported by Kernel Concurrency Sanitizer on:"
	echo "CPU: 0 UID: 0 PID: 98 Comm: sh Not tainted 6.12"
	echo "=================================================================="
}

# races: of a console with these lines; there are hook_built_in() and own_built_in()
races() {
	STATUS=0
	{ cat; echo 'WARNING: CPU: 0 at the end'; } | sed 's/^/[   12.345678] /' >"$TMP/console"
	printf '%s\n' hook_built_in own_built_in >"$TMP/ours"
	: >"$TMP/err"
	awk -v others="$TMP/err" -f "$HERE/races.awk" "$TMP/ours" "$TMP/console" \
		>"$TMP/out" || STATUS=$?
}

# counts TITLE: of the reports this one alone is a BUG, and nothing else is changed
counts() {
	[ "$(sed -n 's/.*\] BUG: KCSAN: //p' "$TMP/out")" = "$1" ] &&
		diff <(sed 's/KCSAN, not of Holdfast:/BUG: KCSAN:/' "$TMP/out") "$TMP/console"
}

test_races() {
	local other='data-race in a / b'

	races < <(report "$other" a@ c@ / b@)
	ok 'a race of the kernel alone is none of ours' counts ''
	ok 'and it is told' said "^KCSAN: $other$"

	races < <(report "$other" a@ / b@; report 'data-race in a / c' a@ / 'c@ [holdfast]')
	ok 'one that the module is in is' counts 'data-race in a / c'

	races < <(report "$other" a@ c@ / b@ own_built_in@ d@)
	ok 'so is one that what is built in has called' counts "$other"

	races < <(report "$other" 'a@ [holdfast_other]' holdfast_no_more@ / b@)
	ok 'a name that is like ours is not ours' counts ''

	races < <(report "$other" a@ asm_sysvec_apic_timer_interrupt@ own_built_in@ / b@)
	ok 'what an interrupt does is not done by whom it interrupts' counts ''

	races < <(report "$other" a@ kmem_cache_alloc_noprof@ own_built_in@ / b@)
	ok 'what the allocator does with its own is not ours' counts ''

	races < <(report "$other" a@ kfree@ / b@ own_built_in@)
	ok 'but it is what we do with the memory' counts "$other"

	races < <(report "assert: race in a / b" a@ kfree@ own_built_in@ / b@)
	ok 'and that we free it too early' counts "assert: race in a / b"

	races < <(report "$other" a@ / b@ | head -n -1)
	ok 'a report without an end counts' counts "$other"
}

test_usage() {
	vm
	ok 'no command: 125' status 125
	vm --no-such-option -- true
	ok 'no such option: 125' status 125
	vm --copy /no/such/file -- true
	ok 'nothing to copy: 125' status 125
	vm --smp 1 --icount -- true
	ok 'it runs with --icount' status 0
}

test_races
test_command
test_keep
test_bytes
test_copy
test_guest
test_faults
test_usage
echo "1..$COUNT"
[ $FAILED -eq 0 ]
