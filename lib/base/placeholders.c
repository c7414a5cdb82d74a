/* SPDX-License-Identifier: MIT */
/* The forms that are about: each tool has its own, and none of them means anything to Azure. */
#include "base/placeholders.h"

bool al_is_placeholder(al_str text)
{
    static const struct {
        const char *begins, *ends;
    } forms[] = {{"<", ">"},   {"#{", "}#"}, {"__", "__"}, {"$(", ")"},      {"${", "}"},        {"#{", "}"},
                 {"{{", "}}"}, {"%", "%"},   {"GEN-", ""}, {"CHANGEME", ""}, {"GET-PREREQ-", ""}};

    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        al_str begins = al_str_of(forms[i].begins), ends = al_str_of(forms[i].ends);
        if (text.n > begins.n + ends.n && al_str_case_starts(text, begins) && al_str_ends(text, ends))
            return true;
    }
    return al_str_caseeq(text, AL_STR("CHANGEME"));
}

static size_t name_length(al_str text)
{
    size_t n = 0;

    while (n < text.n && (al_is_alpha(text.s[n]) || text.s[n] == '_' || (n > 0 && al_is_digit(text.s[n]))))
        n++;
    return n;
}

/* "${NAME", and behind it what a shell would take there: an end, a default, or something else to be done. */
static bool has_variable(al_str text)
{
    for (ptrdiff_t at; (at = al_str_find(text, AL_STR("${"))) >= 0;) {
        size_t n = name_length(text = al_str_from(text, (size_t)at + 2));
        if (n > 0 && n < text.n && strchr("}=:-+?,^#%/", text.s[n]))
            return true;
    }
    return false;
}

enum al_placeholder al_placeholder_of(al_str text, al_str *otherwise)
{
    al_str inner, rest;
    size_t n;

    if (!has_variable(text))
        return al_is_placeholder(text) && !al_str_case_starts(text, AL_STR("${")) ? AL_PLACEHOLDER_UNKNOWN
                                                                                  : AL_PLACEHOLDER_NONE;
    if (!al_str_starts(text, AL_STR("${")) || !al_str_ends(text, AL_STR("}")))
        return AL_PLACEHOLDER_UNKNOWN;
    inner = (al_str){text.s + 2, text.n - 3};
    n = name_length(inner);
    rest = al_str_from(inner, n);
    if (n > 0 && rest.n == 0)
        return AL_PLACEHOLDER_UNSET;
    if (n == 0 || has_variable(inner))
        return AL_PLACEHOLDER_UNKNOWN;
    if (al_str_starts(rest, AL_STR(":-")) || al_str_starts(rest, AL_STR(":=")))
        *otherwise = al_str_from(rest, 2);
    else if (rest.s[0] == '=' || rest.s[0] == '-')
        *otherwise = al_str_from(rest, 1);
    else
        return AL_PLACEHOLDER_UNKNOWN;
    if (memchr(otherwise->s, '}',
               otherwise->n)) /* "${A=1}-{2}": the first one ended it, or an object has it */
        return otherwise->n > 1 && otherwise->s[0] == '{' ? AL_PLACEHOLDER_OTHERWISE : AL_PLACEHOLDER_UNKNOWN;
    return otherwise->n > 0 ? AL_PLACEHOLDER_OTHERWISE : AL_PLACEHOLDER_UNSET;
}
