# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# runc and crun, each with the container that 'spec' describes, and with all
# that --privileged gives.
#
# shellcheck disable=SC2034 # lib.sh reads them

# shellcheck disable=SC2016 # jq expands them
ORDINARY='
	.process.terminal = false |
	.process.args = ["/usr/local/bin/hold"] |
	.root = { path: $root, readonly: false }'

# All capabilities, all devices, nothing masked, nothing read-only.
# shellcheck disable=SC2016 # jq expands them
PRIVILEGED=$ORDINARY'|
	.process.noNewPrivileges = false |
	.process.capabilities |= with_entries(.value = $caps) |
	.linux.resources.devices = [{ allow: true, access: "rwm" }] |
	del(.linux.maskedPaths, .linux.readonlyPaths) |
	(.mounts[] | select(.type == "sysfs" or .type == "cgroup").options) -=
		["ro"]'

# all_caps RUNTIME: one of them has no CAP_BPF, as who calls it may not know that
# there is one: Docker 20.10.
all_caps() {
	local but=NONE

	[ "$1" != crun ] || but='CAP_(PERFMON|BPF|CHECKPOINT_RESTORE)'
	capsh --print | sed -n 's/^Bounding set =//p' | tr a-z, 'A-Z\n' |
		grep -Evx "$but" | jq -R . | jq -s .
}

# bundle RUNTIME FILTER ROOT FOLDER
bundle() {
	rm -rf "$4"
	mkdir -p "$4"
	(cd "$4" && "$1" spec)
	jq --argjson caps "$(all_caps "$1")" --arg root "$3" "$2" \
		"$4/config.json" >"$4/new"
	mv "$4/new" "$4/config.json"
}

oci_start() {
	"$1" run --detach --bundle "$TMP/$1" outer && until_ready
}

oci_is_stopped() {
	[ "$("$1" state outer | jq -r .status)" = stopped ]
}

oci_stop() {
	"$1" kill outer TERM && until_true oci_is_stopped "$1" &&
		"$1" delete outer
}

oci_case() {
	local runtime=$1 filter=$2
	shift 2

	bundle "$runtime" "$filter" "$FULL" "$TMP/$runtime"
	starts oci_start "$runtime" || return
	check "is labelled" labelled
	check "exec joins it" joined "$runtime" exec outer
	ENTER=("$runtime" exec outer)
	probe "$@"
}

OCI_CHECKS=(files root_files processes signals pty devices loopback ipc packages
	trace)

oci_ordinary() {
	begin "$1"
	oci_case "$1" "$ORDINARY" "${OCI_CHECKS[@]}" || return 0
	# for root's own number the kernel wants cap_setfcap
	check "nsenter joins it" joined nsenter -t "$(payload)" -a
	ENTER=("$1" exec --user 1000:1000 outer)
	probe user_namespaces
	check "stops" oci_stop "$1"
	finish
}

# oci_inner RUNTIME: what is done with the container inside, from outside of it.
oci_inner() {
	"${ENTER[@]}" "$1" exec inner true &&
		"${ENTER[@]}" "$1" update --pids-limit 100 inner
}

# oci_nested RUNTIME: it runs in its own container, where it makes a cgroup and
# loads a BPF program that filters devices for that.
oci_nested() {
	local MEANWHILE=(oci_inner "$1")

	bundle "$1" "$ORDINARY" "$SMALL" "$FULL/opt/inner"
	nested "$1" run --bundle /opt/inner inner
}

oci_privileged() {
	begin "$1, privileged"
	oci_case "$1" "$PRIVILEGED" files processes trace mknod asks_bpf user su \
		hostname sysctl_net sysctl_ipc sysctl_uts network cgroup \
		cgroup_delegate mounts proc_mounts chroot pivot_root \
		namespaces join join_net user_namespaces bwrap fuse || return 0
	check "runs bubblewrap in itself" nested bwrap --unshare-all \
		--bind /srv/rootfs / --proc /proc --dev /dev hold
	check "runs $1 in itself" oci_nested "$1"
	check "stops" oci_stop "$1"
	finish
}

group_oci() {
	local runtime

	for runtime in runc crun; do
		oci_ordinary $runtime
		oci_privileged $runtime
	done
}
