/* SPDX-License-Identifier: MIT */
#include "lint/guidance.h"
#include "base/str.h"

#define AL_DOCUMENT(profile, title, url) {profile, title, url},
#define AL_RECOMMENDATION(profile, section, text, rules, reason)
const struct al_document al_documents[] = {
#include "../../rules/guidance.def"
};
#undef AL_DOCUMENT
#undef AL_RECOMMENDATION

#define AL_DOCUMENT(profile, title, url)
#define AL_RECOMMENDATION(profile, section, text, rules, reason) {profile, section, text, rules, reason},
const struct al_recommendation al_recommendations[] = {
#include "../../rules/guidance.def"
};
#undef AL_DOCUMENT
#undef AL_RECOMMENDATION

const size_t al_ndocuments = sizeof al_documents / sizeof al_documents[0];
const size_t al_nrecommendations = sizeof al_recommendations / sizeof al_recommendations[0];

const struct al_document *al_document_of(const char *profile)
{
    for (size_t i = 0; i < al_ndocuments; i++)
        if (strcmp(al_documents[i].profile, profile) == 0)
            return &al_documents[i];
    return NULL;
}

static bool lists(const char *words, const char *word)
{
    al_str item, rest = al_str_of(words);

    while (al_str_split_next(&item, &rest, ' '))
        if (al_str_eq(item, al_str_of(word)))
            return true;
    return false;
}

bool al_document_names(const char *profile, const char *rule)
{
    for (size_t i = 0; i < al_nrecommendations; i++)
        if (strcmp(al_recommendations[i].profile, profile) == 0 && lists(al_recommendations[i].rules, rule))
            return true;
    return false;
}
