# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Containers that are there when Holdfast comes, and when it goes.
#
# shellcheck disable=SC2034 # lib.sh reads them

# labelled_as_adopted: all tasks of it, also those that never execute.
labelled_as_adopted() {
	until_holds 1 "$1" && every_task &&
		holdfast ps --json | jq -e '.[0].adopted' >/dev/null
}

# goes_on PID COMMAND...: the payload still is PID; a second one can join it.
goes_on() {
	local pid=$1
	shift

	[ "$(payload)" = "$pid" ] && is_ready && "$@"
}

# running_case TASKS: the payload rests, ENTER enters it.
running_case() {
	local pid

	pid=$(payload)
	check "is adopted by loading" load
	check "is labelled as adopted" labelled_as_adopted "$1"
	check "goes on" goes_on "$pid" "${ENTER[@]}" true
	check "exec joins it" joined "${ENTER[@]}"
	probe files processes signals
	check "nothing was refused" unharmed
	check "unloads" rmmod holdfast
	check "goes on without Holdfast" goes_on "$pid" "${ENTER[@]}" true
	check "is adopted again" load
	check "is labelled again" labelled_as_adopted "$1"
}

running_runc() {
	begin "runc, running"
	rmmod holdfast
	bundle runc "$ORDINARY" "$FULL" "$TMP/runc"
	starts oci_start runc || return 0
	ENTER=(runc exec outer)
	running_case 2
	check "stops" oci_stop runc
	finish
}

running_podman() {
	begin "podman as user, running"
	rmmod holdfast
	podman_as user
	starts podman_start --network none "${PODMAN_FOLDER[@]}" || return 0
	ENTER=("${PODMAN[@]}" exec outer)
	running_case 2
	check "stops" podman_stop
	finish
}

group_running() {
	running_runc
	loaded || load
	running_podman
	loaded || load
}
