# SPDX-License-Identifier: GPL-2.0-only
#
# Put a text into a file of the kernel's. -v gives what:
#
#	how=begin function_=NAME		as the first lines of the function
#	how=call function_=NAME		behind its declarations
#	how=before anchor=LINE		in front of the line
#	how=replace anchor=LINE		in place of the line
#
# and text= is the file that the text is in. Says nothing, and ends with 1, when
# there is no such place, or more than one.

function put(   line) {
	while ((getline line < text) > 0)
		print line
	close(text)
	done++
}

# The definition: it begins in the first column, and its { is alone.
how ~ /^(begin|call)$/ && !inside && /^[a-z]/ &&
	index(" " $0, " " function_ "(") + index(" " $0, "*" function_ "(") {
	inside = !/;$/
}
inside == 1 && /;$/ { inside = 0 }
inside == 1 && /^\{$/ {
	print
	if (how == "begin") {
		put()
		inside = 0
	} else {
		inside = 2
	}
	next
}
inside == 2 && /^$/ {
	print
	put()
	print
	inside = 0
	next
}
how ~ /^(before|replace)$/ && $0 == anchor {
	put()
	if (how == "before") {
		print ""
		print
	}
	next
}
{ print }
END { exit done != 1 }
