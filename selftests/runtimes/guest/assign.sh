# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# A profile that a host tool chooses: 'assign', and the hook of the OCI runtimes.
#
# shellcheck disable=SC2034 # lib.sh reads them

# What the runtime says when its hook fails; crun keeps the hook's words.
declare -A HOOK_FAILS=([runc]="no such profile" [crun]="error executing hook")

# assign_policy LINE...: the default one, another profile, and rules before its
# own.
assign_policy() {
	{
		sed "/^container {/,\$d" "$TMP/before.holdfast"
		echo 'profile strict : privileged { mount { new none; } }'
		echo 'container {'
		printf '\t%s\n' "$@" 'rootfs namespaces mnt use privileged;'
		echo '}'
	} >"$TMP/assign.holdfast" && holdfast load "$TMP/assign.holdfast"
}

# assign_hook: what 'make install' installs.
assign_hook() {
	mkdir -p "$TMP/hooks"
	sed "s|@SBINDIR@|$WORK|" "$WORK/holdfast.json.in" \
		>"$TMP/hooks/holdfast.json"
}

# assign_bundle RUNTIME PROFILE: a container that asks for a profile.
assign_bundle() {
	bundle "$1" "$PRIVILEGED"'|
		.annotations["io.holdfast.profile"] = "'"$2"'" |
		.hooks.createRuntime = ['"$(jq .hook "$TMP/hooks/holdfast.json")"']
		' "$FULL" "$TMP/$1"
}

# has PROFILE: that is what the one container has.
has() {
	holdfast ps --json | jq -e --arg profile "$1" \
		'length == 1 and .[0].profile == $profile' >/dev/null
}

mounts() {
	"${ENTER[@]}" mount -t tmpfs none /mnt && "${ENTER[@]}" umount /mnt
}

mounts_not() {
	! "${ENTER[@]}" mount -t tmpfs none /mnt &&
		! "${ENTER[@]}" mountpoint -q /mnt
}

# says TEXT COMMAND...: it fails, and says why.
says() {
	local text=$1
	shift

	! "$@" >"$TMP/said" 2>&1 || return
	cat "$TMP/said"
	grep -qF -- "$text" "$TMP/said"
}

assign_runtime() {
	begin "$1, annotated"
	assign_bundle "$1" strict
	starts oci_start "$1" || return 0
	ENTER=("$1" exec outer)
	check "has the profile" has strict
	check "is bound by it" mounts_not
	check "another can be assigned" \
		holdfast assign --pid "$(payload)" privileged
	check "then it has that" has privileged
	check "and may do more" mounts
	check "stops" oci_stop "$1"
	REFUSALS=$(status refusals)
	EVENTS=$(status events)
	finish

	begin "$1, without the profile it asks for"
	assign_bundle "$1" unknown
	check "does not start" says "${HOOK_FAILS[$1]}" oci_start "$1"
	"$1" delete --force outer >/dev/null 2>&1 || true
	finish
}

assign_podman() {
	begin "podman, annotated"
	podman_as root
	"${PODMAN[@]}" image exists small || podman_import >/dev/null
	starts podman_start --hooks-dir "$TMP/hooks" --network none \
		--privileged --annotation io.holdfast.profile=strict small ||
		return 0
	ENTER=("${PODMAN[@]}" exec outer)
	check "has the profile" has strict
	check "is bound by it" mounts_not
	check "a policy that lacks it leaves the next rule" \
		assign_without
	check "one that has it again gives it back" assign_again
	check "stops" podman_stop
	REFUSALS=$(status refusals)
	EVENTS=$(status events)
	finish
}

assign_without() {
	sed '/^profile strict/d' "$TMP/assign.holdfast" >"$TMP/without.holdfast" &&
		holdfast load "$TMP/without.holdfast" && has privileged && mounts
}

assign_again() {
	holdfast load "$TMP/assign.holdfast" && has strict && mounts_not
}

assign_errors() {
	begin "assign"
	check "no such process" says "no such process" \
		holdfast assign --pid 4194303 strict
	check "a host process" says "neither a PID nor a mount namespace" \
		holdfast assign --pid $$ strict
	check "no such profile" says "no such profile" \
		holdfast assign --pid $$ unknown
	assign_policy
	check "no rule for it" says "no rule for assigned profiles" \
		holdfast assign --pid $$ strict
	check "a state that is none" says "expected a container's state" \
		sh -c 'echo "[]" | "$0/holdfast" oci-hook' "$WORK"
	check "no annotation" sh -c 'echo "{}" | "$0/holdfast" oci-hook' "$WORK"
	finish
}

group_assign() {
	local runtime

	loaded || return 0
	holdfast show >"$TMP/before.holdfast"
	assign_hook
	assign_policy "use assigned;"
	for runtime in runc crun; do
		assign_runtime $runtime
	done
	assign_podman
	assign_errors
	holdfast load "$TMP/before.holdfast" >/dev/null
}
