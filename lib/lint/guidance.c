/* SPDX-License-Identifier: MIT */
#include "lint/guidance.h"
#include "base/str.h"

#define AL_DOCUMENT(profile, title, url) {profile, title, url},
#define AL_RECOMMENDATION(profile, section, text, rules, reason)
static const struct al_document documents[] = {
#include "../../rules/guidance.def"
};
#undef AL_DOCUMENT
#undef AL_RECOMMENDATION

#define AL_DOCUMENT(profile, title, url)
#define AL_RECOMMENDATION(profile, section, text, rules, reason) {profile, section, text, rules, reason},
static const struct al_recommendation recommendations[] = {
#include "../../rules/guidance.def"
};
#undef AL_DOCUMENT
#undef AL_RECOMMENDATION

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const struct al_document *al_documents(size_t *n)
{
    *n = COUNT(documents);
    return documents;
}

const struct al_recommendation *al_recommendations(size_t *n)
{
    *n = COUNT(recommendations);
    return recommendations;
}

bool al_is_document(const char *profile)
{
    for (size_t i = 0; i < COUNT(documents); i++)
        if (strcmp(documents[i].profile, profile) == 0)
            return true;
    return false;
}

static bool lists(const char *words, const char *word)
{
    al_str item, rest = al_str_of(words);

    while (al_list_next(&item, &rest, ' '))
        if (al_str_eq(item, al_str_of(word)))
            return true;
    return false;
}

bool al_document_names(const char *profile, const char *rule)
{
    for (size_t i = 0; i < COUNT(recommendations); i++)
        if (strcmp(recommendations[i].profile, profile) == 0 && lists(recommendations[i].rules, rule))
            return true;
    return false;
}
