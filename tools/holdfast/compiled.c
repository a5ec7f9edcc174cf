// SPDX-License-Identifier: GPL-2.0-only
#include <endian.h>
#include <linux/holdfast.h>
#include <netlink/msg.h>
#include <stdlib.h>

#include "compiled.h"
#include "policy_netlink.h"
#include "util.h"

static void write_u32(uint32_t value, FILE *out)
{
	value = htole32(value);
	fwrite(&value, sizeof(value), 1, out);
}

static void write_header(const struct policy *policy, FILE *out)
{
	uint64_t version = htole64(policy->version);

	fputs("holdfast-policy1", out);
	fwrite(&version, sizeof(version), 1, out);
}

/* The attributes of a request, as the kernel gets them. */
static void write_record(uint32_t kind, struct nl_msg *msg, FILE *out)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	size_t len = (size_t)nlmsg_attrlen(hdr, 0);

	write_u32(kind, out);
	write_u32((uint32_t)len, out);
	fwrite(nlmsg_attrdata(hdr, 0), 1, len, out);
}

static struct nl_msg *message(size_t size)
{
	struct nl_msg *msg = nlmsg_alloc_size(NLMSG_HDRLEN + size + 64);

	if (!msg || !nlmsg_put(msg, 0, 0, 0, 0, 0)) {
		complain("out of memory");
		exit(EXIT_REFUSED);
	}
	return msg;
}

static bool write_profile(const struct profile *profile, FILE *out)
{
	struct nl_msg *msg = message(profile_size(profile));
	bool fits = !profile_put(msg, profile);

	if (fits)
		write_record(HOLDFAST_CMD_PROFILE_ADD, msg, out);
	nlmsg_free(msg);
	return fits;
}

static bool write_rule(const struct rule *rule, FILE *out)
{
	struct nl_msg *msg = message(rule_size(rule));
	bool fits = !rule_put(msg, rule);

	if (fits)
		write_record(HOLDFAST_CMD_RULE_ADD, msg, out);
	nlmsg_free(msg);
	return fits;
}

bool compiled_write(const struct policy *policy, FILE *out)
{
	bool fits = true;
	unsigned int i;

	write_header(policy, out);
	for (i = 0; i < policy->profile_count; i++)
		fits &= write_profile(&policy->profiles[i], out);
	for (i = 0; i < policy->rule_count; i++)
		fits &= write_rule(&policy->rules[i], out);
	return fits;
}
