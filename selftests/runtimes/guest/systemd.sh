# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# systemd-nspawn, with systemd as PID 1 of the container.
#
# shellcheck disable=SC2034 # lib.sh reads them

nspawn_boot_start() {
	systemd-nspawn --quiet --register=no --keep-unit --machine=outer \
		--private-network --boot --directory="$FULL" >"$TMP/console" 2>&1 &
	JOB=$!
	until_ready "$JOB" && return
	tail -n 40 "$TMP/console"
	return 1
}

# Its cgroups are for who starts it in a unit to remove; here there is none.
nspawn_boot_stop() {
	kill -TERM "$JOB" && wait "$JOB" &&
		find /sys/fs/cgroup/payload -depth -type d -exec rmdir {} +
}

nspawn_boot() {
	up nspawn_boot_start || return 0
	ENTER=(nsenter -t "$(pgrep -P "$JOB")" -a)
	boot_case mount-proc-core open-tree-proc
	check "shuts down" nspawn_boot_stop
}

group_systemd() {
	PATIENCE=600
	boot_units
	twice "systemd in nspawn" default nspawn_boot
}
