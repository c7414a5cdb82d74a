/* SPDX-License-Identifier: MIT */
/* Comparing texts: patterns with '*', and versions. */
#include "lint/operators.h"

/* Matches greedily and, when it fails, goes back to the last star only: what an earlier star swallowed never
 * matters once a later one is reached. */
bool al_like(al_str text, al_str pattern)
{
    size_t t = 0, p = 0, star = SIZE_MAX, mark = 0;

    while (t < text.n) {
        if (p < pattern.n && pattern.s[p] == '*') {
            star = p++;
            mark = t;
        } else if (p < pattern.n && al_lower(pattern.s[p]) == al_lower(text.s[t])) {
            p++;
            t++;
        } else if (star != SIZE_MAX) {
            p = star + 1;
            t = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.n && pattern.s[p] == '*')
        p++;
    return p == pattern.n;
}

/* -- versions: runs of digits compare as numbers, runs of letters as text, everything else separates -- */

static bool is_alnum(char c)
{
    return al_is_digit(c) || al_is_alpha(c);
}

/* From the first digit on: "TLS1_2" and "v1.2" are 1.2. */
static al_str from_digit(al_str s)
{
    while (s.n && !al_is_digit(s.s[0]))
        s = al_str_from(s, 1);
    return s;
}

static al_str next_run(al_str *rest)
{
    size_t n = 0;
    al_str run;

    while (rest->n && !is_alnum(rest->s[0]))
        *rest = al_str_from(*rest, 1);
    while (n < rest->n && is_alnum(rest->s[n]) && al_is_digit(rest->s[n]) == al_is_digit(rest->s[0]))
        n++;
    run = al_str_head(*rest, n);
    *rest = al_str_from(*rest, n);
    return run;
}

static al_str without_zeros(al_str digits)
{
    while (digits.n && digits.s[0] == '0')
        digits = al_str_from(digits, 1);
    return digits;
}

/* A run that is missing counts as zero, and every word comes before that: 2021-01-01-preview < 2021-01-01. */
static int compare_runs(al_str a, al_str b)
{
    bool word_a = a.n && al_is_alpha(a.s[0]), word_b = b.n && al_is_alpha(b.s[0]);

    if (word_a && word_b)
        return al_str_casecmp(a, b);
    if (word_a || word_b)
        return word_a ? -1 : 1;
    a = without_zeros(a);
    b = without_zeros(b);
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    return al_str_cmp(a, b);
}

bool al_version_compare(int *out, al_str a, al_str b)
{
    a = from_digit(a);
    b = from_digit(b);
    if (a.n == 0 || b.n == 0)
        return false;
    *out = 0;
    while (*out == 0 && (a.n || b.n)) {
        al_str left = next_run(&a), right = next_run(&b);
        *out = compare_runs(left, right);
    }
    return true;
}
