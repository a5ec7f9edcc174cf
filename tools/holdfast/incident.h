/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef HOLDFAST_TOOL_INCIDENT_H
#define HOLDFAST_TOOL_INCIDENT_H

#include <json-c/json.h>

#include "judge.h"

/* The number of the operation that an event is about; OP_COUNT if unknown. */
unsigned int incident_op(json_object *event);

/**
 * incident_question() - what a profile was asked that led to an event
 * @event: as 'events --json' has it
 * @question: what to fill in, to be freed with question_free()
 *
 * Return: false, without a message, if no profile can allow it or this tool does
 * not know what it is.
 */
bool incident_question(json_object *event, struct question *question);

/**
 * incident_words() - an event's operation as people read it
 * @event: see above
 *
 * Return: such as: mount new any "nfs"; fit for a terminal, to be freed.
 */
char *incident_words(json_object *event);

/**
 * incidents_read() - read events that were saved
 * @path: a file that 'events --json' wrote; "-" for standard input
 * @events: where to put an array of them, to be freed by the caller
 *
 * What 'events' says of those that are missing is told on standard error.
 *
 * Return: EXIT_DONE, or EXIT_REFUSED after a message.
 */
int incidents_read(const char *path, json_object **events);

#endif /* HOLDFAST_TOOL_INCIDENT_H */
