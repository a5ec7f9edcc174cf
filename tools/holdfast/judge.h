/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_JUDGE_H
#define HOLDFAST_TOOL_JUDGE_H

#include "policy.h"

/**
 * struct question - what somebody wants to know of a profile
 * @op: the operation
 * @object: what it is about, as text; NULL for nothing
 * @scope: the system call, of capability checks
 * @cap: the capability
 * @device: the device, of device operations
 * @family: the address family, of sockets
 * @user_count: user namespaces that there are, of creating one
 * @user_depth: how deep they are nested, likewise
 */
struct question {
	enum holdfast_op op;
	char *object;
	enum holdfast_scope scope;
	unsigned int cap;
	struct device_range device;
	unsigned int family;
	unsigned int user_count;
	unsigned int user_depth;
};

/**
 * struct answer - what the kernel's code says to it
 * @allowed: the profile allows it
 * @mode: what follows when it does not
 * @op: the operation that was looked up
 * @decider: the statement that decides, or the word in it; without a source
 *	where nothing in the text is about it
 */
struct answer {
	bool allowed;
	enum holdfast_mode mode;
	enum holdfast_op op;
	struct loc decider;
};

/**
 * struct traits - what a rule can ask of a task
 * @namespaces: CLONE_NEW* flags of those that are not the host's
 * @rootfs: its root directory is not the host's
 * @cgroup: its path
 * @user: the owner of its user namespace
 * @assigned: the profile that a host tool assigned, or NULL
 */
struct traits {
	uint32_t namespaces;
	bool rootfs;
	const char *cgroup;
	uint32_t user;
	const char *assigned;
};

/**
 * question_parse() - read an operation and its object, as events have them
 * @question: what to fill in, to be freed with question_free()
 * @words: the words of the command line; their spaces and quotes mean nothing
 * @count: their number
 *
 * Return: 0, or -1 after a message.
 */
int question_parse(struct question *question, const char *const *words,
		   unsigned int count);

/* Whether the answer depends on the object. */
bool question_has_object(const struct question *question);

void question_free(struct question *question);

/**
 * judge() - have the kernel's code decide
 * @policy: a policy that the kernel would take
 * @profile: one of its profiles
 * @question: the question
 */
struct answer judge(const struct policy *policy, const struct profile *profile,
		    const struct question *question);

/* Return: the first rule that matches, by the kernel's code; NULL for none. */
const struct rule *judge_rule(const struct policy *policy,
			      const struct traits *traits);

#endif /* HOLDFAST_TOOL_JUDGE_H */
