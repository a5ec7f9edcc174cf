/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_FACTS_H
#define HOLDFAST_TOOL_FACTS_H

#include "policy.h"

/**
 * struct fact - one thing that a profile allows
 * @order: where it stands among others; the same for all of one statement
 * @statement: such as "mount new"
 * @member: such as "tmpfs"
 */
struct fact {
	unsigned int order;
	char *statement;
	char *member;
};

/**
 * struct facts - all that a profile says, one by one
 * @list: in order of the statements
 * @count: their number
 */
struct facts {
	struct fact *list;
	unsigned int count;
};

/* Take a normalised profile to pieces; NULL has none. */
void facts_fill(struct facts *facts, const struct profile *profile);
void facts_free(struct facts *facts);

bool facts_have(const struct facts *facts, const struct fact *fact);

#endif /* HOLDFAST_TOOL_FACTS_H */
