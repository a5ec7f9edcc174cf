// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast - hooks of the module class: code that the kernel would run
 *
 * init_module(), delete_module() and kexec_load() meet the capability check
 * first; hook_capability.c asks about them there.
 */

#include <linux/fs.h>
#include <linux/kernel_read_file.h>
#include <linux/security.h>

#include "common.h"
#include "hooks.h"
#include "mediate.h"

/**
 * hook_kernel_module_request - the kernel wants a module on the task's behalf
 * @name: Alias of the module.
 *
 * Return: 0 or -EPERM; what the task asked for then fails as if there was no
 * such module.
 */
int hook_kernel_module_request(char *name)
{
	const struct holdfast_request request = {
		.op = HOLDFAST_OP_MODULE_AUTOLOAD,
		.name = name,
		.object = {
			.kind = HOLDFAST_OBJECT_STRING,
			.string = name,
		},
	};

	return holdfast_mediate(&request);
}

/**
 * hook_kernel_read_file - the kernel reads a file for itself
 * @file: The file.
 * @id: What for.
 * @contents: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_kernel_read_file(struct file *file, enum kernel_read_file_id id,
			  bool contents)
{
	const struct holdfast_object object = {
		.kind = HOLDFAST_OBJECT_FILE,
		.dentry = file ? file_dentry(file) : NULL,
	};
	const struct holdfast_object none = {};
	enum holdfast_op op;

	switch (id) {
	case READING_MODULE:
		op = HOLDFAST_OP_MODULE_LOAD;
		break;
	case READING_KEXEC_IMAGE:
	case READING_KEXEC_INITRAMFS:
		op = HOLDFAST_OP_MODULE_KEXEC;
		break;
	default:
		op = HOLDFAST_OP_MODULE_FIRMWARE;
		break;
	}
	return holdfast_mediate_op(op, file ? &object : &none);
}

/**
 * hook_kernel_load_data - the kernel takes data from user memory for itself
 * @id: What for.
 * @contents: Not read.
 *
 * Return: 0 or -EPERM.
 */
int hook_kernel_load_data(enum kernel_load_data_id id, bool contents)
{
	const struct holdfast_object none = {};
	enum holdfast_op op;

	switch (id) {
	case LOADING_MODULE:
		op = HOLDFAST_OP_MODULE_LOAD;
		break;
	case LOADING_KEXEC_IMAGE:
	case LOADING_KEXEC_INITRAMFS:
		op = HOLDFAST_OP_MODULE_KEXEC;
		break;
	default:
		op = HOLDFAST_OP_MODULE_FIRMWARE;
		break;
	}
	return holdfast_mediate_op(op, &none);
}
