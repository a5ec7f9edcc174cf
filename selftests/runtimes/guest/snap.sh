# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What snap-confine does: a service of systemd's gets a root directory of its own,
# with the host's below it, and a helper in there goes back to PID 1's mount
# namespace.
#
# shellcheck disable=SC2034 # lib.sh reads them

# shellcheck disable=SC2016 # the inner shell expands them
SNAP_CONFINE='
	echo 0 >"/sys/fs/cgroup$0/cgroup.procs"
	exec unshare --mount --propagation private sh -euc "
		mount --rbind /srv/rootfs /srv/rootfs
		for dir in proc dev sys; do
			mount --rbind /\$dir /srv/rootfs/\$dir
		done
		mkdir -p /srv/rootfs/hostfs
		cd /srv/rootfs
		pivot_root . hostfs
		exec /usr/local/bin/hold"'
# The helper, that has the host'"'"'s root capabilities in the snap.
SNAP_BACK=(nsenter -t 1 -m test -e /etc/debian_version)

snap_start() {
	mkdir -p "/sys/fs/cgroup$1"
	sh -euc "$SNAP_CONFINE" "$1" &
	JOB=$!
	until_ready "$JOB"
}

snap_stop() {
	kill -TERM "$(payload)" && wait "$JOB" && rmdir "/sys/fs/cgroup$1"
}

# The root directory is its own, the host's is below.
snap_is_confined() {
	local root

	root=/proc/$(payload)/root
	[ ! -e "$root/etc/debian_version" ] &&
		[ -e "$root/hostfs/etc/debian_version" ]
}

# snap_enter: as one of its processes, in its cgroup.
snap_enter() {
	ENTER=(sh -c "echo 0 >/sys/fs/cgroup$1/cgroup.procs; shift
		exec nsenter -t $(payload || echo 0) -m -r -w \"\$@\"" sh "$1")
}

snap_case() {
	local group=/system.slice/snap.try.app.service

	up snap_start $group || return 0
	check "has its own root directory" snap_is_confined
	uncontained
	snap_enter $group
	check "goes back to PID 1's mount namespace" "${ENTER[@]}" \
		"${SNAP_BACK[@]}"
	honest
	check "stops" snap_stop $group
}

# The same of a service that has another name: and it does not help to be moved to
# a snap's cgroup then.
snap_elsewhere() {
	local group=/system.slice/try.app.service
	local snap=/system.slice/snap.other.service

	up snap_start $group || return 0
	check "has its own root directory" snap_is_confined
	contained privileged
	snap_enter $group
	way "back to PID 1's mount namespace" "${ENTER[@]}" "${SNAP_BACK[@]}"
	mkdir -p "/sys/fs/cgroup$snap"
	payload >"/sys/fs/cgroup$snap/cgroup.procs"
	snap_enter $snap
	way "the same, in a snap's cgroup" "${ENTER[@]}" "${SNAP_BACK[@]}"
	check "stops" snap_stop $group
	until_true rmdir "/sys/fs/cgroup$snap"
}

group_snap() {
	mkdir -p /sys/fs/cgroup/system.slice
	twice "snap" default snap_case
	twice "what is no snap" default snap_elsewhere
}
