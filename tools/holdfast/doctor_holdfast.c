// SPDX-License-Identifier: GPL-2.0-only
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "doctor.h"
#include "escape.h"
#include "member.h"

static void check_hooks(struct examination *examination)
{
	size_t i;

	for (i = 0; i < member_count(examination->hooks); i++) {
		json_object *hook = json_object_array_get_idx(examination->hooks,
							      i);

		if (!strcmp(member_text(hook, "state"), "missing"))
			find(examination, SEVERITY_WARNING, "hook-missing",
			     NULL,
			     "use a kernel that has it, or take care of it by other means",
			     "this kernel lacks %s: not enforced is %s",
			     member_text(hook, "name"),
			     member_text(hook, "purpose"));
	}
}

static void check_counter(struct examination *examination, const char *counter,
			  const char *what, const char *remedy)
{
	uint64_t count = member_number(examination->status, counter);

	if (count)
		find(examination, SEVERITY_WARNING, counter, NULL, remedy,
		     "%" PRIu64 " %s", count, what);
}

static void check_guards(struct examination *examination)
{
	json_object *status = examination->status;

	if (!member_flag(status, "locked") &&
	    !member_flag(status, "keyring-closed"))
		find(examination, SEVERITY_NOTICE, "not-locked", NULL,
		     "'holdfast lock' at the end of the boot",
		     "root of the host can change the policy and unload the module");
	if (!member_flag(status, "signed") &&
	    strcmp(member_text(status, "origin"), "compiled-in"))
		find(examination, SEVERITY_NOTICE, "not-signed", NULL,
		     "sign the policy, and have require_signature=1 in modprobe.d",
		     "the active policy was loaded without a signature");
	if (member_exists(status, "confirm-left"))
		find(examination, SEVERITY_NOTICE, "not-confirmed", NULL,
		     "'holdfast confirm' or 'holdfast rollback'",
		     "the policy waits for confirmation, %" PRIu64 " s more",
		     member_number(status, "confirm-left"));
}

/*
 * Most of what is allowed without bounds leads out. But a socket of the host has
 * to be mounted into a container, of which doctor_mounts.c tells; and an address
 * family is only more of the kernel to attack.
 */
static bool leads_out(const struct question *question)
{
	switch (question->op) {
	case HOLDFAST_OP_SOCKET_HOST_ANY:
	case HOLDFAST_OP_SURFACE_SOCKET_ANY:
		return false;
	default:
		return op_infos[question->op].is_any ||
		       escape_suspicion(question);
	}
}

/* Operations of a profile by which who has it could leave; to be freed. */
static char *ways_out(const struct profile *profile)
{
	struct question question = { .object = NULL };
	char *text = NULL, *words;
	unsigned int op, count = 0;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	for (op = 0; op < HOLDFAST_OP_STATE_FORGED; op++) {
		question.op = (enum holdfast_op)op;
		if (!(profile->allow & BIT_ULL(op)) || !leads_out(&question))
			continue;
		/* Without bounds they are a way out; listed, it depends. */
		if (!op_infos[op].word)
			continue;
		words = op_words(op);
		fprintf(out, "%s%s", count++ ? ", " : "", words);
		free(words);
	}
	fclose(out);
	if (count)
		return text;
	free(text);
	return NULL;
}

static bool is_used(const struct policy *policy, const char *name)
{
	unsigned int i;

	for (i = 0; i < policy->rule_count; i++)
		if (policy->rules[i].assigned ||
		    (policy->rules[i].profile &&
		     !strcmp(policy->rules[i].profile, name)))
			return true;
	return false;
}

static void check_profiles(struct examination *examination)
{
	const struct policy *policy = examination->view.policy;
	unsigned int i;

	for (i = 0; i < policy->profile_count; i++) {
		const struct profile *profile = &policy->profiles[i];
		char *ways;

		if (!is_used(policy, profile->name))
			continue;
		if (profile->complain)
			find(examination, SEVERITY_WARNING, "complains", NULL,
			     "'holdfast learn', and have it enforce",
			     "the profile '%s' only complains%s", profile->name,
			     profile->complain == CLASSES_THAT_COMPLAIN ? "" :
				     " of some classes");
		ways = ways_out(profile);
		if (ways)
			find(examination, SEVERITY_WARNING, "allows-escape",
			     NULL,
			     "give it to nobody whom you do not trust with the host",
			     "who has the profile '%s' could leave by: %s",
			     profile->name, ways);
		free(ways);
	}
}

void doctor_holdfast(struct examination *examination)
{
	check_hooks(examination);
	check_counter(examination, "events-lost",
		      "events were overwritten before anybody read them",
		      "have 'holdfast events --follow' run");
	check_counter(examination, "no-memory",
		      "operations failed for want of memory",
		      "look for what uses up the memory");
	check_counter(examination, "killed",
		      "tasks were killed: their label failed, or their state was forged",
		      "look at the events; forged state means an attack on the kernel");
	check_guards(examination);
	check_profiles(examination);
}
