# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Workloads: each first without Holdfast, so that what fails is not its doing, then
# with it, when nothing may be refused; and ways out of it, which are open without
# Holdfast and closed with it.
#
# shellcheck disable=SC2034 # lib.sh reads them

# twice CASE POLICY COMMAND...: COMMAND has the test points. POLICY is a file, or
# 'default' for the compiled-in one.
twice() {
	local name=$1 policy=$2
	shift 2

	! loaded || rmmod holdfast
	begin "$name, without Holdfast"
	"$@"
	pkill -KILL -x hold || true # what failed does not harm the other half
	[ -e "$KO" ] || return 0
	load
	begin "$name"
	[ "$policy" = default ] ||
		check "the policy is loaded" holdfast load "$policy"
	"$@"
	finish
}

# up COMMAND...: the workload starts, or there is nothing more to test.
up() {
	check "starts" "$@"
	return "$LAST"
}

# honest: what was done up to here was that.
honest() {
	loaded || return 0
	check "nothing was refused" unharmed
}

# is_held COMMAND...: it is refused, which is told.
is_held() {
	local status=0 told

	"$@" || status=$?
	told=$(holdfast events --since "$EVENTS")
	echo "$told"
	[ "$status" -eq 1 ] && [ -n "$told" ]
}

# way WHAT COMMAND...: a way out of the container. COMMAND ends with 0 when it led
# out, and with 1 when it was refused.
way() {
	local what=$1
	shift

	if loaded; then
		check "is held: $what" is_held "$@"
		EVENTS=$(status events)
		REFUSALS=$(status refusals)
	else
		check "gets out: $what" "$@"
	fi
}

# ways ATTEMPT...: those of 'breakout', in the container that ENTER enters.
ways() {
	local attempt

	for attempt; do
		way "$attempt" "${ENTER[@]}" breakout "$attempt"
	done
}

# is_container PROFILE: it is the one that is held, and has that.
is_container() {
	holdfast ps
	holdfast ps --json | jq -e --arg profile "$1" '
		length == 1 and .[0].profile == $profile' >/dev/null
}

contained() {
	! loaded || check "is a container" is_container "$1"
}

# is_none_held: what runs is the host's.
is_none_held() {
	holds_nothing && return
	holdfast ps
	return 1
}

uncontained() {
	! loaded || check "is no container" is_none_held
}

# victim_start: a process of the user's, outside of all containers.
victim_start() {
	runuser -u user -- sleep 77777 &
	VICTIM_JOB=$!
	until_true pgrep -xf 'sleep 77777' >/dev/null
	VICTIM=$(pgrep -xf 'sleep 77777')
}

# kills_victim: a process in the container, that ENTER enters, kills the victim.
kills_victim() {
	"${ENTER[@]}" sh -c "kill -KILL $VICTIM"
	sleep 0.5
	! [ -e "/proc/$VICTIM" ]
}

victim_stop() {
	kill -KILL "$VICTIM" 2>/dev/null || true
	wait "$VICTIM_JOB" 2>/dev/null || true
}

# documented NAME: the policy that the guide has, as $TMP/NAME.holdfast.
documented() {
	awk -v first="# /etc/holdfast/$1.holdfast" '
		/^```/ { inside = 0 }
		$0 == first { inside = 1 }
		inside' "$WORK/holdfast-workloads.md" >"$TMP/$1.holdfast"
}

# prepare_ways: a host that is worth attacking, and what does that.
prepare_ways() {
	install -m 644 -D -t /usr/local/share/holdfast "$WORK"/*.holdfast
	install "$WORK/breakout" /usr/local/bin/
	install "$WORK/breakout" "$SMALL/usr/local/bin/"
	/usr/local/bin/breakout --prepare
	# of the container's files none are the host's secrets
	rm -rf "$FULL/var/lib/breakout"
}
