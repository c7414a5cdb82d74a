/* SPDX-License-Identifier: MIT */
/* Decorators and what they stand before. Private to lib/syntax/bicep_check_decorator*.c. */
#ifndef AL_SYNTAX_BICEP_CHECK_DECORATORS_H
#define AL_SYNTAX_BICEP_CHECK_DECORATORS_H

#include "syntax/bicep_check_private.h"

/* What has decorators. */
struct al_bicep_subject {
    struct al_bicep_check *c;
    const struct al_bicep_statement *st; /* NULL: a member of a type */
    const struct al_bicep_type *type;    /* or NULL */
    struct al_node *const *list;
    uint32_t n;
};

/* The argument i of a decorator, which is the one behind the namespace; or NULL. */
const struct al_node *al_bicep_decorator_argument(const struct al_node *call, uint32_t i);
/* The type that the template has for it; not `known` when there is none. */
struct al_type al_bicep_decorated_type(const struct al_bicep_subject *d);
void al_bicep_decorator_error(const struct al_bicep_subject *d, struct al_span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* What is to be said of one decorator alone, once its arguments are of the right kinds. */
void al_bicep_check_decorator(const struct al_bicep_subject *d, const struct al_node *call);
/* What is to be said of several together, or of the whole declaration. */
void al_bicep_check_decorators_together(const struct al_bicep_subject *d, const struct al_bicep_entry *entry);

#endif
