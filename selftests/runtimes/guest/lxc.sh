# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# LXC, with systemd as PID 1 of the container: as the package configures it.
#
# shellcheck disable=SC2034 # lib.sh reads them

lxc_config() {
	mkdir -p /var/lib/lxc/outer
	cat >/var/lib/lxc/outer/config <<-END
	lxc.include = /usr/share/lxc/config/common.conf
	lxc.arch = x86_64
	lxc.uts.name = outer
	lxc.rootfs.path = dir:$FULL
	lxc.net.0.type = veth
	lxc.net.0.link = lxcbr0
	lxc.net.0.flags = up
	lxc.net.0.ipv4.address = 10.0.9.2/24
	lxc.cap.drop = audit_read
	lxc.apparmor.profile = unconfined
	END
	ip link add lxcbr0 type bridge
	ip address add 10.0.9.1/24 dev lxcbr0
	ip link set lxcbr0 up
}

lxc_start() {
	lxc-start -n outer -L "$TMP/console" -o "$TMP/lxc.log" -l INFO &&
		until_ready && return
	tail -n 40 "$TMP/lxc.log" "$TMP/console"
	return 1
}

lxc_stop() {
	lxc-stop -n outer -t "$PATIENCE" --nokill &&
		lxc-wait -n outer -s STOPPED -t "$PATIENCE"
}

lxc_network() {
	"${ENTER[@]}" ip address show dev eth0 | grep 10.0.9.2 &&
		"${ENTER[@]}" perl -MIO::Socket::INET -e '
			$s = IO::Socket::INET->new(PeerAddr => "10.0.9.1",
				PeerPort => 7777) or die "connect: $!"; print $s "text\n"' &&
		until_true grep text "$TMP/received"
}

lxc_freeze() {
	lxc-freeze -n outer && lxc-unfreeze -n outer && lxc-info -n outer
}

lxc_case() {
	up lxc_start || return 0
	ENTER=(lxc-attach -n outer --)
	nc -l 10.0.9.1 7777 >"$TMP/received" &
	check "has a network" lxc_network
	check "is frozen, and goes on" lxc_freeze
	boot_case mount-proc-core open-tree-proc
	check "shuts down" lxc_stop
}

group_lxc() {
	PATIENCE=600
	boot_units
	lxc_config
	twice "systemd in LXC" default lxc_case
}
