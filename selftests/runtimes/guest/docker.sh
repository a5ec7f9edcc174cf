# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Docker with containerd, as Debian has them: an ordinary container, a build with
# device nodes and whiteouts, and Docker in a privileged container.
#
# shellcheck disable=SC2034 # lib.sh reads them

# docker_daemon: containerd and dockerd, of the host.
docker_daemon() {
	containerd >"$TMP/containerd.log" 2>&1 &
	CONTAINERD=$!
	until_true test -S /run/containerd/containerd.sock || return
	dockerd --containerd /run/containerd/containerd.sock \
		>"$TMP/dockerd.log" 2>&1 &
	DOCKERD=$!
	until_true docker version >/dev/null
}

docker_daemon_stop() {
	kill "$DOCKERD" && wait "$DOCKERD" || true
	kill "$CONTAINERD" && wait "$CONTAINERD" || true
}

docker_import() {
	tar -C "$SMALL" -c . | docker import - small
}

docker_start() {
	docker run --detach --name outer "$@" && until_ready
}

docker_stop() {
	docker stop --time 60 outer && [ "$(docker wait outer)" = 0 ] &&
		docker rm outer
}

docker_network() {
	"${ENTER[@]}" ip address show dev eth0 | grep 'inet 172' &&
		docker exec outer sh -c 'echo text | nc -w 5 172.17.0.1 7777' &&
		until_true grep text "$TMP/received"
}

docker_listen() {
	nc -l 172.17.0.1 7777 >"$TMP/received" &
}

docker_build() {
	mkdir -p /tmp/build
	cat >/tmp/build/Dockerfile <<-'END'
	FROM small
	RUN mkdir /built && echo text >/built/file && chown 1:1 /built/file
	RUN mknod /built/null c 1 3 && mknod /dev/shm/gone c 0 0 && rm /dev/shm/gone && rm -r /etc/group
	RUN ls -l /built && test ! -e /etc/group && echo x >/etc/group
	USER user
	END
	docker build --no-cache --tag built /tmp/build &&
		[ "$(docker run --rm built sh -c 'id -u; cat /built/file')" = \
			$'1000\ntext' ]
}

docker_logs() {
	docker logs outer && docker top outer && docker stats --no-stream outer &&
		docker cp outer:/etc/passwd - >/dev/null &&
		docker update --pids-limit 200 outer &&
		docker pause outer && docker unpause outer
}

docker_ordinary() {
	check "imports an image" docker_import
	up docker_start small /usr/local/bin/hold || return 0
	contained privileged
	ENTER=(docker exec outer)
	check "exec joins it" "${ENTER[@]}" true
	docker_listen
	check "reaches the bridge" docker_network
	check "is looked after" docker_logs
	check "stops" docker_stop
	check "builds an image" docker_build
	up docker_start --network host small /usr/local/bin/hold || return 0
	honest
	ways abstract-socket
	check "stops" docker_stop
}

# docker_full: the host's programs, but in the container's own root directory.
# shellcheck disable=SC2054 # commas are in the words
DOCKER_FULL=(--cgroup-parent /engine -v /usr:/usr:ro -v /etc:/etc:ro
	--tmpfs /var/lib/docker:exec,dev,suid --tmpfs /run:exec --tmpfs /tmp:exec)

docker_bare() {
	local dir name

	dir=$(mktemp -d)
	mkdir "$dir"/{dev,etc,proc,root,run,srv,sys,tmp,usr,var}
	for name in bin lib lib64 sbin; do
		ln -s "usr/$name" "$dir/$name"
	done
	tar -C "$dir" -c . | docker import - bare
	rm -r "$dir"
}

inner_is_up() {
	"${ENTER[@]}" docker version >/dev/null 2>&1
}

# The container's own Docker, which finds its containerd itself.
docker_inner() {
	docker exec --detach outer sh -c 'dockerd >/tmp/log 2>&1' &&
		until_true inner_is_up && return
	"${ENTER[@]}" tail -n 20 /tmp/log
	return 1
}

docker_inner_build() {
	docker exec --interactive outer sh -euc 'docker import - small' \
		</tmp/small.tar &&
		docker exec --interactive outer sh -euc '
		mkdir -p /tmp/build
		cat >/tmp/build/Dockerfile
		docker build --no-cache --tag built /tmp/build
		docker run --rm built cat /built/file' <<-'END'
		FROM small
		RUN mkdir /built && echo text >/built/file
		RUN mknod /built/null c 1 3 && rm -r /etc/group
	END
}

docker_privileged() {
	check "imports an image" docker_bare
	tar -C "$SMALL" -c . >/tmp/small.tar
	up docker_start --privileged "${DOCKER_FULL[@]}" bare \
		/usr/local/bin/hold || return 0
	contained engine
	ENTER=(docker exec outer)
	check "has a Docker of its own" docker_inner
	check "that builds and runs" docker_inner_build
	check "nested" nested docker run --name inner small /usr/local/bin/hold
	honest
	ways mount-proc-core open-disk mount-disk
	check "stops" docker_stop
}

# with_docker COMMAND...: while its daemon runs.
with_docker() {
	check "Docker comes up" docker_daemon
	"$@"
	docker ps --quiet --all | xargs --no-run-if-empty docker rm --force >/dev/null
	docker_daemon_stop
}

group_docker() {
	# a network of its own, so that it can be looked through
	echo 1 >/proc/sys/net/ipv4/ip_forward
	twice "Docker" default with_docker docker_ordinary
	documented engine
	twice "Docker in Docker" "$TMP/engine.holdfast" with_docker docker_privileged
}
