/* SPDX-License-Identifier: MIT */
/* Which files a Bicep file names, told by a glance at its lines: enough to say in which order the files
 * of a folder are to be linted, at a fraction of what parsing costs. */
#ifndef AL_LINT_USES_H
#define AL_LINT_USES_H

#include "base/vec.h"

enum al_use_kind {
    AL_USE_MODULE,
    AL_USE_IMPORT,
    AL_USE_USING,
    AL_USE_EXTENDS,
};

struct al_use {
    enum al_use_kind kind;
    al_str path; /* as written, in the text */
};

struct al_uses {
    AL_VEC(struct al_use) list;
    bool deploys; /* it has resources, modules or outputs: not only what others import */
};

void al_uses_find(struct al_uses *out, al_arena *arena, al_str text);
/* Whether JSON is what the Bicep compiler made: its template says so in metadata._generator. */
bool al_is_compiled(al_str text);

#endif
