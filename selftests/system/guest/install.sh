#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The packages are installed, and after that a newer kernel.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

# dkms_has RELEASE: the module is there for it
dkms_has() {
	has "^holdfast.*$1.*: installed" dkms status &&
		modinfo -k "$1" -F filename holdfast
}

completes() {
	bash -c '. /usr/share/bash-completion/bash_completion
		_completion_loader holdfast; complete -p holdfast' &&
	bash -c '. /usr/share/bash-completion/completions/holdfast
		COMP_WORDS=(holdfast assign ""); COMP_CWORD=2; _holdfast
		[ "${COMPREPLY[*]}" = privileged ]'
}

check "the system is up" is_up
named >/srv/before
check "there is no Holdfast" fails loaded
check "containers break out" attempts 0 none
check "apt install ./....deb" apt-get -q -y install --no-install-recommends \
	./holdfast_*.deb ./holdfast-dkms_*.deb
check "dkms has built the module for this kernel" dkms_has "$(uname -r)"
check "the service is up" systemctl is-active holdfast
check "and comes up with the machine" systemctl is-enabled holdfast
check "Holdfast is loaded" loaded
check "with the policy of /etc/holdfast" has "active since: .* loaded" \
	holdfast status
check "containers are held" attempts 1 module
check "what is refused goes to the journal" \
	systemctl is-active holdfast-events
check "the units are sound" fails has . systemd-analyze verify --man=no \
	holdfast.service holdfast-events.service
check "bash completes its words, and the active profiles" completes
check "the manual pages are there" has Holdfast sh -c '
	for page in 8/holdfast.8 7/holdfast.7 5/holdfast.policy.5; do
		zcat "/usr/share/man/man$page.gz" || exit
	done'
check "examples of the manual pages" ./man_page.sh system . . \
	"$(command -v holdfast)"
old=$(uname -r)
check "the kernel is upgraded" apt-get -q -y install \
	--no-install-recommends /srv/packages/*.deb
new=$(find /lib/modules -mindepth 1 -maxdepth 1 ! -name "$old" -printf '%f\n')
check "dkms has built the module for $new" dkms_has "$new"
finish
