/* SPDX-License-Identifier: MIT */
/* How a value came about: from the place that uses it, by way of variables, parameters and calls, to where it is
 * written, or to what nobody knows before the deployment. */
#ifndef AL_LINT_TRACE_H
#define AL_LINT_TRACE_H

#include "lint/input.h"

/* What is still to be entered of a value: members and items. */
struct al_rest {
    al_str name; /* of a member; empty: an item */
    uint32_t index;
    const struct al_rest *next;
};

/* A line of the explanation. */
struct al_trace_line {
    unsigned depth;
    struct al_span place;
    al_str text;
};

struct al_trace {
    struct al_input *input;
    AL_VEC(struct al_trace_line) lines;
    struct al_map told; /* declarations, with what was asked of them */
    unsigned secret;    /* > 0: inside of what must not be shown */
};

/* Explains what `what` means in the input's graph: see al_run_explain_value(). AL_OK, or AL_EUSAGE with the run's error
 * set. */
int al_trace_write(struct al_buf *out, struct al_input *input, const char *what);

/* -- parts -- */
/* Explains the `rest` of the value of a node, which is called `label`; of a parameter, a variable or an output, too. */
void al_trace_node(struct al_trace *trace, const struct al_node *node, const struct al_frame *frame,
                   const struct al_rest *rest, unsigned depth, al_str label);
void al_trace_parameter(struct al_trace *trace, struct al_deployment *deployment, const struct al_parameter *parameter,
                        const struct al_rest *rest, unsigned depth);
/* The value of what is left of a node's value; nothing is reported. */
al_value al_trace_value(struct al_trace *trace, const struct al_node *node, const struct al_frame *frame,
                        const struct al_rest *rest);
/* Says what an unknown value depends on. */
void al_trace_causes(struct al_trace *trace, const al_value *value, struct al_span place);
/* A value as JSON, cut where it is long; what is not known as its expression in brackets; no secret. */
al_str al_trace_shown(struct al_trace *trace, al_value *value);
/* A text on one line, of at most that many bytes. */
al_str al_trace_shortened(struct al_trace *trace, al_str text, size_t most);
/* A name with what is asked of it: "acls.defaultAction". */
al_str al_trace_name(struct al_trace *trace, al_str name, const struct al_rest *rest);
void al_trace_add(struct al_trace *trace, unsigned depth, struct al_span place, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

#endif
