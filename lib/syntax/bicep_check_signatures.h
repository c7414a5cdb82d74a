/* SPDX-License-Identifier: MIT */
/* What Bicep's functions take and give: kinds of values. Private to lib/syntax/bicep_check*.c. */
#ifndef AL_SYNTAX_BICEP_CHECK_SIGNATURES_H
#define AL_SYNTAX_BICEP_CHECK_SIGNATURES_H

#include "syntax/bicep_check_private.h"

/* One way to call a function; the .c file says how arguments and result are written. */
struct al_bicep_signature {
    const char *name, *arguments, *gives;
};

/* The n ways to call a function; none for a name that is not listed. */
const struct al_bicep_signature *al_bicep_signatures(al_str name, size_t *n);

struct al_bicep_argument {
    uint8_t kinds; /* 0: the signature has no such argument */
    unsigned least, most; /* of a lambda: how many names it has */
    uint8_t gives;        /* of a lambda */
};
struct al_bicep_argument al_bicep_argument(const struct al_bicep_signature *signature, uint32_t i);
struct al_bicep_shape al_bicep_result(const struct al_bicep_signature *signature);

#endif
