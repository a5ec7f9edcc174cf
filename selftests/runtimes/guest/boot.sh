# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A container with systemd as PID 1, that something else starts: it comes up without
# a failed unit, has a service in a sandbox of its own, sessions and a bus.
#
# shellcheck disable=SC2034 # lib.sh reads them

# What has nothing to do in a container here.
BOOT_MASKED=(containerd.service docker.service docker.socket lxc.service
	lxc-net.service lxc-monitord.service console-getty.service
	getty@.service podman.service podman.socket podman-restart.service
	podman-auto-update.timer e2scrub_reap.service systemd-networkd.service)

# boot_units: the payload, and a service that is confined as services are today.
boot_units() {
	local unit dir=$FULL/etc/systemd/system

	mkdir -p "$dir/multi-user.target.wants"
	for unit in "${BOOT_MASKED[@]}"; do
		ln -sf /dev/null "$dir/$unit"
	done
	ln -sf /lib/systemd/system/multi-user.target "$dir/default.target"
	cat >"$dir/hold.service" <<-'END'
	[Service]
	ExecStart=/usr/local/bin/hold
	END
	cat >"$dir/sandboxed.service" <<-'END'
	[Service]
	Type=oneshot
	RemainAfterExit=yes
	ExecStart=/usr/local/bin/inside files processes signals loopback
	DynamicUser=yes
	StateDirectory=sandboxed
	PrivateTmp=yes
	PrivateDevices=yes
	PrivateNetwork=yes
	PrivateUsers=yes
	ProtectSystem=strict
	ProtectHome=yes
	ProtectHostname=yes
	ProtectControlGroups=yes
	ProtectKernelTunables=yes
	ProtectKernelModules=yes
	ProtectKernelLogs=yes
	ProtectProc=invisible
	RestrictNamespaces=yes
	RestrictRealtime=yes
	RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
	LockPersonality=yes
	NoNewPrivileges=yes
	CapabilityBoundingSet=
	SystemCallFilter=@system-service
	SystemCallArchitectures=native
	MemoryMax=256M
	TasksMax=64
	END
	for unit in hold sandboxed; do
		ln -sf "../$unit.service" "$dir/multi-user.target.wants/"
	done
	: >"$FULL/etc/machine-id"
}

# The state of the system in the container, that ENTER enters.
boot_is_up() {
	local state

	state=$(timeout "$PATIENCE" "${ENTER[@]}" systemctl is-system-running --wait)
	echo "$state"
	[ "$state" = running ] && return
	"${ENTER[@]}" systemctl --failed --no-legend --plain
	"${ENTER[@]}" journalctl -b -p warning --no-pager | tail -n 60
	return 1
}

boot_sandboxed() {
	"${ENTER[@]}" journalctl -u sandboxed --no-pager | grep 'ok - loopback' &&
		"${ENTER[@]}" systemctl is-active sandboxed
}

# A service, a transient one, with the limits of its cgroup.
boot_services() {
	"${ENTER[@]}" systemd-run --wait --pipe -p MemoryMax=100M -p TasksMax=20 \
		-p PrivateTmp=yes sh -euc 'touch /tmp/file; cat /proc/self/cgroup' &&
		"${ENTER[@]}" systemctl restart hold && until_ready
}

boot_session() {
	"${ENTER[@]}" loginctl --no-pager && "${ENTER[@]}" hostnamectl &&
		"${ENTER[@]}" busctl --no-pager list >/dev/null
}

# boot_case STOP WAY...
boot_case() {
	check "comes up without a failed unit" boot_is_up
	contained privileged
	! loaded || check "every task is in it" until_true every_task
	check "has a service in a sandbox" boot_sandboxed
	check "starts services" boot_services
	check "has sessions, names, a bus" boot_session
	probe files processes trace
	honest
	ways "$@"
}
