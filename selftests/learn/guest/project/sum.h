/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef SUM_H
#define SUM_H

/* Add a number in decimal digits. Return: 0, or -1 if it is none. */
int sum_add(long *sum, const char *text);

#endif /* SUM_H */
