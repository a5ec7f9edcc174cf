/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_SCHEMA_H
#define HOLDFAST_TOOL_SCHEMA_H

#include <json-c/json.h>
#include <netlink/attr.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * enum attr_kind - how an attribute reads
 * @ATTR_NUMBER: an unsigned number of any width
 * @ATTR_TEXT: a string, maybe chosen by a container
 * @ATTR_FLAG: there or not
 * @ATTR_ENUM: a number that has a name
 * @ATTR_SET: a number whose bits have names
 * @ATTR_NS_FLAGS: CLONE_NEW* flags
 * @ATTR_NEST: further attributes
 */
enum attr_kind {
	ATTR_NONE,
	ATTR_NUMBER,
	ATTR_TEXT,
	ATTR_FLAG,
	ATTR_ENUM,
	ATTR_SET,
	ATTR_NS_FLAGS,
	ATTR_NEST,
};

struct attr_set;

/**
 * struct attr_info - an attribute of the specification
 * @name: as the specification has it
 * @kind: how it reads
 * @multi: it can be repeated
 * @value_name: of ATTR_ENUM and ATTR_SET
 * @nested: of ATTR_NEST
 */
struct attr_info {
	const char *name;
	enum attr_kind kind;
	bool multi;
	const char *(*value_name)(unsigned int value);
	const struct attr_set *nested;
};

/**
 * struct attr_set - an attribute set of the specification
 * @max: the largest attribute number
 * @attrs: by attribute number
 */
struct attr_set {
	unsigned int max;
	const struct attr_info *attrs;
};

extern const struct attr_set schema_status;
extern const struct attr_set schema_hook;
extern const struct attr_set schema_profile;
extern const struct attr_set schema_rule;
extern const struct attr_set schema_transaction;
extern const struct attr_set schema_stats;
extern const struct attr_set schema_key;
extern const struct attr_set schema_container;
extern const struct attr_set schema_event;

/* The set that a command's messages use; NULL if there is no such command. */
const struct attr_set *schema_of_command(unsigned int cmd);

/* A number of whatever width; 0 if @attr is NULL or has no such width. */
uint64_t attr_number(const struct nlattr *attr);

/* A string that ends in NUL, to be freed; NULL if @attr is NULL. */
char *attr_text(const struct nlattr *attr);

/* The text of @attr, fit for a terminal; "" if @attr is NULL. To be freed. */
char *attr_printable(const struct nlattr *attr);

/**
 * attrs_index() - put attributes in a table by their number
 * @table: of @max + 1 entries; the last of a kind wins
 * @max: numbers above are left out
 * @head: the first attribute
 * @len: bytes of all
 */
void attrs_index(struct nlattr **table, unsigned int max, struct nlattr *head,
		 int len);

/**
 * attr_path() - name the attribute at a place, with those it is nested in
 * @set: what the attributes mean
 * @head: the first attribute
 * @len: bytes of all
 * @offset: bytes from @head to the attribute
 *
 * Return: such as "device.major", to be freed; NULL if there is none.
 */
char *attr_path(const struct attr_set *set, struct nlattr *head, int len,
		size_t offset);

/**
 * attrs_to_json() - any message's attributes as JSON
 * @set: what they mean
 * @head: the first attribute
 * @len: bytes of all
 *
 * Keys are the specification's names; flags are always there.
 */
json_object *attrs_to_json(const struct attr_set *set, struct nlattr *head,
			   int len);

#endif /* HOLDFAST_TOOL_SCHEMA_H */
