#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# The guest's part of the demo: guest.sh FORM ATTEMPT...
#
# Starts a container of each runtime as a careless admin does, and has it try
# all attempts. Prints lines with tabs between:
#	result RUNTIME ATTEMPT OUTCOME BEGIN END WHAT-IT-SAID
#	event LAST CLASS OP ERRNO OBJECT
#	human TEXT

FORM=$1
shift
TAB=$(printf '\t')

die() {
	echo "demo: $*" >&2
	exit 1
}

# All 41 capabilities of Linux 6.1 and 6.12.
CAPS='CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER FSETID KILL SETGID SETUID
SETPCAP LINUX_IMMUTABLE NET_BIND_SERVICE NET_BROADCAST NET_ADMIN NET_RAW
IPC_LOCK IPC_OWNER SYS_MODULE SYS_RAWIO SYS_CHROOT SYS_PTRACE SYS_PACCT
SYS_ADMIN SYS_BOOT SYS_NICE SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG MKNOD LEASE
AUDIT_WRITE AUDIT_CONTROL SETFCAP MAC_OVERRIDE MAC_ADMIN SYSLOG WAKE_ALARM
BLOCK_SUSPEND AUDIT_READ PERFMON BPF CHECKPOINT_RESTORE'

# words PREFIX SUFFIX WORD...: as the inside of a JSON list.
words() {
	before=$1
	after=$2
	comma=
	shift 2
	for word; do
		printf '%s"%s%s%s"' "$comma" "$before" "$word" "$after"
		comma=,
	done
}

# config ATTEMPT...: the whole of a privileged container, without its network,
# PID and cgroup namespaces and without masked paths; the host's disk in /dev,
# a volume, and the folder of modules.
config() {
	caps=$(words CAP_ '' $CAPS)
	args=$(words '' '' /breakout --all "$@")
	disk=$(cat /sys/block/vda/dev)
	cat <<-END
	{
	  "ociVersion": "1.0.2",
	  "process": {
	    "user": { "uid": 0, "gid": 0 },
	    "args": [ $args ],
	    "env": [ "PATH=/bin" ],
	    "cwd": "/",
	    "capabilities": {
	      "bounding": [ $caps ],
	      "effective": [ $caps ],
	      "inheritable": [ $caps ],
	      "permitted": [ $caps ],
	      "ambient": [ $caps ]
	    }
	  },
	  "root": { "path": "/srv/rootfs" },
	  "hostname": "careless",
	  "mounts": [
	    { "destination": "/proc", "type": "proc", "source": "proc" },
	    { "destination": "/sys", "type": "sysfs", "source": "sysfs" },
	    { "destination": "/sys/fs/cgroup", "type": "cgroup",
	      "source": "cgroup" },
	    { "destination": "/dev", "type": "tmpfs", "source": "tmpfs",
	      "options": [ "mode=755" ] },
	    { "destination": "/dev/pts", "type": "devpts",
	      "source": "devpts", "options": [ "newinstance" ] },
	    { "destination": "/tmp", "type": "tmpfs", "source": "tmpfs" },
	    { "destination": "/volume", "type": "bind",
	      "source": "/var/lib/breakout/disk/volume",
	      "options": [ "bind" ] },
	    { "destination": "/modules", "type": "bind",
	      "source": "/var/lib/breakout/modules",
	      "options": [ "bind" ] }
	  ],
	  "linux": {
	    "namespaces": [ { "type": "mount" }, { "type": "uts" },
	      { "type": "ipc" } ],
	    "devices": [ { "path": "/dev/vda", "type": "b",
	      "major": ${disk%:*}, "minor": ${disk#*:} } ],
	    "resources": { "devices": [ { "allow": true,
	      "access": "rwm" } ] }
	  }
	}
	END
}

run() {
	runtime=$1
	shift
	bundle=/tmp/$runtime
	mkdir -p "$bundle"
	config "$@" >"$bundle/config.json"
	"$runtime" run --bundle "$bundle" careless >"$bundle/out" 2>"$bundle/err" ||
		die "$runtime: $(cat "$bundle/err")"
	sed "s/^/result$TAB$runtime$TAB/" "$bundle/out"
}

./breakout --prepare || die "cannot prepare the host"
cp breakout /srv/rootfs/breakout
mkdir -p /srv/rootfs/volume /srv/rootfs/modules
run runc "$@"
run crun "$@"
if [ "$FORM" != none ]; then
	./contain --events | sed "s/^/event$TAB/"
	./holdfast events | sed "s/^/human$TAB/"
fi
