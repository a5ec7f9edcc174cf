#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# run_vm.sh [--builtin | --module] [--only tests | corpus | scripts] [KERNEL]...: all
# selftests in the VM, or some, on each of these kernels (6.12 and 6.1; one for another
# architecture is 6.12-arm64). Each takes two boots: without Holdfast, where every
# attempt must work; and with it, where each must work for the host and be refused in a
# container. Prints TAP; the exit status is not 0 when anything fails.
#
# With --builtin the kernel is one in which Holdfast is built in, like
# 6.12-holdfast. What works without Holdfast is seen on the same kernel without
# it, 6.12-plain. With --module there is no boot without Holdfast.
#
# FEWER, in the environment, divides how often is done what is done many times.

set -uo pipefail
HERE=$(cd "$(dirname "$0")" && pwd)
TOP=$HERE/..
POLICY=$TOP/tools/holdfast/policy
COVERAGE=$TOP/Documentation/internals/coverage
MAN=$TOP/Documentation/man
# shellcheck source=../tools/build/common.sh
. "$HERE/../tools/build/common.sh"
# shellcheck source=selftests/points.sh
. "$HERE/points.sh"

die() {
	echo "Bail out! $*"
	exit 1
}

# in_guest PROGRAM...: what the VM runs; a program that dies is a failure.
guest_script() {
	cat <<-'END'
	#!/bin/sh
	failed=0
	for program; do
		echo "## $program"
		start=$(cut -d. -f1 /proc/uptime)
		./$program
		status=$?
		echo "# that took $(($(cut -d. -f1 /proc/uptime) - start)) s"
		if [ $status -ne 0 ]; then
			failed=1
			echo "not ok 0 its exit status is $status"
		fi
	done
	exit $failed
	END
}

# programs_for KERNEL: builds the tests for its architecture, and sets OUT, PROGRAMS
# and COMMAND.
programs_for() {
	local arch program

	arch=$(arch_of "$1")
	COMMAND=${HOLDFAST:-$("$TOP/tools/build/command" "$1")} ||
		die "the command does not build"
	OUT=$TMP/$arch
	if [ ! -d "$OUT" ]; then
		mkdir "$OUT"
		CROSS_COMPILE=$(cross_compile "$arch") "$HERE/build" "$OUT" ||
			die "the tests do not build"
		guest_script >"$OUT/guest.sh"
		chmod +x "$OUT/guest.sh"
	fi
	PROGRAMS=()
	for program in "$OUT"/*_test; do
		PROGRAMS+=("${program##*/}")
	done
	PROGRAMS+=("corpus --usual")
}

# run KERNEL FORM PROGRAM...: a boot with those that were asked for. What looks after
# everything is many times slower: there what is done many times is done a fifth as often.
run() {
	local kernel=$1 form=$2 programs=() copies=() fewer=${FEWER:-1} program path forge
	shift 2

	for program; do
		case $ONLY:$program in
		:* | tests:*_test | corpus:corpus\ * | scripts:*.sh)
			programs+=("$program")
			;;
		esac
	done
	[ ${#programs[@]} -gt 0 ] || return 0

	case $kernel in
	*-kasan-* | *-kcsan-*) fewer=5 ;;
	esac

	forge=$("$HERE/build_module" "$kernel" "$HERE/forge") ||
		die "holdfast_forge.ko does not build"
	copies+=(--copy "$forge")
	for path in "$OUT"/* "$HERE"/*.sh "$COMMAND" "$POLICY"/* \
		"$MAN"/* "$COVERAGE"-*.md; do
		copies+=(--copy "$path")
	done
	boot "$kernel $form" 0 --kernel "$kernel" --form "$form" "${copies[@]}" \
		--timeout 1800 -- env "FEWER=$fewer" ./guest.sh "${programs[@]}"
}

TMP=$(mktemp -d)
trap 'rm -rf "$TMP"' EXIT
echo "TAP version 13"
FORMS='none module'
case ${1:-} in
--builtin) FORMS=builtin; shift ;;
--module) FORMS=module; shift ;;
esac
ONLY=''
if [ "${1:-}" = --only ]; then
	[[ ${2:-} =~ ^(tests|corpus|scripts)$ ]] || die "--only what?"
	ONLY=$2
	shift 2
fi
[ $# -gt 0 ] || set -- 6.12 6.1
for kernel; do
	programs_for "$kernel"
	if [ "$FORMS" = builtin ]; then
		# events and tasks that were killed are counted from the boot on
		run "$kernel" builtin man_page.sh operations.sh
		run "$kernel" builtin default_policy.sh "${PROGRAMS[@]}" \
			own_root.sh coverage.sh shadow.sh classes.sh layers.sh \
			event_log.sh load_unload.sh
		continue
	fi
	[ "$FORMS" = module ] ||
		run "$kernel" none "${PROGRAMS[@]}" own_root.sh classes.sh layers.sh
	# the first one wants Holdfast as it is when it has just been loaded
	run "$kernel" module default_policy.sh man_page.sh "${PROGRAMS[@]}" own_root.sh \
		coverage.sh shadow.sh operations.sh classes.sh layers.sh event_log.sh \
		load_unload.sh
done
finish
