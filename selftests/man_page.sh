#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# man_page.sh [KIND [MAN POLICY HOLDFAST]]: what the manual pages show is run,
# and must say what they say. The pages are in the folder MAN, the shipped policy
# in POLICY, the command is HOLDFAST; all beside this script, if not told. TAP.
#
# In a page, a comment before each block of an example tells what it is:
#
#   .\" test: policy FILE         a policy; 'check' must have nothing to say of it
#   .\" test: file FILE           another file that examples need
#   .\" test: offline             a session that needs no kernel
#   .\" test: session             one that needs Holdfast
#   .\" test: session container   and a container whose program was refused something
#   .\" test: system              one that needs systemd and what is installed
#
# KIND is one of the last words (session, if not told). In a session, a line
# with '# ' or '$ ' is a command, and the lines below it are what it says. There
# '...' stands for any text, a number of two digits or more, or of seconds, for any
# number, and space for any space.

here=$(cd "$(dirname "$0")" && pwd)
kind=${1:-session}
man=${2:-$here}
policy=${3:-$here}
holdfast=$(realpath "${4:-$here/holdfast}")
work=$(mktemp -d) || exit 1
count=0
failed=0
container=

# shellcheck disable=SC2317 # the trap calls it
cleanup() {
	end_container
	rm -rf "$work"
}

# unshare has a child, without which the container ends
end_container() {
	[ -n "$container" ] || return 0
	# shellcheck disable=SC2046 # words are meant
	kill -9 $(cat "/proc/$container/task/$container/children") 2>/dev/null
	wait "$container"
	container=
}
trap cleanup EXIT

# result STATUS WHAT: a test point; what there is to say is in $work/log
result() {
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count $2"
		return
	fi
	failed=1
	echo "not ok $count $2"
	sed 's/^/# /' "$work/log"
}

# blocks PAGE: writes each block to $work/blocks/NUMBER, and what is to be done
# with it to NUMBER.test
blocks() {
	rm -rf "$work/blocks"
	mkdir "$work/blocks"
	awk -v top="$work/blocks" '
		/^\.\\" test: / { test = substr($0, 11); next }
		/^\.Bd / {
			file = sprintf("%s/%02d", top, ++number)
			print test ? test : "unknown" >(file ".test")
			printf "" >file
			test = ""
			inside = 1
			next
		}
		/^\.Ed/ { inside = 0; next }
		inside {
			gsub(/\\e/, "\\")
			gsub(/\\&/, "")
			gsub("/usr/local/share/holdfast/", "")
			print >file
		}
	' "$1"
}

# session BLOCK: runs its commands in one shell, and compares
session() {
	awk '/^[#$] / {
			print substr($0, 3)
			print "{ status=$?; echo @@; (exit $status); } 2>/dev/null"
		}' "$1" >"$work/script"
	(cd "$work/folder" && PATH="$work/bin:$PATH" sh "$work/script") \
		>"$work/out" 2>&1 </dev/null
	awk -v said="$work/out" -v form="$form" '
		function regex(line,	out) {
			sub(/\(module\)/, "(" form ")", line)
			gsub(/[][\\.*^$+?(){}|]/, "\\\\&", line)
			gsub(/\\\.\\\.\\\./, ".*", line)
			gsub(/[0-9]s /, "00s ", line)
			gsub(/[0-9][0-9]+/, "[0-9]+", line)
			gsub(/[ \t]+/, "[ \t]+", line)
			return "^" line "$"
		}
		function next_line() {
			if ((getline out <said) > 0)
				return 1
			out = "(nothing more)"
			return 0
		}
		function wants(line, is) {
			if (is)
				return
			print "expected: " line
			print "came:     " out
			failed = 1
			exit
		}
		/^[#$] / {
			if (command) {
				next_line()
				wants("(the end of: " command ")", out == "@@")
			}
			command = $0
			next
		}
		{ next_line(); wants($0, out ~ regex($0)) }
		END {
			if (!failed && next_line())
				wants("(the end of: " command ")", out == "@@")
			exit failed
		}
	' "$1" >"$work/log"
}

# A container whose program does what it may not, and stays.
contain() {
	end_container
	rmdir "$work/root" 2>/dev/null
	unshare -m -p -f chroot /srv/rootfs sh -c '
		mount -t proc proc /proc
		echo x >/proc/sys/kernel/core_pattern
		exec sleep 1000' 2>/dev/null &
	container=$!
	tries=50
	until "$holdfast" events | grep -q core_pattern || [ $tries -eq 0 ]; do
		tries=$((tries - 1))
		sleep 0.2
	done
}

# try BLOCK WHAT: does with it what is to be done
try() {
	read -r test file <"$1.test"
	case $test in
	policy)
		cp "$1" "$work/folder/$file"
		(cd "$work/folder" && "$holdfast" check "$file") \
			>"$work/log" 2>&1 && [ ! -s "$work/log" ]
		result $? "$2: the policy $file"
		;;
	file)
		cp "$1" "$work/folder/$file"
		;;
	offline | session | system)
		[ "$test" = "$kind" ] || return 0
		[ "$file" != container ] || contain
		session "$1"
		result $? "$2: $(grep -m 1 '^[#$] ' "$1")"
		;;
	*)
		echo "no comment tells how to test it" >"$work/log"
		result 1 "$2"
		;;
	esac
}

# Numbers begin with 1 again. What is built in has to be as it was booted.
begin_anew() {
	! grep -q '^holdfast ' /proc/modules ||
		{ rmmod holdfast && insmod /holdfast/module/holdfast.ko; }
}

# The pages are about the module; all else is the same for what is built in.
form=module
if [ "$kind" = session ]; then
	if [ ! -e /sys/module/holdfast ]; then
		echo "1..0 # SKIP no Holdfast"
		exit 4
	fi
	begin_anew || exit 1
	grep -q '^holdfast ' /proc/modules || form=builtin
fi
mkdir "$work/folder" "$work/bin"
cp "$policy"/*.holdfast "$work/folder"
ln -s "$holdfast" "$work/bin/holdfast"
for page in "$man"/holdfast*.[578]; do
	blocks "$page"
	for block in "$work"/blocks/[0-9][0-9]; do
		try "$block" "${page##*/}: example ${block##*/}"
	done
done
[ $count -gt 0 ] || failed=1
if [ "$kind" = session ]; then
	begin_anew || failed=1
fi
echo "1..$count"
exit $failed
