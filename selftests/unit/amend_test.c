// SPDX-License-Identifier: GPL-2.0-only
/*
 * What 'explain' says would allow an operation: loaded it must allow that, and
 * nothing else that could be asked for. So it is for every operation there is.
 */
#include <stdlib.h>
#include <string.h>

#include "amend.h"
#include "escape.h"
#include "incident.h"
#include "tap.h"
#include "util.h"

#define QUESTIONS_MAX	256

/**
 * struct example - an event
 * @op: its operation
 * @object: its object
 * @scope: its system call
 */
struct example {
	const char *op;
	const char *object;
	const char *scope;
};

/* Of operations that have a list, several members; the rest take any object. */
static const struct example listed[] = {
	{ "mount-new-any", "tmpfs", "other" },
	{ "mount-new-any", "device-mapper fs", "other" },
	{ "mount-new-any", "nfs", "other" },
	{ "mount-new-device", "ext4", "other" },
	{ "cap-host-any", "chown", "other" },
	{ "cap-host-any", "sys_admin", "other" },
	{ "cap-host-any", "sys_admin", "swapon" },
	{ "cap-host-any", "sys_admin", "mount-setattr" },
	{ "cap-host-any", "sys_boot", "reboot-host" },
	{ "cap-own-any", "net_admin", "other" },
	{ "cap-own-any", "sys_admin", "other" },
	{ "ns-create-user", "user_count 7 user_depth 2", "other" },
	{ "module-autoload-any", "net-pf-38", "other" },
	{ "module-autoload-any", "fs-xfs", "other" },
	{ "socket-host-any", "/run/docker.sock", "other" },
	{ "surface-socket-any", "38", "other" },
	{ "surface-socket-any", "17", "other" },
	{ "device-open-any", "char 1:11", "other" },
	{ "device-open-any", "block 254:0", "other" },
	{ "device-mknod-any", "char 226:0", "other" },
	{ "device-mknod-any", "block 8:1", "other" },
};

static struct question questions[QUESTIONS_MAX];
static unsigned int question_count;

static void ask(const struct example *example)
{
	json_object *event = json_object_new_object();

	json_object_object_add(event, "op", json_object_new_string(example->op));
	json_object_object_add(event, "object",
			       json_object_new_string(example->object));
	json_object_object_add(event, "scope",
			       json_object_new_string(example->scope));
	if (incident_question(event, &questions[question_count]))
		question_count++;
	json_object_put(event);
}

static bool is_listed(unsigned int op)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(listed); i++)
		if (!strcmp(listed[i].op, op_name(op)))
			return true;
	return op + 1 < OP_COUNT && op_infos[op + 1].base == op &&
	       op_infos[op + 1].is_any && !op_infos[op].word;
}

static bool is_device_list(unsigned int op)
{
	return op == HOLDFAST_OP_DEVICE_OPEN || op == HOLDFAST_OP_DEVICE_MKNOD;
}

static void ask_all(void)
{
	unsigned int op, i;

	for (i = 0; i < ARRAY_SIZE(listed); i++)
		ask(&listed[i]);
	for (op = 0; op < OP_COUNT; op++)
		if (!is_listed(op) && !is_device_list(op))
			ask(&(struct example){ op_name(op), "x", "other" });
}

static bool allows(const struct policy *policy, const struct question *question)
{
	return judge(policy, &policy->profiles[0], question).allowed;
}

/* What allows any object allows the listed ones. */
static bool follows(const struct question *from, const struct question *what)
{
	return op_infos[from->op].is_any && op_infos[from->op].base == what->op;
}

/* Return: how many questions but @index @after allows and @before does not. */
static unsigned int count_others(const struct policy *before,
				 const struct policy *after, unsigned int index)
{
	unsigned int i, count = 0;

	for (i = 0; i < question_count; i++)
		if (i != index && !follows(&questions[index], &questions[i]) &&
		    !allows(before, &questions[i]) &&
		    allows(after, &questions[i])) {
			printf("# so is %s \"%s\"\n", op_name(questions[i].op),
			       questions[i].object ?: "");
			count++;
		}
	return count;
}

static void copy_policy(struct policy *to, const struct profile *from)
{
	*to = (struct policy){ 0 };
	profile_copy(policy_profile_add(to, "p"), from);
	policy_rule_add(to)->profile = xstrdup("p");
}

static void test_question(const char *base, const struct policy *before,
			  unsigned int index)
{
	const struct question *question = &questions[index];
	struct policy after;
	char *text;

	if (allows(before, question))
		return;
	copy_policy(&after, &before->profiles[0]);
	profile_amend(&after.profiles[0], question);
	text = amendment(&before->profiles[0], &after.profiles[0]);
	if (!tap(amendment_works(&before->profiles[0], text, question) &&
		 allows(&after, question) &&
		 !count_others(before, &after, index),
		 "%s: %s \"%s\" %s is allowed alone", base,
		 op_name(question->op), question->object ?: "",
		 scope_name(question->scope)))
		printf("# by %s", text);
	free(text);
	policy_free(&after);
}

static void test_base(const char *base, const struct profile *profile)
{
	struct policy before;
	unsigned int i;

	copy_policy(&before, profile);
	for (i = 0; i < question_count; i++)
		test_question(base, &before, i);
	policy_free(&before);
}

/* One profile after another of a file, and one that allows nothing. */
static void test_changes(const char *path)
{
	const struct profile nothing = { 0 };
	struct sources sources;
	struct policy policy;
	unsigned int i;

	test_base("nothing", &nothing);
	if (!tap(!policy_read(&policy, &sources, path), "%s is read", path))
		return;
	for (i = 0; i < policy.profile_count; i++)
		test_base(policy.profiles[i].name, &policy.profiles[i]);
	policy_free(&policy);
	sources_free(&sources);
}

/* The last one covers the whole: all is allowed, one after the other. */
static void test_all_at_once(void)
{
	const struct profile nothing = { 0 };
	struct policy before, after;
	unsigned int i, refused = 0;
	char *text;

	copy_policy(&before, &nothing);
	copy_policy(&after, &nothing);
	for (i = 0; i < question_count; i++)
		profile_amend(&after.profiles[0], &questions[i]);
	text = amendment(&before.profiles[0], &after.profiles[0]);
	for (i = 0; i < question_count; i++)
		refused += !amendment_works(&before.profiles[0], text,
					    &questions[i]);
	if (!tap(!refused, "all is allowed by one change"))
		printf("# by %s", text);
	free(text);
	policy_free(&before);
	policy_free(&after);
}

static void test_uses(void)
{
	unsigned int op;

	for (op = 0; op < OP_COUNT; op++)
		tap(escape_use(op) && strlen(escape_use(op)) > 20,
		    "it is told what %s is used for", op_name(op));
	tap(!escape_use(OP_COUNT), "but not of what is unknown");
}

static void test_suspicion(const char *op, const char *object,
			   const char *scope, bool suspicious)
{
	unsigned int index = question_count;

	ask(&(struct example){ op, object, scope });
	tap(question_count == index + 1 &&
	    !escape_suspicion(&questions[index]) == !suspicious,
	    "%s \"%s\" %s is %s", op, object, scope,
	    suspicious ? "suspicious" : "not suspicious");
}

static void test_suspicions(void)
{
	test_suspicion("kfile-write", "proc:/sys/kernel/core_pattern", "other",
		       true);
	test_suspicion("ns-join-foreign", "net:[4026531840]", "other", true);
	test_suspicion("mount-new-any", "tracefs", "other", true);
	test_suspicion("mount-new-any", "tmpfs", "other", false);
	test_suspicion("mount-new-device", "ext4", "other", true);
	test_suspicion("device-open-any", "block 8:0", "other", true);
	test_suspicion("device-open-any", "char 1:1", "other", true);
	test_suspicion("device-open-any", "char 1:3", "other", false);
	test_suspicion("device-open-any", "char 226:0", "other", false);
	test_suspicion("cap-host-any", "sys_module", "other", true);
	test_suspicion("cap-host-any", "chown", "other", false);
	test_suspicion("cap-host-any", "sys_admin", "swapon", true);
	test_suspicion("cap-host-any", "sys_admin", "mount", false);
	test_suspicion("ns-create-net", "", "other", false);
}

int main(int argc, char **argv)
{
	unsigned int i;

	if (argc != 2)
		return 2;
	test_uses();
	ask_all();
	tap(question_count > HOLDFAST_OP_STATE_FORGED / 2,
	    "there are questions");
	test_changes(argv[1]);
	test_all_at_once();
	test_suspicions();
	for (i = 0; i < question_count; i++)
		question_free(&questions[i]);
	return tap_end();
}
