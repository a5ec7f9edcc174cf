/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Holdfast, loadable - attach the hooks by ftrace
 */

#ifndef _HOLDFAST_ATTACH_H
#define _HOLDFAST_ATTACH_H

int holdfast_attach_find(void);
int holdfast_attach(void);
void holdfast_detach(void);

#endif /* _HOLDFAST_ATTACH_H */
