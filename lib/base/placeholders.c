/* SPDX-License-Identifier: MIT */
/* The forms that are about: each tool has its own, and none of them means anything to Azure. */
#include "base/placeholders.h"

struct form {
    const char *begins, *ends;
};

/* Nothing that may stand between the ends ends it before. */
static bool has_form(al_str text, const struct form *form)
{
    al_str begins = al_str_of(form->begins), ends = al_str_of(form->ends), inner;

    if (text.n <= begins.n + ends.n || !al_str_starts(text, begins) || !al_str_ends(text, ends))
        return false;
    inner = (al_str){text.s + begins.n, text.n - begins.n - ends.n};
    return al_str_find(inner, begins) < 0 && al_str_find(inner, ends) < 0;
}

static bool has_form_of(al_str text, const struct form *forms)
{
    for (; forms->begins; forms++)
        if (has_form(text, forms))
            return true;
    return false;
}

bool al_is_token(al_str text)
{
    static const struct form forms[] = {{"#{", "}#"}, {"#{", "}"},  {"${", "}"}, {"$(", ")"},
                                        {"{{", "}}"}, {"__", "__"}, {NULL, NULL}};

    return text.n > 0 && strchr("#$_{", text.s[0]) && has_form_of(text, forms);
}

bool al_is_placeholder(al_str text)
{
    static const struct form forms[] = {{"<", ">"}, {"%", "%"}, {NULL, NULL}};
    static const char *const begins[] = {"GEN-", "GET-PREREQ-", "CHANGEME"};

    if (al_is_token(text) || has_form_of(text, forms))
        return true;
    for (size_t i = 0; i < sizeof begins / sizeof begins[0]; i++)
        if (al_str_case_starts(text, al_str_of(begins[i])))
            return true;
    return false;
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

/* "#{name}" somewhere in it. */
static bool has_hashed(al_str text)
{
    ptrdiff_t at = al_str_find(text, AL_STR("#{"));

    return at >= 0 && al_str_find(al_str_from(text, (size_t)at), AL_STR("}")) >= 0;
}

enum al_placeholder al_placeholder_of(al_str text, al_str *otherwise)
{
    al_str inner, rest;
    size_t n;

    if (has_hashed(text))
        return AL_PLACEHOLDER_UNKNOWN;
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
