/* SPDX-License-Identifier: MIT */
/* Matches without recursion. What fails goes back to the last '*', and from there to the last "**": what an
 * earlier one swallowed never matters once a later one is reached, so that hostile patterns cost no more than
 * the product of the lengths. */
#include "lint/glob.h"

struct back {
    size_t pattern, path; /* where to go on; pattern is SIZE_MAX when there is no way back */
};

static const struct back nowhere = {SIZE_MAX, 0};

static bool is_star(al_str pattern, size_t at)
{
    return at < pattern.n && pattern.s[at] == '*';
}

/* Past the stars at `at`, and past the slash of "**" and '/', which stand for any number of folders. */
static size_t after_stars(al_str pattern, size_t at, bool *folders)
{
    while (is_star(pattern, at))
        at++;
    *folders = at < pattern.n && pattern.s[at] == '/';
    return at + *folders;
}

static bool is_same(al_str path, size_t i, al_str pattern, size_t k)
{
    return k < pattern.n && (pattern.s[k] == path.s[i] || (pattern.s[k] == '?' && path.s[i] != '/'));
}

static size_t next_place(al_str path, size_t at, bool folders)
{
    while (folders && at < path.n && path.s[at] != '/')
        at++;
    return at + 1;
}

static bool match(al_str path, al_str pattern)
{
    struct back star = nowhere, stars = nowhere;
    size_t i = 0, k = 0;
    bool folders = false;

    while (i < path.n) {
        if (is_star(pattern, k) && is_star(pattern, k + 1)) {
            k = after_stars(pattern, k, &folders);
            stars = (struct back){k, i};
            star = nowhere;
        } else if (is_star(pattern, k)) {
            star = (struct back){++k, i};
        } else if (is_same(path, i, pattern, k)) {
            i++;
            k++;
        } else if (star.pattern != SIZE_MAX && path.s[star.path] != '/') {
            i = ++star.path;
            k = star.pattern;
        } else if (stars.pattern != SIZE_MAX) {
            i = stars.path = next_place(path, stars.path, folders);
            k = stars.pattern;
            star = nowhere;
        } else {
            return false;
        }
    }
    while (is_star(pattern, k))
        k++;
    return i == path.n && k == pattern.n;
}

static bool match_part(al_str path, al_str pattern)
{
    al_str part;

    while (al_str_split_next(&part, &path, '/'))
        if (match(part, pattern))
            return true;
    return false;
}

bool al_glob(al_str path, al_str pattern)
{
    bool anchored;

    while (pattern.n && pattern.s[pattern.n - 1] == '/')
        pattern.n--;
    anchored = al_str_find(pattern, AL_STR("/")) >= 0;
    if (pattern.n && pattern.s[0] == '/')
        pattern = al_str_from(pattern, 1);
    if (!anchored)
        return match_part(path, pattern);
    for (size_t n = 1; n <= path.n; n++)
        if ((n == path.n || path.s[n] == '/') && match(al_str_head(path, n), pattern))
            return true;
    return false;
}
