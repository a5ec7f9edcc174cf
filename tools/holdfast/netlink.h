/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_NETLINK_H
#define HOLDFAST_TOOL_NETLINK_H

#include <netlink/msg.h>
#include <stdbool.h>
#include <stdint.h>

/**
 * struct reply_handler - who gets the kernel's messages
 * @handle: is called for each, with its command and its attributes
 * @arg: goes with it
 */
struct reply_handler {
	void (*handle)(unsigned int cmd, struct nlattr *head, int len,
		       void *arg);
	void *arg;
};

/**
 * struct channel - a socket to the kernel's Holdfast
 * @sock: libnl's socket
 * @family: number of the family
 * @handler: who gets the replies
 * @request: what is being asked
 * @err: 0, or how the kernel refused it, a negative errno
 * @done: the answer is complete
 * @interrupted: what is dumped changed meanwhile
 * @gone: the family was removed
 * @reason: the kernel's words about @err, or NULL
 * @attr: the attribute at fault, or NULL
 */
struct channel {
	struct nl_sock *sock;
	int family;
	struct reply_handler handler;
	struct nl_msg *request;
	int err;
	bool done;
	bool interrupted;
	bool gone;
	char *reason;
	char *attr;
};

/**
 * channel_open() - find Holdfast
 * @channel: what to fill in
 *
 * Return: EXIT_DONE, or after a message what to exit with, nothing to close.
 */
int channel_open(struct channel *channel);

void channel_close(struct channel *channel);

/**
 * channel_message() - begin a request
 * @channel: who will send it
 * @cmd: which
 * @flags: NLM_F_DUMP or 0
 * @size: bytes of attributes
 */
struct nl_msg *channel_message(struct channel *channel, unsigned int cmd,
			       int flags, size_t size);

/**
 * channel_ask() - send a request and wait for all of its answer
 * @channel: where
 * @msg: the request; freed
 * @handle: gets each message of the answer; may be NULL
 * @arg: goes with it
 *
 * Return: 0, or a negative errno that channel_complain() can explain.
 */
int channel_ask(struct channel *channel, struct nl_msg *msg,
		void (*handle)(unsigned int cmd, struct nlattr *head, int len,
			       void *arg),
		void *arg);

/**
 * channel_complain() - say why channel_ask() failed
 * @channel: where
 *
 * Return: what to exit with.
 */
int channel_complain(const struct channel *channel);

/* The same as one string without "holdfast: "; to be freed. */
char *channel_reason(const struct channel *channel);

/**
 * channel_subscribe() - have events sent, and the end of the module
 * @channel: where; it is of no use for channel_ask() from then on
 *
 * Return: EXIT_DONE, or after a message what to exit with.
 */
int channel_subscribe(struct channel *channel);

/**
 * channel_receive() - read notifications that came
 * @channel: a subscribed one
 * @handle: gets each
 * @arg: goes with it
 *
 * Return: 0; -EAGAIN if there are none; -ENOBUFS if some were lost, though
 * maybe others are there; -ENODEV if the module is gone; another negative
 * errno.
 */
int channel_receive(struct channel *channel,
		    void (*handle)(unsigned int cmd, struct nlattr *head,
				   int len, void *arg),
		    void *arg);

/* Wait until there is something to receive. Return: 0, or a negative errno. */
int channel_wait(struct channel *channel);

#endif /* HOLDFAST_TOOL_NETLINK_H */
