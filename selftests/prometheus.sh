#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# prometheus.sh <TEXT: whether it is Prometheus' text format, by the letter of
# its description, and names follow the conventions. Says what is wrong.

exec awk '
function wrong(why) {
	print "line " NR ": " why ": " $0
	failed = 1
}
# The labels without braces, taken away one by one from the left.
function check_labels(text,	name) {
	split("", seen_label)
	while (text != "") {
		if (!match(text, /^[a-zA-Z_][a-zA-Z0-9_]*="/))
			return wrong("no label")
		name = substr(text, 1, RLENGTH - 2)
		if (name in seen_label)
			return wrong("twice the label " name)
		seen_label[name]
		text = substr(text, RLENGTH + 1)
		if (!match(text, /^([^"\\]|\\["\\n])*"/))
			return wrong("no value of a label")
		text = substr(text, RLENGTH + 1)
		if (text != "" && !sub(/^,/, "", text))
			return wrong("no comma between labels")
	}
}
/^# HELP / {
	if ($3 !~ /^[a-zA-Z_:][a-zA-Z0-9_:]*$/ || NF < 4)
		wrong("no help")
	if ($3 in help)
		wrong("twice")
	help[$3]
	next
}
/^# TYPE / {
	if (!($3 in help))
		wrong("a type without help before it")
	if ($3 in type || NF != 4 || $4 !~ /^(counter|gauge)$/)
		wrong("no type")
	if (($4 == "counter") != ($3 ~ /_total$/))
		wrong("counters, and no others, end in _total")
	type[$3] = $4
	current = $3
	next
}
{
	if (!match($0, /^[a-zA-Z_:][a-zA-Z0-9_:]*/)) {
		wrong("no sample")
		next
	}
	name = substr($0, 1, RLENGTH)
	rest = substr($0, RLENGTH + 1)
	if (name != current)
		wrong("not with the others of its metric")
	if (rest !~ / -?[0-9]+(\.[0-9]+)?$/)
		wrong("no number")
	sub(/ [^ ]*$/, "", rest)
	if (name rest in seen)
		wrong("twice")
	seen[name rest]
	if (rest != "" && !(rest ~ /^\{.*\}$/))
		wrong("no labels")
	else if (rest != "")
		check_labels(substr(rest, 2, length(rest) - 2))
	samples++
}
END {
	for (name in help)
		if (!(name in type)) {
			print name " has no type"
			failed = 1
		}
	exit failed || !samples
}'
