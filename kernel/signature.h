/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - signatures of policies, and the keys that are trusted
 */

#ifndef _HOLDFAST_SIGNATURE_H
#define _HOLDFAST_SIGNATURE_H

#include <linux/types.h>

int holdfast_signature_init(bool demand);
void holdfast_signature_exit(void);
bool holdfast_signature_demanded(void);
int holdfast_signature_check(const void *data, size_t len,
			     const void *signature, size_t signature_len,
			     const char **reason);
int holdfast_signature_trust(const void *certificate, size_t len,
			     const char **reason);

#endif /* _HOLDFAST_SIGNATURE_H */
