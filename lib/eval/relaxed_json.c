/* SPDX-License-Identifier: MIT */
#include "eval/relaxed_json.h"

/* The length of the text in quotes at `i`, with them. */
static size_t quoted_length(al_str s, size_t i)
{
    char quote = s.s[i];
    size_t at = i + 1;

    while (at < s.n && s.s[at] != quote)
        at += s.s[at] == '\\' ? 2 : 1;
    return (at < s.n ? at + 1 : s.n) - i;
}

/* 'it\'s "so"' becomes "it's \"so\"". */
static void put_requoted(struct al_buf *out, al_str quoted)
{
    al_buf_char(out, '"');
    for (size_t i = 1; i < quoted.n; i++) {
        char c = quoted.s[i];
        if (c == '\'' && i + 1 == quoted.n)
            break;
        if (c == '"') {
            al_buf_put(out, AL_STR("\\\""));
        } else if (c == '\\' && i + 1 < quoted.n && quoted.s[i + 1] == '\'') {
            al_buf_char(out, quoted.s[++i]);
        } else if (c == '\\' && i + 1 < quoted.n) {
            al_buf_put(out, (al_str){quoted.s + i, 2});
            i++;
        } else {
            al_buf_char(out, c);
        }
    }
    al_buf_char(out, '"');
}

static size_t comment_length(al_str s, size_t i)
{
    al_str rest = al_str_from(s, i + 2);
    ptrdiff_t end;

    if (i + 1 >= s.n || (s.s[i + 1] != '/' && s.s[i + 1] != '*'))
        return 0;
    end = s.s[i + 1] == '/' ? al_str_find(rest, AL_STR("\n")) : al_str_find(rest, AL_STR("*/"));
    return end < 0 ? s.n - i : (size_t)end + (s.s[i + 1] == '/' ? 2 : 4);
}

static bool is_word(char c)
{
    return al_is_alpha(c) || al_is_digit(c) || c == '_' || c == '$' || (unsigned char)c >= 0x80;
}

/* A word is a key when a colon follows. */
static size_t put_word(struct al_buf *out, al_str s, size_t i)
{
    size_t end = i, after;

    while (end < s.n && (is_word(s.s[end]) || s.s[end] == '.' || s.s[end] == '-' || s.s[end] == '+'))
        end++;
    for (after = end; after < s.n && al_is_space(s.s[after]);)
        after++;
    if (after < s.n && s.s[after] == ':')
        al_buf_char(out, '"');
    al_buf_put(out, (al_str){s.s + i, end - i});
    if (after < s.n && s.s[after] == ':')
        al_buf_char(out, '"');
    return end - i;
}

al_str al_relaxed_json(al_arena *arena, al_str text)
{
    struct al_buf out = AL_BUF(arena);
    size_t n;

    for (size_t i = 0; i < text.n; i += n) {
        char c = text.s[i];
        n = c == '"' || c == '\'' ? quoted_length(text, i) : c == '/' ? comment_length(text, i) : 0;
        if (c == '\'') {
            put_requoted(&out, (al_str){text.s + i, n});
        } else if (n == 0 && is_word(c)) {
            n = put_word(&out, text, i);
        } else {
            n = n ? n : 1;
            al_buf_put(&out, (al_str){text.s + i, n});
        }
    }
    al_buf_char(&out, '\0');
    return (al_str){out.s, out.n - 1};
}
