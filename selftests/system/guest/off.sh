#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A boot with holdfast=off; then the packages go.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

left() {
	named | diff /srv/before - | tee out
	dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 'holdfast*' \
		2>/dev/null | grep -v '^un' | tee -a out
	dkms status | grep holdfast | tee -a out
	[ -s out ]
}

check "the system is up" is_up
check "Holdfast is not loaded" fails loaded
check "because the service was told so" \
	has 'ConditionResult=no' systemctl show -p ConditionResult holdfast
check "Docker runs" systemctl is-active docker
check "it can be loaded" modprobe holdfast
check "and unloaded" rmmod holdfast
check "something is installed" left
check "apt purge" apt-get -q -y purge holdfast holdfast-dkms
check "nothing is left" fails left
check "the kernel has no such module" fails modprobe -n holdfast
check "systemd has no such unit" fails systemctl cat holdfast
finish
