# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# bash completion for holdfast(8). All words are asked of the command itself.

# _holdfast_usage COMMAND: what its usage line wants, a word a line, without the
# options.
_holdfast_usage() {
	"$_holdfast" "$1" --help 2>/dev/null | sed -n '1{
		s/^Usage: holdfast [a-z-]*//
		s/\[-[^]]*\]//g
		s/--[a-z-]* [A-Z]*//g
		p
	}' | tr -cs 'A-Z' '\n' | sed '/^$/d'
}

# _holdfast_options COMMAND: each option, and what argument it wants.
_holdfast_options() {
	"$_holdfast" "$1" --help 2>/dev/null | sed -nE '
		s/^ +(-[a-zA-Z]), +(--[a-z-]+)=([A-Z]+).*/\1 \3\n\2 \3/p
		s/^ +(-[^ ], +)?(--[a-z-]+)( .*)?$/\2/p'
}

# _holdfast_profiles [FILE]: those of the policy in FILE, or of the active one.
_holdfast_profiles() {
	local ask=(show)

	[ $# -eq 0 ] || ask=(check --print "$1")
	"$_holdfast" "${ask[@]}" 2>/dev/null |
		sed -nE 's/^profile ([A-Za-z0-9_.-]+) .*/\1/p'
}

# _holdfast_wanted: prints what the word before the cursor is to be, as the help
# calls it; FILE is set to the first argument.
_holdfast_wanted() {
	local options at=2 word takes place=0 wants

	options=$(_holdfast_options "${COMP_WORDS[1]}")
	FILE=''
	while [ "$at" -lt "$COMP_CWORD" ]; do
		word=${COMP_WORDS[at]}
		at=$((at + 1))
		case $word in
		-?*)
			takes=$(sed -n "s/^$word //p" <<<"$options")
			[ -n "$takes" ] || continue
			[ "${COMP_WORDS[at]}" != = ] || at=$((at + 1))
			if [ "$at" -ge "$COMP_CWORD" ]; then
				WANTED=$takes
				return
			fi
			at=$((at + 1))
			;;
		*)
			place=$((place + 1))
			FILE=${FILE:-$word}
			;;
		esac
	done
	mapfile -t wants < <(_holdfast_usage "${COMP_WORDS[1]}")
	WANTED=${wants[place]:-}
}

_holdfast() {
	local _holdfast=${COMP_WORDS[0]} cur=${COMP_WORDS[COMP_CWORD]}
	local FILE WANTED words=''

	COMPREPLY=()
	[ "$cur" != = ] || cur=''
	if [ "$COMP_CWORD" -eq 1 ]; then
		words=$("$_holdfast" --help 2>/dev/null |
			sed -nE 's/^  ([a-z-]+) .*/\1/p')
	elif [[ $cur == -* ]]; then
		words=$(_holdfast_options "${COMP_WORDS[1]}" |
			sed -n 's/^\(--[^ ]*\).*/\1/p')
	else
		_holdfast_wanted
		case $WANTED in
		PROFILE)
			words=$(_holdfast_profiles ${FILE:+"$FILE"})
			;;
		ID)
			words=$("$_holdfast" ps 2>/dev/null |
				sed -nE 's/^ *([0-9]+) .*/\1/p')
			;;
		PID)
			words=$(cd /proc && echo [0-9]*)
			;;
		FILE | OUT | SIG | CERTIFICATE)
			compopt -o filenames 2>/dev/null
			mapfile -t COMPREPLY < <(compgen -f -- "$cur")
			return
			;;
		esac
	fi
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _holdfast holdfast
