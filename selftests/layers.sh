#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# A container whose root directory is an overlay, as docker and podman make them:
# whatever its profile refuses to its tasks, the filesystem itself works, which
# acts on its layers with the credentials of who has mounted it. Needs the command
# 'holdfast' and the shipped policy beside it; TAP.

cd "$(dirname "$0")" || exit 1
work=$(mktemp -d) || exit 1
# shellcheck source=selftests/tap.sh
. ./tap.sh
name=

# shellcheck disable=SC2317 # check() calls these
{
fails() {
	! "$@"
}

# A root directory of layers of its own, at $work/NAME/root
layers() {
	name=$1
	mkdir -p "$work/$name/upper" "$work/$name/work" "$work/$name/root"
	mount -t overlay -o "lowerdir=$work/lower,upperdir=$work/$name/upper,workdir=$work/$name/work" \
		overlay "$work/$name/root"
}

# Changes files of the lower layer, and hides some of them.
changes() {
	"$@" sh -euc '
		echo text >/new
		echo more >>/etc/passwd
		chmod 600 /etc/group
		mv /dir/one /dir/two
		rm -r /old
		mkdir /old
		[ -z "$(ls -A /old)" ]
		rm /link
		ln -s new /link
		mkdir -p /deep/er
		ls /deep >/dev/null'
}

without_container() {
	changes chroot "$work/$name/root"
}

in_container() {
	changes unshare -m -p -f chroot "$work/$name/root"
}

# What the layers make together is what they make for the host.
is_same() {
	(cd "$work/host/root" && tree) >"$work/host.tree"
	(cd "$work/$name/root" && tree) | diff "$work/host.tree" -
}

tree() {
	find . -xdev ! -type d -exec ls -ld {} + | awk '{ print $1, $NF }' | sort
	find . -xdev -type d | sort
	cat new etc/passwd
}

# uses PROFILE: for every container
uses() {
	cat >policy.holdfast <<-END
	include "privileged.holdfast";
	include "restricted.holdfast";
	container { rootfs namespaces mnt use $1; }
	END
	./holdfast load policy.holdfast
}

events() {
	./holdfast status --json | sed -n 's/.*"events": \([0-9]*\).*/\1/p'
}

chowns() {
	unshare -m -p -f chroot "$work/$name/root" chown 1:1 /new
}
}

modprobe overlay
mkdir "$work/lower"
cp -a /srv/rootfs/. "$work/lower"
mkdir "$work/lower/dir" "$work/lower/old" "$work/lower/deep"
touch "$work/lower/dir/one" "$work/lower/old/file"
ln -s old "$work/lower/link"

check "layers for the host" layers host
check "the host changes files in them" without_container
if [ ! -d /sys/module/holdfast ]; then
	check "layers for a container" layers free
	check "a container does the same" in_container
	check "with the same outcome" is_same
	check "it changes an owner" chowns
	echo "1..$count"
	exit $failed
fi
for profile in privileged baseline restricted; do
	check "the profile $profile" uses $profile
	before=$(events)
	check "$profile: layers for a container" layers $profile
	check "$profile: the container does the same" in_container
	check "$profile: with the same outcome" is_same
	check "$profile: nothing was refused" [ "$(events)" = "$before" ]
	if [ $profile = restricted ]; then
		check "$profile: it cannot change an owner" fails chowns
		check "$profile: which is an event" \
			[ "$(events)" -gt "$before" ]
	else
		check "$profile: it changes an owner" chowns
	fi
	umount "$work/$profile/root"
done
./holdfast load default.holdfast >/dev/null || failed=1
umount "$work/host/root"
rm -r "$work"
echo "1..$count"
exit $failed
