/* SPDX-License-Identifier: MIT */
/* Looks at a shared object before it is loaded: loading runs its code, and a file that is cut short kills the process. */
#ifndef AL_LINT_SHARED_OBJECT_H
#define AL_LINT_SHARED_OBJECT_H

#include "base/arena.h"

/* Why the file is no module that can be loaded, for people, or NULL when nothing speaks against trying. *header gets
 * the first two words of its `armlint_module`, the ABI and the size of a rule, or stays what it is where they cannot
 * be read without loading. */
const char *al_shared_object_wrong(al_arena *arena, const char *path, uint32_t header[2]);

#endif
