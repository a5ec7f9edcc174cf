# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Test points of a runner on the host, which has a folder $TMP; TAP. Scripts of the VM
# have tap.sh.

NUMBER=0
FAILED=0

# point RESULT WHAT: RESULT is 'ok' or 'not ok'
point() {
	NUMBER=$((NUMBER + 1))
	echo "$1 $NUMBER - $2"
	[ "$1" = ok ] || FAILED=1
}

# result WHAT COMMAND...: a point, of whether it succeeds
result() {
	local what=$1
	shift

	if "$@" >"$TMP/log" 2>&1; then
		point ok "$what"
	else
		sed 's/^/# /' "$TMP/log"
		point "not ok" "$what"
	fi
}

# adopt [WHAT]: the points of standard input become ours, what bails out is one that
# failed, the rest comments; after a line '## PROGRAM' they are of that.
adopt() {
	local line of=${1:+$1: }

	while IFS= read -r line; do
		case $line in
		"ok "* | "not ok "*)
			[[ $line =~ ^((not )?ok)( [0-9]+)?( -)?( .*) ]]
			point "${BASH_REMATCH[1]}" "$of${BASH_REMATCH[5]# }"
			;;
		"## "*) of="$1 ${line#"## "}: " ;;
		"Bail out!"*) point "not ok" "$of$line" ;;
		"1.."* | "TAP version"*) ;;
		"#"*) echo "$line" ;;
		*) echo "# $line" ;;
		esac
	done
}

# boot WHAT STATUS ARG...: the VM runner with these; its points become ours, and so
# does that it ends with this status. What it said is left in $TMP/out.
boot() {
	local what=$1 want=$2 status=0
	shift 2

	"$(dirname "${BASH_SOURCE[0]}")/vm/run" "$@" >"$TMP/out" 2>"$TMP/err" || status=$?
	adopt "$what" <"$TMP/out"
	if [ "$status" -eq "$want" ]; then
		point ok "$what: the VM ended as it should"
	else
		sed 's/^/# /' "$TMP/err"
		point "not ok" "$what: exit status $status, not $want"
	fi
}

# finish: the plan; not to come back
finish() {
	echo "1..$NUMBER"
	exit $FAILED
}
