// SPDX-License-Identifier: GPL-2.0-only
/*
 * Prints metrics of containers with the names that are hardest to write.
 * selftests/prometheus.sh says whether they are well-formed.
 */
#include <stdio.h>

#include "prometheus.h"

int main(void)
{
	const struct metrics metrics = {
		.status = json_tokener_parse(
			"{\"version\": \"0.1\", \"form\": \"module\", \"tasks\": 7,"
			" \"denials\": 18446744073709551615, \"locked\": true}"),
		.hooks = json_tokener_parse(
			"[{\"state\": \"attached\"}, {\"state\": \"missing\"}]"),
		.containers = json_tokener_parse(
			"[{\"id\": 1, \"profile\": \"a \\\"b\\\" \\\\ c\", \"denials\": 3},"
			" {\"id\": 2, \"name\": \"two\\nlines\", \"image\": \"}=,{\"},"
			" {\"id\": 3, \"name\": \"\\\"\"}]"),
		.stats = json_tokener_parse(
			"[{\"profile\": \"p\", \"op\": \"mount-new\", \"hits\": 2},"
			" {\"rule\": 0, \"matches\": 4},"
			" {\"profile\": \"p\", \"op\": \"mount-new\", \"hits\": 3,"
			"  \"shadow\": true, \"allowed\": true},"
			" {\"rule\": 0, \"matches\": 5, \"shadow\": true}]"),
	};

	prometheus_print(&metrics, stdout);
	json_object_put(metrics.status);
	json_object_put(metrics.hooks);
	json_object_put(metrics.containers);
	json_object_put(metrics.stats);
	return 0;
}
