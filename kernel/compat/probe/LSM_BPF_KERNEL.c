// SPDX-License-Identifier: GPL-2.0-only
/* LSM hooks of bpf() are told whether the kernel itself asks. */
#include <linux/lsm_hooks.h>

int probe(const union security_list_options *hook, union bpf_attr *attr);
int probe(const union security_list_options *hook, union bpf_attr *attr)
{
	return hook->bpf(0, attr, 0, true);
}
