// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - what a hooked function calls, on arm64
 */

#include <linux/hash.h>
#include <linux/jump_label.h>

#include <asm/insn.h>

#include "../limits.h"
#include "entry.h"

/*
 * A function begins with 'mov x9, x30; bl ENTRY': so x30 is where it goes on,
 * and x9 where it returns to. Its arguments are in x0 to x7, of which those that
 * the hooks want are in the first six; x8 and x18 may be in use; x10 to x17 are
 * free. Each of the two return addresses gets a frame record, for backtraces.
 *
 * A refused function returns to x9 at once. A positive error is none: the
 * function has no other answer than NULL.
 */
#define RUN_HOOK                                                              \
	"stp x29, x9, [sp, #-16]!\n"                                         \
	"mov x29, sp\n"                                                      \
	"stp x29, x30, [sp, #-96]!\n"                                        \
	"mov x29, sp\n"                                                      \
	"stp x0, x1, [sp, #16]\n"                                            \
	"stp x2, x3, [sp, #32]\n"                                            \
	"stp x4, x5, [sp, #48]\n"                                            \
	"stp x6, x7, [sp, #64]\n"                                            \
	"str x8, [sp, #80]\n"                                                \
	"add x0, sp, #16\n"                                                  \
	"mov x1, x30\n"                                                      \
	"bl holdfast_run_hook\n"                                             \
	"mov x10, x0\n"                                                      \
	"ldp x0, x1, [sp, #16]\n"                                            \
	"ldp x2, x3, [sp, #32]\n"                                            \
	"ldp x4, x5, [sp, #48]\n"                                            \
	"ldp x6, x7, [sp, #64]\n"                                            \
	"ldr x8, [sp, #80]\n"                                                \
	"ldp x29, x30, [sp], #96\n"                                          \
	"ldp x29, x9, [sp], #16\n"                                           \
	"cbnz x10, 1f\n"                                                     \
	GO_ON                                                                \
	"1:\n"                                                               \
	"mov x30, x9\n"                                                      \
	"cmp x10, #0\n"                                                      \
	"csel x0, x10, xzr, lt\n"                                            \
	"ret\n"

#define GO_ON                                                                 \
	"mov x10, x30\n"                                                     \
	"mov x30, x9\n"                                                      \
	"ret x10\n"

/* 'hint #34' is 'bti c': ftrace may come by a branch. */
asm(".pushsection .text\n"
	".balign 16\n"
	".globl holdfast_enter_any\n"
	".type holdfast_enter_any, %function\n"
	"holdfast_enter_any:\n"
	"hint #34\n"
	RUN_HOOK
	".size holdfast_enter_any, . - holdfast_enter_any\n"
	".popsection\n");

static_assert(GOLDEN_RATIO_64 == 0x61C8864680B583EB);
static_assert(HOLDFAST_LABEL_BITS == 64 - 48);
static_assert(offsetof(struct static_key_false, key.enabled) == 0);

/* %sp_el0 is the current task in the kernel. */
asm(".pushsection .text\n"
	".balign 16\n"
	".globl holdfast_enter_labelled\n"
	".type holdfast_enter_labelled, %function\n"
	"holdfast_enter_labelled:\n"
	"hint #34\n"
	"mrs x10, sp_el0\n"
	"movz x11, #0x83EB\n"
	"movk x11, #0x80B5, lsl #16\n"
	"movk x11, #0x8646, lsl #32\n"
	"movk x11, #0x61C8, lsl #48\n"
	"mul x10, x10, x11\n"
	"lsr x10, x10, #48\n"
	"adrp x11, holdfast_label_table\n"
	"add x11, x11, :lo12:holdfast_label_table\n"
	"ldr x10, [x11, x10, lsl #3]\n"
	"cbnz x10, 2f\n"
	"adrp x11, holdfast_transitions\n"
	"ldr w11, [x11, :lo12:holdfast_transitions]\n"
	"cbnz w11, 2f\n"
	GO_ON
	"2:\n"
	RUN_HOOK
	".size holdfast_enter_labelled, . - holdfast_enter_labelled\n"
	".popsection\n");

/**
 * holdfast_entry_ip - where ftrace calls from
 * @probe: A probe of the function, registered and never armed.
 *
 * Context: Any.
 * Return: The address of the 'bl', in the function.
 */
unsigned long holdfast_entry_ip(const struct kprobe *probe)
{
	unsigned long ip = (unsigned long)probe->addr;

	if (aarch64_insn_is_bti(probe->opcode))
		ip += AARCH64_INSN_SIZE;
	return ip + AARCH64_INSN_SIZE;
}
