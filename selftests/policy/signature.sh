#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
#
# Signed policies: which are taken, who may say which keys are trusted, and what
# changes when signatures are demanded. Nothing comes after it: at its end
# Holdfast cannot be unloaded. Needs ./holdfast and what 'make' has made.

# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"

UNTRUSTED="signed with a key that is not trusted here"
UNFIT="the signature is bad, or of another policy"
NONE="not a detached PKCS#7 signature in DER form"
UNSIGNED="policies must be signed here"
OLDER="an older version than the active one"

# Where nobody demands a signature, a wrong one is refused all the same.
wrong_ones() {
	refuses "tampered policy" "$UNFIT" \
		load --signature 10.sig tampered.holdfast
	refuses "the same policy with another version" "$UNFIT" \
		load --signature 10.sig 11.holdfast
	refuses "wrong key" "$UNTRUSTED" load --signature other.sig 10.holdfast
	refuses "the policy is in the signature" "$NONE" \
		load --signature attached.sig 10.holdfast
	refuses "half a signature" "$NONE" load --signature cut.sig 10.holdfast
	refuses "no signature at all" "$NONE" \
		load --signature garbage.sig 10.holdfast
	refuses "an empty file" "/dev/null: the file is empty" \
		load --signature /dev/null 10.holdfast
}

optional() {
	silent "the compiled-in policy is not signed" signatures:
	refuses "no key" "$UNTRUSTED" load --signature 10.sig 10.holdfast
	version 0
	does "trust a certificate" ./holdfast trust good.der
	refuses "trust something else" \
		"not an X.509 certificate in DER form that this kernel can use" \
		./holdfast trust garbage.sig
	wrong_ones
	version 0
	does "good signature" load --signature 10.sig 10.holdfast
	version 10
	says "it is signed" "signatures:        the policy is signed, unsigned ones are loaded"
	silent "the keyring stays open" keyring:
	does "a signature with attributes" \
		load --signature attributes.sig 10.holdfast
	does "an unsigned one" load 10.holdfast
	silent "it is not signed" signatures:
	does "a certificate that a trusted one has signed" \
		load --signature leaf.sig 10.holdfast
	refuses "older version with a good signature" "$OLDER" \
		load --signature 9.sig 9.holdfast
	does "the same, forced" load --force --signature 9.sig 9.holdfast
	does "a signed shadow" load --shadow --signature 11.sig 11.holdfast
	does "it becomes active" ./holdfast promote
	says "it is signed, too" "signatures:        the policy is signed"
}

demanded() {
	does "load Holdfast again, with the demand" reload require_signature=1
	says "status tells" "signatures:        the policy is not signed, unsigned ones are refused"
	refuses "unsigned policy" "$UNSIGNED" load 10.holdfast
	refuses "unsigned policy, forced" "$UNSIGNED" load --force 10.holdfast
	refuses "unsigned shadow" "$UNSIGNED" load --shadow 10.holdfast
	refuses "the key went with the module" "$UNTRUSTED" \
		load --signature 10.sig 10.holdfast
	chmod 600 /sys/module/holdfast/parameters/require_signature &&
		echo N 2>/dev/null >/sys/module/holdfast/parameters/require_signature
	refuses "unsigned, the parameter overwritten" "$UNSIGNED" \
		load 10.holdfast
	silent "the keyring is open" keyring:
	does "trust the key again" ./holdfast trust good.der
	wrong_ones
	version 0
	does "good signature" load --signature 10.sig 10.holdfast
	version 10
}

closed() {
	says "the keyring is closed" "keyring:           closed until reboot"
	refuses "trust another key" "the keyring is closed until reboot" \
		./holdfast trust other.der
	refuses "its signature" "$UNTRUSTED" load --signature other.sig 10.holdfast
	fails "rmmod" rmmod holdfast
	fails "rmmod -f" rmmod -f holdfast
	refuses "older version with a good signature" "$OLDER" \
		load --signature 9.sig 9.holdfast
	refuses "the same, forced" "$OLDER" \
		load --force --signature 9.sig 9.holdfast
	refuses "another policy, newer" "$UNFIT" \
		load --signature 11.sig raised.holdfast
	does "newer version" load --signature 11.sig 11.holdfast
	version 11
	does "back to the former one, which was signed" ./holdfast rollback
	version 10
	says "it is signed" "signatures:        the policy is signed"
	does "signed, with a deadline" \
		load --confirm 1 --signature 11.sig 11.holdfast
	sleep 3
	version 10
}

optional
demanded
closed
finish
