# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# buildah, as root and as a user, by a runtime and by chroot alone: builds that
# make device nodes and whiteouts.
#
# shellcheck disable=SC2034 # lib.sh reads them

# buildah_as USER ISOLATION: how BUILDAH runs.
buildah_as() {
	if [ "$1" = root ]; then
		BUILDAH=(env "BUILDAH_ISOLATION=$2" buildah)
	else
		BUILDAH=(runuser -u "$1" -- env -C /home/user HOME=/home/user
			XDG_RUNTIME_DIR=/run/user/1000
			"BUILDAH_ISOLATION=$2" buildah)
	fi
}

buildah_scratch() {
	local name

	name=$("${BUILDAH[@]}" from scratch) &&
		tar -C "$SMALL" -c . >/tmp/small.tar && chmod 644 /tmp/small.tar &&
		"${BUILDAH[@]}" add "$name" /tmp/small.tar / &&
		"${BUILDAH[@]}" commit --rm "$name" small
}

# The nodes that a user may not make are root's alone.
declare -A BUILDAH_NODES=(
	[root]='mknod /built/null c 1 3 && mknod /built/zero c 1 5 &&'
	[user]=''
)

# buildah_build USER: what it removes of the layer below needs a whiteout, and one
# is made by hand, which overlayfs lets nobody do in its own folders.
buildah_build() {
	mkdir -p /tmp/build
	cat >/tmp/build/Containerfile <<-END
	FROM localhost/small
	RUN mkdir /built && echo text >/built/file && chown 1:1 /built/file
	RUN ${BUILDAH_NODES[$1]} mknod /dev/shm/gone c 0 0 && rm /dev/shm/gone && rm -r /etc/group
	RUN ls -l /built && test ! -e /etc/group && echo x >/etc/group
	USER user
	END
	chmod 755 /tmp/build
	chmod 644 /tmp/build/Containerfile
	"${BUILDAH[@]}" bud --network none --cap-add MKNOD --layers \
		-t built /tmp/build
}

buildah_run() {
	local name

	name=$("${BUILDAH[@]}" from localhost/built) &&
		[ "$("${BUILDAH[@]}" run --network none "$name" \
			sh -c 'id -u; cat /built/file')" = \
			$'1000\ntext' ] &&
		"${BUILDAH[@]}" rm "$name"
}

# In a build step all of the host's processes are seen: one is killed. What the
# build ends with says whether it could be.
buildah_kill() {
	cat >/tmp/build/Containerfile <<-END
	FROM localhost/small
	RUN kill -KILL $VICTIM
	END
	"${BUILDAH[@]}" bud --network none --pid host --no-cache --cap-add KILL \
		/tmp/build
	sleep 0.5
	! [ -e "/proc/$VICTIM" ]
}

# buildah_case USER ISOLATION
buildah_case() {
	buildah_as "$1" "$2"
	check "makes an image of nothing" buildah_scratch
	check "builds" buildah_build "$1"
	check "runs what it built" buildah_run
	honest
	check "there is a process of the user" victim_start
	way "a step kills a process" buildah_kill
	victim_stop
	check "removes all" "${BUILDAH[@]}" rmi --all --force
}

group_buildah() {
	local how

	for how in "root oci" "root chroot" "user rootless" "user chroot"; do
		# shellcheck disable=SC2086 # two words
		twice "buildah as ${how/ /, }" default buildah_case $how
	done
}
