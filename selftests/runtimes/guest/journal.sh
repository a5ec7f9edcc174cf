# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# Events in systemd's journal, of a container by hand that is refused something.
#
# shellcheck disable=SC2034 # lib.sh reads them

journal_start() {
	mkdir -p /run/systemd/journal /run/log/journal
	[ -s /etc/machine-id ] || tr -d - </proc/sys/kernel/random/uuid \
		>/etc/machine-id
	/lib/systemd/systemd-journald &
	JOURNALD=$!
	until_true test -S /run/systemd/journal/socket
}

journal_refusal() {
	local before after

	before=$(status events)
	! unshare -m -p -f chroot "$SMALL" mknod /tmp/disk b 254 0 || return
	after=$(status events)
	[ "$after" -gt "$before" ] && JOURNAL_SINCE=$before
}

journal_entries() {
	journalctl --sync
	journalctl --no-pager -o json SYSLOG_IDENTIFIER=holdfast "$@"
}

# Every key of 'events --json' is a field with the same value.
journal_is_complete() {
	local event

	event=$(holdfast events --json --since "$JOURNAL_SINCE" | tail -n 1)
	echo "$event"
	journal_entries HOLDFAST_OP=device-mknod-any | tail -n 1 |
		tee /dev/stderr | jq -e --argjson event "$event" '. as $entry |
			($event | length) > 10 and ($event | to_entries | all(
				$entry["HOLDFAST_" + (.key | ascii_upcase |
					gsub("-"; "_"))] ==
				(.value | if type == "string" then . else tojson end)))'
}

journal_is_readable() {
	journal_entries | jq -r .MESSAGE | tee /dev/stderr |
		grep 'refused device mknod any "block 254:0" \[mknod pid'
}

group_journal() {
	loaded || return 0
	CASE="journal"
	check "runs" journal_start
	check "a container is refused the node of a disk" journal_refusal
	check "events are written to it" \
		holdfast events --journal --since "${JOURNAL_SINCE:-0}"
	check "with every key as a field" journal_is_complete
	check "and a line for people" journal_is_readable
	kill "$JOURNALD"
	wait "$JOURNALD" || true
	check "without it, that is told" journal_is_missed
}

# Nothing gets lost silently: the line comes out here.
journal_is_missed() {
	rm -f /run/systemd/journal/socket
	holdfast events --journal --since "$JOURNAL_SINCE" 2>&1 |
		tee /dev/stderr | grep 'cannot write to the journal'
}
