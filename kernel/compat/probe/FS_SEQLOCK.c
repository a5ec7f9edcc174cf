// SPDX-License-Identifier: GPL-2.0-only
/* fs_struct's lock is a seqlock. */
#include <linux/fs_struct.h>

void probe(struct fs_struct *fs);
void probe(struct fs_struct *fs)
{
	read_seqlock_excl(&fs->seq);
	read_sequnlock_excl(&fs->seq);
}
