/* SPDX-License-Identifier: MIT */
#include "syntax/json_scanner.h"
#include "syntax/json_scalar.h"

static al_str rest(const struct al_scanner *s)
{
    return (al_str){s->at, (size_t)(s->end - s->at)};
}

/* -- errors -- */

al_str al_scanner_word(const struct al_scanner *s)
{
    size_t n = 0;

    while (al_is_alpha(s->at[n]) || al_is_digit(s->at[n]))
        n++;
    return (al_str){s->at, n};
}

/* What stands here, for a message. */
static al_str found(const struct al_scanner *s)
{
    const al_str text = rest(s), word = al_str_head(al_scanner_word(s), AL_SHOWN_MOST);
    size_t n = 0;

    if (text.n == 0)
        return AL_STR("the end of the file");
    if (word.n)
        return al_printf(s->arena, "'%.*s'", AL_FMT(word));
    al_utf8_next(text, &n);
    if ((text.s[0] > ' ' && text.s[0] < 0x7f) || n > 1)
        return al_printf(s->arena, "'%.*s'", (int)n, text.s);
    return al_printf(s->arena, "the byte 0x%02x", (unsigned)(unsigned char)text.s[0]);
}

/* A missing quote shows only later, where the next quote has closed the string. */
static al_str hint(const struct al_scanner *s)
{
    struct al_position position;

    if (!s->string_start || !memchr(s->string_start, '\n', (size_t)(s->string_end - s->string_start)))
        return AL_STR("");
    position = al_source_position(s->arena, al_scanner_span(s, s->string_start, 1));
    return al_printf(s->arena, " (the string before it begins in line %u)", position.line);
}

void al_scanner_fail(struct al_scanner *s, enum al_trouble trouble, struct al_span span, al_str message)
{
    if (!s->failed)
        al_diags_add(s->diags, trouble, span, "%.*s", AL_FMT(message));
    s->failed = true;
}

void al_scanner_expected(struct al_scanner *s, al_str what)
{
    const al_str actual = found(s), more = hint(s);

    al_scanner_fail(
        s, AL_TROUBLE_SYNTAX, al_scanner_span(s, s->at, s->at < s->end),
        al_printf(s->arena, "expected %.*s, found %.*s%.*s", AL_FMT(what), AL_FMT(actual), AL_FMT(more)));
}

static void fail_at(struct al_scanner *s, const char *at, al_str message)
{
    al_scanner_fail(s, AL_TROUBLE_SYNTAX, al_scanner_span(s, at, 1), message);
}

/* -- blanks and comments -- */

/* The end of the comment that begins at `start`, or NULL. */
static const char *comment_end(const struct al_scanner *s, const char *start)
{
    if (start[1] == '/') {
        const char *end = memchr(start, '\n', (size_t)(s->end - start));
        end = end ? end : s->end;
        return end[-1] == '\r' ? end - 1 : end;
    }
    for (const char *p = start + 2; (p = memchr(p, '*', (size_t)(s->end - p))); p++)
        if (p[1] == '/')
            return p + 2;
    return NULL;
}

static void read_comment(struct al_scanner *s)
{
    const char *start = s->at, *end;
    struct al_comment *comment;

    if (start[1] != '/' && start[1] != '*') {
        fail_at(s, start, AL_STR("expected '//' or '/*', found a single '/'"));
        return;
    }
    end = comment_end(s, start);
    if (!end) {
        fail_at(s, start, AL_STR("a comment begins here and does not end"));
        return;
    }
    comment = al_vec_push(s->arena, &s->comments);
    comment->off = al_scanner_offset(s, start);
    comment->len = (uint32_t)(end - start);
    s->at = end;
}

/* Indentation is much of a template's text: it is skipped eight columns at a time. */
static const char *skip_indent(const char *at, const char *end)
{
    while (end - at >= 8 && memcmp(at, "        ", 8) == 0)
        at += 8;
    while (*at == ' ')
        at++;
    return at;
}

void al_scanner_skip(struct al_scanner *s)
{
    while (!s->failed) {
        if (*s->at == '\n' || *s->at == ' ')
            s->at = skip_indent(s->at + 1, s->end);
        else if (*s->at == '/')
            read_comment(s);
        else if (*s->at > ' ' || !al_json_blank(rest(s), 0))
            return;
        else
            s->at += al_json_blank(rest(s), 0);
    }
}

/* -- tokens -- */

/* Steps over one escape sequence. */
static const char *skip_escape(struct al_scanner *s, const char *p)
{
    const size_t n = al_json_escape((al_str){p, (size_t)(s->end - p)}, 0);

    if (n == 0 && p + 1 < s->end)
        fail_at(s, p,
                p[1] == 'u' ? AL_STR("expected four hexadecimal digits after '\\u'")
                            : AL_STR("unknown escape sequence: a backslash in a string is written '\\\\'"));
    return p + (n ? n : 1);
}

struct al_token al_scanner_string(struct al_scanner *s)
{
    const char *start = s->at, *p = start + 1;
    struct al_token token = {.off = al_scanner_offset(s, start)};

    while (*p != '"' && !s->failed) {
        if (*p == '\\') {
            token.escaped = true;
            p = skip_escape(s, p);
        } else if (*p == '\0' && p == s->end) {
            fail_at(s, start, AL_STR("a string begins here and does not end"));
        } else if (*p == '\0') {
            fail_at(s, p, AL_STR("a NUL byte stands in a string"));
        } else {
            p++;
        }
    }
    if (s->failed)
        return token;
    s->at = p + 1;
    token.len = (uint32_t)(s->at - start);
    token.text = (al_str){start + 1, (size_t)(p - start - 1)};
    if (token.escaped)
        token.text = al_json_decode(s->arena, (al_str){start, token.len});
    s->string_start = start;
    s->string_end = s->at;
    return token;
}

static void skip_digits(struct al_scanner *s)
{
    if (s->failed)
        return;
    if (!al_is_digit(*s->at))
        al_scanner_expected(s, AL_STR("a digit"));
    while (al_is_digit(*s->at))
        s->at++;
}

void al_scanner_number(struct al_scanner *s)
{
    s->at += *s->at == '-';
    if (s->at[0] == '0' && al_is_digit(s->at[1]))
        fail_at(s, s->at, AL_STR("a number must not begin with the digit 0"));
    skip_digits(s);
    if (*s->at == '.') {
        s->at++;
        skip_digits(s);
    }
    if (al_lower(*s->at) == 'e') {
        s->at++;
        s->at += *s->at == '+' || *s->at == '-';
        skip_digits(s);
    }
}
