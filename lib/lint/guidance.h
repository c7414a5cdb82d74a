/* SPDX-License-Identifier: MIT */
/* Microsoft's guidance documents, what each of them recommends, and which rules look after that. */
#ifndef AL_LINT_GUIDANCE_H
#define AL_LINT_GUIDANCE_H

#include <stdbool.h>
#include <stddef.h>

/* A document; its profile selects the rules that its recommendations name. */
struct al_document {
    const char *profile, *title, *url;
};

struct al_recommendation {
    const char *profile; /* of the document */
    const char *section, *text;
    const char *rules;  /* ids separated by blanks; "" when no template shows it */
    const char *reason; /* what a template does not show, and why; "" when it shows everything */
};

/* In the order of the documents. */
extern const struct al_document al_documents[];
extern const size_t al_ndocuments;
extern const struct al_recommendation al_recommendations[];
extern const size_t al_nrecommendations;

const struct al_document *al_document_of(const char *profile);
/* Whether the recommendations of a document name the rule. */
bool al_document_names(const char *profile, const char *rule);

#endif
