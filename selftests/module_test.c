// SPDX-License-Identifier: GPL-2.0-only
/*
 * No code gets into the kernel: modules and kexec.
 */
#include "attempt_test.h"

HELD(init_module, "init-module", MODULE_LOAD, EPERM);
HELD(finit_module, "finit-module", MODULE_LOAD, EPERM);
HELD(delete_module, "delete-module", MODULE_UNLOAD, EPERM);
HELD(delete_module_32, "delete-module-32", MODULE_UNLOAD, EPERM);
HELD(delete_thread, "delete-module", MODULE_UNLOAD, EPERM, .as = "thread");

HELD(init_nested, "init-module", MODULE_LOAD, EPERM, .as = "nested");

/* The caller sees a family or a filesystem that does not exist. */
HELD(autoload, "autoload", MODULE_AUTOLOAD, EAFNOSUPPORT);
HELD(autoload_careful, "autoload", MODULE_AUTOLOAD, EAFNOSUPPORT,
	.container = { .namespaces = ALL_NAMESPACES, .docker_caps = true });
HELD(autoload_fs, "autoload-fs", MODULE_AUTOLOAD, ENODEV);

HELD(kexec, "kexec", MODULE_KEXEC, EPERM);
HELD(kexec_file, "kexec-file", MODULE_KEXEC, EPERM);

TEST_HARNESS_MAIN
