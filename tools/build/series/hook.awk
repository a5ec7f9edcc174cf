# SPDX-License-Identifier: GPL-2.0-only
#
# Write what the kernel has of an LSM hook. The first line of the input is its
# prototype, without the prefix; the second what it does, in a phrase; NAME: TEXT
# what its arguments are; the rest tells more. -v what= is one of
#
#	defs		for lsm_hook_defs.h
#	prototype	for security.h
#	stub		for security.h, without CONFIG_SECURITY
#	function	for security.c

# A line, broken behind commas to be 80 wide, aligned with its parenthesis.
function fold(line,   indent, out, at, cut, rest) {
	at = index(line, "(")
	indent = sprintf("%*s", at % 8, "")
	for (at -= at % 8; at > 0; at -= 8)
		indent = "\t" indent
	cut = index(line, "(")
	rest = line
	while (width(rest) > 80) {
		at = 0
		for (cut = 80; cut > 1 && !at; cut--)
			if (substr(rest, cut, 1) == "," &&
			    width(substr(rest, 1, cut)) <= 80)
				at = cut
		if (!at)
			break
		out = out substr(rest, 1, at) "\n"
		rest = indent substr(rest, at + 2)
	}
	return out rest
}

function width(line,   tabs) {
	tabs = gsub(/\t/, "\t", line)
	return length(line) + 7 * tabs
}

# The names of the arguments, for a call.
function names(   list, n, i, out) {
	if (args == "void")
		return ""
	n = split(args, list, /, /)
	for (i = 1; i <= n; i++) {
		sub(/^.*[ *]/, "", list[i])
		out = out ", " list[i]
	}
	return out
}

NR == 1 {
	type = $1
	name = $2
	sub(/\(.*/, "", name)
	args = $0
	sub(/^[^(]*\(/, "", args)
	sub(/\)$/, "", args)
	signature = type " security_" name "(" args ")"
	next
}
NR == 2 { does = $0; next }
/^[a-z_]+: / && !more { described = described " * @" $0 "\n"; next }
/^$/ { more = 1; next }
{ text = text " * " $0 "\n" }

END {
	value = type == "int" ? "0" : "LSM_RET_VOID"
	if (what == "defs") {
		print fold("LSM_HOOK(" type ", " value ", " name ", " args ")")
	} else if (what == "prototype") {
		print fold(signature ";")
	} else if (what == "stub") {
		print "\n" fold("static inline " signature)
		print type == "int" ? "{\n\treturn 0;\n}" : "{\n}"
	} else {
		print "/**\n * security_" name "() - " does
		printf "%s *\n%s", described, text
		if (type == "int")
			print " *\n * Return: Returns 0 if permission is granted."
		print " */\n" fold(signature) "\n{"
		if (type == "int")
			print "\treturn call_int_hook(" name names() ");"
		else
			print "\tcall_void_hook(" name names() ");"
		print "}\n"
	}
}
