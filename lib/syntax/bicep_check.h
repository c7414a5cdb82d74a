/* SPDX-License-Identifier: MIT */
/* What is wrong with a Bicep file although every name in it is known: errors of meaning that show without
 * knowing the resource types of Azure. Reported with the troubles AL_TROUBLE_BICEP_*. An expression that
 * cannot have a value because of them becomes BROKEN, so that the evaluator does not complain of it, too. */
#ifndef AL_SYNTAX_BICEP_CHECK_H
#define AL_SYNTAX_BICEP_CHECK_H

#include "syntax/bicep.h"

struct al_bicep_symbol;

/* Nodes must have the span that they were written at, calls the name that they were written with; a name that
 * is not known, and whatever else was reported, is BROKEN and keeps the checks around it quiet. */
struct al_bicep_checking {
    al_arena *arena;
    struct al_diags *diags;
    const struct al_bicep_file *file; /* its nodes are bound */
    const struct al_template *tmpl;   /* what was made of it */
    const struct al_template *used;   /* of a parameter file: the template after `using`, if it is known */
    struct al_bicep_symbol *const *resources; /* by the ordinal of their declaration, see bicep_bind.h */
};

void al_bicep_check(const struct al_bicep_checking *checking);

#endif
