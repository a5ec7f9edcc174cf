// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, built in - what the core asks of its front end
 */

#include <linux/array_size.h>

#include "../common.h"
#include "../compat/functions.h"
#include "../frontend.h"

/*
 * The table has names of functions: an LSM hook is called in front of each of
 * them, or in it.
 */
#define KEEPING(function, hook, text)                                         \
	{                                                                     \
		.name = #function, .body = #hook, .purpose = text,            \
		.state = HOLDFAST_HOOK_STATE_ATTACHED,                        \
	}

#define MEDIATING(function, hook, kind, text)                                 \
	{                                                                     \
		.name = #function, .body = #hook, .purpose = text,            \
		.mediates = true, .class = HOLDFAST_CLASS_##kind,             \
		.state = HOLDFAST_HOOK_STATE_ATTACHED,                        \
	}

#define TRANSITION MEDIATING

static const struct holdfast_hook_info hooks[] = {
#include "../hooks_any.h"
#include "../hooks_labelled.h"
};

/**
 * holdfast_frontend_form - which form this is
 *
 * Context: Any.
 * Return: The form.
 */
enum holdfast_form holdfast_frontend_form(void)
{
	return HOLDFAST_FORM_BUILTIN;
}

/**
 * holdfast_frontend_pin - have Holdfast stay until reboot
 *
 * Context: Any.
 * Return: True: it does anyway.
 */
bool holdfast_frontend_pin(void)
{
	return true;
}

/**
 * holdfast_frontend_hook - tell about a hook
 * @index: Which one, from 0.
 * @info: Gets what there is to tell.
 *
 * Context: Any.
 * Return: False behind the last.
 */
bool holdfast_frontend_hook(unsigned int index, struct holdfast_hook_info *info)
{
	if (index >= ARRAY_SIZE(hooks))
		return false;
	*info = hooks[index];
	return true;
}
