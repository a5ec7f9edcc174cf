// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices of the host and handles of its files.
 */
#include <errno.h>

#include "escape.h"

const struct escape escape_device[] = {
	{ "K05", "open-disk", NULL, "T1611", "open(/dev/vda)", INIT_USER, 0,
	  "security_file_open", HOLDFAST_OP_DEVICE_OPEN_ANY, EPERM },
	{ "K01", "mknod-disk", NULL, "T1611, CDK rewrite-cgroup-devices",
	  "mknod(b 254 0), open()", INIT_USER, 0, "security_inode_mknod",
	  HOLDFAST_OP_DEVICE_MKNOD_ANY, EPERM },
	{ "K02", "dev-mem", NULL, NULL, "mknod(c 1 1), open()", PRIVILEGED, 0,
	  "security_inode_mknod", HOLDFAST_OP_DEVICE_MKNOD_ANY, EPERM },
	{ "K02", "dev-kmsg", NULL, NULL, "mknod(c 1 11), open()", PRIVILEGED, 0,
	  "security_inode_mknod", HOLDFAST_OP_DEVICE_MKNOD_ANY, EPERM },
	{ "K02", "dev-console", NULL, NULL, "mknod(c 5 1), open()", INIT_USER, 0,
	  "security_file_open", HOLDFAST_OP_DEVICE_OPEN_ANY, EPERM },
	{ "R07", "mknod-32", NULL, NULL, "mknod(c 1 11) by int 0x80", INIT_USER, 0,
	  "security_inode_mknod", HOLDFAST_OP_DEVICE_MKNOD_ANY, EPERM },
	{ "K07", "shocker", NULL, "Shocker, CDK cap-dac-read-search",
	  "open() of a volume, open_by_handle_at(inode 2)", PRIVILEGED, 0,
	  "security_capable", HOLDFAST_OP_HANDLE_OPEN, EPERM },
	WORKS("K04", "dev-null", "mknod(c 1 3), open()", INIT_USER,
	      "security_inode_mknod"),
	WORKS("K04", "console-node", "mknod(c 5 1)", INIT_USER,
	      "security_inode_mknod"),
	WORKS("K03", "whiteout", "mknod(c 0 0)", 0, "security_inode_mknod"),
	{ }
};
