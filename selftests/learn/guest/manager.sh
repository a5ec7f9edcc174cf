# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# systemd as PID 1, as podman sets a container up for it. It is not privileged:
# systemd would take the host's sysctls for its own.

# 'degraded' is what the kernel refuses to an ordinary container: nothing but the
# unit for huge pages.
manager_is_up() {
	[[ $(within systemctl is-system-running) = @(running|degraded) ]]
}

manager_start() {
	run_detached --systemd=always /sbin/init && eventually manager_is_up
}

# A service runs as a user, with limits; what it says is in the journal.
manager_work() {
	within systemctl --failed --no-legend --plain
	within systemd-run --wait -p User=nobody -p NoNewPrivileges=yes \
		-p TasksMax=10 -p MemoryMax=100M --unit try \
		sh -c 'id -un; touch /tmp/file' &&
		within journalctl --sync &&
		[ "$(within journalctl -o cat -u try _COMM=id)" = nobody ] &&
		within systemctl start nginx &&
		within busybox wget -q -O - http://127.0.0.1/ |
			grep "Welcome to nginx" &&
		within systemctl stop nginx
}

manager_stop() {
	podman stop --time 90 manager && podman rm manager
}
