/* SPDX-License-Identifier: MIT */
#include "report/mdoc.h"
#include "report/report.h"

static void put_mdoc_word(struct al_buf *out, al_str word)
{
    for (size_t i = 0; i < word.n; i++) {
        if (word.s[i] == '\\')
            al_buf_put(out, AL_STR("\\e"));
        else
            al_buf_char(out, word.s[i]);
    }
}

void al_put_mdoc(struct al_buf *out, al_str text)
{
    enum { WIDTH = 78 };
    al_str word, rest = text;
    size_t line = out->n;

    while (al_list_next(&word, &rest, ' ')) {
        bool first = out->n == line;
        if (!first && (out->n - line + word.n >= WIDTH || strchr(".!?", out->s[out->n - 1]))) {
            al_buf_char(out, '\n');
            line = out->n;
            first = true;
        }
        if (first && (word.s[0] == '.' || word.s[0] == '\''))
            al_buf_put(out, AL_STR("\\&"));
        if (!first)
            al_buf_char(out, ' ');
        put_mdoc_word(out, word);
    }
    al_buf_char(out, '\n');
}
