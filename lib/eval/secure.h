/* SPDX-License-Identifier: MIT */
/* Secrets within values: a parameter whose type is an object may have members that are secure, and others that are not.
 * A value that is secure as a whole needs nothing of this. */
#ifndef AL_EVAL_SECURE_H
#define AL_EVAL_SECURE_H

#include "eval/types.h"

/* Calls fn(ptr, ...) for what stands in a value where its type is secure: texts, numbers, symbols. */
void al_secure_each(struct al_eval *ev, const struct al_template *tmpl, struct al_type type, al_value *value,
                    void (*fn)(void *ptr, al_value *secret), void *ptr);
/* Flags what is secure AL_VALUE_SECURE: objects as a whole, so that not each of their parts counts for a secret. */
void al_secure_mark(struct al_eval *ev, const struct al_template *tmpl, struct al_type type, al_value *value);
/* An unknown of that type: members that it must have are known to be secure, where they are. */
al_value al_secure_symbol(struct al_eval *ev, const struct al_template *tmpl, struct al_type type, al_value symbol);

#endif
