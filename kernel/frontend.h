/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - what the core asks of the front end it is attached by
 */

#ifndef _HOLDFAST_FRONTEND_H
#define _HOLDFAST_FRONTEND_H

#include <linux/types.h>

#include "limits.h"

/**
 * struct holdfast_hook_info - a hook, for the status
 * @name: The hooked kernel function.
 * @body: Its body, hook_<body>().
 * @purpose: What is not enforced without it.
 * @mediates: It belongs to @class; else it keeps labels.
 * @class: See @mediates.
 * @state: Whether it is in place.
 */
struct holdfast_hook_info {
	const char *name;
	const char *body;
	const char *purpose;
	bool mediates;
	enum holdfast_class class;
	enum holdfast_hook_state state;
};

enum holdfast_form holdfast_frontend_form(void);
bool holdfast_frontend_pin(void);
bool holdfast_frontend_hook(unsigned int index,
			    struct holdfast_hook_info *info);

#endif /* _HOLDFAST_FRONTEND_H */
