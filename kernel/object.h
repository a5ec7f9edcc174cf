/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - the object of a request, in words
 */

#ifndef _HOLDFAST_OBJECT_H
#define _HOLDFAST_OBJECT_H

#include "request.h"

void holdfast_object_print_file(const struct dentry *dentry,
				char buf[HOLDFAST_TEXT_SIZE]);
void holdfast_object_print(const struct holdfast_request *request,
			   char buf[HOLDFAST_TEXT_SIZE]);

#endif /* _HOLDFAST_OBJECT_H */
