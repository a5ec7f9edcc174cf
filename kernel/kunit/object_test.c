// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, KUnit - objects in words
 */

#include <kunit/test.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kernel.h>
#include <linux/mount.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <linux/socket.h>
#include <linux/string.h>
#include <linux/un.h>
#include <net/net_namespace.h>

#include "../object.h"

#define OBJECT(of_kind) .object.kind = HOLDFAST_OBJECT_##of_kind

/* What is in the request itself. */
static const struct plain {
	const char *what;
	struct holdfast_request request;
	const char *text;
} plain[] = {
	{ "nothing", { OBJECT(NONE) }, "" },
	{ "a string", { OBJECT(STRING), .object.string = "text" }, "text" },
	{ "a capability", { OBJECT(CAP), .cap = CAP_SYS_ADMIN }, "sys_admin" },
	{ "the first capability", { OBJECT(CAP), .cap = CAP_CHOWN }, "chown" },
	{ "an unknown capability", { OBJECT(CAP), .cap = 63 }, "63" },
	{ "a character device", { OBJECT(DEVICE), .major = 1, .minor = 3 },
	  "char 1:3" },
	{ "a block device",
	  { OBJECT(DEVICE), .block = true, .major = 259, .minor = 1048575 },
	  "block 259:1048575" },
	{ "a namespace",
	  { OBJECT(NS), .object.string = "net", .object.inum = 4026531840 },
	  "net:[4026531840]" },
	{ "a user namespace",
	  { OBJECT(USER_NS), .user_ns_count = 7, .user_ns_depth = 2 },
	  "user_count 7 user_depth 2" },
	{ "an address family", { OBJECT(FAMILY), .family = 38 }, "38" },
};

KUNIT_ARRAY_PARAM_DESC(plain, plain, what);

static void expect(struct kunit *test, const struct holdfast_request *request,
		   const char *text)
{
	char buf[HOLDFAST_TEXT_SIZE];

	memset(buf, 'x', sizeof(buf));
	holdfast_object_print(request, buf);
	KUNIT_EXPECT_STREQ(test, text, buf);
}

static void prints_plain(struct kunit *test)
{
	const struct plain *param = test->param_value;

	expect(test, &param->request, param->text);
}

static void cuts_long_ones(struct kunit *test)
{
	char text[HOLDFAST_TEXT_SIZE + 1];
	const struct holdfast_request request = {
		OBJECT(STRING),
		.object.string = text,
	};
	char buf[HOLDFAST_TEXT_SIZE];

	memset(text, 't', HOLDFAST_TEXT_SIZE);
	text[HOLDFAST_TEXT_SIZE] = '\0';
	holdfast_object_print(&request, buf);
	text[HOLDFAST_TEXT_SIZE - 1] = '\0';
	KUNIT_EXPECT_STREQ(test, text, buf);
}

static void prints_tasks(struct kunit *test)
{
	const struct holdfast_request request = {
		OBJECT(TASK),
		.object.task = current,
	};
	char text[TASK_COMM_LEN + 16];

	snprintf(text, sizeof(text), "%d %s", current->tgid, current->comm);
	expect(test, &request, text);
}

static void expect_file(struct kunit *test, const struct dentry *dentry,
			const char *text)
{
	const struct holdfast_request request = {
		OBJECT(FILE),
		.object.dentry = dentry,
	};

	expect(test, &request, text);
}

/* Folders inside of each other, as long as a path can be, and longer. */
#define DEPTH 3
#define NAME_LEN 100

static void prints_files(struct kunit *test)
{
	struct vfsmount *mnt = kern_mount(get_fs_type("ramfs"));
	struct dentry *path[DEPTH + 1];
	char name[NAME_LEN + 1], text[HOLDFAST_TEXT_SIZE];
	int i;

	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, mnt);
	memset(name, 'n', NAME_LEN);
	name[NAME_LEN] = '\0';
	path[0] = dget(mnt->mnt_root);
	expect_file(test, path[0], "ramfs:/");
	for (i = 1; i <= DEPTH; i++) {
		path[i] = d_alloc_name(path[i - 1], name);
		KUNIT_ASSERT_NOT_NULL(test, path[i]);
	}
	snprintf(text, sizeof(text), "ramfs:/%s/%s", name, name);
	expect_file(test, path[2], text);
	snprintf(text, sizeof(text), "ramfs:.../%s", name);
	expect_file(test, path[3], text);
	for (i = DEPTH; i >= 0; i--)
		dput(path[i]);
	kern_unmount(mnt);
}

/* An abstract address begins with a zero, and may have any others. */
static void prints_sockets(struct kunit *test)
{
	static const char name[] = "\0holdfast\0kunit \1";
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	struct holdfast_request request = { OBJECT(SOCKET) };
	struct socket *sock;

	if (!IS_ENABLED(CONFIG_UNIX))
		kunit_skip(test, "this kernel has no unix sockets");
	KUNIT_ASSERT_EQ(test, 0, sock_create_kern(&init_net, AF_UNIX,
						  SOCK_DGRAM, 0, &sock));
	memcpy(address.sun_path, name, sizeof(name) - 1);
	KUNIT_EXPECT_EQ(test, 0,
			kernel_bind(sock, (void *)&address,
				    offsetof(struct sockaddr_un, sun_path) +
					    sizeof(name) - 1));
	request.object.socket = sock->sk;
	expect(test, &request, "@holdfast@kunit @");
	sock_release(sock);
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(prints_plain, plain_gen_params),
	KUNIT_CASE(cuts_long_ones),
	KUNIT_CASE(prints_tasks),
	KUNIT_CASE(prints_files),
	KUNIT_CASE(prints_sockets),
	{ }
};

static struct kunit_suite suite = {
	.name = "holdfast_object",
	.test_cases = cases,
};

kunit_test_suite(suite);
