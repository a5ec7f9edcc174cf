// SPDX-License-Identifier: GPL-2.0-only
/*
 * Shell patterns as the kernel's glob_match() has them: '*', '?', '[a-z]',
 * '[!a-z]' and '\'. A slash or a leading dot is a character like any other,
 * and a bracket that is not closed stands for itself.
 */
#include <linux/glob.h>

/*
 * Tests one character against the set behind @set's '['.
 * Return: what follows the set, or NULL when it has no end.
 */
static const char *in_set(const char *set, unsigned char c, bool *matches)
{
	bool inverted = *set == '!';
	const char *at = set + inverted;

	*matches = inverted;
	do {
		unsigned char low = *at++, high = low;

		if (!low)
			return NULL;
		if (at[0] == '-' && at[1] != ']') {
			high = at[1];
			if (!high)
				return NULL;
			at += 2;
		}
		if (low <= c && c <= high)
			*matches = !inverted;
	} while (*at != ']');
	return at + 1;
}

/* What follows the first element of @pattern, or NULL if @c is not it. */
static const char *step(const char *pattern, char c)
{
	const char *rest;
	bool matches;

	switch (*pattern) {
	case '?':
		return pattern + 1;
	case '[':
		rest = in_set(pattern + 1, c, &matches);
		if (rest)
			return matches ? rest : NULL;
		break;
	case '\\':
		pattern++;
		break;
	}
	return *pattern == c ? pattern + 1 : NULL;
}

/**
 * glob_match() - match a whole text
 * @pattern: the pattern
 * @text: the text
 *
 * Of several stars only the last is tried again: what it leaves to those
 * before it they need not have.
 *
 * Return: true when it matches.
 */
bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *rest = NULL, *next;

	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			rest = text;
			continue;
		}
		next = step(pattern, *text);
		if (next) {
			pattern = next;
			text++;
		} else if (star) {
			pattern = star;
			text = ++rest;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	/* a backslash that is the last character counts for nothing */
	return !*pattern || (pattern[0] == '\\' && !pattern[1]);
}
