# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# podman in a privileged container of podman, as root and as a user inside: images,
# builds on overlay, a network.
#
# shellcheck disable=SC2034 # lib.sh reads them

# Storage on a volume, as overlay cannot be on top of itself.
nested_start() {
	podman_start --network none --privileged --device /dev/fuse \
		-v /var/lib/nested:/var/lib/containers \
		-v /var/lib/nested-user:/home/user/.local "${PODMAN_FOLDER[@]}"
}

nested_import() {
	tar -C "$SMALL" -c . >/tmp/small.tar
	"${OUTER[@]}" exec --interactive outer sh -c \
		'cat >/tmp/small.tar; chmod 644 /tmp/small.tar' </tmp/small.tar &&
		"${ENTER[@]}" podman import /tmp/small.tar small
}

# shellcheck disable=SC2016 # the inner shell expands them
NESTED_BUILD='
	mkdir -p /tmp/build-$(id -u)
	cd /tmp/build-$(id -u)
	cat >Containerfile <<-"END"
	FROM localhost/small
	RUN mkdir /built && echo text >/built/file && chown 1:1 /built/file
	RUN mknod /dev/shm/gone c 0 0 && rm /dev/shm/gone && rm -r /etc/group
	RUN test ! -e /etc/group && echo x >/etc/group
	END
	podman build --network none --cap-add MKNOD --tag built .
	test "$(podman run --rm --network none built cat /built/file)" = text'

nested_build() {
	"${ENTER[@]}" sh -euc "$NESTED_BUILD"
}

# nested_network NETWORK: two containers of the inner podman reach each other, or
# one the world outside of it.
# shellcheck disable=SC2016 # the inner shell expands them
nested_network() {
	"${ENTER[@]}" sh -euc '
		podman run --detach --name web --network '"$1"' small \
			sh -c "while :; do echo text | nc -l -p 8080; done"
		address=$(podman inspect -f \
			"{{.NetworkSettings.IPAddress}}" web)
		podman run --rm --network '"$1"' small \
			nc -w 10 ${address:-127.0.0.1} 8080 </dev/null | grep text
		podman exec web true
		podman rm --force --time 0 web'
}

nested_user_alone() {
	"${ENTER[@]}" podman run --rm --network slirp4netns small ip address |
		grep tap0
}

nested_case() {
	local OUTER=("${PODMAN[@]}")

	rm -rf /var/lib/nested /var/lib/nested-user
	mkdir -p /var/lib/nested /var/lib/nested-user
	chown 1000:1000 /var/lib/nested-user
	up nested_start || return 0
	contained privileged
	ENTER=("${OUTER[@]}" exec outer)
	check "imports an image" nested_import
	check "builds an image" nested_build
	check "has a network" nested_network bridge
	check "nested" nested podman run --rm --network none small \
		/usr/local/bin/hold
	ENTER=("${OUTER[@]}" exec outer setpriv --reuid 1000 --regid 1000
		--clear-groups env HOME=/home/user)
	check "imports an image as a user" nested_import
	check "builds an image as a user" nested_build
	check "has a network as a user" nested_user_alone
	ENTER=("${OUTER[@]}" exec outer)
	honest
	ways mount-proc-core open-disk
	check "stops" podman_stop
}

group_nested() {
	podman_as root
	twice "podman in podman" default nested_case
}
