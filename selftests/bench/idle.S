/* SPDX-License-Identifier: GPL-2.0-only */
/* idle: the program of a container that does nothing. */
	.globl	_start
_start:
	movl	$34, %eax		/* pause */
	syscall
	jmp	_start
	.section .note.GNU-stack, "", @progbits
