/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What outside_test, a process of the host, has for others to take.
 */
#ifndef OUTSIDE_H
#define OUTSIDE_H

/* It is found by its name, and has these descriptors. */
#define OUTSIDE_COMM	"outside_test"
#define OUTSIDE_ROOT	130
#define OUTSIDE_NS	131
#define OUTSIDE_SOCKET	132

/* An abstract datagram socket, where it hears what others send. */
#define OUTSIDE_NAME	"breakout-datagram"

/* Its child, which others would like to freeze or to kill. */
#define PREY_COMM	"breakout-prey"

#endif /* OUTSIDE_H */
