/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_DOCTOR_H
#define HOLDFAST_TOOL_DOCTOR_H

#include <json-c/json.h>

#include "util.h"
#include "view.h"

/**
 * enum severity - how bad a finding is
 * @SEVERITY_NOTICE: good to know; it may be what you want
 * @SEVERITY_WARNING: somebody should look
 * @SEVERITY_CRITICAL: a way out of a container
 */
enum severity {
	SEVERITY_NOTICE,
	SEVERITY_WARNING,
	SEVERITY_CRITICAL,
};

/**
 * struct examination - what is looked at, and what was found
 * @view: the active policy
 * @status: of status-get
 * @hooks: of hook-get
 * @containers: of containers_get()
 * @findings: an array of objects
 * @worst: of them; below SEVERITY_NOTICE without any
 */
struct examination {
	struct view view;
	json_object *status;
	json_object *hooks;
	json_object *containers;
	json_object *findings;
	int worst;
};

/**
 * find() - note a finding
 * @examination: where
 * @severity: how bad it is
 * @check: a word for this kind of finding, for programs
 * @container: whose it is; NULL for the host's
 * @remedy: what to do about it
 * @fmt: the evidence
 */
void find(struct examination *examination, enum severity severity,
	  const char *check, json_object *container, const char *remedy,
	  const char *fmt, ...) __printf(6, 7);

/* What can be said of Holdfast and its policy. */
void doctor_holdfast(struct examination *examination);

/* What can be said of the containers that are held. */
void doctor_containers(struct examination *examination);

/* What of the host is mounted in a container. */
void doctor_mounts(struct examination *examination, json_object *container);

/* Containers that no rule wants to have. */
void doctor_unconfined(struct examination *examination);

#endif /* HOLDFAST_TOOL_DOCTOR_H */
