# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# podman, rootful and rootless, each with an ordinary container of an image and
# with a privileged one.
#
# shellcheck disable=SC2034 # lib.sh reads them

# What takes the host's root: these sysctls, and to read /etc/shadow.
declare -A HOST_ROOT=([root]="su sysctl_ipc sysctl_uts" [user]="")
declare -A NETWORK=([root]=bridge [user]=slirp4netns)

# podman_as USER: how PODMAN runs.
podman_as() {
	if [ "$1" = root ]; then
		PODMAN=(podman)
	else
		PODMAN=(runuser -u "$1" -- env -C /home/user HOME=/home/user
			XDG_RUNTIME_DIR=/run/user/1000 podman)
	fi
}

podman_is_running() {
	[ "$("${PODMAN[@]}" inspect -f '{{.State.Status}}' outer)" = running ]
}

# podman_detach ARG...: a container 'outer'.
podman_detach() {
	JOB=''
	"${PODMAN[@]}" run --detach --name outer "$@" /usr/local/bin/hold &&
		until_ready
}

# podman_start ARG...: the same in the background; JOB is its number.
podman_start() {
	"${PODMAN[@]}" run --rm --name outer "$@" /usr/local/bin/hold &
	JOB=$!
	until_ready "$JOB"
}

# podman_stop: it ends when told, with its payload's status.
podman_stop() {
	"${PODMAN[@]}" stop --time 60 outer || return
	if [ -n "$JOB" ]; then
		wait "$JOB"
	else
		[ "$("${PODMAN[@]}" wait outer)" = 0 ] &&
			"${PODMAN[@]}" rm outer
	fi
}

podman_import() {
	tar -C "$SMALL" -c . | "${PODMAN[@]}" import - small
}

podman_build() {
	mkdir -p /tmp/build
	cat >/tmp/build/Containerfile <<-'END'
	FROM localhost/small
	RUN mkdir /built && echo text >/built/file && chown 1:1 /built/file
	USER user
	END
	chmod 755 /tmp/build
	# shellcheck disable=SC2016 # the inner shell expands them
	"${PODMAN[@]}" build --layers=false --network none --tag built \
		/tmp/build &&
		"${PODMAN[@]}" run --rm --network none built sh -euc '
			test "$(id -u)" = 1000
			test "$(stat -c %u /built/file)" = 1'
}

# podman_case HOW ARG...: what all have in common.
podman_case() {
	starts "$@" || {
		"${PODMAN[@]}" rm --force outer >/dev/null 2>&1
		return 1
	}
	check "is labelled" labelled
	check "exec joins it" joined "${PODMAN[@]}" exec outer
}

# The folder is not the user's, so that its root cannot add anything to it.
PODMAN_FOLDER=(--tmpfs /run:notmpcopyup --tmpfs /tmp:notmpcopyup --rootfs "$FULL:O")
PODMAN_CHECKS=(files processes signals trace pty devices ipc
	loopback packages)

# podman_image USER NETWORK
podman_image() {
	begin "podman as $1"
	check "imports an image" podman_import
	podman_case podman_detach --network "$2" small || return 0
	# shellcheck disable=SC2016 # the inner shell expands them
	check "exec as a user" "${PODMAN[@]}" exec --user user outer \
		sh -euc 'test "$(id -u)" = 1000; touch /tmp/file'
	check "stops" podman_stop
	check "builds an image" podman_build
	finish
}

podman_folder() {
	begin "podman as $1, root folder"
	podman_case podman_start --network none "${PODMAN_FOLDER[@]}" || return 0
	ENTER=("${PODMAN[@]}" exec outer)
	probe "${PODMAN_CHECKS[@]}"
	check "stops" podman_stop
	finish
}

podman_privileged() {
	begin "podman as $1, privileged"
	podman_case podman_start --network none --privileged \
		"${PODMAN_FOLDER[@]}" || return 0
	ENTER=("${PODMAN[@]}" exec outer)
	check "nsenter joins it" joined nsenter -t "$(payload)" -a
	# shellcheck disable=SC2086 # words
	probe files processes trace user hostname sysctl_net ${HOST_ROOT[$1]} \
		network mounts chroot pivot_root namespaces join join_net user_namespaces \
		bwrap fuse
	check "runs bubblewrap in itself" nested bwrap --unshare-all \
		--bind /srv/rootfs / --proc /proc --dev /dev hold
	check "runs podman in itself" nested podman --root /tmp/root \
		--runroot /tmp/run --storage-driver vfs run --network none \
		--cgroups disabled --tmpfs /run:notmpcopyup \
		--rootfs /srv/rootfs hold
	check "stops" podman_stop
	finish
}

group_podman() {
	local user

	for user in root user; do
		podman_as $user
		podman_image $user "${NETWORK[$user]}"
		podman_folder $user
		podman_privileged $user
	done
}
