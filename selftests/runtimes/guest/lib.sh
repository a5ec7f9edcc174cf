# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Test points, and what Holdfast says.
#
# shellcheck disable=SC2034 # main and the groups read them

WORK=$PWD
TMP=/tmp/runtimes
FULL=/srv/full		# the guest's own root as a container's
SMALL=/srv/rootfs	# busybox
COUNT=0
FAILED=0
CASE=''
MEANWHILE=(true)
PATIENCE=180
KO=/holdfast/module/holdfast.ko
export FULL SMALL

# point ok|not ok TEXT
point() {
	COUNT=$((COUNT + 1))
	echo "$1 $COUNT - $CASE: $2"
	if [ "$1" != ok ]; then
		FAILED=1
	fi
}

comment() {
	sed 's/^/# /'
}

# check TEXT COMMAND...: a test point. Never fails itself; LAST has the status.
check() {
	local text=$1
	shift

	LAST=0
	"$@" >"$TMP/out" 2>&1 </dev/null || LAST=$?
	if [ "$LAST" -eq 0 ]; then
		point ok "$text"
	else
		point 'not ok' "$text"
		{ echo "status $LAST"; cat "$TMP/out"; } | comment
	fi
}

# until_true COMMAND...: waits for it, for PATIENCE seconds at most.
until_true() {
	local end=$((EPOCHSECONDS + PATIENCE))

	until "$@"; do
		[ "$EPOCHSECONDS" -lt "$end" ] || return 1
		sleep 0.2
	done
}

# Without the module, to see what works without it, all it counts is as it
# should be.
loaded() {
	[ -d /sys/module/holdfast ]
}

# load: and count from nothing.
load() {
	insmod "$KO" && REFUSALS=0 EVENTS=0
}

holdfast() {
	"$WORK/holdfast" "$@"
}

# field NAME: a number in $json. jq takes long where each instruction is
# translated, and these are asked for again and again.
field() {
	[[ $json =~ \"$1\":\ ([0-9]+) ]] && echo "${BASH_REMATCH[1]}"
}

# status FIELD: a number of 'holdfast status'.
status() {
	local json

	loaded || { echo 0; return; }
	json=$(holdfast status --json)
	field "$1"
}

# holds CONTAINERS TASKS [NAMESPACES]: that is what Holdfast counts now.
holds() {
	local json

	loaded || return 0
	json=$(holdfast status --json)
	[ "$(field containers)" = "$1" ] && [ "$(field tasks)" = "$2" ] &&
		{ [ $# -lt 3 ] || [ "$(field namespaces)" = "$3" ]; }
}

holds_nothing() {
	holds 0 0 0
}

# until_holds CONTAINERS TASKS: a task that ended counts until it is freed.
until_holds() {
	until_true holds "$@" && return
	holdfast ps
	return 1
}

until_holds_nothing() {
	until_true holds_nothing && return
	holdfast status | head -n 6
	holdfast ps
	return 1
}

# refused_since REFUSALS: whatever was counted since then is told.
refused_since() {
	local refusals events

	loaded || return 0
	refusals=$(status refusals)
	events=$(holdfast events --since "$EVENTS")
	[ "$refusals" -eq "$1" ] && [ -z "$events" ] && return
	echo "$((refusals - $1)) refusals"
	echo "$events"
	return 1
}

unharmed() {
	local counter json

	loaded || return 0
	refused_since "$REFUSALS" || return
	json=$(holdfast status --json)
	for counter in no-memory killed complaints events-lost; do
		[ "$(field $counter)" -eq 0 ] || {
			echo "$counter is $(field $counter)"
			return 1
		}
	done
}

# begin CASE: nothing is there, and from now on nothing may be refused.
begin() {
	CASE=$1
	STUBS=0
	REFUSALS=$(status refusals)
	EVENTS=$(status events)
}

# finish: ends each case. What a failure left running does not harm the next.
finish() {
	check "nothing was refused" unharmed
	check "nothing is left behind" until_holds_nothing
	pkill -KILL -x hold || true
}

# starts COMMAND...: or the case ends here.
starts() {
	check "starts" "$@"
	[ "$LAST" -eq 0 ] && return
	finish
	return 1
}

# payload: the host's number of the oldest 'hold'.
payload() {
	pgrep -xo hold
}

is_ready() {
	pgrep -P "$(payload || echo 0)" -x sleep >/dev/null
}

ready_or_gone() {
	is_ready || { [ -n "$1" ] && [ ! -e "/proc/$1" ]; }
}

# until_ready [PID]: the payload rests, or PID, which runs it, is gone.
until_ready() {
	until_true ready_or_gone "${1:-}" && is_ready
}

# in_pid_namespace [PID]: how many tasks have the payload's, or PID's.
in_pid_namespace() {
	local ns

	ns=$(readlink "/proc/${1:-$(payload)}/ns/pid")
	find /proc/[0-9]*/task/[0-9]*/ns/pid -maxdepth 0 -printf '%l\n' \
		2>/dev/null | grep -cxF "$ns"
}

# every_task: those in the payload's PID namespace are labelled, with a PID 1
# that is the runtime's own code and never executed a program.
every_task() {
	local inside labelled

	loaded || return 0
	inside=$(in_pid_namespace)
	labelled=$(status tasks)
	[ "$inside" -eq "$labelled" ] && return
	echo "$inside tasks inside, $labelled labelled"
	holdfast ps
	return 1
}

# labelled: there is one container, the payload's.
labelled() {
	loaded || return 0
	until_holds 1 $((2 + STUBS)) && every_task &&
		holdfast ps --json | jq -e --argjson tasks $((2 + STUBS)) '
			length == 1 and .[0].profile == "privileged" and
			.[0].tasks == $tasks and .[0].denials == 0' >/dev/null
}

# joined COMMAND...: a second process, that it starts in the background, is in
# the container, and is ended again.
joined() {
	local job tasks

	tasks=$(status tasks)
	"$@" sleep 86400 &
	job=$!
	until_true pgrep -xf 'sleep 86400' >/dev/null || return
	until_holds 1 $((tasks + 1)) && every_task || return
	pkill -xf 'sleep 86400' || return
	wait "$job" || true
	until_holds 1 "$tasks"
}

# probe CHECK...: 'inside' in the container, entered by ENTER.
probe() {
	local line complete=''

	while IFS= read -r line; do
		case $line in
		"ok - "* | "not ok - "*) point "${line%% -*}" "${line#* - }" ;;
		'done') complete=1 ;;
		*) comment <<<"$line" ;;
		esac
	done < <("${ENTER[@]}" timeout -v 300 /usr/local/bin/inside "$@" \
		2>&1 </dev/null || true)
	[ -n "$complete" ] || point 'not ok' "the probes came to their end"
}

inner_is_nested() {
	loaded || { [ "$(pgrep -xc hold)" -eq 2 ]; return; }
	[ "$(status containers)" = 2 ] || return
	# with a PID 1 that executes nothing, where there is one
	holdfast ps --json |
		jq -e --argjson tasks "$(in_pid_namespace "$(pgrep -xn hold)")" '
		length == 2 and .[1].parent == .[0].id and
		.[1].tasks == $tasks and $tasks >= 2' >/dev/null
}

nested_or_gone() {
	inner_is_nested || [ ! -e "/proc/$1" ]
}

# nested COMMAND...: it, in the container, has a container of its own with
# 'hold', which is labelled as such, and ends gracefully when told. MEANWHILE is
# done while it runs.
nested() {
	local job status=0 inner tasks

	tasks=$(status tasks)
	"${ENTER[@]}" "$@" &
	job=$!
	if ! until_true nested_or_gone "$job" || ! inner_is_nested; then
		holdfast ps
		refused_since "$REFUSALS"
		return 1
	fi
	inner=$(pgrep -xn hold)
	until_true pgrep -P "$inner" -x sleep && "${MEANWHILE[@]}" &&
		kill -TERM "$inner" || return
	wait "$job" || status=$?
	[ "$status" -eq 0 ] || {
		echo "the inner container ended with $status"
		return 1
	}
	until_holds 1 "$tasks"
}
