# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A storage driver as Kubernetes runs them: privileged, with the host's PIDs, it
# makes a filesystem on a disk and mounts it where the host and then another
# container have it.
#
# shellcheck disable=SC2034 # lib.sh reads them

KUBELET=/var/lib/kubelet

csi_disk() {
	modprobe loop && truncate -s 64M /var/lib/csi-disk &&
		losetup /dev/loop0 /var/lib/csi-disk
}

csi_start() {
	podman_start --privileged --pid host --network none \
		--cgroup-parent /volumes \
		-v "$KUBELET:$KUBELET:rshared" "${PODMAN_FOLDER[@]}"
}

csi_publish() {
	"${ENTER[@]}" mkdir -p "$KUBELET/volume" &&
		"${ENTER[@]}" mount -t ext4 /dev/loop0 "$KUBELET/volume" &&
		"${ENTER[@]}" sh -c "echo text >$KUBELET/volume/file" &&
		grep " $KUBELET/volume " /proc/self/mountinfo
}

# A pod has the volume; it is an ordinary container.
csi_pod() {
	[ "$("${PODMAN[@]}" run --rm --network none \
		-v "$KUBELET/volume:/data:rslave" small \
		sh -c 'cat /data/file; echo more >/data/more')" = text ] &&
		[ "$(cat "$KUBELET/volume/more")" = more ]
}

csi_publish_again() {
	"${ENTER[@]}" tune2fs -l /dev/loop0 &&
		"${ENTER[@]}" mount --bind "$KUBELET/volume" "$KUBELET/bound" &&
		"${ENTER[@]}" mount -o remount,bind,ro "$KUBELET/bound" &&
		grep " $KUBELET/bound " /proc/self/mountinfo &&
		"${ENTER[@]}" umount "$KUBELET/bound"
}

# The host's disk, whose node it has, too.
csi_mounts_other() {
	"${ENTER[@]}" mount -t ext4 /dev/vda "$KUBELET/bound" || return 1
	"${ENTER[@]}" umount "$KUBELET/bound"
}

csi_unpublish() {
	"${ENTER[@]}" umount "$KUBELET/volume" &&
		! grep " $KUBELET/volume " /proc/self/mountinfo
}

csi_case() {
	up csi_start || return 0
	contained storage
	ENTER=("${PODMAN[@]}" exec outer)
	check "makes a filesystem" "${ENTER[@]}" mkfs.ext4 -q -F /dev/loop0
	check "checks it" "${ENTER[@]}" e2fsck -fp /dev/loop0
	check "mounts it, for the host too" csi_publish
	check "another container has it" csi_pod
	check "publishes it again, read-only" csi_publish_again
	check "unmounts it, for the host too" csi_unpublish
	honest
	way "mounts another disk" csi_mounts_other
	ways open-disk core-pattern nsenter-mnt ptrace
	check "stops" podman_stop
}

group_csi() {
	podman_as root
	"${PODMAN[@]}" image exists small || podman_import >/dev/null
	mkdir -p "$KUBELET/bound"
	mount --bind "$KUBELET" "$KUBELET"
	mount --make-shared "$KUBELET"
	csi_disk
	documented storage
	twice "a storage driver" "$TMP/storage.holdfast" csi_case
	umount "$KUBELET"
}
