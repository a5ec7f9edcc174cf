/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_RECORDS_H
#define HOLDFAST_TOOL_RECORDS_H

#include <json-c/json.h>
#include <linux/holdfast.h>

#include "netlink.h"

/**
 * records_get() - read a list from the kernel
 * @channel: where; its @interrupted then says whether the list changed while it
 *	was read, time and again
 * @cmd: what to ask; HOLDFAST_CMD_*_GET
 * @flag: number of a flag to ask it with, or 0
 * @records: where to put an array of objects, to be freed by the caller
 *
 * Return: 0, or a negative errno that channel_complain() can explain, with no
 * array to free.
 */
int records_get(struct channel *channel, unsigned int cmd, int flag,
		json_object **records);

/**
 * records_status() - read the one object of 'holdfast status'
 * @channel: where
 * @status: where to put it, to be freed by the caller
 *
 * Return: 0, or a negative errno that channel_complain() can explain.
 */
int records_status(struct channel *channel, json_object **status);

#endif /* HOLDFAST_TOOL_RECORDS_H */
