/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_AMEND_H
#define HOLDFAST_TOOL_AMEND_H

#include "judge.h"

/**
 * profile_amend() - add the least to a profile that allows something
 * @profile: a normalised profile, and so it is afterwards
 * @question: what is to be allowed; not what no profile can
 */
void profile_amend(struct profile *profile, const struct question *question);

/**
 * amendment() - what one profile says more than another, in the policy language
 * @before: the one
 * @after: the other: @before after profile_amend()
 *
 * Return: blocks with the statements that a profile needs that inherits @before,
 * a line each; to be freed. "" if nothing is needed.
 */
char *amendment(const struct profile *before, const struct profile *after);

/**
 * amendment_works() - have the parser and the kernel's code try it
 * @before: the profile that is inherited
 * @text: the blocks
 * @question: what they are to allow
 */
bool amendment_works(const struct profile *before, const char *text,
		     const struct question *question);

#endif /* HOLDFAST_TOOL_AMEND_H */
