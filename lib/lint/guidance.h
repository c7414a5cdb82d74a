/* SPDX-License-Identifier: MIT */
/* Questions about the table of recommendations; see al_recommendations(). */
#ifndef AL_LINT_GUIDANCE_H
#define AL_LINT_GUIDANCE_H

#include "armlint.h"

bool al_is_document(const char *profile);
/* Whether the recommendations of a document name the rule. */
bool al_document_names(const char *profile, const char *rule);

#endif
