/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_REPORT_PAGE_H
#define HOLDFAST_TOOL_REPORT_PAGE_H

#include <json-c/json.h>
#include <stdio.h>

/* report.html, as it is */
extern const char report_page[];

/**
 * report_write() - write a report as a page
 * @data: what is in it; its members are those that report.html reads
 * @out: where to
 */
void report_write(json_object *data, FILE *out);

#endif /* HOLDFAST_TOOL_REPORT_PAGE_H */
