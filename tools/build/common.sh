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

# check_probed SERIES HEADER: is what the probes of kernel/compat found what is
# expected of such a kernel?
check_probed() {
	local expected=$TOP/kernel/compat/probe/expected found line

	line=$(grep -E "^${1//./\\.}( |$)" "$expected") || return 0
	found=$(sed -nE 's/^#define HOLDFAST_HAVE_([A-Z0-9_]+) 1$/\1/p' "$2" | sort |
		xargs echo "$1")
	[ "$found" = "$line" ] ||
		die "kernel/compat/probe found '$found', expected is '$line'"
}

# The release of Debian that kernels come from which this one does not have, and
# in which their modules are built.
# shellcheck disable=SC2034 # kernel and debian13 use it
DEBIAN_13=(trixie trixie-updates trixie-backports)

# The architecture of Debian that packages are fetched for. The tools that build run
# on amd64.
ARCH=amd64

# arch_of KERNEL: prints that of a kernel, by its name or release.
arch_of() {
	case $1 in
	*-arm64 | *-arm64-holdfast | *-arm64-plain) echo arm64 ;;
	*) echo amd64 ;;
	esac
}

# cross_compile ARCH: prints what the names of the tools for it begin with.
cross_compile() {
	case $1 in
	arm64) echo aarch64-linux-gnu- ;;
	esac
}

# cross_make ARCH: fills the array CROSS_MAKE with what the kernel's make is told to
# build for it, with tools that are installed.
cross_make() {
	CROSS_MAKE=()
	[ "$1" != amd64 ] || return 0
	"$TOP/tools/build/deps" "$1"
	# shellcheck disable=SC2034 # kbuild and builtin use it
	CROSS_MAKE=(ARCH="$1" CROSS_COMPILE="$(cross_compile "$1")")
}

# apt_opts [SUITE…]: fills the arrays APT_OPTS and APT_LISTS. By default apt uses
# the system's sources; HOLDFAST_MIRROR names a sources.list(5) file to use
# instead. The SUITEs are asked of the same mirror, with lists of their own, and so
# are packages of another ARCH.
apt_opts() {
	local kind=list

	APT_OPTS=(-qq -o "APT::Sandbox::User=")
	APT_LISTS=/var/lib/apt/lists
	if [ -n "${HOLDFAST_MIRROR:-}" ]; then
		[ -r "$HOLDFAST_MIRROR" ] ||
			die "HOLDFAST_MIRROR: cannot read the sources file '$HOLDFAST_MIRROR'"
		[[ $HOLDFAST_MIRROR != *.sources ]] || kind=sources
		apt_folder "$CACHE/apt/$(sum_of "$(realpath "$HOLDFAST_MIRROR")")" \
			"$(<"$HOLDFAST_MIRROR")" $kind
	fi
	[ $# -eq 0 ] || apt_folder "$CACHE/apt/$1-$(sum_of "$APT_LISTS")" \
		"$(debian_sources "$@")" list
	[ "$ARCH" = amd64 ] || apt_folder "$CACHE/apt/$ARCH-$(sum_of "$APT_LISTS")" \
		"$(debian_sources_all)" list "$ARCH"
}

# apt_folder DIR SOURCES KIND [ARCH]: apt's state below DIR, updated when the one
# used so far was.
apt_folder() {
	local apt=$1 former=$APT_LISTS

	mkdir -p "$apt/parts" "$apt/lists/partial" "$apt/cache/archives/partial"
	APT_OPTS=(-qq -o "APT::Sandbox::User="
		-o "Dir::Etc::SourceList=/dev/null"
		-o "Dir::Etc::SourceParts=$apt/parts"
		-o "Dir::State::Lists=$apt/lists"
		-o "Dir::Cache=$apt/cache"
		${4:+-o "APT::Architecture=$4" -o "APT::Architectures::=$4"})
	APT_LISTS=$apt/lists
	(
		flock 9
		[ ! "$apt/updated" -nt "$former" ] || exit 0
		printf '%s\n' "$2" >"$apt/parts/holdfast.$3"
		apt-get "${APT_OPTS[@]}" update >&2 || exit
		touch "$apt/updated"
	) 9>"$apt/.lock" || die "apt cannot update its lists of $(basename "$apt")"
}

# debian_sources SUITE…: where apt gets Debian from, for these suites.
debian_sources() {
	local uri suite

	# shellcheck disable=SC2016 # apt expands them
	uri=$(apt-get "${APT_OPTS[@]}" indextargets --format \
		'$(ORIGIN)|$(CODENAME)|$(REPO_URI)' 'Created-By: Packages' |
		sed -nE 's/^Debian\|[a-z]+\|//p' | sort -u | head -1)
	[ -n "$uri" ] || die "apt has no sources for Debian"
	for suite; do
		echo "deb $uri $suite main"
	done
}

# debian_sources_all: the suites of Debian that apt has.
debian_sources_all() {
	# shellcheck disable=SC2016 # apt expands them
	apt-get "${APT_OPTS[@]}" indextargets --format \
		'$(ORIGIN)|$(REPO_URI)|$(RELEASE)|$(COMPONENT)' \
		'Created-By: Packages' |
		awk -F'|' '$1 == "Debian" { print "deb", $2, $3, $4 }' | sort -u
}
APT_OPTS=()
APT_LISTS=/var/lib/apt/lists
