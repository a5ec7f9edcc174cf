/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_PROMETHEUS_H
#define HOLDFAST_TOOL_PROMETHEUS_H

#include <json-c/json.h>
#include <stdio.h>

/**
 * struct metrics - what there is to measure
 * @status: of status-get
 * @hooks: of hook-get
 * @containers: of containers_get()
 * @stats: of stats-get, of both policies
 */
struct metrics {
	json_object *status;
	json_object *hooks;
	json_object *containers;
	json_object *stats;
};

/* Write it in Prometheus' text format, version 0.0.4. */
void prometheus_print(const struct metrics *metrics, FILE *out);

#endif /* HOLDFAST_TOOL_PROMETHEUS_H */
