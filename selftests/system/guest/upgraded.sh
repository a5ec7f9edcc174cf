#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The next boot, of the newer kernel.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
POLICY=/etc/holdfast/policy.holdfast

# since UNIT: when it was up, in microseconds
since() {
	systemctl show -P ActiveEnterTimestampMonotonic "$1"
}

before() {
	echo "$(since holdfast) $(since containerd) $(since docker)"
	[ "$(since holdfast)" -gt 0 ] &&
		[ "$(since holdfast)" -lt "$(since containerd)" ] &&
		[ "$(since holdfast)" -lt "$(since docker)" ]
}

docker_run() {
	docker run --rm --privileged --network none try "$@"
}

# with what Docker calls the container
in_journal() {
	docker run --rm --name kept --privileged --network none try sh -c '
		echo "|/bin/x" >/proc/sys/kernel/core_pattern; sleep 5'
	journalctl --sync
	has 'docker container [0-9]* "kept" of try (privileged): refused' \
		journalctl -u holdfast-events HOLDFAST_OP=kfile-write \
		HOLDFAST_NAME=kept
}

check "the system is up" is_up
check "Holdfast is loaded" loaded
check "with the policy of /etc/holdfast" has "active since: .* loaded" \
	holdfast status
check "it was there before containerd and Docker" before
check "an image for Docker" sh -c 'tar -C /srv/rootfs -c . | docker import - try'
check "a privileged container runs" docker_run mount -t tmpfs none /mnt
check "and is held" fails docker_run sh -c \
	'echo "|/bin/x" >/proc/sys/kernel/core_pattern'
check "which is an event" has 'kernel_file write foreign.*core_pattern' \
	holdfast events
check "in the journal, too" in_journal
check "containers of runc and crun are held" attempts 1 module

cp $POLICY saved
echo nonsense >$POLICY
check "a wrong policy is not loaded" fails systemctl reload holdfast
check "the former one is active" has "generation 2" holdfast status
cp saved $POLICY
check "a right one is" systemctl reload holdfast
check "it is active" has "generation 3" holdfast status
check "the service stops" systemctl stop holdfast
check "Holdfast stays" loaded
check "with its policy" has "generation 3" holdfast status
finish
