/* SPDX-License-Identifier: MIT */
/* Strings without escapes and plain integers are read here, because nearly all are that and cJSON's numbers
 * are doubles. Every other scalar is decoded by cJSON from its own token. Its result is copied into memory
 * that was taken from the arena beforehand, so nothing can unwind while a cJSON item is alive. */
#include "syntax/json_scalar.h"
#include "base/buf.h"
#include "syntax/json.h"

#include <cjson/cJSON.h>
#include <math.h>

enum { CJSON_NUMBER_MOST = 63 }; /* cJSON looks at no more characters of a number */

static bool is_unicode_blank(uint32_t cp)
{
    return cp == 0x85 || cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 ||
           cp == 0x2029 || cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

size_t al_json_blank(al_str s, size_t i)
{
    size_t end = i;

    if (i >= s.n)
        return 0;
    if (al_is_space(s.s[i]) || s.s[i] == '\v' || s.s[i] == '\f')
        return 1;
    if ((unsigned char)s.s[i] < 0x80)
        return 0;
    return is_unicode_blank(al_utf8_next(s, &end)) ? end - i : 0;
}

static int hex_digit(char c)
{
    if (al_is_digit(c))
        return c - '0';
    c = al_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The code unit of "\uXXXX" at s[i], or -1. */
static int32_t code_unit(al_str s, size_t i)
{
    int32_t unit = 0;

    if (s.n < 6 || i > s.n - 6 || s.s[i] != '\\' || s.s[i + 1] != 'u')
        return -1;
    for (size_t k = i + 2; k < i + 6; k++) {
        int digit = hex_digit(s.s[k]);
        if (digit < 0)
            return -1;
        unit = unit << 4 | digit;
    }
    return unit;
}

size_t al_json_escape(al_str s, size_t i)
{
    if (s.n - i < 2)
        return 0;
    if (s.s[i + 1] == 'u')
        return code_unit(s, i) < 0 ? 0 : 6;
    return s.s[i + 1] && strchr("\"\\/bfnrt", s.s[i + 1]) ? 2 : 0;
}

static bool is_high(int32_t unit)
{
    return unit >= 0xd800 && unit < 0xdc00;
}

static bool is_low(int32_t unit)
{
    return unit >= 0xdc00 && unit < 0xe000;
}

/* One character of a string token: its bytes in the source, and in the decoded text. */
struct step {
    uint32_t raw, text;
    bool replaced; /* decodes to U+FFFD for want of something better */
};

static struct step step_at(al_str token, size_t i)
{
    int32_t unit;

    if (token.s[i] != '\\')
        return (struct step){1, 1, false};
    unit = code_unit(token, i);
    if (unit < 0)
        return (struct step){2, 1, false};
    if (is_high(unit) && is_low(code_unit(token, i + 6)))
        return (struct step){12, 4, false};
    if (unit == 0 || is_high(unit) || is_low(unit))
        return (struct step){6, 3, true};
    return (struct step){6, unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3, false};
}

/* The token with \ufffd, which is as long, for what must be replaced. */
static al_str mend(al_arena *arena, al_str token)
{
    char *copy = NULL;

    for (size_t i = 0; i < token.n;) {
        struct step step = step_at(token, i);
        if (step.replaced) {
            copy = copy ? copy : al_str_cstr(arena, token);
            memcpy(copy + i, "\\ufffd", 6);
        }
        i += step.raw;
    }
    return copy ? (al_str){copy, token.n} : token;
}

al_str al_json_decode(al_arena *arena, al_str token)
{
    char *text = al_alloc(arena, token.n); /* an escape is never shorter than what it stands for */
    size_t n = 0;
    cJSON *item;

    token = mend(arena, token);
    item = cJSON_ParseWithLength(token.s, token.n);
    if (!item)
        al_arena_throw(arena, AL_E_MEMORY); /* nothing else can fail: the token is well-formed */
    if (item->valuestring) {
        n = strlen(item->valuestring);
        memcpy(text, item->valuestring, n);
    }
    cJSON_Delete(item);
    return (al_str){text, n};
}

static bool plain_integer(int64_t *out, al_str token)
{
    const bool negative = token.s[0] == '-';
    const uint64_t most = negative ? (uint64_t)INT64_MAX + 1 : INT64_MAX;
    uint64_t value = 0;

    for (size_t i = negative; i < token.n; i++) {
        unsigned digit = (unsigned)(token.s[i] - '0');
        if (digit > 9 || value > (most - digit) / 10)
            return false;
        value = value * 10 + digit;
    }
    *out = negative ? (int64_t)(0 - value) : (int64_t)value;
    return true;
}

/* The decimal exponent after 'e', kept within what can matter. */
static int64_t exponent_of(al_str token, size_t i)
{
    const int64_t most = INT32_MAX;
    bool negative = false;
    int64_t value = 0;

    if (i < token.n && (token.s[i] == '+' || token.s[i] == '-'))
        negative = token.s[i++] == '-';
    for (; i < token.n && value < most; i++)
        value = value * 10 + (token.s[i] - '0');
    return negative ? -value : value;
}

/* Rewrites a number that is too long for cJSON with its first significant digits, more than a double holds.
 */
static al_str shorten(al_arena *arena, al_str token)
{
    enum { SIGNIFICANT = 30 };
    char digits[SIGNIFICANT + 1];
    size_t n = 0, i = token.s[0] == '-';
    int64_t scale = 0;
    bool fraction = false;

    for (; i < token.n && al_lower(token.s[i]) != 'e'; i++) {
        if (token.s[i] == '.') {
            fraction = true;
            continue;
        }
        if (n < SIGNIFICANT && (n || token.s[i] != '0')) {
            digits[n++] = token.s[i];
            scale -= fraction;
        } else {
            scale += n && !fraction;
            scale -= !n && fraction;
        }
    }
    scale += i < token.n ? exponent_of(token, i + 1) : 0;
    if (n == 0)
        digits[n++] = '0';
    return al_printf(arena, "%s%.*se%lld", token.s[0] == '-' ? "-" : "", (int)n, digits, (long long)scale);
}

bool al_json_number(al_arena *arena, struct al_node *node, al_str token)
{
    cJSON *item;

    node->kind = AL_NODE_INT;
    if (plain_integer(&node->integer, token))
        return true;
    if (token.n > CJSON_NUMBER_MOST)
        token = shorten(arena, token);
    item = cJSON_ParseWithLength(token.s, token.n);
    if (!item)
        al_arena_throw(arena, AL_E_MEMORY);
    node->kind = AL_NODE_FLOAT;
    node->number = item->valuedouble;
    cJSON_Delete(item);
    return isfinite(node->number);
}

/* Where the decoded text begins: behind the quote, and behind the bracket that "[[...]" loses. */
static uint32_t text_start(const struct al_node *node)
{
    const al_str token = al_span_text(al_node_span(node));
    size_t text = 0;

    if (token.n == 0 || token.s[0] != '"')
        return node->off;
    if (!(node->flags & AL_NODE_ESCAPED) || node->kind != AL_NODE_STRING)
        return node->off + 1;
    for (size_t i = 1; i + 1 < token.n;) {
        struct step step = step_at(token, i);
        i += step.raw;
        text += step.text;
    }
    return node->off + 1 + (text > node->string.n ? step_at(token, 1).raw : 0);
}

struct al_json_cursor al_json_cursor_at(const struct al_node *node)
{
    return (struct al_json_cursor){.node = node, .at = 0, .off = text_start(node)};
}

uint32_t al_json_seek(struct al_json_cursor *cursor, uint32_t at)
{
    const struct al_node *node = cursor->node;
    const al_str token = al_span_text(al_node_span(node));

    if (!(node->flags & AL_NODE_ESCAPED)) {
        cursor->off += at - cursor->at;
        cursor->at = at;
        return cursor->off;
    }
    while (cursor->at < at && cursor->off - node->off < token.n) {
        struct step step = step_at(token, cursor->off - node->off);
        if (step.text > at - cursor->at)
            break;
        cursor->at += step.text;
        cursor->off += step.raw;
    }
    return cursor->off;
}

uint32_t al_json_offset_in(const struct al_node *node, uint32_t at)
{
    struct al_json_cursor cursor = al_json_cursor_at(node);

    return al_json_seek(&cursor, at);
}
