// SPDX-License-Identifier: GPL-2.0-only
/*
 * Memory of the kernel code under test. Each piece has a header, which is
 * poisoned while the piece lives: an access before its beginning is caught as
 * one behind its end is.
 */
#include <sanitizer/asan_interface.h>
#include <stdio.h>
#include <stdlib.h>

#include "alloc.h"

struct header {
	enum alloc_kind kind;
	long align[3];
};

static unsigned long live, warnings, until_failure;
static bool has_failed;

/**
 * alloc_fail_at() - let one allocation fail
 * @number: which one from now, 1 for the next; 0 for none
 */
void alloc_fail_at(unsigned long number)
{
	until_failure = number;
	has_failed = false;
}

/**
 * alloc_failed() - whether the allocation that was to fail was asked for
 *
 * Return: true when it was.
 */
bool alloc_failed(void)
{
	return has_failed;
}

/**
 * alloc_live() - count what is not freed yet
 *
 * Return: pieces.
 */
unsigned long alloc_live(void)
{
	return live;
}

/**
 * alloc_warn_if() - what WARN_ON() does here
 * @condition: whether to warn
 *
 * Return: @condition.
 */
bool alloc_warn_if(bool condition)
{
	warnings += condition;
	return condition;
}

/**
 * alloc_warnings() - count what the kernel would have warned of
 *
 * Return: warnings since the program began.
 */
unsigned long alloc_warnings(void)
{
	return warnings;
}

/**
 * alloc_zeroed() - allocate an array
 * @kind: who allocates
 * @n: entries; none is not an error, and gives a piece of no bytes
 * @size: bytes of each
 * @gfp: not looked at
 *
 * Return: the memory, or NULL.
 */
void *alloc_zeroed(enum alloc_kind kind, size_t n, size_t size, int gfp)
{
	struct header *header;
	size_t bytes;

	(void)gfp;
	if (until_failure && !--until_failure) {
		has_failed = true;
		return NULL;
	}
	if (__builtin_mul_overflow(n, size, &bytes) ||
	    alloc_warn_if(kind == ALLOC_SLAB && bytes > ALLOC_SLAB_MAX))
		return NULL;
	header = calloc(1, sizeof(*header) + bytes);
	if (!header)
		abort();
	header->kind = kind;
	ASAN_POISON_MEMORY_REGION(header, sizeof(*header));
	live++;
	return header + 1;
}

/**
 * alloc_free() - give memory back
 * @kind: who does
 * @memory: it, or NULL
 */
void alloc_free(enum alloc_kind kind, const void *memory)
{
	struct header *header;

	if (!memory)
		return;
	header = (struct header *)memory - 1;
	ASAN_UNPOISON_MEMORY_REGION(header, sizeof(*header));
	if (kind != header->kind &&
	    !(kind == ALLOC_ANY && header->kind == ALLOC_SLAB)) {
		fprintf(stderr, "freed by the wrong function\n");
		abort();
	}
	live--;
	free(header);
}
