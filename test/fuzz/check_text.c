/* SPDX-License-Identifier: MIT */
/* Whether what was written for other programs can be read by them. */
#include "fuzz.h"

#include <cJSON.h>
#include <stdio.h>
#include <stdlib.h>

static bool is_line_or_tab(char c)
{
    return c == '\t' || c == '\n' || c == '\r';
}

static void check_utf8(al_str text)
{
    for (size_t i = 0; i < text.n;) {
        const size_t at = i;
        if (al_utf8_next(text, &i) == 0xfffd && !al_str_starts(al_str_from(text, at), AL_STR("\xef\xbf\xbd")))
            fuzz_wrong("invalid UTF-8", text);
    }
}

void fuzz_check_plain(al_str text)
{
    check_utf8(text);
    for (size_t i = 0; i < text.n;) {
        const uint32_t cp = al_utf8_next(text, &i);
        if ((cp < ' ' && !is_line_or_tab((char)cp)) || (cp >= 0x7f && cp < 0xa0))
            fuzz_wrong("a control character", text);
    }
}

void fuzz_check_bytes(al_str text)
{
    for (size_t i = 0; i < text.n; i++)
        if (((unsigned char)text.s[i] < ' ' && !is_line_or_tab(text.s[i])) || text.s[i] == 0x7f)
            fuzz_wrong("a control character", text);
}

void fuzz_check_json(al_str text)
{
    const char *end = NULL;
    cJSON *root = cJSON_ParseWithLengthOpts(text.s, text.n + 1, &end, true);

    if (!root)
        fuzz_wrong("not JSON", text);
    cJSON_Delete(root);
    check_utf8(text);
}

void fuzz_check_same(const char *one, const char *other)
{
    assert(!one == !other);
    if (!one || strcmp(one, other) == 0)
        return;
    fprintf(stderr, "first:\n%s\n", one);
    fuzz_wrong("not the same the second time", al_str_of(other));
}

/* -- XML -- */

enum { ELEMENTS_MOST = 32 };

struct xml {
    al_str text;
    size_t at;
    al_str open[ELEMENTS_MOST];
    size_t depth, elements;
};

static bool take(struct xml *x, al_str what)
{
    const bool there = al_str_starts(al_str_from(x->text, x->at), what);

    x->at += there ? what.n : 0;
    return there;
}

static void need(struct xml *x, bool condition)
{
    if (!condition)
        fuzz_wrong("not XML", al_str_from(x->text, x->at));
}

static al_str take_name(struct xml *x)
{
    const size_t from = x->at;

    while (x->at < x->text.n && (al_is_alpha(x->text.s[x->at]) || x->text.s[x->at] == '-'))
        x->at++;
    need(x, x->at > from);
    return (al_str){x->text.s + from, x->at - from};
}

static void take_text(struct xml *x, char end)
{
    static const al_str entities[] = {{"&amp;", 5}, {"&lt;", 4}, {"&gt;", 4}, {"&quot;", 6}, {"&apos;", 6}};
    const size_t n = sizeof entities / sizeof *entities;
    size_t i;

    while (x->at < x->text.n && x->text.s[x->at] != end) {
        need(x, x->text.s[x->at] != '<');
        for (i = 0; x->text.s[x->at] == '&' && i < n && !take(x, entities[i]);)
            i++;
        need(x, i < n);
        if (x->at < x->text.n && x->text.s[x->at] != '&' && x->text.s[x->at] != end)
            x->at++;
    }
}

/* After '<': an element's begin, its end, or both. */
static void take_tag(struct xml *x)
{
    if (take(x, AL_STR("/"))) {
        need(x, x->depth > 0 && al_str_eq(take_name(x), x->open[x->depth - 1]) && take(x, AL_STR(">")));
        x->depth--;
        return;
    }
    need(x, x->depth < ELEMENTS_MOST);
    x->open[x->depth++] = take_name(x);
    x->elements++;
    while (take(x, AL_STR(" "))) {
        take_name(x);
        need(x, take(x, AL_STR("=\"")));
        take_text(x, '"');
        need(x, take(x, AL_STR("\"")));
    }
    x->depth -= take(x, AL_STR("/"));
    need(x, take(x, AL_STR(">")));
}

void fuzz_check_xml(al_str text)
{
    struct xml x = {.text = text};

    fuzz_check_plain(text);
    need(&x, take(&x, AL_STR("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")));
    while (x.at < text.n) {
        take_text(&x, '<');
        if (take(&x, AL_STR("<")))
            take_tag(&x);
    }
    need(&x, x.depth == 0 && x.elements > 0);
}

bool fuzz_check_report(al_str input, char *(*report)(const struct al_options *options, al_str input),
                       const struct al_options *options)
{
    const bool twice = fuzz_one_in(input, 4, 11);
    char *one = report(options, input), *other = twice ? report(options, input) : NULL;

    if (twice)
        fuzz_check_same(one, other);
    free(other);
    free(one);
    return twice;
}
