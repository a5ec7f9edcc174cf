// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - the bytes of a policy, as they are signed
 *
 * Documentation/internals/netlink.md has the format; 'holdfast compile' writes
 * the same. It begins with words that nothing else begins with, so that no
 * other file that a trusted key has signed passes for a policy.
 */

#include <asm/byteorder.h>
#include <linux/minmax.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "compiled.h"
#include "limits.h"

struct header {
	char magic[16];
	__le64 version;
};

struct record {
	__le32 kind;
	__le32 len;
};

static int grow(struct holdfast_compiled *compiled, size_t room)
{
	u8 *data = kvmalloc(room, GFP_KERNEL);

	if (!data)
		return -ENOMEM;
	if (compiled->data)
		memcpy(data, compiled->data, compiled->len);
	kvfree(compiled->data);
	compiled->data = data;
	compiled->room = room;
	return 0;
}

/**
 * holdfast_compiled_init - begin with the header
 * @compiled: What to fill in.
 * @version: The policy's.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int holdfast_compiled_init(struct holdfast_compiled *compiled, u64 version)
{
	const struct header header = {
		.magic = "holdfast-policy1",
		.version = cpu_to_le64(version),
	};
	int err;

	*compiled = (struct holdfast_compiled){};
	err = grow(compiled, PAGE_SIZE);
	if (err)
		return err;
	memcpy(compiled->data, &header, sizeof(header));
	compiled->len = sizeof(header);
	return 0;
}

/**
 * holdfast_compiled_reserve - make room for a record
 * @compiled: The bytes.
 * @len: Bytes that the record is about.
 *
 * A policy that is too large to be signed is no error here: who signs none
 * may load it.
 *
 * Context: May sleep.
 * Return: 0 or -ENOMEM.
 */
int holdfast_compiled_reserve(struct holdfast_compiled *compiled, u32 len)
{
	const size_t need = compiled->len + sizeof(struct record) + len;

	if (!compiled->data || need <= compiled->room)
		return 0;
	if (need <= HOLDFAST_MAX_COMPILED)
		return grow(compiled, min_t(size_t, 2 * need,
					    HOLDFAST_MAX_COMPILED));
	holdfast_compiled_free(compiled);
	return 0;
}

/**
 * holdfast_compiled_add - add a record
 * @compiled: The bytes, with room reserved.
 * @kind: What it is about, a command of the netlink family.
 * @data: The attributes of that request.
 * @len: Bytes of @data.
 *
 * Context: Any.
 */
void holdfast_compiled_add(struct holdfast_compiled *compiled, u32 kind,
			   const void *data, u32 len)
{
	const struct record record = {
		.kind = cpu_to_le32(kind),
		.len = cpu_to_le32(len),
	};
	u8 *at = compiled->data + compiled->len;

	if (!compiled->data ||
	    WARN_ON_ONCE(compiled->room - compiled->len < sizeof(record) + len))
		return;
	memcpy(at, &record, sizeof(record));
	memcpy(at + sizeof(record), data, len);
	compiled->len += sizeof(record) + len;
}

/**
 * holdfast_compiled_free - free the bytes
 * @compiled: They.
 *
 * Context: May sleep.
 */
void holdfast_compiled_free(struct holdfast_compiled *compiled)
{
	kvfree(compiled->data);
	*compiled = (struct holdfast_compiled){};
}
