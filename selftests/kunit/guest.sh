#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# In the VM, for 'run': has the KUnit tests run once more, now that any allocation can
# be made to fail, and writes an archive to standard output: SUITE.results, and of each
# file of Holdfast what was executed of it meanwhile, FILE.gcda.

set -e
cd /sys/kernel/debug
out=$(mktemp -d)
echo N >failslab/ignore-gfp-wait
echo 1 >gcov/reset
for suite in kunit/holdfast_*; do
	echo run >"$suite/run"
	cat "$suite/results" >"$out/${suite#kunit/}.results"
done
# they have no size, so they are read to the end
find gcov/ -path '*/security/holdfast/*.gcda' | while read -r file; do
	cat "$file" >"$out/${file##*/}"
done
tar -c -C "$out" .
