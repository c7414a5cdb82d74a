/* SPDX-License-Identifier: MIT */
/* The functions that Bicep knows by name: which namespace has them, how many arguments they take, where they
 * may be called. What they do is the evaluator's business. */
#ifndef AL_SYNTAX_BICEP_FUNCTIONS_H
#define AL_SYNTAX_BICEP_FUNCTIONS_H

#include "base/str.h"

enum al_bicep_space { AL_BICEP_SPACE_SYS, AL_BICEP_SPACE_AZ };

enum al_bicep_function_flags {
    AL_BICEP_FN_DEFAULTS = 1,   /* only in the default value of a parameter */
    AL_BICEP_FN_PARAMETERS = 2, /* only in parameter files */
    AL_BICEP_FN_TEMPLATES = 4,  /* not in parameter files */
    AL_BICEP_FN_RUNTIME = 8,    /* its value exists only while Azure deploys */
    AL_BICEP_FN_FILE = 16,      /* reads a file: its path must be a literal */
};

enum { AL_BICEP_ANY_NUMBER = 255 };

struct al_bicep_function {
    const char *name;
    uint8_t least, most; /* arguments; AL_BICEP_ANY_NUMBER for no upper bound */
    uint8_t space, flags;
};

/* By its exact name, or NULL. The functions list*() are one entry, "list*". */
const struct al_bicep_function *al_bicep_function_find(al_str name);
/* All of them, sorted by name. */
const struct al_bicep_function *al_bicep_functions(size_t *n);

/* What Bicep has in place of a function that only ARM JSON has ("the operator +"), or NULL. */
const char *al_bicep_instead_of(al_str name);

#endif
