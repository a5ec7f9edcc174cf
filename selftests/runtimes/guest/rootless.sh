# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What an unprivileged user runs: podman and bubblewrap, with the PIDs of the host,
# so that the user's own processes can be reached from inside.
#
# shellcheck disable=SC2034 # lib.sh reads them

# rootless_session: PODMAN in a cgroup that is the user's, as systemd gives one to each
# session. In it podman finds what it has to stop of a container with the host's PIDs.
rootless_session() {
	local dir=/sys/fs/cgroup/user

	mkdir -p $dir/session
	chown user {$dir,$dir/session}{,/cgroup.procs,/cgroup.subtree_control}
	# shellcheck disable=SC2016 # the inner shell expands it
	PODMAN=(sh -euc "echo 0 >$dir/session/cgroup.procs"'; exec "$@"' sh
		"${PODMAN[@]}")
}

rootless_podman() {
	podman_as user
	rootless_session
	check "imports an image" podman_import
	check "builds an image" podman_build
	up podman_detach --network slirp4netns small || return 0
	contained privileged
	check "exec joins it" "${PODMAN[@]}" exec outer true
	check "stops" podman_stop
	up podman_start --cgroup-parent /user --network none --pid host \
		"${PODMAN_FOLDER[@]}" || return 0
	contained privileged
	ENTER=("${PODMAN[@]}" exec outer)
	probe files signals trace pty devices ipc loopback packages
	honest
	rootless_ways
	check "stops" podman_stop
}

rootless_ways() {
	check "there is a process of the user" victim_start
	way "kill a process of the user" kills_victim
	victim_stop
}

rootless_bwrap_start() {
	runuser -u user -- bwrap --unshare-user --unshare-net --unshare-uts \
		--unshare-ipc --unshare-cgroup-try --bind "$FULL" / \
		--dev-bind /dev /dev --proc /proc --tmpfs /tmp \
		--bind /sys /sys /usr/local/bin/hold &
	JOB=$!
	until_ready "$JOB"
}

rootless_bwrap_stop() {
	kill -TERM "$(payload)" && wait "$JOB"
}

rootless_bwrap() {
	up rootless_bwrap_start || return 0
	contained privileged
	ENTER=(nsenter -S 1000 -G 1000 -t "$(payload)" -a -r -w --)
	probe files signals trace loopback packages \
		user_namespaces bwrap
	honest
	rootless_ways
	check "stops" rootless_bwrap_stop
}

group_rootless() {
	twice "podman of a user" default rootless_podman
	twice "bubblewrap of a user" default rootless_bwrap
}
