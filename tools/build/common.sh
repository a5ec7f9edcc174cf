# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the build helpers and the VM runner share: where the cache is, how to
# fill it so that two concurrent runs are safe, how to give up.

PROG=${0##*/}
TOP=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
CACHE=${HOLDFAST_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/holdfast}
export TOP CACHE

die() {
	echo "$PROG: $*" >&2
	exit "${DIE_STATUS:-1}"
}

note() {
	echo "$PROG: $*" >&2
}

# once PATH FUNCTION ARG…: make PATH, unless it is there. FUNCTION gets an empty
# folder as its first argument and leaves there what is to become PATH, named
# 'out'. A lock per PATH lets one run build while the others wait for it, and
# the rename means that a PATH which exists is complete. Not to be called where
# bash ignores 'set -e' (before || or &&, in a condition): FUNCTION relies on it.
once() {
	local path=$1 func=$2
	shift 2

	[ -e "$path" ] && return
	mkdir -p "${path%/*}" "$CACHE/lock"
	(
		flock 9
		[ -e "$path" ] && exit
		tmp=$(mktemp -d "${path%/*}/.new.XXXXXX")
		trap 'rm -rf "$tmp"' EXIT
		"$func" "$tmp" "$@" >&2
		mv -T "$tmp/out" "$path"
	) 9>"$CACHE/lock/$(sum_of "$path")"
}

# sum_of STRING…: a short name for it that is fit for a file name.
sum_of() {
	printf '%s\n' "$@" | sha256sum | cut -c1-16
}

# apt_opts: fills the array APT_OPTS. By default apt uses the system's sources;
# HOLDFAST_MIRROR names a sources.list(5) file to use instead.
apt_opts() {
	APT_OPTS=(-qq -o "APT::Sandbox::User=")
	[ -n "${HOLDFAST_MIRROR:-}" ] || return 0
	[ -r "$HOLDFAST_MIRROR" ] ||
		die "HOLDFAST_MIRROR: cannot read the sources file '$HOLDFAST_MIRROR'"

	local apt
	apt=$CACHE/apt/$(sum_of "$(realpath "$HOLDFAST_MIRROR")")
	mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial"
	cp "$HOLDFAST_MIRROR" "$apt/parts/"
	APT_OPTS+=(-o "Dir::Etc::SourceList=/dev/null"
		-o "Dir::Etc::SourceParts=$apt/parts"
		-o "Dir::State::Lists=$apt/lists"
		-o "Dir::Cache=$apt/cache")
	APT_LISTS=$apt/lists
	[ -e "$apt/updated" ] && return
	apt-get "${APT_OPTS[@]}" update >&2
	touch "$apt/updated"
}
APT_OPTS=()
# shellcheck disable=SC2034 # kernel uses it
APT_LISTS=/var/lib/apt/lists
