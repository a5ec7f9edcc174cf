# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Chromium with its own sandbox, as an unprivileged user: on the host, where it is
# no container; the same under a policy that labels what is sandboxed in it; and in
# a container.
#
# shellcheck disable=SC2034 # lib.sh reads them

CHROMIUM=(chromium --headless --disable-gpu --no-first-run --disable-extensions
	--disable-background-networking --disable-component-update
	--user-data-dir=/tmp/chromium)
PAGE='data:text/html,<p id=a></p><script>a.textContent=6*7</script>'

# A page is rendered, and its script run.
chromium_renders() {
	timeout "$PATIENCE" "${ENTER[@]}" "${CHROMIUM[@]}" --dump-dom "$PAGE" |
		tee "$TMP/dom"
	grep -q '<p id="a">42</p>' "$TMP/dom"
}

chromium_renderer() {
	pgrep -of -- '--type=renderer'
}

chromium_shows_or_gone() {
	chromium_renderer || [ ! -e "/proc/$JOB" ]
}

# chromium_open: it shows a page until it is told to end.
chromium_open() {
	"${ENTER[@]}" "${CHROMIUM[@]}" --remote-debugging-port=9222 "$PAGE" &
	JOB=$!
	until_true chromium_shows_or_gone && chromium_renderer
}

# A renderer has its own user, PID and network namespace, and an empty root.
chromium_is_sandboxed() {
	local pid type

	pid=$(chromium_renderer)
	for type in user pid net; do
		[ "$(readlink "/proc/$pid/ns/$type")" != \
			"$(readlink "/proc/$(pgrep -o chromium)/ns/$type")" ] || return
	done
	grep '^Seccomp:.2' "/proc/$pid/status" &&
		[ -z "$(ls "/proc/$pid/root/")" ]
}

chromium_close() {
	pkill -TERM -o chromium
	wait "$JOB" || true
	until_true fails pgrep chromium
}

fails() {
	! "$@"
}

chromium_browse() {
	check "renders a page" chromium_renders
	check "shows a page" chromium_open
	check "has the renderer in its sandbox" chromium_is_sandboxed
}

CHROMIUM_USER=(runuser -u user -- env -C /tmp HOME=/home/user
	XDG_RUNTIME_DIR=/run/user/1000)

chromium_host() {
	ENTER=("${CHROMIUM_USER[@]}")
	chromium_browse
	uncontained
	honest
	check "ends" chromium_close
}

# The renderer is held by the profile that the policy has for it.
chromium_is_held() {
	holdfast ps
	holdfast ps --json | jq -e 'length > 0 and all(.[];
		.profile == "renderer" and .denials == 0)'
}

# A sandbox of the same kind, with the capabilities that Chromium's has while it is
# being set up: it leaves its root directory by changing it once more.
chromium_leave_root() {
	"${CHROMIUM_USER[@]}" unshare --user --map-root-user --pid --fork --net \
		chroot "$FULL" perl - <<-'END'
			chroot "/etc";
			chdir ".." for 1 .. 9;
			exit(! -e "srv/full/etc/passwd");
		END
}

chromium_labelled() {
	ENTER=("${CHROMIUM_USER[@]}")
	chromium_browse
	! loaded || check "what is sandboxed is held" chromium_is_held
	honest
	check "ends" chromium_close
	way "leave the root directory" chromium_leave_root
}

# By root's podman: a user's would do as well, but cannot have PIDs of the host and
# a /proc that Chromium's own PID namespace may mount.
chromium_start() {
	podman_start --network none --pid host --user user --shm-size 256m \
		--security-opt seccomp=unconfined \
		--security-opt apparmor=unconfined "${PODMAN_FOLDER[@]}"
}

chromium_contained() {
	up chromium_start || return 0
	contained privileged
	ENTER=("${PODMAN[@]}" exec --env HOME=/tmp outer)
	chromium_browse
	check "ends" chromium_close
	honest
	check "there is a process of the user" victim_start
	way "kill a process of the user" kills_victim
	victim_stop
	check "stops" podman_stop
}

group_chromium() {
	PATIENCE=900
	podman_as root
	twice "Chromium" default chromium_host
	documented browser
	twice "Chromium, labelled" "$TMP/browser.holdfast" chromium_labelled
	twice "Chromium in a container" default chromium_contained
}
