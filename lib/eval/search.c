/* SPDX-License-Identifier: MIT */
#include "eval/search.h"

struct al_search al_search_new(al_arena *arena, al_str text, al_str needle)
{
    struct al_search search = {.text = text, .needle = needle};
    uint32_t border = 0;

    if (needle.n == 0 || needle.n > text.n)
        return search;
    search.fall = AL_NEW_N(arena, uint32_t, needle.n);
    for (size_t i = 1; i < needle.n; i++) {
        while (border && needle.s[border] != needle.s[i])
            border = search.fall[border - 1];
        if (needle.s[border] == needle.s[i])
            border++;
        search.fall[i] = border;
    }
    return search;
}

bool al_search_next(struct al_search *search, size_t *found)
{
    al_str needle = search->needle;

    if (!search->fall)
        return false;
    while (search->at < search->text.n) {
        char c = search->text.s[search->at++];
        while (search->matched && needle.s[search->matched] != c)
            search->matched = search->fall[search->matched - 1];
        if (needle.s[search->matched] == c)
            search->matched++;
        if (search->matched == needle.n) {
            search->matched = search->overlap ? search->fall[needle.n - 1] : 0;
            *found = search->at - needle.n;
            return true;
        }
    }
    return false;
}

void al_search_from(struct al_search *search, size_t at)
{
    search->at = at;
    search->matched = 0;
}
