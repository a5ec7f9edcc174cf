// SPDX-License-Identifier: GPL-2.0-only
/*
 * Holdfast, loadable - what a hooked function calls, on x86-64
 */

#include <linux/hash.h>
#include <linux/jump_label.h>
#include <linux/objtool.h>

#include "../compat/current.h"
#include "../limits.h"
#include "entry.h"

/*
 * Where a refused function goes: back to its caller with the error. A positive
 * one is none: the function has no other answer than NULL.
 */
asmlinkage void holdfast_return_stub(void);
asm(".pushsection .text\n"
	".type holdfast_return_stub, @function\n"
	"holdfast_return_stub:\n"
	ANNOTATE_NOENDBR "\n"	/* a return gets there */
	"testq %rax, %rax\n"
	"js 1f\n"
	"xorl %eax, %eax\n"
	"1:\n"
	ASM_RET
	".size holdfast_return_stub, . - holdfast_return_stub\n"
	".popsection\n");

/*
 * The arguments are in six registers; %r10 and %r11 are free. On the stack is
 * where the function goes on: a refused one goes to the stub instead, with the
 * error as what it returns.
 *
 * Entries are aligned: later kernels take an odd address for one that is to be
 * jumped to rather than called, and the bit off.
 */
#define RUN_HOOK                                                              \
	"pushq %r9\n"                                                        \
	"pushq %r8\n"                                                        \
	"pushq %rcx\n"                                                       \
	"pushq %rdx\n"                                                       \
	"pushq %rsi\n"                                                       \
	"pushq %rdi\n"                                                       \
	"movq %rsp, %rdi\n"                                                  \
	"movq 48(%rsp), %rsi\n"                                              \
	"call holdfast_run_hook\n"                                           \
	"testq %rax, %rax\n"                                                 \
	"popq %rdi\n"                                                        \
	"popq %rsi\n"                                                        \
	"popq %rdx\n"                                                        \
	"popq %rcx\n"                                                        \
	"popq %r8\n"                                                         \
	"popq %r9\n"                                                         \
	"jz 1f\n"                                                            \
	"movq $holdfast_return_stub, (%rsp)\n"                               \
	"1:\n"                                                               \
	ASM_RET

asm(".pushsection .text\n"
	".balign 16\n"
	".globl holdfast_enter_any\n"
	".type holdfast_enter_any, @function\n"
	"holdfast_enter_any:\n"
	ANNOTATE_NOENDBR "\n"	/* called by name, also through ftrace */
	RUN_HOOK
	".size holdfast_enter_any, . - holdfast_enter_any\n"
	".popsection\n");

/*
 * What holdfast_label_possible() does, on registers that are free; and a look
 * at whether there is a rule for transitions, which host tasks may match.
 */
static_assert(COMPAT_CURRENT_OFFSET == 0);
static_assert(GOLDEN_RATIO_64 == 0x61C8864680B583EB);
static_assert(HOLDFAST_LABEL_BITS == 64 - 48);
static_assert(offsetof(struct static_key_false, key.enabled) == 0);

asm(".pushsection .text\n"
	".balign 16\n"
	".globl holdfast_enter_labelled\n"
	".type holdfast_enter_labelled, @function\n"
	"holdfast_enter_labelled:\n"
	ANNOTATE_NOENDBR "\n"
	"movq %gs:" __stringify(COMPAT_CURRENT_VARIABLE) ", %r11\n"
	"movabsq $0x61C8864680B583EB, %r10\n"
	"imulq %r11, %r10\n"
	"shrq $48, %r10\n"
	"cmpq $0, holdfast_label_table(, %r10, 8)\n"
	"jne 2f\n"
	"cmpl $0, holdfast_transitions\n"
	"jne 2f\n"
	ASM_RET
	"2:\n"
	RUN_HOOK
	".size holdfast_enter_labelled, . - holdfast_enter_labelled\n"
	".popsection\n");

/**
 * holdfast_entry_ip - where ftrace calls from
 * @probe: A probe of the function, registered and never armed.
 *
 * Context: Any.
 * Return: The address, in the function.
 */
unsigned long holdfast_entry_ip(const struct kprobe *probe)
{
	return (unsigned long)probe->addr;
}
