# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# make and gcc build a library and a program, test, install and pack them.

build_start() {
	run_detached --privileged sh -c 'trap "exit 0" TERM
		sleep infinity & wait' && eventually within true
}

build_work() {
	within make -C /usr/src/project clean &&
		within make -C /usr/src/project -j 2 check install &&
		[ "$(within /usr/local/bin/sum 1 2 39)" = 42 ] &&
		within tar -C /usr/local -czf /tmp/project.tar.gz bin/sum &&
		within tar -tzf /tmp/project.tar.gz bin/sum
}

build_stop() {
	podman stop --time 60 build && [ "$(podman wait build)" = 0 ] &&
		podman rm build
}
