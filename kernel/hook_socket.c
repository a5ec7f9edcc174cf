// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the class socket: unix sockets; netlink
 *
 * An abstract socket has no file that permissions could guard; whoever shares
 * the network namespace reaches it. One with a path is reached where somebody
 * has put that path into the container.
 */

#include <linux/cred.h>
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/net.h>
#include <linux/netlink.h>
#include <linux/string.h>
#include <linux/user_namespace.h>
#include <net/af_unix.h>
#include <net/genetlink.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "common.h"
#include "event.h"
#include "hooks.h"
#include "label.h"
#include "mediate.h"
#include "socket_owner.h"

/* The name of a socket, or NULL for one without. */
static const struct unix_address *name_of(const struct sock *sk)
{
	const struct unix_address *address;

	/* pairs with the release in unix_bind(): the address is complete */
	address = smp_load_acquire(&unix_sk(sk)->addr);
	return address && address->len > sizeof(address->name->sun_family) ?
		       address : NULL;
}

/* The container of who listens; NULL when nobody does, or a host task. */
static const struct holdfast_container *container_of_listener(struct sock *sk)
{
	const struct holdfast_container *container;
	struct task_struct *task;

	spin_lock(&sk->sk_peer_lock);
	task = pid_task(sk->sk_peer_pid, PIDTYPE_TGID);
	container = task ? holdfast_label_container(task) : NULL;
	spin_unlock(&sk->sk_peer_lock);
	return container;
}

/*
 * Own is what is in an own network namespace, or was bound by an own task, or
 * is listened to by one: a container may be older than Holdfast.
 */
static bool owns_socket(const struct holdfast_container *container,
			const void *subject)
{
	struct sock *sk = (struct sock *)subject;

	return holdfast_owns_inum(container, &sock_net(sk)->ns.inum) ||
	       holdfast_socket_is_own(container, sk) ||
	       holdfast_container_within(container_of_listener(sk), container);
}

static int ask_abstract(const struct sock *sk)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_SOCKET_ABSTRACT_OWN,
		.foreign_op = HOLDFAST_OP_SOCKET_ABSTRACT_FOREIGN,
		.owned = owns_socket,
		.subject = sk,
		.object = {
			.kind = HOLDFAST_OBJECT_SOCKET,
			.socket = sk,
		},
	};

	return holdfast_mediate(&request);
}

/* A path that is too long for a list to name is on none. */
static int ask_path(struct sock *sk)
{
	char buf[HOLDFAST_TEXT_SIZE];
	const char *path = d_path(&unix_sk(sk)->path, buf, sizeof(buf));
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_SOCKET_HOST,
		.name = IS_ERR(path) ? "" : path,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = IS_ERR(path) ? "..." : path,
		},
	};

	return holdfast_mediate(&request);
}

static int ask_socket(struct sock *sk)
{
	const struct unix_address *address = name_of(sk);

	if (!address)
		return 0;
	if (!address->name->sun_path[0])
		return ask_abstract(sk);
	return !unix_sk(sk)->path.dentry || holdfast_socket_is_owned(sk) ||
	       container_of_listener(sk) ? 0 : ask_path(sk);
}

/**
 * hook_unix_stream_connect - connect() to a unix socket
 * @sk: Not read.
 * @other: The listening socket.
 *
 * Return: 0 or -EPERM.
 */
int hook_unix_stream_connect(struct sock *sk, struct sock *other)
{
	return ask_socket(other);
}

/**
 * hook_unix_may_send - a datagram to a unix socket
 * @sock: Not read.
 * @other: The receiving socket.
 *
 * Return: 0 or -EPERM.
 */
int hook_unix_may_send(struct socket *sock, struct socket *other)
{
	return ask_socket(other->sk);
}

/* What has a name already does not get another, nor an owner. */
static int own(struct sock *sk)
{
	struct holdfast_label *label = holdfast_label_of(current);
	int err;

	if (!label || READ_ONCE(unix_sk(sk)->addr))
		return 0;
	err = holdfast_mediate_state(label) ?:
		      holdfast_socket_own(READ_ONCE(label->container), sk);
	if (err == -ENOMEM)
		holdfast_count(HOLDFAST_COUNT_NO_MEMORY);
	return err;
}

/**
 * hook_socket_bind - bind()
 * @sock: The socket.
 * @address: Not read.
 * @len: Bytes of @address.
 *
 * Return: 0, -EPERM or -ENOMEM.
 */
int hook_socket_bind(struct socket *sock, const struct sockaddr *address,
		     int len)
{
	if (!sock->sk || sock->sk->sk_family != AF_UNIX ||
	    len <= (int)offsetof(struct sockaddr_un, sun_path))
		return 0;
	return own(sock->sk);
}

/**
 * hook_unix_autobind - the kernel gives a socket an abstract name
 * @sk: The socket.
 *
 * Return: 0, -EPERM or -ENOMEM.
 */
int hook_unix_autobind(struct sock *sk)
{
	return own(sk);
}

/**
 * hook_unix_sock_destructor - a unix socket is freed
 * @sk: The socket.
 */
void hook_unix_sock_destructor(struct sock *sk)
{
	holdfast_socket_forget(sk);
}

/**
 * hook_netlink_send - a netlink message is sent
 * @sk: The sender's socket.
 *
 * A forged uevent has the host's udevd load modules and start services. It is
 * what writing the uevent file of a device in sysfs is. iSCSI's messages attach
 * disks to the host.
 *
 * Return: 0 or -EPERM.
 */
int hook_netlink_send(const struct sock *sk)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_KFILE_WRITE_OWN,
		.foreign_op = HOLDFAST_OP_KFILE_WRITE,
		.owned = holdfast_owns_inum,
		.subject = &sock_net(sk)->ns.inum,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = sk->sk_protocol == NETLINK_ISCSI ?
				  "netlink:iscsi" : "netlink:uevent",
		},
	};

	if (sk->sk_protocol != NETLINK_KOBJECT_UEVENT &&
	    sk->sk_protocol != NETLINK_ISCSI)
		return 0;
	return holdfast_mediate(&request);
}

/**
 * hook_netlink_capable - who sent a message needs a capability over the host
 * @skb: The message, as the kernel's socket receives it.
 * @cap: Which one, in the initial user namespace.
 *
 * Whatever the network namespace, generic netlink that asks for CAP_SYS_ADMIN
 * acts on the machine: nbd gives it disks and takes them away. Hosts of SCSI are
 * as much the machine's. CAP_NET_ADMIN is asked for a container's own links and
 * tunnels too: see hook_genl_doit(). To who lacks the capability the kernel says
 * no by itself.
 *
 * Return: 0 or -EPERM.
 */
int hook_netlink_capable(const struct sk_buff *skb, int cap)
{
	struct holdfast_object object = { .kind = HOLDFAST_OBJECT_STRING };

	if (cap != CAP_SYS_ADMIN ||
	    !holdfast_cred_capable(current_cred(), &init_user_ns, cap))
		return 0;
	if (skb->sk->sk_protocol == NETLINK_GENERIC)
		object.string = "netlink:generic";
	else if (skb->sk->sk_protocol == NETLINK_SCSITRANSPORT)
		object.string = "netlink:scsi";
	else
		return 0;
	return holdfast_mediate_op(HOLDFAST_OP_KFILE_WRITE, &object);
}

/* Those of who serves the machine's files and disks, or uses others'. */
static bool is_machines(const struct genl_family *family)
{
	static const char *const names[] = {
		"SMBD_GENL",	/* ksmbd */
		"TCM-USER", "cifs", "drbd", "lockd", "nfsd", "sunrpc",
	};

	return match_string(names, ARRAY_SIZE(names), family->name) >= 0;
}

/**
 * hook_genl_doit - a generic netlink message is about to be obeyed
 * @family: The family it is for.
 *
 * These ask for CAP_NET_ADMIN at most, as others do for a container's own links.
 * Whatever the network namespace, a share of theirs is a path of the machine's, or
 * a handle that names any file of the filesystem.
 *
 * Return: 0 or -EPERM.
 */
int hook_genl_doit(const struct genl_family *family)
{
	char text[sizeof("netlink:") + GENL_NAMSIZ];
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_STRING,
		.string = text,
	};

	if (!is_machines(family))
		return 0;
	snprintf(text, sizeof(text), "netlink:%s", family->name);
	return holdfast_mediate_op(HOLDFAST_OP_KFILE_WRITE, &object);
}
