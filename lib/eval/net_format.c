/* SPDX-License-Identifier: MIT */
#include "eval/net_format.h"

static void skip_spaces(al_str s, size_t *i)
{
    while (*i < s.n && s.s[*i] == ' ')
        ++*i;
}

/* .NET allows up to a million for both the index and the width. */
static bool take_number(al_str s, size_t *i, uint32_t *out)
{
    size_t from = *i;

    for (*out = 0; *i < s.n && al_is_digit(s.s[*i]) && *out < 1000000; ++*i)
        *out = *out * 10 + (uint32_t)(s.s[*i] - '0');
    return *i > from && *out < 1000000;
}

static bool take_width(al_str s, size_t *i, int32_t *out)
{
    bool left = false;
    uint32_t width;

    if (*i >= s.n || s.s[*i] != ',')
        return true;
    ++*i;
    skip_spaces(s, i);
    if (*i < s.n && s.s[*i] == '-') {
        left = true;
        ++*i;
    }
    if (!take_number(s, i, &width))
        return false;
    skip_spaces(s, i);
    *out = left ? -(int32_t)width : (int32_t)width;
    return true;
}

static struct al_net_piece take_item(al_str *rest)
{
    struct al_net_piece piece = {.kind = AL_NET_MALFORMED};
    al_str s = *rest;
    size_t i = 1, from;

    if (!take_number(s, &i, &piece.index))
        return piece;
    skip_spaces(s, &i);
    if (!take_width(s, &i, &piece.width))
        return piece;
    if (i < s.n && s.s[i] == ':') {
        from = ++i;
        while (i < s.n && s.s[i] != '}' && s.s[i] != '{')
            i++;
        piece.spec = (al_str){s.s + from, i - from};
    }
    if (i >= s.n || s.s[i] != '}')
        return piece;
    piece.text = al_str_head(s, i + 1);
    *rest = al_str_from(s, i + 1);
    piece.kind = AL_NET_ITEM;
    return piece;
}

struct al_net_piece al_net_next(al_str *rest)
{
    struct al_net_piece piece = {.kind = AL_NET_TEXT};
    al_str s = *rest;
    size_t i = 0;

    if (s.n == 0) {
        piece.kind = AL_NET_END;
        return piece;
    }
    if (s.s[0] == '{' || s.s[0] == '}') {
        if (s.n > 1 && s.s[1] == s.s[0]) {
            piece.text = al_str_head(s, 1);
            *rest = al_str_from(s, 2);
            return piece;
        }
        if (s.s[0] == '{')
            return take_item(rest);
        piece.kind = AL_NET_MALFORMED;
        return piece;
    }
    while (i < s.n && s.s[i] != '{' && s.s[i] != '}')
        i++;
    piece.text = al_str_head(s, i);
    *rest = al_str_from(s, i);
    return piece;
}

void al_net_put_aligned(struct al_buf *out, const struct al_net_piece *piece, al_str text)
{
    size_t length = piece->width ? al_utf16_length(text) : 0;
    size_t width = (size_t)(piece->width < 0 ? -piece->width : piece->width);
    size_t padding = width > length ? width - length : 0;

    if (piece->width > 0)
        al_buf_repeat(out, ' ', padding);
    al_buf_put(out, text);
    if (piece->width < 0)
        al_buf_repeat(out, ' ', padding);
}
