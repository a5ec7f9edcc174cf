#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# In the VM, for 'run': lacking.ko hooks a function that no kernel has, and is
# refused by name, with nothing left attached; holdfast.ko is not, and what it
# attaches is told as 'hook NAME CLASS STATE PURPOSE', with tabs.

functions=/sys/kernel/tracing/enabled_functions

# shellcheck disable=SC2034 # tap.sh writes there
work=/tmp
# shellcheck source=../tap.sh
. ./tap.sh

# shellcheck disable=SC2317 # check() calls these
{
refused() {
	! insmod ./lacking.ko
}

# and no other function; insmod may have tried twice
named() {
	dmesg | sed -n 's/.*this kernel lacks \(.*\)() (.*/\1/p' | sort -u >/tmp/lacking
	cat /tmp/lacking
	[ "$(cat /tmp/lacking)" = security_made_up ]
}

nothing_attached() {
	! grep . $functions && ! grep '^holdfast ' /proc/modules
}
}

check "without a function that it needs it does not load" refused
check "the log names the function, and no other one" named
check "nothing is attached" nothing_attached
check "the module loads" insmod ./holdfast.ko
check "its hooks are attached" grep security_path_chroot $functions
./holdfast status | awk '
	hooks { purpose = $4; for (i = 5; i <= NF; i++) purpose = purpose " " $i
		printf "hook %s\t%s\t%s\t%s\n", $1, $2, $3, purpose }
	/^HOOK / { hooks = 1 }'
