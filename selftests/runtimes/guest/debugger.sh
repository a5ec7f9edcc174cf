# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# gdb and strace in a container: they run a program, attach to a process of the
# container, change it and take its core. The container has the host's PIDs, so
# that it sees others, too.
#
# shellcheck disable=SC2034 # lib.sh reads them

DEBUG=(gdb -nx -batch -ex 'set debuginfod enabled off')

debug_start() {
	podman_start --network none --pid host --cap-add SYS_PTRACE \
		--security-opt seccomp=unconfined \
		--security-opt apparmor=unconfined "${PODMAN_FOLDER[@]}"
}

# It stops where it is told, and goes on to its end.
debug_run() {
	"${ENTER[@]}" "${DEBUG[@]}" -ex 'set breakpoint pending on' \
		-ex 'break write' -ex run -ex bt -ex 'info proc mappings' \
		-ex delete -ex continue --args echo text |
		tee "$TMP/gdb"
	grep -q '^Breakpoint 1, ' "$TMP/gdb" &&
		grep -q 'exited normally' "$TMP/gdb"
}

# A process of the container, that another one attaches to.
debug_attach() {
	local pid

	pid=$(pgrep -xn -P "$(payload)" sleep)
	"${ENTER[@]}" "${DEBUG[@]}" -p "$pid" -ex bt -ex 'info registers rip' \
		-ex 'call (int) getpid()' -ex "gcore /tmp/core" -ex detach |
		tee "$TMP/gdb"
	grep -q "^\$1 = $pid\$" "$TMP/gdb" &&
		grep -q 'Saved corefile' "$TMP/gdb" && [ -e "/proc/$pid" ]
}

# debug_other PID: 0 if it attaches and writes the memory of the process. Its program
# is in another mount namespace, so gdb has no symbols of it.
debug_other() {
	"${ENTER[@]}" "${DEBUG[@]}" -p "$1" -ex 'set $old = *(long *)$sp' \
		-ex 'set var *(long *)$sp = 77777' -ex 'print *(long *)$sp' \
		-ex 'set var *(long *)$sp = $old' -ex detach 2>&1 |
		tee "$TMP/gdb"
	grep -q '^\$1 = 77777$' "$TMP/gdb"
}

debug_case() {
	up debug_start || return 0
	contained privileged
	ENTER=("${PODMAN[@]}" exec outer)
	check "gdb runs a program" debug_run
	check "gdb attaches to a process" debug_attach
	probe files trace
	honest
	way "gdb attaches to a host process" debug_other "$VICTIM"
	ways ptrace process-vm-writev proc-mem
	check "stops" podman_stop
}

group_debugger() {
	podman_as root
	victim_start
	twice "a debugger" default debug_case
	victim_stop
}
