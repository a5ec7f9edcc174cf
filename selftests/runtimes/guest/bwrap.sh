# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# bubblewrap, as root and as an unprivileged user. Its PID 1 is its own code and
# never executes a program.
#
# shellcheck disable=SC2034 # lib.sh reads them

# bwrap_start COMMAND...: in the background; JOB is its number.
bwrap_start() {
	"$@" &
	JOB=$!
	until_ready "$JOB"
}

bwrap_stop() {
	kill -TERM "$(payload)" && wait "$JOB"
}

# bwrap_case CASE CHECKS COMMAND...
bwrap_case() {
	begin "$1"
	STUBS=1
	local checks=$2
	shift 2
	starts bwrap_start "$@" --bind "$FULL" / --proc /proc \
		--dev /dev --perms 1777 --tmpfs /tmp \
		/usr/local/bin/hold || return 0
	check "is labelled" labelled
	ENTER=("${ENTER[@]}" -t "$(payload)" -a -r -w --)
	check "nsenter joins it" joined "${ENTER[@]}"
	# shellcheck disable=SC2086 # words
	probe files processes trace $checks
	check "runs itself" nested bwrap --unshare-all --bind /srv/rootfs / \
		--bind /proc /proc --dev /dev /usr/local/bin/hold
	check "stops" bwrap_stop
	finish
}

group_bwrap() {
	local as_user=(runuser -u user --)
	local ordinary="signals pty devices packages ipc loopback"

	ENTER=(nsenter)
	bwrap_case "bubblewrap as root" "$ordinary" bwrap --unshare-all
	ENTER=(nsenter)
	bwrap_case "bubblewrap as root, all capabilities" "user \
		hostname network mounts chroot pivot_root namespaces join join_net \
		user_namespaces" bwrap --unshare-pid --unshare-net \
		--unshare-uts --unshare-ipc --unshare-cgroup --cap-add ALL
	ENTER=(nsenter -S 1000 -G 1000)
	bwrap_case "bubblewrap as a user" "$ordinary user_namespaces" \
		"${as_user[@]}" bwrap --unshare-all
	ENTER=(nsenter)
	bwrap_case "bubblewrap as a user, all capabilities" "hostname \
		network mounts chroot pivot_root namespaces join join_net \
		user_namespaces" "${as_user[@]}" bwrap --unshare-all --uid 0 \
		--gid 0 --cap-add ALL
}
