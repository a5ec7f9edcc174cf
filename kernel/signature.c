// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - signatures of policies, and the keys that are trusted
 *
 * Besides the keys that the kernel trusts for its own purposes there is a
 * keyring .holdfast. Nobody has the right to write to it or to link it, root
 * neither: certificates come by netlink only, so that who is in a container is
 * refused, and an event tells of it, as with every other request. No code of
 * ours is called by the keyring, which may outlive the module for a moment.
 */

#include <linux/cred.h>
#include <linux/err.h>
#include <linux/key.h>
#include <linux/verification.h>

#include "common.h"
#include "signature.h"

/* Set before anybody can ask; nobody can write to it later. */
static bool demanded __ro_after_init;

/**
 * holdfast_signature_demanded - ask whether policies must be signed
 *
 * Context: Any.
 * Return: True when an unsigned policy is refused.
 */
bool holdfast_signature_demanded(void)
{
	return demanded;
}

#ifdef CONFIG_SYSTEM_DATA_VERIFICATION

/* For us, by way of a reference with possession; root can look. */
#define KEYRING_RIGHTS                                                         \
	(KEY_POS_VIEW | KEY_POS_READ | KEY_POS_WRITE | KEY_POS_SEARCH |        \
	 KEY_USR_VIEW | KEY_USR_READ)
#define CERTIFICATE_RIGHTS (KEY_POS_VIEW | KEY_POS_SEARCH | KEY_USR_VIEW)

static struct key *keyring __ro_after_init;

/**
 * holdfast_signature_init - make the keyring
 * @demand: Policies must be signed from now on.
 *
 * Context: May sleep.
 * Return: 0 or a negative errno.
 */
int __init holdfast_signature_init(bool demand)
{
	keyring = keyring_alloc(".holdfast", GLOBAL_ROOT_UID, GLOBAL_ROOT_GID,
				current_cred(), KEYRING_RIGHTS,
				KEY_ALLOC_NOT_IN_QUOTA, NULL, NULL);
	if (IS_ERR(keyring))
		return PTR_ERR(keyring);
	demanded = demand;
	return 0;
}

/**
 * holdfast_signature_exit - give the keyring back
 *
 * Context: May sleep; nobody asks any more.
 */
void holdfast_signature_exit(void)
{
	key_put(keyring);
}

static int verify(const void *data, size_t len, const void *signature,
		  size_t signature_len, struct key *trusted)
{
	return verify_pkcs7_signature(data, len, signature, signature_len,
				      trusted, VERIFYING_UNSPECIFIED_SIGNATURE,
				      NULL, NULL);
}

/**
 * holdfast_signature_check - check the signature of a policy
 * @data: The policy's bytes.
 * @len: How many.
 * @signature: PKCS#7 in DER form, detached.
 * @signature_len: Its bytes.
 * @reason: Gets what is wrong.
 *
 * Context: May sleep.
 * Return: 0, -ENOKEY, -EKEYREJECTED or -ENOMEM.
 */
int holdfast_signature_check(const void *data, size_t len,
			     const void *signature, size_t signature_len,
			     const char **reason)
{
	int err;

	err = verify(data, len, signature, signature_len, keyring);
	if (err == -ENOKEY)
		err = verify(data, len, signature, signature_len,
			     VERIFY_USE_SECONDARY_KEYRING);
	switch (err) {
	case 0:
	case -ENOMEM:
		return err;
	case -ENOKEY:
		*reason = "signed with a key that is not trusted here";
		return err;
	case -EKEYREJECTED:
		*reason = "the signature is bad, or of another policy";
		return err;
	case -ENOPKG:
		*reason = "signed in a way that this kernel cannot check";
		return -EKEYREJECTED;
	default:
		*reason = "not a detached PKCS#7 signature in DER form";
		return -EKEYREJECTED;
	}
}

/**
 * holdfast_signature_trust - trust a certificate
 * @certificate: X.509 in DER form.
 * @len: Its bytes.
 * @reason: Gets what is wrong.
 *
 * Context: May sleep; the caller has made sure that it may be trusted still.
 * Return: 0 or a negative errno.
 */
int holdfast_signature_trust(const void *certificate, size_t len,
			     const char **reason)
{
	key_ref_t key;

	key = key_create_or_update(make_key_ref(keyring, true), "asymmetric",
				   NULL, certificate, len, CERTIFICATE_RIGHTS,
				   KEY_ALLOC_NOT_IN_QUOTA);
	if (IS_ERR(key)) {
		if (PTR_ERR(key) != -ENOMEM)
			*reason = "not an X.509 certificate in DER form that this kernel can use";
		return PTR_ERR(key);
	}
	pr_info("trusts '%s' to sign policies\n",
		key_ref_to_ptr(key)->description);
	key_ref_put(key);
	return 0;
}

#else /* CONFIG_SYSTEM_DATA_VERIFICATION */

int __init holdfast_signature_init(bool demand)
{
	if (!demand)
		return 0;
	pr_err("this kernel cannot check signatures, so they cannot be demanded\n");
	return -EOPNOTSUPP;
}

void holdfast_signature_exit(void)
{
}

int holdfast_signature_check(const void *data, size_t len,
			     const void *signature, size_t signature_len,
			     const char **reason)
{
	*reason = "this kernel cannot check signatures";
	return -EOPNOTSUPP;
}

int holdfast_signature_trust(const void *certificate, size_t len,
			     const char **reason)
{
	*reason = "this kernel cannot check signatures";
	return -EOPNOTSUPP;
}

#endif /* CONFIG_SYSTEM_DATA_VERIFICATION */
