/* SPDX-License-Identifier: MIT */
/* What json() takes beyond JSON: Azure's reader also knows texts in single quotes and keys without any. */
#ifndef AL_EVAL_RELAXED_JSON_H
#define AL_EVAL_RELAXED_JSON_H

#include "base/buf.h"

/* The same as strict JSON; ends in an uncounted NUL. What is malformed otherwise stays so. */
al_str al_relaxed_json(al_arena *arena, al_str text);

#endif
