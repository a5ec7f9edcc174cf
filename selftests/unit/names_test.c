// SPDX-License-Identifier: GPL-2.0-only
/*
 * Names, untrusted text, and messages as JSON and as lines for people.
 * With an argument: print every name that must be in the specification.
 */
#include <errno.h>
#include <netlink/msg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "event.h"
#include "member.h"
#include "names.h"
#include "schema.h"
#include "tap.h"
#include "util.h"

static void test_text(const char *what, char *(*convert)(const char *text),
		      const char *in, const char *out)
{
	char *got = convert(in);

	if (!tap(!strcmp(got, out), "%s", what))
		printf("# got %s\n", got);
	free(got);
}

static void test_texts(void)
{
	test_text("plain text stays", text_printable, "a b\"", "a b\"");
	test_text("UTF-8 stays", text_printable, "\xc3\xa9\xf0\x9f\x98\x80",
		  "\xc3\xa9\xf0\x9f\x98\x80");
	test_text("escape sequences do not", text_printable, "\x1b[2J\n\x7f",
		  "\\x1b[2J\\x0a\\x7f");
	test_text("nor do C1 controls", text_printable, "\xc2\x9b" "2J",
		  "\\xc2\\x9b2J");
	test_text("nor does a cut sequence", text_printable, "a\xf0\x9f\x98",
		  "a\\xf0\\x9f\\x98");
	test_text("JSON gets U+FFFD for what is no UTF-8", text_utf8,
		  "a\xff" "b\xc3", "a\xef\xbf\xbd" "b\xef\xbf\xbd");
	test_text("surrogates and overlong forms are none", text_utf8,
		  "\xed\xa0\x80\xc0\x80",
		  "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
}

static void test_words(void)
{
	const char *near;
	unsigned int op, other, same = 0;

	for (op = 0; op < OP_COUNT; op++) {
		char *words = op_words(op);

		for (other = 0; other < op; other++) {
			char *words2 = op_words(other);

			same += !strcmp(words, words2);
			free(words2);
		}
		free(words);
	}
	tap(!same, "no two operations read the same");
	near = vocabulary_nearest(&vocabulary_caps, "sys_amdin");
	tap(near && !strcmp(near, "sys_admin"), "swapped letters are near");
	tap(!vocabulary_nearest(&vocabulary_caps, "xyzzy"),
	    "nothing is near to nonsense");
	tap(vocabulary_find(&vocabulary_caps, "CHOWN") < 0 &&
	    vocabulary_find(&vocabulary_caps, "cap_chown") < 0 &&
	    vocabulary_find(&vocabulary_caps, "0") < 0 &&
	    vocabulary_find(&vocabulary_caps, "chown") == CAP_CHOWN,
	    "capabilities have one spelling");
}

static struct nl_msg *event_message(uint32_t mode, uint32_t count)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlattr *nest;

	nlmsg_put(msg, 0, 0, 0, 0, 0);
	nla_put_u64(msg, HOLDFAST_A_EVENT_SEQ, 12);
	nla_put_u64(msg, HOLDFAST_A_EVENT_TIME, 5);
	nla_put_u32(msg, HOLDFAST_A_EVENT_COUNT, count);
	nla_put_u64(msg, HOLDFAST_A_EVENT_CONTAINER, 3);
	nla_put_string(msg, HOLDFAST_A_EVENT_PROFILE, "privileged");
	nla_put_u32(msg, HOLDFAST_A_EVENT_CLASS, HOLDFAST_CLASS_MOUNT);
	nla_put_u32(msg, HOLDFAST_A_EVENT_OP, HOLDFAST_OP_MOUNT_NEW_DEVICE);
	nla_put_u32(msg, HOLDFAST_A_EVENT_MODE, mode);
	nla_put_u32(msg, HOLDFAST_A_EVENT_ERRNO, mode ? 0 : EPERM);
	nla_put_string(msg, HOLDFAST_A_EVENT_OBJECT, "ext4 /dev/\x1bvda");
	nla_put_u32(msg, HOLDFAST_A_EVENT_PID, 412);
	nla_put_u32(msg, HOLDFAST_A_EVENT_TID, 412);
	nla_put_u32(msg, HOLDFAST_A_EVENT_UID, 0);
	nla_put_string(msg, HOLDFAST_A_EVENT_COMM, "break\nout");
	nla_put_u32(msg, HOLDFAST_A_EVENT_SCOPE, mode ? HOLDFAST_SCOPE_FSMOUNT :
							HOLDFAST_SCOPE_OTHER);
	nla_put_string(msg, HOLDFAST_A_EVENT_EXE, "overlay:/bin/mount");
	nest = nla_nest_start(msg, HOLDFAST_A_EVENT_NAMESPACES);
	nla_put_u32(msg, HOLDFAST_A_NAMESPACES_PID, 4026532273);
	nla_nest_end(msg, nest);
	if (count > 1)
		nla_put_flag(msg, HOLDFAST_A_EVENT_OTHER_PROCESSES);
	/* One that this tool does not know must not harm. */
	nla_put_u32(msg, 999, 1);
	return msg;
}

/* What event_print() writes, but for the date of a person's line. */
static void test_event(const char *what, struct nl_msg *msg,
		       json_object *container, bool json, const char *line)
{
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	char got[1024] = "";
	FILE *file = tmpfile();
	int copy = dup(STDOUT_FILENO);
	size_t skip = json ? 0 : strlen("2026-11-21 21:56:01");

	fflush(stdout);
	dup2(fileno(file), STDOUT_FILENO);
	event_print(nlmsg_attrdata(hdr, 0), nlmsg_attrlen(hdr, 0), container,
		    json);
	fflush(stdout);
	dup2(copy, STDOUT_FILENO);
	close(copy);
	rewind(file);
	if (!fread(got, 1, sizeof(got) - 1, file))
		skip = 0;
	fclose(file);
	nlmsg_free(msg);
	if (!tap(!strcmp(got + skip, line), "%s", what))
		printf("# got %s", got);
}

static void test_events(void)
{
	test_event("a refusal", event_message(HOLDFAST_MODE_ENFORCE, 3), NULL,
		   false,
		   " #12 container 3 (privileged): refused mount new device \"ext4 /dev/\\x1bvda\": EPERM  [break\\x0aout pid 412 uid 0] ×3, of other processes too\n");
	test_event("a complaint", event_message(HOLDFAST_MODE_COMPLAIN, 1),
		   NULL, false,
		   " #12 container 3 (privileged): would refuse mount new device \"ext4 /dev/\\x1bvda\" in fsmount: allowed, the profile only complains  [break\\x0aout pid 412 uid 0]\n");
	test_event("what the shadow would refuse",
		   event_message(HOLDFAST_MODE_SHADOW, 1), NULL, false,
		   " #12 container 3 (privileged): would refuse mount new device \"ext4 /dev/\\x1bvda\" in fsmount: allowed, this is the shadow  [break\\x0aout pid 412 uid 0]\n");
	test_event("a refusal as JSON", event_message(HOLDFAST_MODE_ENFORCE, 3),
		   NULL, true,
		   "{\"seq\":12,\"time\":5,\"count\":3,\"container\":3,\"profile\":\"privileged\",\"class\":\"mount\",\"op\":\"mount-new-device\",\"mode\":\"enforce\",\"errno\":1,\"object\":\"ext4 /dev/\\u001bvda\",\"pid\":412,\"tid\":412,\"uid\":0,\"comm\":\"break\\nout\",\"scope\":\"other\",\"exe\":\"overlay:/bin/mount\",\"namespaces\":{\"pid\":4026532273},\"other-processes\":true,\"other-objects\":false}\n");
}

static json_object *described(const char *const *names)
{
	json_object *container = json_object_new_object();

	for (; *names; names += 2)
		member_add_text(container, names[0], names[1]);
	return container;
}

/* What people call the container, in the line and in JSON. */
static void test_event_names(void)
{
	static const char *const whole[] = {
		"runtime", "podman", "runtime-id", "0123456789abcdef", "name",
		"we\nb", "image", "localhost/nginx@sha256:0123", NULL
	};
	static const char *const nameless[] = {
		"runtime", "runc", "runtime-id", "0123456789abcdef", NULL
	};
	json_object *container = described(whole);
	struct nl_msg *msg = event_message(HOLDFAST_MODE_ENFORCE, 1);
	struct nlmsghdr *hdr = nlmsg_hdr(msg);
	json_object *event;

	test_event("a refusal of a container with a name",
		   event_message(HOLDFAST_MODE_ENFORCE, 1), container, false,
		   " #12 podman container 3 \"we\\x0ab\" of localhost/nginx (privileged): refused mount new device \"ext4 /dev/\\x1bvda\": EPERM  [break\\x0aout pid 412 uid 0]\n");
	event = event_to_json(nlmsg_attrdata(hdr, 0), nlmsg_attrlen(hdr, 0),
			      container);
	tap(!strcmp(member_text(event, "name"), "we\nb") &&
	    !strcmp(member_text(event, "image"), "localhost/nginx@sha256:0123") &&
	    !strcmp(member_text(event, "runtime"), "podman") &&
	    !strcmp(member_text(event, "runtime-id"), "0123456789abcdef") &&
	    !member_exists(event, "pod"), "the same as JSON");
	json_object_put(event);
	json_object_put(container);
	nlmsg_free(msg);
	container = described(nameless);
	test_event("a refusal of a container with an id",
		   event_message(HOLDFAST_MODE_ENFORCE, 1), container, false,
		   " #12 runc container 3 \"0123456789ab\" (privileged): refused mount new device \"ext4 /dev/\\x1bvda\": EPERM  [break\\x0aout pid 412 uid 0]\n");
	json_object_put(container);
}

static void test_path(void)
{
	struct nl_msg *msg = nlmsg_alloc();
	struct nlmsghdr *hdr = nlmsg_put(msg, 0, 0, 0, 0, 0);
	struct nlattr *nest, *head = nlmsg_attrdata(hdr, 0);
	char *path;

	nla_put_string(msg, HOLDFAST_A_PROFILE_NAME, "abc");
	nest = nla_nest_start(msg, HOLDFAST_A_PROFILE_DEVICE);
	nla_put_flag(msg, HOLDFAST_A_DEVICE_BLOCK);
	nla_put_u32(msg, HOLDFAST_A_DEVICE_MAJOR, 8);
	nla_nest_end(msg, nest);

	path = attr_path(&schema_profile, head, nlmsg_attrlen(hdr, 0), 0);
	tap(path && !strcmp(path, "name"), "the first attribute");
	free(path);
	path = attr_path(&schema_profile, head, nlmsg_attrlen(hdr, 0), 8);
	tap(path && !strcmp(path, "device"), "a nest itself");
	free(path);
	path = attr_path(&schema_profile, head, nlmsg_attrlen(hdr, 0), 16);
	tap(path && !strcmp(path, "device.major"), "inside of a nest");
	free(path);
	path = attr_path(&schema_profile, head, nlmsg_attrlen(hdr, 0), 99);
	tap(!path, "behind the end");
	free(path);
	nlmsg_free(msg);
}

static void list_names(void)
{
	unsigned int i, cmd;

	for (i = 0; i < OP_COUNT; i++)
		puts(op_name(i));
	for (i = 0; i < SCOPE_COUNT; i++)
		puts(scope_name(i));
	puts(mode_name(HOLDFAST_MODE_ENFORCE));
	puts(mode_name(HOLDFAST_MODE_COMPLAIN));
	puts(hook_state_name(HOLDFAST_HOOK_STATE_MISSING));
	puts(form_name(HOLDFAST_FORM_BUILTIN));
	for (cmd = HOLDFAST_CMD_STATUS_GET; cmd <= HOLDFAST_CMD_EVENT_NTF; cmd++)
		for (i = 1; i <= schema_of_command(cmd)->max; i++)
			puts(schema_of_command(cmd)->attrs[i].name);
}

int main(int argc, char **argv)
{
	(void)argv;
	if (argc > 1) {
		list_names();
		return 0;
	}
	test_texts();
	test_words();
	test_events();
	test_event_names();
	test_path();
	return tap_end();
}
