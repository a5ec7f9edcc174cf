/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_NAMES_H
#define HOLDFAST_TOOL_NAMES_H

#include <linux/capability.h>
#include <linux/holdfast.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#define OP_COUNT	(HOLDFAST_OP_SELF_CONTROL + 1)
#define CLASS_COUNT	(HOLDFAST_CLASS_SELF + 1)
#define SCOPE_COUNT	(HOLDFAST_SCOPE_PCICONFIG_WRITE + 1)
#define CAP_COUNT	(CAP_LAST_CAP + 1)
#define CAP_ALL		((1ULL << CAP_COUNT) - 1)
#define NS_COUNT	8
#define FAMILY_COUNT	(AF_MCTP + 1)

/* What no profile can allow none can complain of. */
#define CLASSES_THAT_COMPLAIN	((1ULL << HOLDFAST_CLASS_STATE) - 1)

/**
 * enum entry - when a rule makes a task a container
 * @ENTRY_EXEC: when it executes a program
 * @ENTRY_TRANSITION: then, and when it opens, mounts or changes namespaces
 */
enum entry {
	ENTRY_EXEC,
	ENTRY_TRANSITION,
};

/**
 * struct op_info - one mediated operation
 * @class: the class it belongs to
 * @verb: the statement of the policy language that allows it; "" if none can
 * @word: its word in that statement; NULL if the statement takes other words
 * @base: for 'any', the operation on listed objects that goes with it
 * @is_any: whether @base is meant
 */
struct op_info {
	enum holdfast_class class;
	const char *verb;
	const char *word;
	enum holdfast_op base;
	bool is_any;
};

extern const struct op_info op_infos[OP_COUNT];

/**
 * struct vocabulary - the words that are possible in one place
 * @what: what such a word is, for messages
 * @count: every value is below it
 * @word: the word of a value; NULL if the value has none here
 * @class: for operations, their class
 * @verb: for operations, their statement
 */
struct vocabulary {
	const char *what;
	unsigned int count;
	const char *(*word)(const struct vocabulary *vocabulary,
			    unsigned int value);
	enum holdfast_class class;
	const char *verb;
};

extern const struct vocabulary vocabulary_caps;
extern const struct vocabulary vocabulary_families;
extern const struct vocabulary vocabulary_scopes;
extern const struct vocabulary vocabulary_modes;
extern const struct vocabulary vocabulary_entries;
extern const struct vocabulary vocabulary_namespaces;

/**
 * vocabulary_ops() - the words of a statement that allows operations
 * @class: the block it stands in
 * @verb: its first word
 */
struct vocabulary vocabulary_ops(enum holdfast_class class, const char *verb);

/* The values that have a word, bit N for N. */
uint64_t vocabulary_set(const struct vocabulary *vocabulary);

/**
 * vocabulary_find() - the value of a word
 * @vocabulary: where to look
 * @word: what to look for
 *
 * Return: the value, or -1.
 */
int vocabulary_find(const struct vocabulary *vocabulary, const char *word);

/**
 * vocabulary_nearest() - the word somebody probably meant
 * @vocabulary: where to look
 * @word: what was written
 *
 * Return: the nearest word, or NULL if none is near.
 */
const char *vocabulary_nearest(const struct vocabulary *vocabulary,
			       const char *word);

/**
 * word_distance() - how many letters to change to get from one to another
 * @a: one word
 * @b: another
 */
unsigned int word_distance(const char *a, const char *b);

/**
 * word_is_near() - whether one word is probably a slip for another
 * @a: what was written
 * @b: what may have been meant
 */
bool word_is_near(const char *a, const char *b);

/*
 * Names as the spec has them; NULL for a value that this tool is too old for.
 */
const char *class_name(unsigned int class);
const char *op_name(unsigned int op);
const char *scope_name(unsigned int scope);
const char *mode_name(unsigned int mode);
const char *hook_state_name(unsigned int state);
const char *form_name(unsigned int form);
const char *origin_name(unsigned int origin);

/* An address family's name without 'AF_'; NULL as above. */
const char *family_name(unsigned int family);

/* A capability's name without 'cap_'; NULL as above. */
const char *cap_name(unsigned int cap);

/* Namespace number @ns, in the order of the ns-create operations. */
const char *ns_name(unsigned int ns);
uint32_t ns_flag(unsigned int ns);

/* The class as the policy language spells it. */
const char *class_word(unsigned int class);

/**
 * op_words() - class and operation as the policy language has them
 * @op: the operation
 *
 * Return: such as "mount new device"; to be freed.
 */
char *op_words(unsigned int op);

#endif /* HOLDFAST_TOOL_NAMES_H */
