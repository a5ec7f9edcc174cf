// SPDX-License-Identifier: GPL-2.0-only
/*
 * generate FILE: a policy as the tables of kernel/default_policy.c.
 */
#include <ctype.h>
#include <inttypes.h>

#include "policy.h"
#include "util.h"

/* MOUNT_NEW for "mount-new". */
static void print_symbol(const char *prefix, const char *name)
{
	fputs(prefix, stdout);
	for (; *name; name++)
		putchar(*name == '-' ? '_' : toupper((unsigned char)*name));
}

/* A term of a set, such as OP(MOUNT_NEW). */
static void print_term(const char *kind, const char *name)
{
	printf("%s(", kind);
	print_symbol("", name);
	putchar(')');
}

static void print_set(const char *field, const char *kind, uint64_t set,
		      const char *(*name_of)(unsigned int number))
{
	unsigned int number;

	if (!set)
		return;
	printf("\t\t.%s =", field);
	for (number = 0; number < 64; number++) {
		if (!(set & BIT_ULL(number)))
			continue;
		printf("\n\t\t\t");
		print_term(kind, name_of(number));
		set &= ~BIT_ULL(number);
		fputs(set ? " |" : ",\n", stdout);
	}
}

/* Most capabilities are all but some, those of later kernels too. */
static void print_caps(const char *field, uint64_t caps)
{
	unsigned int cap;

	if (__builtin_popcountll(caps) <= CAP_COUNT / 2) {
		print_set(field, "CAP", caps, cap_name);
		return;
	}
	printf("\t\t.%s = ALL_CAPS", field);
	for (cap = 0; cap < CAP_COUNT; cap++) {
		if (caps & BIT_ULL(cap))
			continue;
		printf(" &\n\t\t\t~");
		print_term("CAP", cap_name(cap));
	}
	puts(",");
}

static void print_string(const char *text)
{
	const unsigned char *c = (const unsigned char *)text;

	putchar('"');
	for (; *c; c++)
		if (*c >= 0x20 && *c < 0x7f && *c != '"' && *c != '\\')
			putchar(*c);
		else
			printf("\\%03o", *c);
	putchar('"');
}

static void print_globs(const struct profile *profile, enum glob_list list,
			unsigned int number)
{
	const struct globs *globs = &profile->lists[list];
	unsigned int i;

	if (!globs->count)
		return;
	printf("static char *globs_%u_%u[] = {\n", number, list);
	for (i = 0; i < globs->count; i++) {
		putchar('\t');
		print_string(globs->glob[i]);
		puts(",");
	}
	puts("};\n");
}

static void print_scope(unsigned int cap, const struct cap_scope *scope,
			bool own)
{
	printf("\t{\n\t\t.cap = ");
	print_symbol("CAP_", cap_name(cap));
	puts(",");
	if (own)
		puts("\t\t.own = true,");
	if (scope->only)
		puts("\t\t.only = true,");
	print_set("scopes", "SCOPE", scope->scopes, scope_name);
	puts("\t},");
}

static void print_scopes(const struct profile *profile, unsigned int number)
{
	unsigned int own, cap;

	if (!profile_scope_count(profile))
		return;
	printf("static struct holdfast_cap_scope scopes_%u[] = {\n", number);
	for (own = 0; own < 2; own++)
		for (cap = 0; cap < CAP_COUNT; cap++)
			if (profile->scopes[own][cap].set)
				print_scope(cap, &profile->scopes[own][cap],
					    own);
	puts("};\n");
}

static void print_devices(const struct profile *profile, unsigned int number)
{
	unsigned int i;

	if (!profile->device_count)
		return;
	printf("static struct holdfast_device_range devices_%u[] = {\n",
	       number);
	for (i = 0; i < profile->device_count; i++)
		printf("\t{ %s, %u, %u, %u },\n",
		       profile->devices[i].block ? "true" : "false",
		       profile->devices[i].major, profile->devices[i].first,
		       profile->devices[i].last);
	puts("};\n");
}

static void print_list(const char *field, unsigned int count,
		       unsigned int number)
{
	if (count)
		printf("\t\t.nr_%s = %u,\n\t\t.%s = %s_%u,\n", field, count,
		       field, field, number);
}

static void print_number(const char *field, uint32_t number)
{
	if (number)
		printf("\t\t.%s = %u,\n", field, number);
}

static void print_lists(const struct profile *profile, unsigned int number)
{
	static const char *const names[LIST_COUNT] = {
		"FS_TYPE", "ALIAS", "SOCKET",
	};
	unsigned int list;

	for (list = 0; list < LIST_COUNT; list++)
		if (profile->lists[list].count)
			printf("\t\t.lists[HOLDFAST_LIST_%s] = { %u, globs_%u_%u },\n",
			       names[list], profile->lists[list].count, number,
			       list);
}

static void print_profile(const struct profile *profile, unsigned int number)
{
	printf("\t{\n\t\t.name = ");
	print_string(profile->name);
	puts(",");
	print_set("complain", "CLASS", profile->complain, class_name);
	print_set("allow", "OP", profile->allow, op_name);
	print_caps("cap_host", profile->cap_host);
	print_caps("cap_own", profile->cap_own);
	if (profile->families)
		printf("\t\t.families = 0x%" PRIx64 "ULL,\n",
		       profile->families);
	print_number("user_ns_count", profile->user_count);
	print_number("user_ns_depth", profile->user_depth);
	print_lists(profile, number);
	print_list("scopes", profile_scope_count(profile), number);
	print_list("devices", profile->device_count, number);
	puts("\t},");
}

static void print_rule(const struct policy *policy, const struct rule *rule)
{
	const struct profile *profile;

	puts("\t{");
	if (rule->namespaces)
		printf("\t\t.namespaces = 0x%x,\n", rule->namespaces);
	if (rule->rootfs)
		puts("\t\t.rootfs = true,");
	if (rule->cgroup) {
		printf("\t\t.cgroup = ");
		print_string(rule->cgroup);
		puts(",");
	}
	if (rule->user)
		printf("\t\t.user = true,\n\t\t.user_first = %u,\n\t\t.user_last = %u,\n",
		       rule->user_first, rule->user_last);
	if (rule->assigned)
		puts("\t\t.assigned = true,");
	if (rule->transition)
		puts("\t\t.transition = true,");
	if (rule->profile) {
		profile = policy_profile_find(policy, rule->profile);
		printf("\t\t.profile = &default_profiles[%td],\n",
		       profile - policy->profiles);
	}
	puts("\t},");
}

static void print_policy(const struct policy *policy)
{
	unsigned int i, list;

	puts("/* SPDX-License-Identifier: GPL-2.0-only */\n"
	     "/* Made by tools/build/generate of tools/holdfast/policy/default.holdfast. */\n");
	for (i = 0; i < policy->profile_count; i++) {
		for (list = 0; list < LIST_COUNT; list++)
			print_globs(&policy->profiles[i], list, i);
		print_scopes(&policy->profiles[i], i);
		print_devices(&policy->profiles[i], i);
	}
	puts("static const struct holdfast_profile default_profiles[] = {");
	for (i = 0; i < policy->profile_count; i++)
		print_profile(&policy->profiles[i], i);
	puts("};\n\nstatic const struct holdfast_rule default_rules[] = {");
	for (i = 0; i < policy->rule_count; i++)
		print_rule(policy, &policy->rules[i]);
	puts("};");
}

int main(int argc, char **argv)
{
	struct sources sources;
	struct policy policy;
	int err;

	if (argc != 2) {
		fputs("Usage: generate FILE\n", stderr);
		return EXIT_USAGE;
	}
	err = policy_read(&policy, &sources, argv[1]);
	if (!err) {
		print_policy(&policy);
		policy_free(&policy);
	}
	sources_free(&sources);
	return err || fflush(stdout) ? EXIT_REFUSED : EXIT_DONE;
}
