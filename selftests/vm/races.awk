# SPDX-License-Identifier: GPL-2.0-only
#
# The console's log in which the data races that KCSAN reports, and which do not concern
# Holdfast, are no BUG any more: the kernel has many of its own.
#
#	awk -v others=FILE -f races.awk NAMES CONSOLE
#
# NAMES has the functions of Holdfast where it is built in, a line each; some are named
# like others of the kernel, and those count as well. Modules' functions have the
# module's name behind them. FILE gets the title of each report that does not count.
#
# A race concerns Holdfast when a function of Holdfast does one of the two accesses, or
# has called what does: that is a race on what is Holdfast's, also by the kernel's
# strscpy() or list_del(), and one for which Holdfast has not taken the lock that a
# function wants. So the stacks are read from the access on outwards, to the first
# function of Holdfast, but no further than
#
# - where an interrupt came in, or the scheduler or what is deferred to a softirq was
#   entered: what runs there was not called by those below;
# - the allocator, the queues of RCU and of work, the console: anybody may call them at
#   any time, so a race inside is theirs. On the memory that they are given there is
#   the other access, which has a stack of its own; and a memory that is freed while it
#   is used is reported as an 'assert', for which they are no end.
#
# A report of which the end is missing counts.

function is_ours(name) {
	return name in ours || name ~ / \[holdfast(_fault)?\]$/
}

# The text of a line behind the time stamp.
function text_of(line) {
	sub(/^(\[[^]]*\])* ?/, "", line)
	return line
}

# frame_of TEXT: the function, and its module, of a line of a stack; or nothing
function frame_of(text) {
	sub(/^ +/, "", text)
	if (text !~ /^[A-Za-z_][A-Za-z0-9_.]*\+0x[0-9a-f]+\/0x[0-9a-f]+/)
		return ""
	sub(/\+0x[0-9a-f]+\/0x[0-9a-f]+/, "", text)
	return text
}

function ends_there(name) {
	if (name ~ /^(asm_(sysvec_.*|common_interrupt|exc_nmi)|handle_softirqs)$/ ||
	    name ~ /^(rcu_core|__schedule|schedule|preempt_schedule.*)$/)
		return 1
	return title !~ /KCSAN: assert/ && name ~ services
}

function look_at(text,   name) {
	if (text ~ / to 0x[0-9a-f]+ of [0-9]+ bytes by /) {
		looking = 1
		return
	}
	name = frame_of(text)
	if (!looking || name == "")
		return
	if (is_ours(name))
		concerns = 1
	if (is_ours(name) || ends_there(name))
		looking = 0
}

function flush(   i) {
	for (i = 1; i <= lines; i++)
		print line[i]
	lines = 0
}

BEGIN {
	services = "^(__?k[mz]alloc.*|k[mvz]alloc.*|kmem_cache_.*|kv?free|" \
		"(__)?alloc_pages.*|(__)?free_pages|call_rcu.*|kvfree_call_rcu|" \
		"queue_work_on|queue_delayed_work_on|mod_delayed_work_on|_printk)$"
}

FILENAME == ARGV[1] {
	ours[$1]
	next
}

{
	text = text_of($0)
}

text ~ /^BUG: KCSAN: / {
	flush()
	title = text
	concerns = looking = 0
	lines = 1
	line[1] = $0
	next
}

lines && text ~ /^=+$/ {
	if (!concerns) {
		print substr(title, 6) >others
		sub(/BUG: KCSAN:/, "KCSAN, not of Holdfast:", line[1])
	}
	line[++lines] = $0
	flush()
	next
}

lines {
	line[++lines] = $0
	look_at(text)
	next
}

{
	print
}

END {
	flush()
}
