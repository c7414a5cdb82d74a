/* SPDX-License-Identifier: MIT */
/* Case and white space of Unicode characters as .NET's invariant culture sees them: one character to one
 * character, so that the number of UTF-16 units never changes. Covers the scripts that have case in everyday
 * use. */
#ifndef AL_EVAL_LETTER_CASE_H
#define AL_EVAL_LETTER_CASE_H

#include "base/buf.h"

uint32_t al_cp_lower(uint32_t cp);
uint32_t al_cp_upper(uint32_t cp);
bool al_cp_is_space(uint32_t cp);

/* The whole text mapped. */
void al_put_lower(struct al_buf *out, al_str s);
void al_put_upper(struct al_buf *out, al_str s);
/* Without white space at both ends. */
al_str al_trim_unicode(al_str s);

#endif
