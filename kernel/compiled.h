/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the bytes of a policy, as they are signed
 */

#ifndef _HOLDFAST_COMPILED_H
#define _HOLDFAST_COMPILED_H

#include <linux/types.h>

/**
 * struct holdfast_compiled - the bytes of a policy that is being built
 * @data: A header, then a record for each profile and rule; NULL when there
 *	are too many to be signed.
 * @len: Bytes of it.
 * @room: Bytes that it has.
 */
struct holdfast_compiled {
	u8 *data;
	size_t len;
	size_t room;
};

int holdfast_compiled_init(struct holdfast_compiled *compiled, u64 version);
int holdfast_compiled_reserve(struct holdfast_compiled *compiled, u32 len);
void holdfast_compiled_add(struct holdfast_compiled *compiled, u32 kind,
			   const void *data, u32 len);
void holdfast_compiled_free(struct holdfast_compiled *compiled);

#endif /* _HOLDFAST_COMPILED_H */
