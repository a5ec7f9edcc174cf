// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code for the kernel: modules and kexec.
 */
#include <errno.h>

#include "escape.h"

const struct escape escape_module[] = {
	{ "F01", "init-module", NULL, "T1547.006, CDK, deepce",
	  "init_module()", PRIVILEGED, 0, "security_capable",
	  HOLDFAST_OP_MODULE_LOAD, EPERM },
	{ "F01", "init-module", "nested", NULL, "init_module()", PRIVILEGED, 0,
	  "security_capable", HOLDFAST_OP_MODULE_LOAD, EPERM },
	{ "F02", "finit-module", NULL, "T1547.006", "finit_module()",
	  PRIVILEGED, 0, "security_capable", HOLDFAST_OP_MODULE_LOAD, EPERM },
	{ "F03", "delete-module", NULL, NULL, "delete_module()", PRIVILEGED, 0,
	  "security_capable", HOLDFAST_OP_MODULE_UNLOAD, EPERM },
	{ "R07", "delete-module-32", NULL, NULL, "delete_module() by int 0x80",
	  PRIVILEGED, 0, "security_capable", HOLDFAST_OP_MODULE_UNLOAD, EPERM },
	{ "F03", "delete-module", "thread", NULL, "delete_module()", PRIVILEGED,
	  0, "security_capable", HOLDFAST_OP_MODULE_UNLOAD, EPERM },
	/* who asks sees a family or a filesystem that does not exist */
	{ "F04", "autoload", NULL, "CVE-2021-43267, CVE-2025-21756",
	  "socket(AF_ALG)", 0, 0, "security_kernel_module_request",
	  HOLDFAST_OP_MODULE_AUTOLOAD_ANY, EAFNOSUPPORT },
	{ "D03", "autoload-fs", NULL, "CVE-2022-0185", "fsopen(squashfs)",
	  OWN_CAPS, 0, "security_kernel_module_request",
	  HOLDFAST_OP_MODULE_AUTOLOAD_ANY, ENODEV },
	{ "N07", "autoload-uring", NULL, NULL,
	  "IORING_OP_URING_CMD: setsockopt(TCP_CONGESTION)", PRIVILEGED, 0,
	  "security_kernel_module_request", HOLDFAST_OP_MODULE_AUTOLOAD_ANY,
	  ENOENT },
	{ "G01", "kexec", NULL, NULL, "kexec_load()", PRIVILEGED, 0,
	  "security_capable", HOLDFAST_OP_MODULE_KEXEC, EPERM },
	{ "G02", "kexec-file", NULL, NULL, "kexec_file_load()", PRIVILEGED, 0,
	  "security_capable", HOLDFAST_OP_MODULE_KEXEC, EPERM },
	{ "F11", "ima-policy", NULL, NULL,
	  "write a path into securityfs' ima/policy", PRIVILEGED | HOST_SYS,
	  HOST_SYS, "security_kernel_read_file", HOLDFAST_OP_MODULE_FIRMWARE,
	  EPERM, .kind = ALONE },
	{ }
};
