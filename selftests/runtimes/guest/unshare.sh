# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Containers by hand: unshare with another root directory is one, without is not.
#
# shellcheck disable=SC2034 # lib.sh reads them

# shellcheck disable=SC2016 # the inner shell expands them
CHROOT='
	mount --rbind /dev "$FULL/dev"
	mount -t proc proc "$FULL/proc"
	exec chroot "$FULL" /usr/local/bin/hold'
# shellcheck disable=SC2016
PIVOT_ROOT='
	mount --rbind "$FULL" "$FULL"
	mount --rbind /dev "$FULL/dev"
	mount -t proc proc "$FULL/proc"
	cd "$FULL"
	pivot_root . mnt
	umount -l /mnt
	exec /usr/local/bin/hold'

# unshare_start COMMAND...: in the background; JOB is its number.
unshare_start() {
	"$@" &
	JOB=$!
	until_ready "$JOB"
}

unshare_stop() {
	kill -TERM "$(payload)" && wait "$JOB"
}

# not_labelled: unshare alone does not leave the host's files.
not_labelled() {
	"$@" && holds_nothing
}

# unshare_case CASE CHECKS COMMAND...
unshare_case() {
	local checks=$2

	begin "$1"
	shift 2
	starts unshare_start "$@" || return 0
	check "is labelled" labelled
	ENTER=(nsenter -t "$(payload)" -a -r -w)
	check "nsenter joins it" joined "${ENTER[@]}"
	# shellcheck disable=SC2086 # words
	probe files processes trace hostname network chroot namespaces \
		join_net $checks
	check "stops" unshare_stop
	finish
}

group_unshare() {
	local all=(--mount --pid --net --uts --ipc --cgroup --fork --kill-child)
	local as_user=(runuser -u user --)

	begin "unshare without a root of its own"
	check "unshare -m" not_labelled unshare -m true
	check "unshare -Urm" not_labelled "${as_user[@]}" unshare -Urm true
	check "unshare --pid --mount-proc" not_labelled unshare --pid --fork \
		--mount-proc true
	check "chroot" not_labelled chroot "$FULL" true
	check "ip netns" eval 'ip netns add test && ip netns exec test \
		ip link set lo up && ip netns delete test && holds_nothing'
	finish

	unshare_case "unshare and chroot" "" unshare "${all[@]}" \
		sh -euc "$CHROOT"
	unshare_case "unshare and pivot_root" "signals pty ipc packages join \
		user_namespaces" \
		unshare "${all[@]}" sh -euc "$PIVOT_ROOT"
	unshare_case "unshare -Ur and chroot, as a user" "" \
		"${as_user[@]}" unshare -Ur "${all[@]}" sh -euc "$CHROOT"
}
