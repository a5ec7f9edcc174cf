// SPDX-License-Identifier: GPL-2.0-only
#include <string.h>

#include "report_page.h"

static const char place[] = "@DATA@";

/* In a script element '<' could end it; JSON has another way to say it. */
static void put_data(json_object *data, FILE *out)
{
	const char *text = json_object_to_json_string_ext(data,
		JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE);

	for (; *text; text++) {
		if (*text == '<' || *text == '>' || *text == '&')
			fprintf(out, "\\u%04x", (unsigned int)*text);
		else
			fputc(*text, out);
	}
}

void report_write(json_object *data, FILE *out)
{
	const char *split = strstr(report_page, place);

	fwrite(report_page, 1, (size_t)(split - report_page), out);
	put_data(data, out);
	fputs(split + strlen(place), out);
}
