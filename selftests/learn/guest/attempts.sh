# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What an intruder does in the container meanwhile. Each attempt is an operation
# that no profile may learn; PROOF tells on the host whether it succeeded.

# The filter of system calls that podman gives to an ordinary container has no
# init_module().
declare -A ATTEMPTS=(
	[web]="core_pattern disk_node module"
	[database]="core_pattern disk_node module"
	[manager]="core_pattern disk_node"
	[build]="core_pattern disk_node module"
)
CORE_PATTERN=/proc/sys/kernel/core_pattern

# intrude COMMAND: in the container, with all capabilities there are
intrude() {
	podman exec --privileged "$CASE" sh -c "$1"
}

# By a mount of one's own: /proc/sys is read-only, unless the container is
# privileged.
attempt_core_pattern() {
	intrude 'mkdir -p /tmp/proc && mount -t proc proc /tmp/proc &&
		echo "|/tmp/intruder" >/tmp/proc/sys/kernel/core_pattern'
}

proof_core_pattern() {
	[ "$(cat $CORE_PATTERN)" = "|/tmp/intruder" ]
}

undo_core_pattern() {
	echo core >$CORE_PATTERN
}

attempt_disk_node() {
	intrude 'rm -f /tmp/disk; mknod /tmp/disk b 254 0'
}

proof_disk_node() {
	local pid

	pid=$(podman inspect -f '{{.State.Pid}}' "$CASE")
	[ -b "/proc/$pid/root/tmp/disk" ]
}

undo_disk_node() {
	local pid

	pid=$(podman inspect -f '{{.State.Pid}}' "$CASE")
	rm "/proc/$pid/root/tmp/disk"
}

attempt_module() {
	intrude 'insmod /usr/src/dummy.ko'
}

proof_module() {
	[ -d /sys/module/dummy ]
}

undo_module() {
	rmmod dummy
}

# what events and learn say of each
declare -A OPERATION=(
	[core_pattern]='kernel_file write foreign'
	[disk_node]='device mknod any "block 254:0"'
	[module]='module load'
)

succeeds() {
	! "proof_$1" && "attempt_$1" && "proof_$1" && "undo_$1"
}

fails() {
	! "attempt_$1" && ! "proof_$1"
}

attempts_succeed() {
	local attempt

	for attempt in ${ATTEMPTS[$CASE]}; do
		check "$attempt: an intruder succeeds" succeeds "$attempt"
	done
}

# not_learnt OPERATION: it is in the comments behind 'Not learnt', not before
not_learnt() {
	! sed '/^# Not learnt/,$d' "$LEARNT" | grep -F "$1" &&
		sed -n '/^# Not learnt/,/^[^#]/p' "$LEARNT" | grep -F "$1"
}

# still_refused OPERATION: by what was learnt
still_refused() {
	local words object=''

	read -ra words <<<"${1%% \"*}"
	[[ $1 != *\"* ]] || object=${1#*\"}
	holdfast test "$LEARNT" "$CASE" "${words[*]}" ${object:+"${object%\"}"}
	[ $? -eq 1 ]
}

attempts_are_apart() {
	local attempt

	for attempt in ${ATTEMPTS[$CASE]}; do
		check "$attempt: is listed apart" not_learnt "${OPERATION[$attempt]}"
		check "$attempt: is not in the policy" \
			still_refused "${OPERATION[$attempt]}"
	done
	check "that is told on standard error" \
		grep "looked like an escape" "$TMP/learn.err"
}

attempts_fail() {
	local attempt

	for attempt in ${ATTEMPTS[$CASE]}; do
		check "$attempt: an intruder fails" fails "$attempt"
	done
}
