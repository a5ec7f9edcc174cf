# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# For the scripts beside it, in the guest: test points, and what they ask.

COUNT=0
FAILED=0
export DEBIAN_FRONTEND=noninteractive

# check WHAT COMMAND...: a test point
check() {
	local what=$1
	shift

	COUNT=$((COUNT + 1))
	if "$@" >log 2>&1; then
		echo "ok $COUNT $what"
		return
	fi
	FAILED=1
	sed 's/^/# /' log
	echo "not ok $COUNT $what"
}

# fails COMMAND...
fails() {
	! "$@"
}

# has TEXT COMMAND...: it says that
has() {
	local text=$1
	shift

	"$@" >out 2>&1
	cat out
	grep -q -- "$text" out
}

loaded() {
	[ -d /sys/module/holdfast ]
}

is_up() {
	systemctl is-system-running --wait
	systemctl --failed --no-legend --plain | tee failed
	[ ! -s failed ]
}

# attempts OUTCOME FORM: a privileged container of runc and one of crun try to
# break out; 0: each attempt must succeed, 1: each must be held
attempts() {
	./guest.sh "$2" nsenter-mnt mount-disk core-pattern ptrace mknod-disk \
		>attempts 2>&1
	cat attempts
	[ "$(awk -F'\t' -v want="$1" '
		$1 == "result" { all++; as += $4 == want }
		END { print all == as ? all : "no" }' attempts)" = 10 ]
}

# named: all files with our name, but what the test brings
named() {
	find / -xdev -path /holdfast -prune -o -iname '*holdfast*' \
		! -name 'holdfast-vm*' -print | sort
}

finish() {
	echo "1..$COUNT"
	exit $FAILED
}

cd "$(dirname "$0")" || exit 1
