// SPDX-License-Identifier: GPL-2.0-only
/* Builds everywhere: when it does not, no other answer means anything. */
#include <linux/fs_struct.h>
#include <linux/ns_common.h>

int probe(struct fs_struct *fs, struct ns_common *ns);
int probe(struct fs_struct *fs, struct ns_common *ns)
{
	return fs->umask + ns->inum;
}
