// SPDX-License-Identifier: GPL-2.0-only
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "names.h"
#include "schema.h"
#include "util.h"

#define NUMBER(n)	{ .name = (n), .kind = ATTR_NUMBER }
#define TEXT(n)		{ .name = (n), .kind = ATTR_TEXT }
#define FLAG(n)		{ .name = (n), .kind = ATTR_FLAG }
/* only ever sent */
#define BINARY(n)	{ .name = (n), .kind = ATTR_NONE }
#define NS_FLAGS(n)	{ .name = (n), .kind = ATTR_NS_FLAGS }
#define ENUM(n, of)	{ .name = (n), .kind = ATTR_ENUM, .value_name = (of) }
#define SET(n, of)	{ .name = (n), .kind = ATTR_SET, .value_name = (of) }
#define MULTI_ENUM(n, of) \
	{ .name = (n), .kind = ATTR_ENUM, .value_name = (of), .multi = true }
#define MULTI_TEXT(n)	{ .name = (n), .kind = ATTR_TEXT, .multi = true }
#define NEST(n, of)	{ .name = (n), .kind = ATTR_NEST, .nested = (of) }
#define MULTI_NEST(n, of) \
	{ .name = (n), .kind = ATTR_NEST, .nested = (of), .multi = true }

#define EVERY_ATTR(id, table)						\
	static_assert(ARRAY_SIZE(table) == HOLDFAST_A_##id##_MAX + 1,	\
		      "every attribute has a name")

static const struct attr_info status_attrs[] = {
	[HOLDFAST_A_STATUS_VERSION] = TEXT("version"),
	[HOLDFAST_A_STATUS_FORM] = ENUM("form", form_name),
	[HOLDFAST_A_STATUS_POLICY_VERSION] = NUMBER("policy-version"),
	[HOLDFAST_A_STATUS_PROFILES] = NUMBER("profiles"),
	[HOLDFAST_A_STATUS_RULES] = NUMBER("rules"),
	[HOLDFAST_A_STATUS_CONTAINERS] = NUMBER("containers"),
	[HOLDFAST_A_STATUS_TASKS] = NUMBER("tasks"),
	[HOLDFAST_A_STATUS_NAMESPACES] = NUMBER("namespaces"),
	[HOLDFAST_A_STATUS_DENIALS] = NUMBER("denials"),
	[HOLDFAST_A_STATUS_COMPLAINTS] = NUMBER("complaints"),
	[HOLDFAST_A_STATUS_QUIET] = NUMBER("quiet"),
	[HOLDFAST_A_STATUS_EVENTS] = NUMBER("events"),
	[HOLDFAST_A_STATUS_EVENTS_LOST] = NUMBER("events-lost"),
	[HOLDFAST_A_STATUS_NO_MEMORY] = NUMBER("no-memory"),
	[HOLDFAST_A_STATUS_KILLED] = NUMBER("killed"),
	[HOLDFAST_A_STATUS_POLICY_BYTES] = NUMBER("policy-bytes"),
	[HOLDFAST_A_STATUS_CLASS_ENFORCED] =
		MULTI_ENUM("class-enforced", class_name),
	[HOLDFAST_A_STATUS_SHADOW] = FLAG("shadow"),
	[HOLDFAST_A_STATUS_GENERATION] = NUMBER("generation"),
	[HOLDFAST_A_STATUS_ORIGIN] = ENUM("origin", origin_name),
	[HOLDFAST_A_STATUS_ACTIVE_SINCE] = NUMBER("active-since"),
	[HOLDFAST_A_STATUS_FORMER_VERSION] = NUMBER("former-version"),
	[HOLDFAST_A_STATUS_CONFIRM_LEFT] = NUMBER("confirm-left"),
	[HOLDFAST_A_STATUS_LOCKED] = FLAG("locked"),
	[HOLDFAST_A_STATUS_SHADOW_VERSION] = NUMBER("shadow-version"),
	[HOLDFAST_A_STATUS_SIGNED] = FLAG("signed"),
	[HOLDFAST_A_STATUS_SIGNATURE_REQUIRED] = FLAG("signature-required"),
	[HOLDFAST_A_STATUS_KEYRING_CLOSED] = FLAG("keyring-closed"),
	[HOLDFAST_A_STATUS_REFUSALS] = NUMBER("refusals"),
	[HOLDFAST_A_STATUS_COALESCED] = NUMBER("coalesced"),
	[HOLDFAST_A_STATUS_DELIVERED] = NUMBER("delivered"),
	[HOLDFAST_A_STATUS_WAITING] = NUMBER("waiting"),
	[HOLDFAST_A_STATUS_LOST_OVERRUN] = NUMBER("lost-overrun"),
	[HOLDFAST_A_STATUS_LOST_SOCKET] = NUMBER("lost-socket"),
	[HOLDFAST_A_STATUS_LOST_MEMORY] = NUMBER("lost-memory"),
	[HOLDFAST_A_STATUS_RING_SIZE] = NUMBER("ring-size"),
	[HOLDFAST_A_STATUS_AUDIT] = FLAG("audit"),
	[HOLDFAST_A_STATUS_AUDIT_LOST] = NUMBER("audit-lost"),
};

EVERY_ATTR(STATUS, status_attrs);
const struct attr_set schema_status = {
	HOLDFAST_A_STATUS_MAX, status_attrs
};

static const struct attr_info hook_attrs[] = {
	[HOLDFAST_A_HOOK_NAME] = TEXT("name"),
	[HOLDFAST_A_HOOK_CLASS] = ENUM("class", class_name),
	[HOLDFAST_A_HOOK_STATE] = ENUM("state", hook_state_name),
	[HOLDFAST_A_HOOK_PURPOSE] = TEXT("purpose"),
	[HOLDFAST_A_HOOK_OP] = MULTI_ENUM("op", op_name),
};

EVERY_ATTR(HOOK, hook_attrs);
const struct attr_set schema_hook = {
	HOLDFAST_A_HOOK_MAX, hook_attrs
};

static const struct attr_info cap_scope_attrs[] = {
	[HOLDFAST_A_CAP_SCOPE_CAP] = ENUM("cap", cap_name),
	[HOLDFAST_A_CAP_SCOPE_OWN] = FLAG("own"),
	[HOLDFAST_A_CAP_SCOPE_ONLY] = FLAG("only"),
	[HOLDFAST_A_CAP_SCOPE_SCOPES] = SET("scopes", scope_name),
};

EVERY_ATTR(CAP_SCOPE, cap_scope_attrs);
static const struct attr_set schema_cap_scope = {
	HOLDFAST_A_CAP_SCOPE_MAX, cap_scope_attrs
};

static const struct attr_info device_attrs[] = {
	[HOLDFAST_A_DEVICE_BLOCK] = FLAG("block"),
	[HOLDFAST_A_DEVICE_MAJOR] = NUMBER("major"),
	[HOLDFAST_A_DEVICE_MINOR_FIRST] = NUMBER("minor-first"),
	[HOLDFAST_A_DEVICE_MINOR_LAST] = NUMBER("minor-last"),
};

EVERY_ATTR(DEVICE, device_attrs);
static const struct attr_set schema_device = {
	HOLDFAST_A_DEVICE_MAX, device_attrs
};

static const struct attr_info profile_attrs[] = {
	[HOLDFAST_A_PROFILE_NAME] = TEXT("name"),
	[HOLDFAST_A_PROFILE_COMPLAIN] = MULTI_ENUM("complain", class_name),
	[HOLDFAST_A_PROFILE_ALLOW] = MULTI_ENUM("allow", op_name),
	[HOLDFAST_A_PROFILE_FS_TYPE] = MULTI_TEXT("fs-type"),
	[HOLDFAST_A_PROFILE_CAP_HOST] = SET("cap-host", cap_name),
	[HOLDFAST_A_PROFILE_CAP_OWN] = SET("cap-own", cap_name),
	[HOLDFAST_A_PROFILE_CAP_SCOPE] =
		MULTI_NEST("cap-scope", &schema_cap_scope),
	[HOLDFAST_A_PROFILE_DEVICE] = MULTI_NEST("device", &schema_device),
	[HOLDFAST_A_PROFILE_ALIAS] = MULTI_TEXT("alias"),
	[HOLDFAST_A_PROFILE_SOCKET] = MULTI_TEXT("socket"),
	[HOLDFAST_A_PROFILE_FAMILIES] = SET("families", family_name),
	[HOLDFAST_A_PROFILE_USER_NS_COUNT] = NUMBER("user-ns-count"),
	[HOLDFAST_A_PROFILE_USER_NS_DEPTH] = NUMBER("user-ns-depth"),
	[HOLDFAST_A_PROFILE_SHADOW] = FLAG("shadow"),
};

EVERY_ATTR(PROFILE, profile_attrs);
const struct attr_set schema_profile = {
	HOLDFAST_A_PROFILE_MAX, profile_attrs
};

static const struct attr_info rule_attrs[] = {
	[HOLDFAST_A_RULE_INDEX] = NUMBER("index"),
	[HOLDFAST_A_RULE_NAMESPACES] = NS_FLAGS("namespaces"),
	[HOLDFAST_A_RULE_ROOTFS] = FLAG("rootfs"),
	[HOLDFAST_A_RULE_CGROUP] = TEXT("cgroup"),
	[HOLDFAST_A_RULE_USER_FIRST] = NUMBER("user-first"),
	[HOLDFAST_A_RULE_USER_LAST] = NUMBER("user-last"),
	[HOLDFAST_A_RULE_PROFILE] = TEXT("profile"),
	[HOLDFAST_A_RULE_ASSIGNED] = FLAG("assigned"),
	[HOLDFAST_A_RULE_TRANSITION] = FLAG("transition"),
	[HOLDFAST_A_RULE_SHADOW] = FLAG("shadow"),
};

EVERY_ATTR(RULE, rule_attrs);
const struct attr_set schema_rule = {
	HOLDFAST_A_RULE_MAX, rule_attrs
};

static const struct attr_info transaction_attrs[] = {
	[HOLDFAST_A_TRANSACTION_GENERATION] = NUMBER("generation"),
	[HOLDFAST_A_TRANSACTION_POLICY_VERSION] = NUMBER("policy-version"),
	[HOLDFAST_A_TRANSACTION_FORCE] = FLAG("force"),
	[HOLDFAST_A_TRANSACTION_CONFIRM] = NUMBER("confirm"),
	[HOLDFAST_A_TRANSACTION_SHADOW] = FLAG("shadow"),
	[HOLDFAST_A_TRANSACTION_SIGNATURE] = BINARY("signature"),
};

EVERY_ATTR(TRANSACTION, transaction_attrs);
const struct attr_set schema_transaction = {
	HOLDFAST_A_TRANSACTION_MAX, transaction_attrs
};

static const struct attr_info stats_attrs[] = {
	[HOLDFAST_A_STATS_SHADOW] = FLAG("shadow"),
	[HOLDFAST_A_STATS_PROFILE] = TEXT("profile"),
	[HOLDFAST_A_STATS_OP] = ENUM("op", op_name),
	[HOLDFAST_A_STATS_ALLOWED] = FLAG("allowed"),
	[HOLDFAST_A_STATS_HITS] = NUMBER("hits"),
	[HOLDFAST_A_STATS_DIFFERS] = NUMBER("differs"),
	[HOLDFAST_A_STATS_RULE] = NUMBER("rule"),
	[HOLDFAST_A_STATS_MATCHES] = NUMBER("matches"),
};

EVERY_ATTR(STATS, stats_attrs);
const struct attr_set schema_stats = {
	HOLDFAST_A_STATS_MAX, stats_attrs
};

static const struct attr_info key_attrs[] = {
	[HOLDFAST_A_KEY_CERTIFICATE] = BINARY("certificate"),
};

EVERY_ATTR(KEY, key_attrs);
const struct attr_set schema_key = {
	HOLDFAST_A_KEY_MAX, key_attrs
};

static const struct attr_info container_attrs[] = {
	[HOLDFAST_A_CONTAINER_ID] = NUMBER("id"),
	[HOLDFAST_A_CONTAINER_PARENT] = NUMBER("parent"),
	[HOLDFAST_A_CONTAINER_PROFILE] = TEXT("profile"),
	[HOLDFAST_A_CONTAINER_COMPLAIN] = MULTI_ENUM("complain", class_name),
	[HOLDFAST_A_CONTAINER_TASKS] = NUMBER("tasks"),
	[HOLDFAST_A_CONTAINER_DENIALS] = NUMBER("denials"),
	[HOLDFAST_A_CONTAINER_PID] = NUMBER("pid"),
	[HOLDFAST_A_CONTAINER_COMM] = TEXT("comm"),
	[HOLDFAST_A_CONTAINER_CGROUP_ID] = NUMBER("cgroup-id"),
	[HOLDFAST_A_CONTAINER_CGROUP] = TEXT("cgroup"),
	[HOLDFAST_A_CONTAINER_SINCE] = NUMBER("since"),
	[HOLDFAST_A_CONTAINER_ADOPTED] = FLAG("adopted"),
	[HOLDFAST_A_CONTAINER_NAMESPACES] = NS_FLAGS("namespaces"),
	[HOLDFAST_A_CONTAINER_ASSIGNED] = TEXT("assigned"),
	[HOLDFAST_A_CONTAINER_RULE] = NUMBER("rule"),
	[HOLDFAST_A_CONTAINER_EVENTS] = NUMBER("events"),
	[HOLDFAST_A_CONTAINER_EVENTS_LOST] = NUMBER("events-lost"),
};

EVERY_ATTR(CONTAINER, container_attrs);
const struct attr_set schema_container = {
	HOLDFAST_A_CONTAINER_MAX, container_attrs
};

static const struct attr_info namespaces_attrs[] = {
	[HOLDFAST_A_NAMESPACES_MNT] = NUMBER("mnt"),
	[HOLDFAST_A_NAMESPACES_PID] = NUMBER("pid"),
	[HOLDFAST_A_NAMESPACES_USER] = NUMBER("user"),
	[HOLDFAST_A_NAMESPACES_NET] = NUMBER("net"),
	[HOLDFAST_A_NAMESPACES_UTS] = NUMBER("uts"),
	[HOLDFAST_A_NAMESPACES_IPC] = NUMBER("ipc"),
	[HOLDFAST_A_NAMESPACES_CGROUP] = NUMBER("cgroup"),
	[HOLDFAST_A_NAMESPACES_TIME] = NUMBER("time"),
};

EVERY_ATTR(NAMESPACES, namespaces_attrs);
static const struct attr_set schema_namespaces = {
	HOLDFAST_A_NAMESPACES_MAX, namespaces_attrs
};

static const struct attr_info event_attrs[] = {
	[HOLDFAST_A_EVENT_SEQ] = NUMBER("seq"),
	[HOLDFAST_A_EVENT_TIME] = NUMBER("time"),
	[HOLDFAST_A_EVENT_LAST] = NUMBER("last"),
	[HOLDFAST_A_EVENT_COUNT] = NUMBER("count"),
	[HOLDFAST_A_EVENT_CONTAINER] = NUMBER("container"),
	[HOLDFAST_A_EVENT_PROFILE] = TEXT("profile"),
	[HOLDFAST_A_EVENT_CLASS] = ENUM("class", class_name),
	[HOLDFAST_A_EVENT_OP] = ENUM("op", op_name),
	[HOLDFAST_A_EVENT_MODE] = ENUM("mode", mode_name),
	[HOLDFAST_A_EVENT_ERRNO] = NUMBER("errno"),
	[HOLDFAST_A_EVENT_OBJECT] = TEXT("object"),
	[HOLDFAST_A_EVENT_PID] = NUMBER("pid"),
	[HOLDFAST_A_EVENT_TID] = NUMBER("tid"),
	[HOLDFAST_A_EVENT_UID] = NUMBER("uid"),
	[HOLDFAST_A_EVENT_COMM] = TEXT("comm"),
	[HOLDFAST_A_EVENT_SCOPE] = ENUM("scope", scope_name),
	[HOLDFAST_A_EVENT_SINCE] = NUMBER("since"),
	[HOLDFAST_A_EVENT_CONTAINER_SEQ] = NUMBER("container-seq"),
	[HOLDFAST_A_EVENT_REFUSALS] = NUMBER("refusals"),
	[HOLDFAST_A_EVENT_INNER] = NUMBER("inner"),
	[HOLDFAST_A_EVENT_RULE] = NUMBER("rule"),
	[HOLDFAST_A_EVENT_GENERATION] = NUMBER("generation"),
	[HOLDFAST_A_EVENT_SYSCALL] = NUMBER("syscall"),
	[HOLDFAST_A_EVENT_ARCH] = NUMBER("arch"),
	[HOLDFAST_A_EVENT_EXE] = TEXT("exe"),
	[HOLDFAST_A_EVENT_CGROUP] = TEXT("cgroup"),
	[HOLDFAST_A_EVENT_NAMESPACES] = NEST("namespaces", &schema_namespaces),
	[HOLDFAST_A_EVENT_OTHER_PROCESSES] = FLAG("other-processes"),
	[HOLDFAST_A_EVENT_OTHER_OBJECTS] = FLAG("other-objects"),
};

EVERY_ATTR(EVENT, event_attrs);
const struct attr_set schema_event = {
	HOLDFAST_A_EVENT_MAX, event_attrs
};

const struct attr_set *schema_of_command(unsigned int cmd)
{
	static const struct attr_set *const sets[] = {
		[HOLDFAST_CMD_STATUS_GET] = &schema_status,
		[HOLDFAST_CMD_HOOK_GET] = &schema_hook,
		[HOLDFAST_CMD_POLICY_BEGIN] = &schema_transaction,
		[HOLDFAST_CMD_PROFILE_ADD] = &schema_profile,
		[HOLDFAST_CMD_RULE_ADD] = &schema_rule,
		[HOLDFAST_CMD_POLICY_COMMIT] = &schema_transaction,
		[HOLDFAST_CMD_POLICY_CONFIRM] = &schema_transaction,
		[HOLDFAST_CMD_POLICY_ROLLBACK] = &schema_transaction,
		[HOLDFAST_CMD_LOCK] = &schema_transaction,
		[HOLDFAST_CMD_KEY_ADD] = &schema_key,
		[HOLDFAST_CMD_POLICY_PROMOTE] = &schema_transaction,
		[HOLDFAST_CMD_POLICY_UNSHADOW] = &schema_transaction,
		[HOLDFAST_CMD_STATS_GET] = &schema_stats,
		[HOLDFAST_CMD_PROFILE_GET] = &schema_profile,
		[HOLDFAST_CMD_RULE_GET] = &schema_rule,
		[HOLDFAST_CMD_CONTAINER_GET] = &schema_container,
		[HOLDFAST_CMD_CONTAINER_ASSIGN] = &schema_container,
		[HOLDFAST_CMD_EVENT_GET] = &schema_event,
		[HOLDFAST_CMD_EVENT_NTF] = &schema_event,
	};

	return cmd < ARRAY_SIZE(sets) ? sets[cmd] : NULL;
}

uint64_t attr_number(const struct nlattr *attr)
{
	uint64_t value = 0;
	size_t len = attr ? (size_t)nla_len(attr) : 0;

	if (len == sizeof(uint8_t))
		return nla_get_u8(attr);
	if (len == sizeof(uint16_t))
		return nla_get_u16(attr);
	if (len == sizeof(uint32_t))
		return nla_get_u32(attr);
	/* Only four bytes of alignment are sure. */
	if (len == sizeof(uint64_t))
		memcpy(&value, nla_data(attr), sizeof(value));
	return value;
}

char *attr_text(const struct nlattr *attr)
{
	if (!attr)
		return NULL;
	return xstrndup(nla_data(attr), (size_t)nla_len(attr));
}

char *attr_printable(const struct nlattr *attr)
{
	char *text = attr_text(attr), *printable;

	printable = text_printable(text ? text : "");
	free(text);
	return printable;
}

/* libnl's nla_parse() refuses a whole message over one odd attribute. */
void attrs_index(struct nlattr **table, unsigned int max, struct nlattr *head,
		 int len)
{
	struct nlattr *attr;
	int rest;

	memset(table, 0, (max + 1) * sizeof(*table));
	nla_for_each_attr(attr, head, len, rest)
		if (nla_type(attr) <= (int)max)
			table[nla_type(attr)] = attr;
}

static char *nested_path(const struct attr_info *info, struct nlattr *attr,
			 size_t offset)
{
	char *inner = NULL, *path;

	if (info->nested && offset >= NLA_HDRLEN)
		inner = attr_path(info->nested, nla_data(attr), nla_len(attr),
				  offset - NLA_HDRLEN);
	if (!inner)
		return xstrdup(info->name);
	if (asprintf(&path, "%s.%s", info->name, inner) < 0)
		path = NULL;
	free(inner);
	return path;
}

char *attr_path(const struct attr_set *set, struct nlattr *head, int len,
		size_t offset)
{
	struct nlattr *attr;
	size_t start;
	int rest;

	nla_for_each_attr(attr, head, len, rest) {
		start = (size_t)((char *)attr - (char *)head);
		if (offset < start || offset >= start + attr->nla_len)
			continue;
		if (!nla_type(attr) || nla_type(attr) > (int)set->max)
			return NULL;
		return nested_path(&set->attrs[nla_type(attr)], attr,
				   offset - start);
	}
	return NULL;
}

static json_object *json_text(const struct nlattr *attr)
{
	char *text = attr_text(attr), *utf8 = text_utf8(text);
	json_object *json = json_object_new_string(utf8);

	free(utf8);
	free(text);
	return json;
}

static json_object *json_named(const struct attr_info *info, uint64_t value)
{
	const char *name = NULL;

	if (value <= UINT32_MAX)
		name = info->value_name((unsigned int)value);
	return name ? json_object_new_string(name) :
		      json_object_new_uint64(value);
}

static json_object *json_set(const struct attr_info *info, uint64_t set)
{
	json_object *json = json_object_new_array();
	unsigned int bit;

	for (bit = 0; bit < 64; bit++)
		if (set & BIT_ULL(bit))
			json_object_array_add(json, json_named(info, bit));
	return json;
}

static json_object *json_name(const char *name)
{
	return json_object_new_string(name);
}

static json_object *json_ns_flags(uint64_t flags)
{
	json_object *json = json_object_new_array();
	unsigned int ns;

	for (ns = 0; ns < NS_COUNT; ns++)
		if (flags & ns_flag(ns))
			json_object_array_add(json, json_name(ns_name(ns)));
	return json;
}

static json_object *attr_to_json(const struct attr_info *info,
				 struct nlattr *attr)
{
	switch (info->kind) {
	case ATTR_NUMBER:
		return json_object_new_uint64(attr_number(attr));
	case ATTR_TEXT:
		return json_text(attr);
	case ATTR_FLAG:
		return json_object_new_boolean(true);
	case ATTR_ENUM:
		return json_named(info, attr_number(attr));
	case ATTR_SET:
		return json_set(info, attr_number(attr));
	case ATTR_NS_FLAGS:
		return json_ns_flags(attr_number(attr));
	case ATTR_NEST:
		return attrs_to_json(info->nested, nla_data(attr),
				     nla_len(attr));
	case ATTR_NONE:
		break;
	}
	return NULL;
}

static void add_multi(json_object *json, const char *name, json_object *member)
{
	json_object *array;

	if (!json_object_object_get_ex(json, name, &array)) {
		array = json_object_new_array();
		json_object_object_add(json, name, array);
	}
	json_object_array_add(array, member);
}

/* Flags that are not set and lists that are empty are still told. */
static void add_absent(json_object *json, const struct attr_set *set)
{
	const struct attr_info *info;
	unsigned int type;

	for (type = 1; type <= set->max; type++) {
		info = &set->attrs[type];
		if (json_object_object_get_ex(json, info->name, NULL))
			continue;
		if (info->kind == ATTR_FLAG)
			json_object_object_add(json, info->name,
					       json_object_new_boolean(false));
		else if (info->multi)
			json_object_object_add(json, info->name,
					       json_object_new_array());
	}
}

json_object *attrs_to_json(const struct attr_set *set, struct nlattr *head,
			   int len)
{
	json_object *json = json_object_new_object(), *member;
	const struct attr_info *info;
	struct nlattr *attr;
	int rest;

	nla_for_each_attr(attr, head, len, rest) {
		if (!nla_type(attr) || nla_type(attr) > (int)set->max)
			continue;
		info = &set->attrs[nla_type(attr)];
		member = attr_to_json(info, attr);
		if (info->multi)
			add_multi(json, info->name, member);
		else
			json_object_object_add(json, info->name, member);
	}
	add_absent(json, set);
	return json;
}
