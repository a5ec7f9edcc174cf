# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# systemd-nspawn, without a systemd on the host. With --as-pid2 its PID 1 is its
# own code and never executes a program.
#
# shellcheck disable=SC2034 # lib.sh reads them

# nspawn_start OPTION...: in the background; JOB is its number.
nspawn_start() {
	systemd-nspawn --quiet --register=no --keep-unit --machine=outer \
		--directory="$FULL" "$@" &
	JOB=$!
	until_ready "$JOB"
}

nspawn_stop() {
	kill -TERM "$(payload)" && wait "$JOB"
}

# nspawn_case CASE STUBS CHECKS OPTION...
nspawn_case() {
	local checks=$3

	begin "$1"
	STUBS=$2
	shift 3
	starts nspawn_start "$@" /usr/local/bin/hold || return 0
	check "is labelled" labelled
	ENTER=(nsenter -t "$(payload)" -a)
	check "nsenter joins it" joined "${ENTER[@]}"
	# shellcheck disable=SC2086 # words
	probe files processes trace user hostname mounts chroot pivot_root \
		namespaces join user_namespaces bwrap $checks
	check "runs bubblewrap in itself" nested bwrap --unshare-all \
		--bind /srv/rootfs / --proc /proc --dev /dev /usr/local/bin/hold
	check "stops" nspawn_stop
	finish
}

group_nspawn() {
	nspawn_case "systemd-nspawn" 0 "loopback root_files su signals pty \
		devices ipc packages"
	nspawn_case "systemd-nspawn, private" 1 "join_net network sysctl_net" --as-pid2 \
		--private-users=200000:65536 --private-users-ownership=off \
		--private-network
}
