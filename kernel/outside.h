/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast - what leads out of a container: descriptors, working directory
 */

#ifndef _HOLDFAST_OUTSIDE_H
#define _HOLDFAST_OUTSIDE_H

#include <linux/types.h>

struct file;
struct holdfast_container;
struct holdfast_label;
struct path;

bool holdfast_path_is_outside(const struct path *path);
bool holdfast_leads_out(const struct path *path);
bool holdfast_file_leads_out(const struct holdfast_container *container,
			     struct file *file);
int holdfast_outside_init(void);
void holdfast_outside_exit(void);
int holdfast_ask_program(const struct file *program);
void holdfast_release_held(struct holdfast_label *label);
bool holdfast_close_outside(struct holdfast_label *label,
			    const struct file *program);

#endif /* _HOLDFAST_OUTSIDE_H */
