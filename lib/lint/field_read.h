/* SPDX-License-Identifier: MIT */
/* The paths of properties, as people write them in files of rules. */
#ifndef AL_LINT_FIELD_READ_H
#define AL_LINT_FIELD_READ_H

#include "lint/reading.h"

/* Where a condition stands: about the resource, or about an item of an array. */
struct al_field_scope {
    bool item;
    al_str prefix; /* of items, as Azure Policy has them: fields begin with "properties.rules[*]"; else empty */
};

/* The path, as conditions have it, seen from the scope; it may have "[*]". A text without `s` after reporting what is
 * wrong. tags['x'] has become tags.x. */
al_str al_field_read(struct al_reading *r, const struct al_node *node, const struct al_field_scope *scope);

#endif
