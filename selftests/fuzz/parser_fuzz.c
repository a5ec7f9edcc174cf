// SPDX-License-Identifier: GPL-2.0-only
/*
 * Any text: the parser survives it; and what it takes the kernel's code takes,
 * and comes out the same when it is printed and read again.
 */
#include <string.h>

#include "compile.h"
#include "difference.h"
#include "explain.h"
#include "files.h"
#include "fuzz.h"
#include "kernel/policy.h"
#include "policy.h"

static char *print(const struct policy *policy,
		   void (*how)(const struct policy *policy, FILE *out))
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	MUST(out);
	how(policy, out);
	fclose(out);
	return text;
}

static void check_same(const struct policy *policy, const struct policy *again,
		       const char *text)
{
	json_object *difference = policy_difference(policy, again);
	char *text_again = print(again, policy_print);

	MUST(difference_is_empty(difference));
	MUST(!strcmp(text, text_again));
	json_object_put(difference);
	free(text_again);
}

static void check_policy(const struct policy *policy)
{
	char *text = print(policy, policy_print);
	struct sources sources = { .name = "again" };
	struct holdfast_policy *compiled;
	struct refusal refusal;
	struct policy again;

	MUST(!policy_parse(&again, &sources,
			   source_of_text(&sources, "again", text,
					  strlen(text))));
	check_same(policy, &again, text);
	policy_free(&again);
	sources_free(&sources);
	free(text);

	compiled = policy_compile(policy, &refusal);
	MUST(compiled);
	holdfast_policy_free(compiled);
	text = print(policy, policy_explain);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sources sources;
	struct policy policy;

	files_fill(data, size);
	if (!policy_read(&policy, &sources, FILES_MAIN)) {
		check_policy(&policy);
		policy_free(&policy);
	}
	sources_free(&sources);
	files_drop();
	return 0;
}
