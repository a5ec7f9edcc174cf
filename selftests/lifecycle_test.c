// SPDX-License-Identifier: GPL-2.0-only
/*
 * Policies come and go: versions, the way back, and what happens to one that
 * nobody confirms. To lock is for lifecycle.sh, as nothing comes after it.
 */
#include <errno.h>
#include <linux/keyctl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "message.h"

#define BEGIN		HOLDFAST_CMD_POLICY_BEGIN
#define COMMIT		HOLDFAST_CMD_POLICY_COMMIT
#define CONFIRM		HOLDFAST_CMD_POLICY_CONFIRM
#define ROLLBACK	HOLDFAST_CMD_POLICY_ROLLBACK
#define LOCK		HOLDFAST_CMD_LOCK

/* A policy of version 10 is active; it has one profile, "ten". */
FIXTURE(lifecycle)
{
	int fd;
	int other;
	struct snapshot before;
	struct snapshot ten;
};

static int begin(int fd, uint64_t version, const char *name)
{
	struct message msg;
	int err;

	message_init(&msg, BEGIN, 0);
	if (version)
		message_put_u64(&msg, HOLDFAST_A_TRANSACTION_POLICY_VERSION,
				version);
	err = message_talk(fd, &msg, NULL);
	message_init(&msg, HOLDFAST_CMD_PROFILE_ADD, 0);
	message_put_text(&msg, HOLDFAST_A_PROFILE_NAME, name);
	return message_talk(fd, &msg, NULL) ?: err;
}

/* Commits what is open. Return: what the kernel says, 0 or negative. */
static int commit(int fd, uint32_t confirm, bool force, char *reason)
{
	struct answer answer;
	struct message msg;
	int err;

	message_init(&msg, COMMIT, 0);
	if (confirm)
		message_put_u32(&msg, HOLDFAST_A_TRANSACTION_CONFIRM, confirm);
	if (force)
		message_put(&msg, HOLDFAST_A_TRANSACTION_FORCE, NULL, 0);
	err = message_talk(fd, &msg, &answer);
	if (reason)
		strcpy(reason, answer.reason);
	answer_free(&answer);
	return err;
}

/* Return: what the kernel says to a request, with the words for it. */
static int ask(int fd, uint8_t cmd, char *reason)
{
	struct answer answer;
	struct message msg;
	int err;

	message_init(&msg, cmd, 0);
	err = message_talk(fd, &msg, &answer);
	strcpy(reason, answer.reason);
	answer_free(&answer);
	return err;
}

/* Return: a number of the status, or -1 if it is not there. */
static int64_t status(uint16_t attr)
{
	uint64_t value;

	return message_status(attr, &value) ? -1 : (int64_t)value;
}

#define VERSION()	status(HOLDFAST_A_STATUS_POLICY_VERSION)
#define GENERATION()	status(HOLDFAST_A_STATUS_GENERATION)
#define FORMER()	status(HOLDFAST_A_STATUS_FORMER_VERSION)
#define LEFT()		status(HOLDFAST_A_STATUS_CONFIRM_LEFT)
#define ORIGIN()	status(HOLDFAST_A_STATUS_ORIGIN)

static bool is_active(const struct snapshot *snapshot)
{
	struct snapshot now;
	bool same = !snapshot_take(&now) && snapshot_same(snapshot, &now);

	snapshot_free(&now);
	return same;
}

FIXTURE_SETUP(lifecycle)
{
	int err = message_family(NULL);

	if (err == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_LT(0, err);
	ASSERT_EQ(0, snapshot_take(&self->before));
	self->fd = message_socket();
	self->other = message_socket();
	ASSERT_LE(0, self->fd);
	ASSERT_LE(0, self->other);
	ASSERT_EQ(0, begin(self->fd, 10, "ten"));
	ASSERT_EQ(0, commit(self->fd, 0, false, NULL));
	ASSERT_EQ(0, snapshot_take(&self->ten));
}

FIXTURE_TEARDOWN(lifecycle)
{
	close(self->fd);
	close(self->other);
	if (LEFT() >= 0)
		message_simple(message_socket(), ROLLBACK, 0);
	EXPECT_EQ(0, snapshot_restore(&self->before));
	EXPECT_TRUE(is_active(&self->before));
	EXPECT_EQ((int64_t)self->before.version, VERSION());
	snapshot_free(&self->before);
	snapshot_free(&self->ten);
}

TEST_F(lifecycle, version)
{
	char reason[256];

	EXPECT_EQ(10, VERSION());
	EXPECT_EQ(HOLDFAST_ORIGIN_LOADED, ORIGIN());
	EXPECT_EQ(0, begin(self->fd, 9, "nine"));
	EXPECT_EQ(-ESTALE, commit(self->fd, 0, false, reason));
	EXPECT_STREQ("an older version than the active one", reason);
	EXPECT_TRUE(is_active(&self->ten));
	/* the transaction has not suffered */
	EXPECT_EQ(0, commit(self->fd, 0, true, NULL));
	EXPECT_EQ(9, VERSION());

	EXPECT_EQ(0, begin(self->fd, 9, "nine again"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(0, begin(self->fd, ~0ULL, "the last"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(-1, VERSION());
	EXPECT_EQ(0, begin(self->fd, ~0ULL - 1, "the last but one"));
	EXPECT_EQ(-ESTALE, commit(self->fd, 0, false, NULL));
}

/* No version is version 0. */
TEST_F(lifecycle, no_version)
{
	EXPECT_EQ(0, begin(self->fd, 0, "none"));
	EXPECT_EQ(-ESTALE, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(0, commit(self->fd, 0, true, NULL));
	EXPECT_EQ(0, VERSION());
	EXPECT_EQ(0, begin(self->fd, 0, "none"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
}

TEST_F(lifecycle, rollback)
{
	int64_t generation = GENERATION();
	char reason[256];

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(10, FORMER());
	EXPECT_EQ(0, ask(self->other, ROLLBACK, reason));
	EXPECT_TRUE(is_active(&self->ten));
	EXPECT_EQ(10, VERSION());
	EXPECT_EQ(HOLDFAST_ORIGIN_ROLLED_BACK, ORIGIN());
	/* it is another one in spite of that: who has read it reads again */
	EXPECT_EQ(generation + 2, GENERATION());

	EXPECT_EQ(-1, FORMER());
	EXPECT_EQ(-ENOENT, ask(self->fd, ROLLBACK, reason));
	EXPECT_STREQ("no former policy is kept", reason);
	EXPECT_TRUE(is_active(&self->ten));
	EXPECT_EQ(generation + 2, GENERATION());

	/* what counts is the active one's version, not what there was once */
	EXPECT_EQ(0, begin(self->fd, 10, "ten again"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(10, FORMER());
}

TEST_F(lifecycle, stale)
{
	uint64_t generation = GENERATION();

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 60, false, NULL));
	EXPECT_EQ(-ESTALE, message_generation(self->fd, ROLLBACK, generation));
	EXPECT_EQ(-ESTALE, message_generation(self->fd, CONFIRM, generation));
	EXPECT_EQ(-ESTALE, message_generation(self->fd, LOCK, generation));
	EXPECT_EQ(0, message_generation(self->fd, CONFIRM, generation + 1));
	EXPECT_EQ(-ESTALE, message_generation(self->fd, LOCK, generation));
	EXPECT_EQ(0, message_generation(self->fd, ROLLBACK, generation + 1));
	EXPECT_TRUE(is_active(&self->ten));
}

TEST_F(lifecycle, confirmed)
{
	char reason[256];

	EXPECT_EQ(-1, LEFT());
	EXPECT_EQ(-ENOENT, ask(self->fd, CONFIRM, reason));
	EXPECT_STREQ("no policy waits to be confirmed", reason);

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 2, false, NULL));
	EXPECT_LT(0, LEFT());
	EXPECT_GE(2, LEFT());
	EXPECT_EQ(0, ask(self->other, CONFIRM, reason));
	EXPECT_EQ(-1, LEFT());
	EXPECT_EQ(10, FORMER());
	EXPECT_EQ(-ENOENT, ask(self->fd, CONFIRM, reason));
	sleep(4);
	EXPECT_EQ(11, VERSION());
	EXPECT_EQ(HOLDFAST_ORIGIN_LOADED, ORIGIN());
}

/* Who has committed it may be gone: that must be no way to keep it. */
TEST_F(lifecycle, too_late)
{
	int64_t generation = GENERATION();
	char reason[256];
	int i;

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 1, false, NULL));
	EXPECT_EQ(11, VERSION());
	close(self->fd);
	self->fd = message_socket();
	for (i = 0; i < 100 && VERSION() != 10; i++)
		usleep(50000);
	EXPECT_TRUE(is_active(&self->ten));
	EXPECT_EQ(HOLDFAST_ORIGIN_REVERTED, ORIGIN());
	EXPECT_EQ(generation + 2, GENERATION());
	EXPECT_EQ(-1, LEFT());
	EXPECT_EQ(-1, FORMER());
	EXPECT_EQ(-ENOENT, ask(self->fd, CONFIRM, reason));
	EXPECT_EQ(-ENOENT, ask(self->fd, ROLLBACK, reason));
}

/* Not a moment early, either. */
TEST_F(lifecycle, not_too_early)
{
	int i;

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 3, false, NULL));
	for (i = 0; i < 25; i++) {
		EXPECT_EQ(11, VERSION());
		usleep(100000);
	}
	sleep(2);
	EXPECT_EQ(10, VERSION());
}

TEST_F(lifecycle, rolled_back_in_time)
{
	char reason[256];

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 1, false, NULL));
	EXPECT_EQ(0, ask(self->fd, ROLLBACK, reason));
	EXPECT_EQ(-1, LEFT());
	EXPECT_TRUE(is_active(&self->ten));
	/* the time of the one that is gone does not end the next one */
	EXPECT_EQ(0, begin(self->fd, 12, "twelve"));
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	sleep(3);
	EXPECT_EQ(12, VERSION());
}

TEST_F(lifecycle, busy)
{
	char reason[256];

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 60, false, NULL));
	/* it can be got ready meanwhile */
	EXPECT_EQ(0, begin(self->other, 12, "twelve"));
	EXPECT_EQ(-EBUSY, commit(self->other, 0, false, reason));
	EXPECT_STREQ("the active policy waits to be confirmed, or rolled back",
		     reason);
	EXPECT_EQ(-EBUSY, commit(self->other, 5, true, NULL));
	EXPECT_EQ(-EBUSY, ask(self->fd, LOCK, reason));
	EXPECT_STREQ("the active policy waits to be confirmed, or rolled back",
		     reason);
	EXPECT_EQ(11, VERSION());
	EXPECT_EQ(0, ask(self->fd, CONFIRM, reason));
	EXPECT_EQ(0, commit(self->other, 0, false, NULL));
	EXPECT_EQ(12, VERSION());
	EXPECT_EQ(11, FORMER());
}

/* The policy that comes back does not take a transaction's place. */
TEST_F(lifecycle, open_transaction)
{
	int i;

	EXPECT_EQ(0, begin(self->fd, 11, "eleven"));
	EXPECT_EQ(0, commit(self->fd, 1, false, NULL));
	EXPECT_EQ(0, begin(self->fd, 12, "twelve"));
	for (i = 0; i < 100 && VERSION() != 10; i++)
		usleep(50000);
	EXPECT_EQ(10, VERSION());
	EXPECT_EQ(0, commit(self->fd, 0, false, NULL));
	EXPECT_EQ(12, VERSION());
}

/* A process that dies in the midst of it leaves nothing behind. */
TEST_F(lifecycle, killed)
{
	int wstatus, fds[2];
	pid_t pid;
	char c;

	ASSERT_EQ(0, pipe(fds));
	pid = fork();
	ASSERT_LE(0, pid);
	if (!pid) {
		int fd = message_socket();

		if (begin(fd, 11, "eleven"))
			_exit(1);
		write(fds[1], "", 1);
		pause();
	}
	EXPECT_EQ(1, read(fds[0], &c, 1));
	kill(pid, SIGKILL);
	ASSERT_EQ(pid, waitpid(pid, &wstatus, 0));
	EXPECT_TRUE(is_active(&self->ten));
	EXPECT_EQ(-1, LEFT());
	EXPECT_EQ(0, begin(self->fd, 12, "twelve"));
	close(fds[0]);
	close(fds[1]);
}

/* Return: the serial number of the keyring, or 0. */
static int32_t find_keyring(void)
{
	FILE *keys = fopen("/proc/keys", "re");
	unsigned int serial = 0, found = 0;
	char line[256];

	while (keys && fgets(line, sizeof(line), keys))
		if (strstr(line, " .holdfast: ") &&
		    sscanf(line, "%x", &serial) == 1)
			found = serial;
	if (keys)
		fclose(keys);
	return found;
}

static int keyctl(int op, unsigned long arg2, unsigned long arg3)
{
	return syscall(SYS_keyctl, op, arg2, arg3, 0UL, 0UL) < 0 ? errno : 0;
}

/* Certificates come by netlink only: root has no right to the keyring. */
TEST(keyring)
{
	const int32_t session = KEY_SPEC_SESSION_KEYRING;
	const int32_t own = KEY_SPEC_PROCESS_KEYRING;
	int32_t keyring = find_keyring();

	if (message_family(NULL) == -ENOENT)
		SKIP(return, "Holdfast is not loaded");
	ASSERT_NE(0, keyring);
	EXPECT_EQ(-1, syscall(SYS_add_key, "user", "x", "x", 1UL, keyring));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, syscall(SYS_add_key, "asymmetric", "x", "x", 1UL,
			      keyring));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_LINK, keyring, session));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_LINK, keyring, own));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_LINK, own, keyring));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_SETPERM, keyring, 0x3f3f3f3f));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_CHOWN, keyring, 1));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_CLEAR, keyring, 0));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_REVOKE, keyring, 0));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_INVALIDATE, keyring, 0));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_SET_TIMEOUT, keyring, 1));
	EXPECT_EQ(EACCES, keyctl(KEYCTL_RESTRICT_KEYRING, keyring, 0));
	EXPECT_EQ(keyring, find_keyring());
}

TEST_HARNESS_MAIN
