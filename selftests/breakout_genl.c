// SPDX-License-Identifier: GPL-2.0-only
/*
 * Families of generic netlink.
 */
#include <errno.h>
#include <linux/ethtool_netlink.h>
#include <linux/nbd-netlink.h>
#include <linux/taskstats.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "breakout.h"
#include "message.h"

/* A device goes when nobody is connected to it any more. */
#define DESTROY_ON_DISCONNECT	1

#define DISK_SIZE	(1 << 20)

/* One that nobody has. */
#define NO_DEVICE	1023

/*
 * Of families without a header here: those of Linux 7.3, ksmbd's in its sources, and
 * TCMU's, which does not go with the C library's.
 */
#define SUNRPC_IP_MAP_SET		3
#define SUNRPC_IP_MAP			1
#define SUNRPC_IP_MAP_CLASS		2
#define SUNRPC_IP_MAP_ADDR		3
#define SUNRPC_IP_MAP_DOMAIN		4
#define SUNRPC_IP_MAP_EXPIRY		6
#define NFSD_SVC_EXPORT_SET		12
#define NFSD_SVC_EXPORT			1
#define NFSD_SVC_EXPORT_CLIENT		2
#define NFSD_SVC_EXPORT_PATH		3
#define NFSD_SVC_EXPORT_NEGATIVE	4
#define NFSD_SVC_EXPORT_EXPIRY		5
#define KSMBD_LOGIN_RESPONSE		5
#define TCMU_SET_FEATURES		7

/* Asking for a family that is missing would have its module loaded. */
static int family_of(const char *module, const char *name)
{
	return breakout_module_loaded(module) ? message_other_family(name) :
						-ENOENT;
}

static int nbd_family(void)
{
	return family_of("nbd", "nbd");
}

/* Sends it on a socket of its own; the answer's content goes to @answer. */
static int talk(struct message *msg, struct answer *answer)
{
	int fd = message_socket(), err = message_talk(fd, msg, answer);

	close(fd);
	return err;
}

static int disconnect(uint16_t family, uint32_t index)
{
	struct message msg;

	message_begin(&msg, family, NBD_CMD_DISCONNECT, 0);
	message_put_u32(&msg, NBD_ATTR_INDEX, index);
	return talk(&msg, NULL);
}

/* Which device it became, or a negative errno; @server serves it. */
static int connect_to(uint16_t family, int server)
{
	const struct nlattr *attr;
	struct answer answer;
	struct message msg;
	size_t list, item;
	uint32_t index = 0;
	int err;

	message_begin(&msg, family, NBD_CMD_CONNECT, 0);
	message_put_u64(&msg, NBD_ATTR_SIZE_BYTES, DISK_SIZE);
	message_put_u64(&msg, NBD_ATTR_CLIENT_FLAGS, DESTROY_ON_DISCONNECT);
	list = message_nest(&msg, NBD_ATTR_SOCKETS);
	item = message_nest(&msg, NBD_SOCK_ITEM);
	message_put_u32(&msg, NBD_SOCK_FD, server);
	message_nest_end(&msg, item);
	message_nest_end(&msg, list);
	err = talk(&msg, &answer);
	attr = answer_find(&answer, 0, NBD_ATTR_INDEX);
	if (attr)
		memcpy(&index, attr + 1, sizeof(index));
	else if (!err)
		err = -EPROTO;
	answer_free(&answer);
	return err ? err : (int)index;
}

/* The host gets a disk, with whatever we serve on it. */
static enum breakout_outcome nbd_connect(const struct breakout_attempt *attempt)
{
	int family = nbd_family(), pair[2], index;

	(void)attempt;
	if (family == -ENOENT)
		return breakout_absent("nbd");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return breakout_untried("no sockets");
	index = connect_to(family, pair[1]);
	if (index >= 0)
		disconnect(family, index);
	close(pair[0]);
	close(pair[1]);
	errno = -index;
	return index < 0 ? breakout_failed("NBD_CMD_CONNECT") :
			   breakout_escaped("the host has a disk nbd%d", index);
}

/* What the kernel says of one that is not there, it says to who may do it. */
static enum breakout_outcome nbd_disconnect(const struct breakout_attempt *a)
{
	int family = nbd_family(), err;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("nbd");
	err = disconnect(family, NO_DEVICE);
	if (err == -EINVAL)
		return breakout_escaped("the kernel looked for the disk");
	errno = -err;
	return breakout_failed("NBD_CMD_DISCONNECT");
}

/* Which answers it waits for from who serves its disks: none, as it is. */
static enum breakout_outcome tcmu_features(const struct breakout_attempt *a)
{
	int family = family_of("target_core_user", "TCM-USER"), err;
	struct message msg;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("TCMU");
	message_begin(&msg, family, TCMU_SET_FEATURES, 0);
	err = talk(&msg, NULL);
	errno = -err;
	return err ? breakout_failed("TCMU_CMD_SET_FEATURES") :
		     breakout_escaped("the host's SCSI target obeys");
}

/* To who may answer it, it says that there is nothing in the answer. */
static enum breakout_outcome ksmbd_answer(const struct breakout_attempt *a)
{
	int family = family_of("ksmbd", "SMBD_GENL"), err;
	struct message msg;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("ksmbd");
	message_begin(&msg, family, KSMBD_LOGIN_RESPONSE, 0);
	err = talk(&msg, NULL);
	if (err == -EINVAL)
		return breakout_escaped("the host's SMB server listens");
	errno = -err;
	return breakout_failed("KSMBD_EVENT_LOGIN_RESPONSE");
}

/* What nfs-client does by a file. */
static enum breakout_outcome nfs_client_message(const struct breakout_attempt *a)
{
	int family = family_of("sunrpc", "sunrpc"), err;
	struct message msg;
	size_t map;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("netlink of NFS");
	message_begin(&msg, family, SUNRPC_IP_MAP_SET, 0);
	map = message_nest(&msg, SUNRPC_IP_MAP);
	message_put_text(&msg, SUNRPC_IP_MAP_CLASS, "nfsd");
	message_put_text(&msg, SUNRPC_IP_MAP_ADDR, "192.0.2.1");
	message_put_text(&msg, SUNRPC_IP_MAP_DOMAIN, "breakout");
	message_put_u64(&msg, SUNRPC_IP_MAP_EXPIRY, time(NULL) + 60);
	message_nest_end(&msg, map);
	err = talk(&msg, NULL);
	errno = -err;
	return err ? breakout_failed("SUNRPC_CMD_IP_MAP_SET_REQS") :
		     breakout_escaped("the host's NFS server knows a client");
}

/* Of a client that it does not know the server says so to who may tell it. */
static enum breakout_outcome nfs_export(const struct breakout_attempt *a)
{
	int family = family_of("nfsd", "nfsd"), err;
	struct message msg;
	size_t share;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("NFS");
	message_begin(&msg, family, NFSD_SVC_EXPORT_SET, 0);
	share = message_nest(&msg, NFSD_SVC_EXPORT);
	message_put_text(&msg, NFSD_SVC_EXPORT_CLIENT, "nobody");
	message_put_text(&msg, NFSD_SVC_EXPORT_PATH, "/");
	message_put(&msg, NFSD_SVC_EXPORT_NEGATIVE, NULL, 0);
	message_put_u64(&msg, NFSD_SVC_EXPORT_EXPIRY, time(NULL) + 60);
	message_nest_end(&msg, share);
	err = talk(&msg, NULL);
	if (err == -EOPNOTSUPP)
		return breakout_absent("exports by netlink");
	if (err == -ENOENT)
		return breakout_escaped("the host's NFS server looked for the client");
	errno = -err;
	return breakout_failed("NFSD_CMD_SVC_EXPORT_SET_REQS");
}

/* No feature is changed; who asks must have CAP_NET_ADMIN all the same. */
static enum breakout_outcome ethtool_own(const struct breakout_attempt *a)
{
	int family = message_other_family(ETHTOOL_GENL_NAME), err;
	struct message msg;
	size_t nest, bits;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("ethtool's netlink");
	message_begin(&msg, family, ETHTOOL_MSG_FEATURES_SET, 0);
	nest = message_nest(&msg, ETHTOOL_A_FEATURES_HEADER);
	message_put_text(&msg, ETHTOOL_A_HEADER_DEV_NAME, "lo");
	message_nest_end(&msg, nest);
	nest = message_nest(&msg, ETHTOOL_A_FEATURES_WANTED);
	bits = message_nest(&msg, ETHTOOL_A_BITSET_BITS);
	message_nest_end(&msg, bits);
	message_nest_end(&msg, nest);
	err = talk(&msg, NULL);
	errno = -err;
	return err ? breakout_failed("ETHTOOL_MSG_FEATURES_SET") :
		     breakout_escaped("set features of the loopback device");
}

/* For this the kernel wants CAP_NET_ADMIN in the initial user namespace. */
static enum breakout_outcome taskstats_own(const struct breakout_attempt *a)
{
	int family = message_other_family(TASKSTATS_GENL_NAME), err;
	struct message msg;

	(void)a;
	if (family == -ENOENT)
		return breakout_absent("taskstats");
	message_begin(&msg, family, TASKSTATS_CMD_GET, 0);
	message_put_u32(&msg, TASKSTATS_CMD_ATTR_PID, getpid());
	err = talk(&msg, NULL);
	errno = -err;
	return err ? breakout_failed("TASKSTATS_CMD_GET") :
		     breakout_escaped("read statistics of the own process");
}

const struct breakout_attempt breakout_genl[] = {
	{ "nbd-connect", "give the host a disk by netlink", nbd_connect },
	{ "nbd-disconnect", "take a disk from the host by netlink",
	  nbd_disconnect },
	{ "tcmu-features", "command the kernel's SCSI target by netlink",
	  tcmu_features },
	{ "ksmbd-answer", "answer the kernel's SMB server by netlink",
	  ksmbd_answer },
	{ "nfs-client-message",
	  "have the kernel's NFS server serve a client, by netlink",
	  nfs_client_message },
	{ "nfs-export", "have the kernel's NFS server share a directory",
	  nfs_export },
	{ "ethtool-own", "set features of an own network device",
	  ethtool_own },
	{ "taskstats-own", "read the statistics of an own process",
	  taskstats_own },
	{ }
};
