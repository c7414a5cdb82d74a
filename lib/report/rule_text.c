/* SPDX-License-Identifier: MIT */
#include "report/rule_text.h"

#include "report/report.h"

al_str al_rule_pascal_name(al_arena *arena, const char *id)
{
    struct al_buf out = AL_BUF(arena);
    al_str word, rest = al_str_of(id);

    while (al_list_next(&word, &rest, '-')) {
        al_buf_char(&out, al_upper(word.s[0]));
        al_buf_put(&out, al_str_from(word, 1));
    }
    return al_buf_str(&out);
}

bool al_rule_is_default(const struct al_rule *rule)
{
    return rule->level != AL_NONE && !rule->profile;
}

al_str al_rule_severity(al_arena *arena, const struct al_rule *rule)
{
    int tenths = (int)(rule->security_severity * 10 + 0.5);

    return al_printf(arena, "%d.%d", tenths / 10, tenths % 10);
}

bool al_reference_next(al_str *reference, bool *url, al_str *rest)
{
    if (!al_list_next(reference, rest, ';'))
        return false;
    *url = al_str_starts(*reference, AL_STR("https://"));
    return true;
}

al_str al_rule_url(const struct al_rule *rule)
{
    al_str reference, rest = al_str_of(rule->references);
    bool url;

    while (al_reference_next(&reference, &url, &rest))
        if (url)
            return reference;
    return AL_STR("");
}

void al_put_wrapped(struct al_buf *out, al_str text, size_t indent)
{
    enum { WIDTH = 78 };
    al_str word, rest = text;
    size_t column = 0;

    while (al_list_next(&word, &rest, ' ')) {
        size_t width = al_utf16_length(word);
        if (column && column + 1 + width > WIDTH) {
            al_buf_char(out, '\n');
            column = 0;
        }
        al_buf_repeat(out, ' ', column ? 1 : indent);
        column = (column ? column + 1 : indent) + width;
        al_buf_put(out, word);
    }
    al_buf_char(out, '\n');
}
