/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - which container has bound a unix socket
 */

#ifndef _HOLDFAST_SOCKET_OWNER_H
#define _HOLDFAST_SOCKET_OWNER_H

#include <linux/types.h>

struct holdfast_container;
struct sock;

int holdfast_socket_own(struct holdfast_container *container,
			const struct sock *sk);
bool holdfast_socket_is_own(const struct holdfast_container *container,
			    const struct sock *sk);
bool holdfast_socket_is_owned(const struct sock *sk);
void holdfast_socket_forget(const struct sock *sk);
void holdfast_socket_clear(void);

#endif /* _HOLDFAST_SOCKET_OWNER_H */
