// SPDX-License-Identifier: GPL-2.0-only
/*
 * Devices of the host and handles of its files.
 */
#include "allowed_test.h"

HELD(open_disk, "open-disk", DEVICE_OPEN_ANY, EPERM);
HELD(mknod_disk, "mknod-disk", DEVICE_MKNOD_ANY, EPERM);
HELD(mknod_disk_careful, "mknod-disk", DEVICE_MKNOD_ANY, EPERM,
	.container = { .namespaces = ALL_NAMESPACES, .docker_caps = true });
HELD(dev_mem, "dev-mem", DEVICE_MKNOD_ANY, EPERM);
HELD(dev_kmsg, "dev-kmsg", DEVICE_MKNOD_ANY, EPERM);
HELD(shocker, "shocker", HANDLE_OPEN, EPERM);

ALLOWED(null, "dev-null");
ALLOWED(whiteout, "whiteout");

TEST_HARNESS_MAIN
